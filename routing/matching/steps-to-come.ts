/** How somebody who waits becomes easier to serve: the steps, bands and releases that are still to come. */

import type { Needs, QueueConfig } from "../config.ts";
import type { AgentId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import type { State } from "../state.ts";
import { isAble, relaxed } from "./eligible.ts";

export type StepToCome =
  /** `more`: agents who are able from then on and were not before; `moreSignedIn` of them are on the floor now. */
  | {
      readonly kind: "relax";
      readonly at: Instant;
      readonly name: string;
      readonly more: number;
      readonly moreSignedIn: number;
    }
  /** An ageing band: the priority from then on. */
  | { readonly kind: "age"; readonly at: Instant; readonly priority: number }
  /** Particular agents are not waited for any more. */
  | { readonly kind: "releaseParticular"; readonly at: Instant };

export interface Progress {
  readonly needs: Needs;
  readonly priority: number;
  readonly enteredAt: Instant;
  /** Index of the next relaxation step, and of the next ageing band. */
  readonly nextStep: number;
  readonly nextBand: number;
  /** Until when particular agents are waited for; undefined: none are, or nobody knows. */
  readonly until: Instant | undefined;
}

/** In order of time. `queue` undefined, removed from the configuration: nothing changes any more but the particular agents. */
export function stepsToCome(state: State, queue: QueueConfig | undefined, progress: Progress): readonly StepToCome[] {
  const { until } = progress;
  const release: readonly StepToCome[] = until === undefined ? [] : [{ kind: "releaseParticular", at: until }];
  if (queue === undefined) return release;
  return [...relaxations(state, queue, progress), ...bands(queue, progress), ...release].sort((a, b) => a.at - b.at);
}

function* relaxations(
  state: State,
  queue: QueueConfig,
  { needs, nextStep, enteredAt }: Progress,
): Iterable<StepToCome> {
  const able = new Set<AgentId>();
  const newlyAble = (now: Needs): readonly AgentId[] => {
    const found = state.config.agents.filter((each) => !able.has(each.id) && isAble(each, now)).map(({ id }) => id);
    for (const id of found) able.add(id);
    return found;
  };
  newlyAble(needs);
  let later = needs;
  for (const step of queue.relaxation.slice(nextStep)) {
    later = relaxed(later, step);
    const more = newlyAble(later);
    const moreSignedIn = more.filter((id) => state.floor.isSignedIn(id)).length;
    yield { kind: "relax", at: enteredAt + step.afterMs, name: step.name, more: more.length, moreSignedIn };
  }
}

/** [RT220] What a band adds replaces what the one before it added. */
function* bands({ ageing }: QueueConfig, { priority, nextBand, enteredAt }: Progress): Iterable<StepToCome> {
  const own = priority - (ageing[nextBand - 1]?.priority ?? 0);
  for (const band of ageing.slice(nextBand)) {
    yield { kind: "age", at: enteredAt + band.afterMs, priority: own + band.priority };
  }
}
