/** Who could take an interaction at all: skills and proficiency, nothing about being free. */

import type { AgentConfig, QueueConfig, RoutingConfig, SkillRequirement } from "../config.ts";
import type { AgentId } from "../ids.ts";

/** True when every required skill is there at the required proficiency or better. No requirement: anybody. */
export function satisfies(skills: readonly SkillRequirement[], requirement: readonly SkillRequirement[]): boolean {
  return requirement.every((need) =>
    skills.some((has) => has.skill === need.skill && has.proficiency >= need.proficiency),
  );
}

export function agentConfig(config: RoutingConfig, id: AgentId): AgentConfig | undefined {
  return config.agents.find((agent) => agent.id === id);
}

/** The easiest form that a requirement will ever take in this queue: what decides whether waiting makes sense at all. */
export function easiestRequirement(
  queue: QueueConfig | undefined,
  requirement: readonly SkillRequirement[],
): readonly SkillRequirement[] {
  return queue?.relaxation.at(-1)?.requirement ?? requirement;
}
