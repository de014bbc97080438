/** A rule's condition as its form holds it: groups of rows, where "not" belongs to the row or group that it is said of. */

import type { AttributeTest, RuleConditionView } from "#protocol/api/routing-set-up.ts";

/** `none`: not one of them; `notAll`: at least one of them does not hold. */
export type GroupKind = "all" | "any" | "none" | "notAll";
export const groupKinds: readonly GroupKind[] = ["all", "any", "none", "notAll"];

export type ScheduleTest = Extract<RuleConditionView, { readonly schedule: string }>;

export interface GroupNode {
  readonly how: GroupKind;
  readonly items: readonly ConditionNode[];
}
export interface RowNode {
  readonly isNot: boolean;
  readonly test: AttributeTest | ScheduleTest;
}
export type ConditionNode = GroupNode | RowNode;

const opposite: Readonly<Record<GroupKind, GroupKind>> = { all: "notAll", notAll: "all", any: "none", none: "any" };

/** What is not a group is one with a single row. */
export function groupFrom(condition: RuleConditionView): GroupNode {
  const node = nodeFrom(condition);
  return "how" in node ? node : { how: "all", items: [node] };
}

function nodeFrom(condition: RuleConditionView): ConditionNode {
  if ("all" in condition) return { how: "all", items: condition.all.map(nodeFrom) };
  if ("any" in condition) return { how: "any", items: condition.any.map(nodeFrom) };
  if (!("not" in condition)) return { isNot: false, test: condition };
  const within = nodeFrom(condition.not);
  return "how" in within ? { ...within, how: opposite[within.how] } : { isNot: !within.isNot, test: within.test };
}

/** The same condition for the wire. */
export function conditionFrom(node: ConditionNode): RuleConditionView {
  if (!("how" in node)) return node.isNot ? { not: node.test } : node.test;
  const items = node.items.map(conditionFrom);
  switch (node.how) {
    case "all":
      return { all: items };
    case "any":
      return { any: items };
    case "none":
      return { not: { any: items } };
    case "notAll":
      return { not: { all: items } };
  }
}
