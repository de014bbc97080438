/** Who could take an interaction at all: skills and proficiency, nothing about being free. */

import type { AgentConfig, QueueConfig, RoutingConfig, SkillRequirement } from "../config.ts";
import type { AgentId } from "../ids.ts";

/** True when every required skill is there at the required proficiency or better. No requirement: anybody. */
export function satisfies(skills: readonly SkillRequirement[], requirement: readonly SkillRequirement[]): boolean {
  return requirement.every((need) =>
    skills.some((has) => has.skill === need.skill && has.proficiency >= need.proficiency),
  );
}

/** A configuration is a value that never changes, so that its agents need to be listed by id only once. */
const agentsOf = new WeakMap<RoutingConfig, ReadonlyMap<AgentId, AgentConfig>>();

/** Looked up for every candidate of every decision; undefined: not, or no longer, set up. */
export function agentConfig(config: RoutingConfig, id: AgentId): AgentConfig | undefined {
  let agents = agentsOf.get(config);
  if (agents === undefined) {
    agents = new Map(config.agents.map((agent) => [agent.id, agent]));
    agentsOf.set(config, agents);
  }
  return agents.get(id);
}

/** Whether these skills will do for a requirement now or after any of the queue's relaxation steps from `nextStep` on. */
export function couldEverSatisfy(
  skills: readonly SkillRequirement[],
  requirement: readonly SkillRequirement[],
  queue: QueueConfig | undefined,
  nextStep = 0,
): boolean {
  if (satisfies(skills, requirement)) return true;
  return queue?.relaxation.slice(nextStep).some((step) => satisfies(skills, step.requirement)) === true;
}
