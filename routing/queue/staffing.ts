/** How many agents a goal takes, and the square-root rule that says beforehand how it comes out for large pools. */

import type { DurationMs } from "../instant.ts";
import type { PoolFigures } from "./erlang.ts";

/** Beyond this many agents a goal counts as out of reach. */
export const AGENTS_MAX = 100_000;

export interface ServiceGoal {
  readonly withinMs: DurationMs;
  /** Share of the offered callers, 0 to 1. */
  readonly share: number;
}

/**
 * The fewest agents that reach the goal; undefined when `AGENTS_MAX` would not. `figuresOf` is Erlang C or A with all but
 * the agents given; its service level must not fall as agents are added.
 */
export function agentsNeeded(figuresOf: (agents: number) => PoolFigures, goal: ServiceGoal): number | undefined {
  const isReached = (agents: number): boolean => figuresOf(agents).serviceLevel(goal.withinMs) >= goal.share;
  let enough = 1;
  while (!isReached(enough)) {
    if (enough >= AGENTS_MAX) return undefined;
    enough = Math.min(2 * enough, AGENTS_MAX);
  }
  let tooFew = Math.floor(enough / 2);
  while (enough - tooFew > 1) {
    const middle = (tooFew + enough) >> 1;
    if (isReached(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** Probability of waiting with load + β·√load agents when nobody gives up, in the limit of large pools (Halfin, Whitt 1981); β > 0. */
export function halfinWhittWait(beta: number): number {
  return 1 / (1 + (beta * normalShare(beta)) / normalDensity(beta));
}

/**
 * The same with impatience; any β (Garnett, Mandelbaum, Reiman 2002, theorem 2). `patienceInHandles` is the mean patience
 * divided by the mean handling time.
 */
export function garnettWait(beta: number, patienceInHandles: number): number {
  const root = Math.sqrt(patienceInHandles);
  return 1 / (1 + hazard(beta * root) / root / hazard(-beta));
}

function hazard(x: number): number {
  return normalDensity(x) / normalShare(-x);
}

function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** The share of a standard normal below `x`, for |x| up to 6: the series of Marsaglia (2004). */
function normalShare(x: number): number {
  let sum = 0;
  for (let term = x, odd = 1; sum + term !== sum; odd += 2, term *= (x * x) / odd) sum += term;
  return 0.5 + normalDensity(x) * sum;
}
