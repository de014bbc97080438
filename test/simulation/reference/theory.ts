/**
 * The core against Erlang C and Erlang A. Every replication begins in a state that is drawn from the stationary
 * distribution, so that there is no warm-up to forget and the replications are independent: their means differ from theory
 * by chance alone, and Student's t says by how much at most.
 */

import { seededRandom } from "#cti/simulated/random.ts";
import { erlangA, erlangC, offeredLoad, type ImpatientPoolFigures, type Pool } from "#routing/queue/erlang.ts";
import { drive, type Visit } from "./drive.ts";
import { poolSite } from "./pools.ts";
import { average, interval, type Interval } from "./student.ts";

export interface PoolCase extends Pool {
  readonly name: string;
  /** undefined: endless, Erlang C. */
  readonly patienceMs: number | undefined;
}

const SERVICE_LEVEL_MS = 20_000;

const minutes = (gap: number, handle: number, patience?: number) => ({
  gapMs: gap * 60_000,
  handleMs: handle * 60_000,
  patienceMs: patience === undefined ? undefined : patience * 60_000,
});

/** Loads from idle to nearly full, from one agent to a hundred. */
export const erlangCCases: readonly PoolCase[] = [
  { name: "1 agent, 0.5 erlang", agents: 1, ...minutes(6, 3) },
  { name: "2 agents, 1 erlang", agents: 2, ...minutes(3, 3) },
  { name: "5 agents, 4 erlangs", agents: 5, ...minutes(0.75, 3) },
  { name: "10 agents, 5 erlangs", agents: 10, ...minutes(0.6, 3) },
  { name: "12 agents, 10 erlangs", agents: 12, ...minutes(0.3, 3) },
  { name: "14 agents, 10 erlangs", agents: 14, ...minutes(0.3, 3) },
  { name: "20 agents, 18 erlangs", agents: 20, ...minutes(1 / 6, 3) },
  { name: "50 agents, 45 erlangs", agents: 50, ...minutes(4 / 45, 4) },
  { name: "100 agents, 95 erlangs", agents: 100, ...minutes(3 / 95, 3) },
];

/** Below, at and above full load; the first is the example of Gans, Koole and Mandelbaum. */
export const erlangACases: readonly PoolCase[] = [
  { name: "50 agents, 48 erlangs, patience 2 handling times", agents: 50, ...minutes(1 / 48, 1, 2) },
  { name: "20 agents, 20 erlangs, patience 0.6", agents: 20, ...minutes(0.25, 5, 3) },
  { name: "100 agents, 100 erlangs, patience 0.6", agents: 100, ...minutes(0.05, 5, 3) },
  { name: "9 agents, 6.7 erlangs, patience 0.5", agents: 9, ...minutes(0.6, 4, 2) },
  { name: "35 agents, 33.3 erlangs, patience 0.4", agents: 35, ...minutes(0.15, 5, 2) },
  { name: "20 agents, 22 erlangs, patience 1", agents: 20, ...minutes(3 / 22, 3, 3) },
  { name: "10 agents, 15 erlangs, patience 1", agents: 10, ...minutes(0.2, 3, 3) },
];

export const figures = ["waits", "in 20 s", "mean wait", "gives up"] as const;
export type Figure = (typeof figures)[number];

export interface Comparison {
  readonly poolCase: string;
  readonly figure: Figure;
  readonly theory: number;
  readonly simulated: Interval;
  readonly holds: boolean;
}

export interface Effort {
  readonly seed: string;
  readonly replications: number;
  /** How often, on average, each replication forgets where it stood; for each time at least `CALLERS_MIN` callers are counted. */
  readonly relaxations: number;
  /** Of each interval. */
  readonly confidence: number;
}

/** What theory says; seconds for the wait, shares for the rest. */
export function theoryOf(poolCase: PoolCase): Partial<Record<Figure, number>> {
  const { patienceMs, ...pool } = poolCase;
  const said = patienceMs === undefined ? erlangC(pool) : erlangA({ ...pool, patienceMs });
  return {
    waits: said.waitProbability,
    "in 20 s": said.serviceLevel(SERVICE_LEVEL_MS),
    "mean wait": said.meanWaitMs / 1_000,
    ...(isImpatient(said) ? { "gives up": said.abandonProbability } : {}),
  };
}

function isImpatient(said: object): said is ImpatientPoolFigures {
  return "abandonProbability" in said;
}

const CALLERS_MIN = 200;

/**
 * Arrivals until the pool has forgotten its state: 1 ÷ (√n − √a)² handling times without impatience (Morse 1955), and no
 * longer than patience lasts.
 */
function relaxation({ patienceMs, ...pool }: PoolCase): number {
  const load = offeredLoad(pool);
  const handlings = 1 / (Math.sqrt(pool.agents) - Math.sqrt(load)) ** 2;
  return load * Math.min(handlings, patienceMs === undefined ? Infinity : patienceMs / pool.handleMs);
}

export function compare(poolCase: PoolCase, effort: Effort): readonly Comparison[] {
  const samples = Array.from({ length: effort.replications }, (_, n) => replicate(poolCase, effort, n));
  return figures.flatMap((figure) => {
    const theory = theoryOf(poolCase)[figure];
    if (theory === undefined) return [];
    const simulated = interval(
      samples.map((sample) => sample[figure]),
      effort.confidence,
    );
    const holds = Math.abs(simulated.mean - theory) <= simulated.half;
    return [{ poolCase: poolCase.name, figure, theory, simulated, holds }];
  });
}

function replicate(poolCase: PoolCase, { seed, relaxations }: Effort, n: number): Record<Figure, number> {
  const ownSeed = `${seed}/${poolCase.name}/${n}`;
  const visits = drive({
    ...poolCase,
    seed: ownSeed,
    config: poolSite(
      1,
      Array.from({ length: poolCase.agents }, () => [0]),
    ),
    present: presentAtRandom(poolCase, seededRandom(`${ownSeed}/present`).fraction()),
    warmUp: 0,
    callers: Math.ceil(relaxations * Math.max(CALLERS_MIN, relaxation(poolCase))),
    isEstimated: false,
  });
  const share = (is: (visit: Visit) => boolean): number => average(visits.map((visit) => (is(visit) ? 1 : 0)));
  return {
    waits: share(({ waitMs }) => waitMs > 0),
    "in 20 s": share(({ waitMs, isAnswered }) => isAnswered && waitMs <= SERVICE_LEVEL_MS),
    "mean wait": average(visits.map(({ waitMs }) => waitMs)) / 1_000,
    "gives up": share(({ isAnswered }) => !isAnswered),
  };
}

/** How many callers are there at a random moment: the quantile `fraction` of the stationary distribution. */
function presentAtRandom({ patienceMs, ...pool }: PoolCase, fraction: number): number {
  const load = offeredLoad(pool);
  const leaving = patienceMs === undefined ? 0 : pool.handleMs / patienceMs;
  const weights = [1];
  for (let k = 1, weight = 1; k <= pool.agents || weight > 1e-12; k += 1) {
    weight *= load / (Math.min(k, pool.agents) + Math.max(0, k - pool.agents) * leaving);
    weights.push(weight);
  }
  let left = fraction * weights.reduce((sum, each) => sum + each, 0);
  return weights.findIndex((weight) => (left -= weight) < 0);
}
