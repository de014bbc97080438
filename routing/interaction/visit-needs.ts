/** What one visit asks for: its queue's needs, what the flow adds, what rules add. */

import type { BlockingEffect } from "#ivr-flows/interpret.ts";
import type { Needs, Proficiency, QueueConfig, Requirement, RoutingConfig, SkillRequirement } from "../config.ts";
import type { QueueId } from "../ids.ts";
import { needsOf } from "../matching/eligible.ts";
import type { RuleWishes } from "../rules/apply.ts";

type Named = Extract<BlockingEffect, { kind: "enqueue" }>["requirement"];

/** A flow's node names the same skills for every caller, so that most needs are put together only once. */
const known = new WeakMap<RoutingConfig, WeakMap<Named, Map<QueueId, Needs>>>();

/** Equal visits get the same object, which is what makes them quick to recognise as one class. */
export function visitNeeds(
  config: RoutingConfig,
  queue: QueueConfig,
  named: Named,
  wishes: Pick<RuleWishes, "requirement" | "preferred">,
): Needs {
  const needs = named.length === 0 ? needsOf(queue) : withFlow(config, queue, named);
  if (wishes.requirement.length === 0 && wishes.preferred.length === 0) return needs;
  return {
    ...needs,
    requirement: combined(needs.requirement, wishes.requirement),
    preferred: [...needs.preferred, ...wishes.preferred],
  };
}

function withFlow(config: RoutingConfig, queue: QueueConfig, named: Named): Needs {
  const byNamed = known.get(config) ?? new WeakMap<Named, Map<QueueId, Needs>>();
  known.set(config, byNamed);
  const byQueue = byNamed.get(named) ?? new Map<QueueId, Needs>();
  byNamed.set(named, byQueue);
  const before = byQueue.get(queue.id);
  if (before !== undefined) return before;
  const requirement = combined(queue.requirement, requirementOf(config, named));
  const needs = { ...needsOf(queue), requirement };
  byQueue.set(queue.id, needs);
  return needs;
}

/** Flow files name skills; a name that is gone from the configuration asks for nothing. */
function requirementOf(config: RoutingConfig, named: Named): readonly SkillRequirement[] {
  return named.flatMap(({ skill, proficiency }) => {
    const known = config.skills.find((each) => each.name.toLowerCase() === skill.toLowerCase());
    return known === undefined ? [] : [{ skill: known.id, proficiency: clamp(proficiency) }];
  });
}

function clamp(proficiency: number): Proficiency {
  return Math.max(1, Math.min(5, Math.round(proficiency))) as Proficiency; // 1 to 5 by construction
}

/** Both requirements at once: of the plain conditions on one skill the higher proficiency, everything else side by side. */
function combined(a: Requirement, b: Requirement): Requirement {
  const others = [...a];
  for (const each of b) {
    const isPlain = "skill" in each && each.proficiencyMax === undefined;
    const index = isPlain ? others.findIndex((known) => "skill" in known && known.skill === each.skill) : -1;
    const known = others[index];
    if (known === undefined || !("skill" in known) || !isPlain) others.push(each);
    else if (known.proficiency < each.proficiency) others[index] = { ...known, proficiency: each.proficiency };
  }
  return others;
}
