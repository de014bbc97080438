/** A rule in words, for the list: when it holds and what it does. */

import type { AttributeTest, RuleView } from "#protocol/api/routing-set-up.ts";
import type { Translate } from "../../i18n/use-t.ts";
import { requirementWords } from "../requirement-words.ts";
import { groupFrom, type ConditionNode } from "./condition-nodes.ts";
import { isKnown } from "./rule-attributes.ts";

/** Names of what a rule names by id; an id that is gone is shown as it is. */
export interface RuleNames {
  readonly queue: (id: string) => string;
  readonly skill: (id: string) => string;
  readonly agent: (id: string) => string;
}

export function whenWords(t: Translate, { when }: RuleView): string {
  const group = groupFrom(when);
  return group.items.length === 0 && group.how === "all" ? t("rule.always") : nodeWords(t, group);
}

function nodeWords(t: Translate, node: ConditionNode): string {
  if ("how" in node) {
    const [only, ...others] = node.items;
    // One row needs no word for how several count together, unless that turns it round.
    if (only !== undefined && others.length === 0 && (node.how === "all" || node.how === "any")) {
      return nodeWords(t, only);
    }
    return `${t(`ruleGroup.${node.how}`)}: ${node.items.map((each) => nodeWords(t, each)).join("; ")}`;
  }
  const { test, isNot } = node;
  const words = "schedule" in test ? `${test.schedule} ${t(`ruleSchedule.${test.says}`)}` : testWords(t, test);
  return isNot ? `${t("rule.not")}: ${words}` : words;
}

function testWords(t: Translate, test: AttributeTest): string {
  const { attribute, is } = test;
  const what = isKnown(attribute) ? t(`ruleAttribute.${attribute}`) : attribute;
  const value = "values" in test ? test.values.join(", ") : "value" in test ? String(test.value) : "";
  return `${what} ${t(`ruleTest.${is}`)} ${value}`.trim();
}

/** One entry for each thing that the rule does. */
export function outcomeWords(t: Translate, { outcome }: RuleView, names: RuleNames): readonly string[] {
  const { queue, priority, tier, particular, requirement, preferred, agentPrompt } = outcome;
  const agents = particular?.who === "named" ? `: ${particular.agents.map(names.agent).join(", ")}` : "";
  return [
    ...(queue === undefined ? [] : [`${t("rule.queue")}: ${names.queue(queue)}`]),
    ...(priority === undefined ? [] : [`${t(`rulePriority.${priority.kind}`)}: ${priority.value}`]),
    ...(tier === undefined ? [] : [`${t("rule.tier")}: ${tier}`]),
    ...(particular === undefined
      ? []
      : [`${t("rule.particular")}: ${t(`ruleParticular.${particular.who}`)}${agents}, ${particular.forMs / 1_000} s`]),
    ...(requirement.length === 0 ? [] : [`${t("rule.requirement")}: ${requirementWords(t, requirement, names.skill)}`]),
    ...(agentPrompt === undefined ? [] : [`${t("queue.agentPrompt")}: ${agentPrompt}`]),
    ...(preferred.length === 0 ? [] : [`${t("preferred.title")}: ${requirementWords(t, preferred, names.skill)}`]),
  ];
}
