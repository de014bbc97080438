/** What admins ask for, as routing knows it: the same shapes with branded ids. */

import type { z } from "zod";
import type {
  PreferredView,
  RelaxationStepView,
  RequirementView,
  SkillConditionView,
  skillRange,
  StrategyView,
} from "#protocol/api/needs.ts";
import type { OverflowRuleView } from "#protocol/api/overflow.ts";
import type {
  OverflowRule,
  PreferredSkill,
  Proficiency,
  RelaxationStep,
  Requirement,
  SkillCondition,
  SkillRequirement,
  Strategy,
} from "#routing/config.ts";
import { groupId, queueId, skillId } from "#routing/ids.ts";

export const requirementOf = (view: RequirementView): Requirement => view.map(conditionOf);

function conditionOf(view: SkillConditionView): SkillCondition {
  if ("anyOf" in view) return { anyOf: view.anyOf.map(conditionOf) };
  if ("noneOf" in view) return { noneOf: view.noneOf.map(conditionOf) };
  return rangeOf(view);
}

/** The shapes hold proficiencies at 1 to 5. */
function rangeOf({ skill, proficiency, proficiencyMax }: z.infer<typeof skillRange>): SkillRequirement {
  const range = { skill: skillId(skill), proficiency: proficiency as Proficiency };
  return proficiencyMax === undefined ? range : { ...range, proficiencyMax: proficiencyMax as Proficiency };
}

export const preferredOf = (view: PreferredView): readonly PreferredSkill[] =>
  view.map((each) => ({ ...rangeOf(each), weight: each.weight }));

export function strategyOf(view: StrategyView): Strategy {
  switch (view.kind) {
    case "topDown":
      return { kind: view.kind, groups: view.groups.map(groupId) };
    case "percentage":
      return {
        kind: view.kind,
        shares: view.shares.map(({ group, percent }) => ({ group: groupId(group), percent })),
      };
    default:
      return view;
  }
}

/** A step without a name is called by its place in the list. */
export function stepOf(view: RelaxationStepView, index: number): RelaxationStep {
  return {
    name: view.name === "" ? `${index + 1}` : view.name,
    afterMs: view.afterMs,
    requirement: requirementOf(view.requirement),
    ...(view.preferred === undefined ? {} : { preferred: preferredOf(view.preferred) }),
    ...(view.groups === undefined ? {} : { groups: view.groups.map(groupId) }),
    ...(view.strategy === undefined ? {} : { strategy: strategyOf(view.strategy) }),
    ...(view.ringAgents === undefined ? {} : { ringAgents: view.ringAgents }),
  };
}

export const overflowRuleOf = ({ when, to }: OverflowRuleView): OverflowRule => ({
  when,
  to: to.kind === "queue" ? { ...to, queue: queueId(to.queue) } : to,
});
