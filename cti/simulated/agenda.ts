/** What is due when: the one clock of the simulated world. Nothing here reads a real one. */

import assert from "node:assert/strict";
import { NEVER } from "#routing/instant.ts";
import type { DurationMs, Instant } from "#routing/instant.ts";

/** More entries than this at once means that something schedules itself without end. */
const ENTRIES_MAX = 1_000_000;
/** More steps than this without time going on means the same. */
const STEPS_PER_INSTANT_MAX = 100_000;

interface Entry {
  readonly at: Instant;
  readonly number: number;
  run: (() => void) | undefined;
}

export interface Agenda {
  readonly now: () => Instant;
  /** Runs once after `delayMs`, entries of one instant in the order in which they were made; the answer cancels it. */
  readonly after: (delayMs: DurationMs, run: () => void) => () => void;
  /** The instant of the earliest entry, NEVER if there is none. */
  readonly nextAt: () => Instant;
  /** Runs all that is due until `to` and makes that the present. Must not be called from inside an entry. */
  readonly advance: (to: Instant) => void;
  readonly isAdvancing: () => boolean;
}

/** `afterStep` runs behind every entry; it is where the model checks itself. */
export function createAgenda(startAt: Instant, afterStep: () => void): Agenda {
  const heap: Entry[] = [];
  let now = startAt;
  let numbered = 0;
  let isAdvancing = false;

  const isBefore = (one: Entry, other: Entry): boolean =>
    one.at < other.at || (one.at === other.at && one.number < other.number);

  function push(entry: Entry): void {
    heap.push(entry);
    let at = heap.length - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = heap[up];
      if (parent === undefined || !isBefore(entry, parent)) break;
      heap[at] = parent;
      heap[up] = entry;
      at = up;
    }
  }

  function pop(): Entry | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    heap[0] = last;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      const isRight = left !== undefined && right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (child === undefined || !isBefore(child, last)) return first;
      const down = 2 * at + (isRight ? 2 : 1);
      heap[at] = child;
      heap[down] = last;
      at = down;
    }
  }

  function nextAt(): Instant {
    while (heap[0] !== undefined && heap[0].run === undefined) pop();
    return heap[0]?.at ?? NEVER;
  }

  return {
    now: () => now,
    after: (delayMs, run) => {
      assert(Number.isInteger(delayMs) && delayMs >= 0, `a delay is a whole number of milliseconds, not ${delayMs}`);
      assert(heap.length < ENTRIES_MAX, "the agenda grows without end");
      const entry: Entry = { at: now + delayMs, number: (numbered += 1), run };
      push(entry);
      return () => {
        entry.run = undefined;
      };
    },
    nextAt,
    advance: (to) => {
      assert(!isAdvancing, "time must not be advanced from inside of what is due");
      assert(to >= now, "time does not go back");
      isAdvancing = true;
      try {
        let steps = 0;
        for (let at = nextAt(); at <= to; at = nextAt()) {
          const entry = pop();
          if (entry === undefined) break;
          steps = at === now ? steps + 1 : 0;
          assert(steps < STEPS_PER_INSTANT_MAX, "time stands still");
          now = at;
          entry.run?.();
          afterStep();
        }
        now = to;
      } finally {
        isAdvancing = false;
      }
    },
    isAdvancing: () => isAdvancing,
  };
}
