/** The one clock of the process: wall time at the start, then only the monotonic clock, so that it never goes back or jumps. */

import type { Instant } from "#routing/instant.ts";

export interface Clock {
  now(): Instant;
  /** Calls back once at `at` or soon after; the answer cancels. */
  at(at: Instant, act: () => void): () => void;
}

/** The longest that a Node timer can wait. */
const TIMER_MS_MAX = 2_147_483_000;

/** NTP steps and changed clocks move neither waits nor timers; a restart takes the wall clock anew. */
export function systemClock(): Clock {
  const offset = Date.now() - performance.now();
  const now = (): Instant => Math.floor(offset + performance.now());
  return {
    now,
    at: (at, act) => {
      // Rounded up: a timer that fires early would find nothing due.
      const inMs = Math.min(TIMER_MS_MAX, Math.max(0, Math.ceil(at - now())));
      const timer = setTimeout(act, inMs);
      return () => clearTimeout(timer);
    },
  };
}
