/** The line of a queue: who is next. Bigger priority first, then who entered earlier, then the smaller id. */

import type { InteractionId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import { SortedList } from "./sorted-list.ts";

/** What the place in a line depends on; a change of it is a new place. */
export interface Place {
  readonly interaction: InteractionId;
  readonly priority: number;
  readonly enteredAt: Instant;
}

/** Negative when `a` goes before `b`. */
export function byPlace(a: Place, b: Place): number {
  if (a.priority !== b.priority) return b.priority - a.priority;
  if (a.enteredAt !== b.enteredAt) return a.enteredAt - b.enteredAt;
  return a.interaction < b.interaction ? -1 : a.interaction > b.interaction ? 1 : 0;
}

/** Everybody who waits in one queue, best first, with or without an agent who alerts. */
export type WaitingLine = SortedList<Place>;

export const newLine = (): WaitingLine => new SortedList(byPlace);

/** 1 for the head. */
export const positionIn = (line: WaitingLine, place: Place): number => line.before(place) + 1;
