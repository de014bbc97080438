/** Counts of visits to queues. A visit counts in the interval in which it began, however it ends and whenever. */

import type { QueueOutcome } from "#routing/facts.ts";
import type { InteractionId, QueueId } from "#routing/ids.ts";
import type { DurationMs, Instant } from "#routing/instant.ts";
import type { Lane } from "#routing/work/capacity.ts";

/** One visit; `outcome` undefined: still waiting. */
export interface Visit {
  readonly interaction: InteractionId;
  readonly queue: QueueId;
  /** Callers, mail and chat wait for different things: their figures are never added. */
  readonly lane: Lane;
  readonly beganAt: Instant;
  readonly outcome: QueueOutcome | undefined;
  /** Of a visit that ended. */
  readonly waitMs: DurationMs;
}

/** Of a set of visits; offered = answered + abandoned + flowedOut + callbackAccepted + lost + waiting. */
export interface VisitCounts {
  readonly offered: number;
  readonly waiting: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Abandoned before the queue's short-abandon threshold; part of `abandoned`. */
  readonly shortAbandoned: number;
  readonly flowedOut: number;
  /** The caller asked to be called back: he gave up his leg, not his place. */
  readonly callbackAccepted: number;
  /** Lost by the switch. */
  readonly lost: number;
  /** Answered not later than the queue's target. */
  readonly answeredWithin: number;
  readonly abandonedWithin: number;
  /** Left the queue in any way not later than the target. */
  readonly leftWithin: number;
  readonly answerWaitMs: DurationMs;
  readonly abandonWaitMs: DurationMs;
  readonly longestWaitMs: DurationMs;
}

export interface Thresholds {
  readonly answerWithinMs: DurationMs;
  readonly shortAbandonMs: DurationMs;
}

export const NO_VISITS: VisitCounts = {
  offered: 0,
  waiting: 0,
  answered: 0,
  abandoned: 0,
  shortAbandoned: 0,
  flowedOut: 0,
  callbackAccepted: 0,
  lost: 0,
  answeredWithin: 0,
  abandonedWithin: 0,
  leftWithin: 0,
  answerWaitMs: 0,
  abandonWaitMs: 0,
  longestWaitMs: 0,
};

/** What one visit adds. */
export function countsOf(visit: Visit, { answerWithinMs, shortAbandonMs }: Thresholds): VisitCounts {
  const one = (isSo: boolean): number => (isSo ? 1 : 0);
  const { outcome, waitMs } = visit;
  const isAnswered = outcome === "answered";
  const isAbandoned = outcome === "abandoned";
  const isWithin = outcome !== undefined && waitMs <= answerWithinMs;
  return {
    offered: 1,
    waiting: one(outcome === undefined),
    answered: one(isAnswered),
    abandoned: one(isAbandoned),
    shortAbandoned: one(isAbandoned && waitMs < shortAbandonMs),
    flowedOut: one(outcome === "flowedOut"),
    callbackAccepted: one(outcome === "callbackAccepted"),
    lost: one(outcome === "lost"),
    answeredWithin: one(isAnswered && isWithin),
    abandonedWithin: one(isAbandoned && isWithin),
    leftWithin: one(isWithin),
    answerWaitMs: isAnswered ? waitMs : 0,
    abandonWaitMs: isAbandoned ? waitMs : 0,
    longestWaitMs: outcome === undefined ? 0 : waitMs,
  };
}

/** The counts of two sets of visits taken together; never an average of averages. */
export function addCounts(a: VisitCounts, b: VisitCounts): VisitCounts {
  return {
    offered: a.offered + b.offered,
    waiting: a.waiting + b.waiting,
    answered: a.answered + b.answered,
    abandoned: a.abandoned + b.abandoned,
    shortAbandoned: a.shortAbandoned + b.shortAbandoned,
    flowedOut: a.flowedOut + b.flowedOut,
    callbackAccepted: a.callbackAccepted + b.callbackAccepted,
    lost: a.lost + b.lost,
    answeredWithin: a.answeredWithin + b.answeredWithin,
    abandonedWithin: a.abandonedWithin + b.abandonedWithin,
    leftWithin: a.leftWithin + b.leftWithin,
    answerWaitMs: a.answerWaitMs + b.answerWaitMs,
    abandonWaitMs: a.abandonWaitMs + b.abandonWaitMs,
    longestWaitMs: Math.max(a.longestWaitMs, b.longestWaitMs),
  };
}
