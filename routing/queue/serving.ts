/** Who serves which needs: counted by kinds of agents, because a site has few kinds and many agents. */

import type { AgentConfig, Needs, RoutingConfig } from "../config.ts";
import type { AgentId } from "../ids.ts";
import { isAble } from "../matching/eligible.ts";
import type { Agent, State } from "../state.ts";

interface Kinds {
  /** One agent of each kind; all of a kind have the same skills and groups. */
  readonly examples: readonly AgentConfig[];
  readonly kindOf: ReadonlyMap<AgentId, number>;
}

/** A configuration is a value that never changes, so that its agents need to be sorted only once. */
const sorted = new WeakMap<RoutingConfig, Kinds>();

function kindsOf(config: RoutingConfig): Kinds {
  const known = sorted.get(config);
  if (known !== undefined) return known;
  const numbers = new Map<string, number>();
  const examples: AgentConfig[] = [];
  const kindOf = new Map<AgentId, number>();
  for (const agent of config.agents) {
    const key = JSON.stringify([agent.skills, agent.groups]);
    const kind = numbers.get(key) ?? examples.push(agent) - 1;
    numbers.set(key, kind);
    kindOf.set(agent.id, kind);
  }
  const kinds = { examples, kindOf };
  sorted.set(config, kinds);
  return kinds;
}

/** Ready, or going to be after what she does now. */
export function isServing({ presence, nextPresence }: Pick<Agent, "presence" | "nextPresence">): boolean {
  return (nextPresence ?? presence).kind === "ready";
}

/** How many agents serve and are able to take one of these needs at least. */
export function countServing(state: State, needs: readonly Needs[]): number {
  const { examples, kindOf } = kindsOf(state.config);
  const isAbleKind = examples.map((agent) => needs.some((each) => isAble(agent, each)));
  let count = 0;
  for (const agent of state.agents.values()) {
    const kind = kindOf.get(agent.id);
    if (kind !== undefined && isAbleKind[kind] === true && isServing(agent)) count += 1;
  }
  return count;
}

/** One agent of each kind that there is. */
export function agentKinds(config: RoutingConfig): readonly AgentConfig[] {
  return kindsOf(config).examples;
}
