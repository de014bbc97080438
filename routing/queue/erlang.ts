/**
 * What queueing theory says about one pool of agents: Erlang B, C and A. Arrivals are a Poisson process; handling times and
 * patience are exponential. Times are milliseconds, probabilities 0 to 1. Stable for thousands of agents: no factorial and
 * no power is ever formed, only ratios of neighbouring states.
 */

import type { DurationMs } from "../instant.ts";

/** One pool with one line. */
export interface Pool {
  /** Agents, an integer of at least 1. */
  readonly agents: number;
  /** Mean time between two arrivals. */
  readonly gapMs: DurationMs;
  /** Mean handling time: talk, hold and wrap-up. */
  readonly handleMs: DurationMs;
}

export interface ImpatientPool extends Pool {
  /** Mean time after which a caller who still waits gives up. */
  readonly patienceMs: DurationMs;
}

export interface PoolFigures {
  /** Share of the callers who do not get an agent at once. */
  readonly waitProbability: number;
  /** Mean wait of all callers, those who did not wait included; Infinity when the agents cannot keep up. */
  readonly meanWaitMs: number;
  /** Share of the agents' time that is spent on callers. */
  readonly utilisation: number;
  /** Share of the offered callers who are answered within so long. */
  readonly serviceLevel: (withinMs: DurationMs) => number;
}

export interface ImpatientPoolFigures extends PoolFigures {
  readonly abandonProbability: number;
  /** Mean wait of those who were answered (ASA); `meanWaitMs` counts the wait of those who gave up too. */
  readonly answeredWaitMs: number;
  /** Answered within so long ÷ answered. */
  readonly serviceLevelOfAnswered: (withinMs: DurationMs) => number;
  /** Answered within so long, or given up before that, ÷ offered. */
  readonly serviceLevelWithAbandons: (withinMs: DurationMs) => number;
}

/** The load in erlangs: how many agents would be busy if nobody ever had to wait. */
export function offeredLoad({ gapMs, handleMs }: Pool): number {
  return handleMs / gapMs;
}

/**
 * Erlang B: the share of callers who find all agents busy when nobody can wait. Recursion over the number of agents,
 * B(k) = a·B(k−1) ÷ (k + a·B(k−1)) (Jagerman 1974).
 */
export function erlangB(agents: number, erlangs: number): number {
  let blocked = 1;
  for (let k = 1; k <= agents; k += 1) blocked = (erlangs * blocked) / (k + erlangs * blocked);
  return blocked;
}

/** Erlang C: everybody waits as long as it takes (M/M/n; Erlang 1917). With load for all agents or more, nobody is served in time. */
export function erlangC(pool: Pool): PoolFigures {
  const { agents, handleMs } = pool;
  const load = offeredLoad(pool);
  if (load >= agents) {
    return { waitProbability: 1, meanWaitMs: Infinity, utilisation: 1, serviceLevel: () => 0 };
  }
  const blocked = erlangB(agents, load);
  const waitProbability = blocked / (1 - (load / agents) * (1 - blocked));
  return {
    waitProbability,
    meanWaitMs: (waitProbability * handleMs) / (agents - load),
    utilisation: load / agents,
    serviceLevel: (withinMs) => 1 - waitProbability * Math.exp((-(agents - load) * withinMs) / handleMs),
  };
}

/** A weight beyond this is scaled back, so that overload of any size stays within the numbers. */
const WEIGHT_MAX = 1e250;
/** States and densities below this share of the whole change nothing that can be seen. */
const NEGLIGIBLE = 1e-16;

/**
 * Erlang A: callers give up (M/M/n+M; Palm 1957, Garnett, Mandelbaum and Reiman 2002). The states with a free agent weigh
 * 1 ÷ B together, relative to the one in which all are busy and nobody waits; each further caller in line multiplies the
 * weight by λ ÷ (nμ + iθ).
 */
export function erlangA(pool: ImpatientPool): ImpatientPoolFigures {
  const { agents, gapMs, handleMs, patienceMs } = pool;
  const arrivals = 1 / gapMs;
  const service = agents / handleMs;
  const leaving = 1 / patienceMs;
  // The weights are relative; their common scale is carried as a logarithm.
  let scale = 0;
  let busyLine = 1;
  let freeAgent = 1 / erlangB(agents, offeredLoad(pool)) - 1;
  let inLine = 0;
  for (let i = 1, weight = 1; ; i += 1) {
    const ratio = arrivals / (service + i * leaving);
    weight *= ratio;
    busyLine += weight;
    inLine += i * weight;
    if (weight > WEIGHT_MAX) {
      weight /= WEIGHT_MAX;
      busyLine /= WEIGHT_MAX;
      freeAgent /= WEIGHT_MAX;
      inLine /= WEIGHT_MAX;
      scale += Math.log(WEIGHT_MAX);
    }
    if (ratio < 1 && weight < NEGLIGIBLE * busyLine * (1 - ratio)) break;
  }
  const all = freeAgent + busyLine;
  const waitProbability = busyLine / all;
  const meanInLine = inLine / all;
  const abandonProbability = (leaving * meanInLine) / arrivals;
  /** ln of the probability that all are busy and nobody waits. */
  const logFull = -scale - Math.log(all);

  /** Density of the wait that a caller of endless patience would have, at `t` (Baccelli, Hebuterne 1981). */
  const density = (t: number): number =>
    service * Math.exp(logFull + (arrivals / leaving) * -Math.expm1(-leaving * t) - service * t);
  const [from, to] = spread(density, Math.max(0, Math.log(arrivals / service) / leaving), handleMs / agents);
  const upTo = (f: (t: number) => number, untilMs: number): number => integral(f, from, Math.min(untilMs, to));
  const answering = (t: number): number => density(t) * Math.exp(-leaving * t);
  const servedWithin = (withinMs: number): number => 1 - waitProbability + upTo(answering, withinMs);
  const answered = 1 - abandonProbability;
  return {
    waitProbability,
    abandonProbability,
    meanWaitMs: meanInLine * gapMs,
    answeredWaitMs: upTo((t) => t * answering(t), to) / answered,
    utilisation: (arrivals * answered) / service,
    serviceLevel: servedWithin,
    serviceLevelOfAnswered: (withinMs) => servedWithin(withinMs) / answered,
    // Neither answered nor gone at that moment: his wait is longer, and so is his patience.
    serviceLevelWithAbandons: (withinMs) =>
      1 - Math.exp(-leaving * withinMs) * (waitProbability - upTo(density, withinMs)),
  };
}

/** From where to where a density with its one peak at `peakAt` can be seen at all. */
function spread(density: (t: number) => number, peakAt: number, stepMs: number): readonly [from: number, to: number] {
  const least = density(peakAt) * NEGLIGIBLE;
  const isOver = (t: number): boolean => t <= 0 || density(t) <= least;
  let [from, to] = [peakAt, peakAt + stepMs];
  for (let step = stepMs; !isOver(from); step *= 2) from = Math.max(0, from - step);
  for (let step = stepMs; !isOver(to); step *= 2) to += step;
  return [from, to];
}

/** Panels of Simpson's rule: the integrands are smooth, so that its error is far below any figure that is shown. */
const PANELS = 2_000;

function integral(f: (t: number) => number, from: number, to: number): number {
  if (to <= from) return 0;
  const width = (to - from) / PANELS;
  let sum = f(from) + f(to);
  for (let k = 1; k < PANELS; k += 1) sum += f(from + k * width) * (k % 2 === 0 ? 2 : 4);
  return (sum * width) / 3;
}
