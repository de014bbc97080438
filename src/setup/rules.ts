/** Rules over callers as admins write them, as routing knows them; and what is wrong with one. Pure. */

import type { RuleConditionView, RuleView } from "#protocol/api/routing-set-up.ts";
import type { RoutingConfig } from "#routing/config.ts";
import { agentId, queueId } from "#routing/ids.ts";
import { attributeType, isTestable } from "#routing/rules/attributes.ts";
import type { RoutingRule, RuleCondition, RuleParticular } from "#routing/rules/rule.ts";
import { preferredOf, requirementOf } from "./needs.ts";
import type { Field } from "./refusals.ts";

type ParticularView = NonNullable<RuleView["outcome"]["particular"]>;

export function ruleOf({ name, when, continues, outcome }: RuleView): RoutingRule {
  return {
    name,
    when: conditionOf(when),
    continues,
    outcome: {
      queue: outcome.queue === undefined ? undefined : queueId(outcome.queue),
      priority: outcome.priority,
      requirement: requirementOf(outcome.requirement),
      preferred: preferredOf(outcome.preferred),
      tier: outcome.tier,
      particular: outcome.particular === undefined ? undefined : particularOf(outcome.particular),
      agentPrompt: outcome.agentPrompt,
    },
  };
}

function conditionOf(view: RuleConditionView): RuleCondition {
  if ("all" in view) return { all: view.all.map(conditionOf) };
  if ("any" in view) return { any: view.any.map(conditionOf) };
  if ("not" in view) return { not: conditionOf(view.not) };
  return view;
}

const particularOf = (view: ParticularView): RuleParticular =>
  view.who === "named" ? { ...view, agents: view.agents.map(agentId) } : view;

/** What is wrong with a rule: names of queues, tiers and hours that do not exist, tests that make no sense. */
export function ruleProblems(config: RoutingConfig): readonly Field[] {
  const names = config.rules.map(({ name }) => name.toLowerCase());
  const tiers = new Set(config.tiers.map(({ name }) => name.toLowerCase()));
  return config.rules.flatMap(({ name, when, outcome }, index) => {
    const path = `rules.${name}`;
    const problems: Field[] = [...conditionProblems(config, `${path}.when`, when)];
    if (names.indexOf(name.toLowerCase()) !== index) problems.push({ path, message: "two rules have this name" });
    if (outcome.queue !== undefined && !config.queues.some(({ id }) => id === outcome.queue)) {
      problems.push({ path: `${path}.outcome.queue`, message: "there is no such queue" });
    }
    if (outcome.tier !== undefined && !tiers.has(outcome.tier.toLowerCase())) {
      problems.push({ path: `${path}.outcome.tier`, message: `there is no tier ${outcome.tier}` });
    }
    return problems;
  });
}

function conditionProblems(config: RoutingConfig, path: string, condition: RuleCondition): readonly Field[] {
  if ("all" in condition) return condition.all.flatMap((each) => conditionProblems(config, path, each));
  if ("any" in condition) return condition.any.flatMap((each) => conditionProblems(config, path, each));
  if ("not" in condition) return conditionProblems(config, path, condition.not);
  if ("schedule" in condition) {
    if (config.schedules.some(({ name }) => name === condition.schedule)) return [];
    return [{ path, message: `there are no opening hours ${condition.schedule}` }];
  }
  const type = attributeType(condition.attribute);
  if (type === undefined) return [{ path, message: `there is no attribute ${condition.attribute}` }];
  if (isTestable(type, condition)) return [];
  return [{ path, message: `${condition.attribute} cannot be tested with ${condition.is}` }];
}
