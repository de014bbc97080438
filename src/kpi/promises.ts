/** Counts of callbacks: promised and kept are different days' work, so each counts on its own day. */

import type { InteractionId, QueueId } from "#routing/ids.ts";

/** Today's of one queue. */
export interface PromiseCounts {
  /** Promised today, for whenever. */
  readonly booked: number;
  /** Kept today: agent and customer talked. */
  readonly reached: number;
  /** Ended today in any other way: expired, exhausted, cancelled, refused, not to be called. */
  readonly unreached: number;
}

export const NO_PROMISES: PromiseCounts = { booked: 0, reached: 0, unreached: 0 };

export interface Promises {
  /** Those that have not been kept or given up, and the queue that promised. */
  readonly open: Map<InteractionId, QueueId>;
  readonly counts: Map<QueueId, PromiseCounts>;
}

export function countPromise({ counts }: Promises, queue: QueueId, kind: keyof PromiseCounts, by = 1): void {
  const before = counts.get(queue) ?? NO_PROMISES;
  counts.set(queue, { ...before, [kind]: before[kind] + by });
}
