/**
 * How long a caller is going to wait, reckoned in six ways from what can be seen of his line; which one to believe is
 * measured (wait-observer.ts). All times are milliseconds until the agent answers, her ringing included.
 *
 *   queueLength          everybody ahead, and then he, is served at the pace of all able agents       (QL)
 *   queueLengthPatience  the same, but those ahead give up now and then                               (QLm, Erlang A)
 *   sharedLength         the same for all lines that share agents with his: everybody in them is ahead, or at least his own
 *   ownRate              the line moves as fast as it did
 *   lastToEnter          as long as the last one who was served                                       (LES)
 *   headOfLine           as long as the first in line has waited already                              (HOL)
 *
 * Names and errors of QL, QLm, LES and HOL: Ibrahim and Whitt, "Real-time delay estimation" (2009). That lines which share
 * agents move as one when load is high: complete resource pooling (Harrison and Lopez 1999).
 */

import type { DurationMs } from "../instant.ts";

export const waitMethods = [
  "queueLength",
  "queueLengthPatience",
  "sharedLength",
  "ownRate",
  "lastToEnter",
  "headOfLine",
] as const;
export type WaitMethod = (typeof waitMethods)[number];

/** What can be seen of a line at the moment of the question. */
export interface LineSeen {
  /** Callers of his kind who go before him and for whom nobody rings yet. */
  readonly ahead: number;
  /** How long he has waited already; 0 as he enters. */
  readonly elapsedMs: DurationMs;
  /** Agents who are ready, or will be after their call, and able to take him. */
  readonly agents: number;
  /** Mean time that a call takes of an agent, from her first ring to her being free; undefined: none was seen yet. */
  readonly handleMs: number | undefined;
  /** All lines that share agents with his, his own included: who goes before him, who serves, and how long a call takes. */
  readonly shared: { readonly ahead: number; readonly agents: number; readonly handleMs: number | undefined };
  /** Mean time after which callers give up; undefined: none did. */
  readonly patienceMs: number | undefined;
  /** Mean time from an agent's first ring to her answer. */
  readonly alertMs: number;
  /** Mean time between two service starts of his kind while somebody of it waited; undefined: none was seen yet. */
  readonly startEveryMs: number | undefined;
  /** How long the last one of his kind who had to wait did so until an agent rang; undefined: nobody yet. */
  readonly lastWaitMs: DurationMs | undefined;
  /** How long the first in line has waited; undefined: nobody waits. */
  readonly headWaitMs: DurationMs | undefined;
}

/** A method's prediction, undefined where what it needs was not seen yet. */
export type Predictions = Readonly<Record<WaitMethod, number | undefined>>;

/** How a method has done lately. */
export interface MethodError {
  /** Callers it was compared with, of all times. */
  readonly samples: number;
  /** Mean of the squared errors, ms². */
  readonly meanSquare: number;
  /** Mean of prediction less truth: positive when it promises too long a wait. */
  readonly bias: number;
  /** Mean of its predictions. */
  readonly predicted: number;
}

/** What may be told: the mean, and the waits that one of two, four of five, nine of ten callers will not exceed. */
export interface EstimatedWait {
  readonly expectedMs: DurationMs;
  readonly p50Ms: DurationMs;
  readonly p80Ms: DurationMs;
  readonly p90Ms: DurationMs;
  /** `agentFree`: nobody is ahead and somebody able is free; what is left is her ringing. */
  readonly method: WaitMethod | "agentFree";
  /** Root of the method's mean squared error of late; undefined: not measured yet. */
  readonly errorMs: DurationMs | undefined;
  /** Callers that the error was measured with. */
  readonly samples: number;
}

/** So many callers have to be compared before a method's error counts. */
export const SAMPLES_MIN = 50;

/** All six answers; at his entry these are noted, and compared with the truth when he is served. */
export function predictedWaits(seen: LineSeen): Predictions {
  const { ahead, elapsedMs, shared, alertMs, startEveryMs, lastWaitMs, headWaitMs } = seen;
  const leaving = seen.patienceMs === undefined ? 0 : 1 / seen.patienceMs;
  const startMs = allBusyStartMs(seen);
  const sharedStartMs = allBusyStartMs(shared);
  const own = startMs === undefined ? undefined : lineTime(ahead, 1 / startMs, leaving);
  const all = sharedStartMs === undefined ? undefined : lineTime(shared.ahead, 1 / sharedStartMs, leaving);
  // Who has waited longer than the others did is not served at once for that: one more start at least.
  const leastMs = elapsedMs > 0 ? (startMs ?? 0) : 0;
  const still = (waitMs: number | undefined): number | undefined =>
    waitMs === undefined ? undefined : Math.max(waitMs - elapsedMs, leastMs);
  const told = (waitMs: number | undefined): number | undefined =>
    waitMs === undefined ? undefined : alertMs + waitMs;
  return {
    queueLength: told(startMs === undefined ? undefined : (ahead + 1) * startMs),
    queueLengthPatience: told(own),
    sharedLength: told(own === undefined || all === undefined ? undefined : Math.max(own, all)),
    ownRate: told(startEveryMs === undefined ? undefined : (ahead + 1) * startEveryMs),
    lastToEnter: told(still(lastWaitMs)),
    headOfLine: told(still(ahead === 0 ? lastWaitMs : (headWaitMs ?? lastWaitMs))),
  };
}

/** Mean time between two starts while all of the agents are busy; undefined: not seen yet, or there are none. */
function allBusyStartMs({ agents, handleMs }: Pick<LineSeen, "agents" | "handleMs">): number | undefined {
  return handleMs === undefined || agents === 0 ? undefined : handleMs / agents;
}

/** The mean and what lies around it; undefined when the method has nothing to go by. `error` undefined: not measured yet. */
export function estimateWait(
  seen: LineSeen,
  method: WaitMethod,
  error: MethodError | undefined,
): EstimatedWait | undefined {
  const mean = predictedWaits(seen)[method];
  if (mean === undefined) return undefined;
  const isMeasured = error !== undefined && error.samples >= SAMPLES_MIN && error.predicted > 0;
  // Errors grow with the root of the wait, as sums of independent service times do: so the ratio of the two is what is kept.
  const variance = isMeasured ? (error.meanSquare / error.predicted) * mean : mean ** 2 / (seen.ahead + 1);
  return {
    expectedMs: Math.round(mean),
    p50Ms: Math.round(gammaQuantile(mean, variance, Z50)),
    p80Ms: Math.round(gammaQuantile(mean, variance, Z80)),
    p90Ms: Math.round(gammaQuantile(mean, variance, Z90)),
    method,
    errorMs: error === undefined || error.samples === 0 ? undefined : Math.round(Math.sqrt(error.meanSquare)),
    samples: error?.samples ?? 0,
  };
}

/** Nobody ahead, somebody free: only her ringing is left. */
export function waitForFreeAgent(alertMs: number): EstimatedWait {
  const ring = Math.round(alertMs);
  return {
    expectedMs: ring,
    p50Ms: ring,
    p80Ms: ring,
    p90Ms: ring,
    method: "agentFree",
    errorMs: undefined,
    samples: 0,
  };
}

/** Terms that are added one by one; the rest of a long line is added by its integral. */
const TERMS = 64;

/** Σ 1 ÷ (pace + i·leaving) for i = 0 … ahead: each start, with i people before him who may give up first. */
function lineTime(ahead: number, pace: number, leaving: number): number {
  const single = Math.min(ahead, TERMS);
  let sum = 0;
  for (let i = 0; i <= single; i += 1) sum += 1 / (pace + i * leaving);
  if (ahead <= TERMS) return sum;
  if (leaving === 0) return (ahead + 1) / pace;
  // Euler and Maclaurin: the integral from the last single term, half of both ends, without the one that is in already.
  const [from, to] = [pace + TERMS * leaving, pace + ahead * leaving];
  return sum + Math.log(to / from) / leaving + (1 / to - 1 / from) / 2;
}

const Z50 = 0;
const Z80 = 0.841_621;
const Z90 = 1.281_552;

/** A quantile of the gamma distribution with this mean and variance, from the normal's `z` (Wilson and Hilferty 1931). */
function gammaQuantile(mean: number, variance: number, z: number): number {
  if (mean <= 0) return 0;
  const ninth = variance / (9 * mean ** 2);
  return mean * Math.max(0, 1 - ninth + z * Math.sqrt(ninth)) ** 3;
}
