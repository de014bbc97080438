/**
 * A place in a line that somebody asked for, as the moment of entry that stands for it. So a requested position is no second
 * order beside that of the line: whoever has one is treated like one who entered at that moment, and no structure knows of it.
 */

import type { Instant } from "../instant.ts";
import { byPlace, type Place, type WaitingLine } from "./order.ts";

/** Who wants to stand where: `position` counts from 1 within his own priority. */
export interface Asked {
  readonly place: Place;
  readonly position: number;
  /** Whoever entered before this is not overtaken any more. */
  readonly notBefore: Instant;
}

/**
 * [RT325] The moment of entry with which `place` stands at this position among those of its own priority; too small a one is
 * the first of them, too big a one, or an empty line, leaves him where he would stand anyway: behind everybody.
 */
export function momentOfPosition(line: WaitingLine | undefined, { place, position, notBefore }: Asked): Instant {
  if (line === undefined) return place.enteredAt;
  // All who have a bigger priority stand before the first of his own.
  const bandStart = line.before({ ...place, enteredAt: -Infinity });
  const index = bandStart + Math.max(1, position) - 1;
  const next = line.at(index);
  if (next === undefined || byPlace(next, place) > 0) return place.enteredAt;
  const justBefore = { ...place, enteredAt: next.enteredAt - 1 };
  const previous = index > bandStart ? line.at(index - 1) : undefined;
  // Between two of the same millisecond there is no moment: behind all who entered in it.
  const isBetween = previous === undefined || byPlace(previous, justBefore) < 0;
  return Math.max(isBetween ? justBefore.enteredAt : next.enteredAt, notBefore);
}
