/**
 * How much flexibility is enough: the setting of Wallace and Whitt (2005), with a line that nobody is turned away from. Six
 * types of calls, 90 agents, 84 erlangs, calls of 10 minutes; each agent has one, two, three or all six of the skills, every
 * combination of skills as often as every other.
 */

import { erlangC } from "#routing/queue/erlang.ts";
import { drive } from "./drive.ts";
import { poolSite } from "./pools.ts";
import { average, interval, type Interval } from "./student.ts";

const TYPES = 6;
const AGENTS = 90;
const ERLANGS = 84;
const HANDLE_MS = 600_000;
const CONFIDENCE = 0.99;

export interface Flexibility {
  readonly skills: number;
  readonly meanWaitS: Interval;
  readonly waits: Interval;
  /** undefined: there is no formula for it. */
  readonly theory: { readonly meanWaitS: number; readonly waits: number } | undefined;
}

export function flexibility(
  skills: 1 | 2 | 3 | 6,
  effort: { readonly seed: string; readonly replications: number; readonly callers: number },
): Flexibility {
  const runs = Array.from({ length: effort.replications }, (_, n) =>
    drive({
      // The same callers whatever the agents know, so that only the agents make the difference.
      seed: `${effort.seed}/${n}`,
      config: poolSite(TYPES, skillSets(skills)),
      gapMs: HANDLE_MS / ERLANGS,
      handleMs: HANDLE_MS,
      patienceMs: undefined,
      present: ERLANGS,
      // With one skill each type has 14 erlangs for 15 agents, and forgets where it stood within about 800 calls of its own.
      warmUp: 3_000,
      callers: effort.callers,
      isEstimated: false,
    }),
  );
  const over = (figure: (waitMs: number) => number): Interval =>
    interval(
      runs.map((visits) => average(visits.map(({ waitMs }) => figure(waitMs)))),
      CONFIDENCE,
    );
  return {
    skills,
    meanWaitS: over((waitMs) => waitMs / 1_000),
    waits: over((waitMs) => (waitMs > 0 ? 1 : 0)),
    theory: skills === 1 ? ofOnePool(TYPES) : skills === TYPES ? ofOnePool(1) : undefined,
  };
}

function ofOnePool(pools: number) {
  const { meanWaitMs, waitProbability } = erlangC({
    agents: AGENTS / pools,
    gapMs: (pools * HANDLE_MS) / ERLANGS,
    handleMs: HANDLE_MS,
  });
  return { meanWaitS: meanWaitMs / 1_000, waits: waitProbability };
}

/** All combinations of so many of the types, dealt out to the agents in turn. */
function skillSets(skills: number): readonly (readonly number[])[] {
  const sets = combinations(skills, 0);
  return Array.from({ length: AGENTS }, (_, n) => sets[n % sets.length] ?? []);
}

function combinations(size: number, from: number): readonly (readonly number[])[] {
  if (size === 0) return [[]];
  const sets: (readonly number[])[] = [];
  for (let first = from; first <= TYPES - size; first += 1) {
    for (const rest of combinations(size - 1, first + 1)) sets.push([first, ...rest]);
  }
  return sets;
}
