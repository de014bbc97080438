import { expect, test } from "vitest";
import { attributeRows, attributesOf } from "#agent-console/src/forms/attribute-values.ts";
import { conditionFrom, groupFrom } from "#agent-console/src/forms/rule/condition-nodes.ts";
import { knownAttributes, ruleAttributes, testsOf, withTest } from "#agent-console/src/forms/rule/rule-attributes.ts";
import { ruleFrom, shownRuleProblems, valuesOfRule } from "#agent-console/src/forms/rule/rule-values.ts";
import type { RuleConditionView } from "#protocol/api/routing-set-up.ts";
import { ruleView } from "#protocol/api/routing-set-up.ts";
import { attributeTypes, isTestable } from "#routing/rules/attributes.ts";

const gold: RuleConditionView = { attribute: "contact.tier", is: "equal", value: "gold" };
const open: RuleConditionView = { schedule: "Office", says: "open" };
const conditions: readonly RuleConditionView[] = [
  { all: [] },
  { all: [gold, { not: open }] },
  { any: [gold, { all: [open, { not: gold }] }] },
  { not: { any: [gold, { not: { all: [open] } }] } },
];

test.each(conditions)("[CON146] a condition comes out of its form as it went in: %j", (condition) => {
  expect(conditionFrom(groupFrom(condition))).toEqual(condition);
});

test("[CON146] what is no group becomes one with a single row, and two nots are none", () => {
  expect(conditionFrom(groupFrom(gold))).toEqual({ all: [gold] });
  expect(conditionFrom(groupFrom({ not: { not: gold } }))).toEqual({ all: [gold] });
  expect(groupFrom({ not: { not: { any: [gold] } } })).toMatchObject({ how: "any" });
});

test("[CON146] the form offers the server's attributes, and only tests that make sense for them", () => {
  expect(ruleAttributes).toEqual(attributeTypes);
  for (const attribute of knownAttributes) {
    const begun = { attribute, is: "present" } as const;
    for (const is of testsOf(attribute)) {
      const test = withTest(begun, attribute, is);
      const filled = test.is === "equal" ? { ...test, value: "7" } : test;
      expect([attribute, is, isTestable(attributeTypes[attribute], filled)]).toEqual([attribute, is, true]);
    }
  }
  const typed = { attribute: "contact.debt", is: "atLeast", value: 5 } as const;
  expect(withTest(typed, "contact.debt", "lessThan")).toEqual({ ...typed, is: "lessThan" });
  expect(withTest(typed, "contact.tier", "oneOf")).toEqual({ attribute: "contact.tier", is: "oneOf", values: ["5"] });
});

test("[CON146] a rule comes out of its form as it went in; problems stand at their fields", () => {
  const rules = [
    { name: "plain", when: { all: [] }, outcome: {} },
    {
      name: "everything",
      isActive: false,
      continues: true,
      when: { all: [gold] },
      outcome: {
        queue: "01900000-0002-7000-8000-000000000001",
        priority: { kind: "set", value: -5 },
        tier: "gold",
        requirement: [{ noneOf: [{ skill: "01900000-0007-7000-8000-000000000001", proficiency: 1 }] }],
        preferred: [{ skill: "01900000-0007-7000-8000-000000000001", proficiency: 2, weight: 9 }],
        particular: { who: "named", agents: ["01900000-0001-7000-8000-000000000001"], forMs: 20_000 },
      },
    },
  ].map((each) => ruleView.parse(each));
  for (const rule of rules) expect(ruleFrom(valuesOfRule(rule))).toEqual(rule);
  const problems = {
    "rules.vip.when": "a",
    "rules.vip.outcome.queue": "b",
    "outcome.particular.forMs": "c",
    name: "d",
  };
  expect(shownRuleProblems(problems, "vip")).toEqual({ when: "a", queue: "b", forS: "c", name: "d" });
});

test("[CON147] attributes: yes, no and amounts are kept as such, codes as they are written", () => {
  const kept = { openComplaint: true, insured: false, debt: 12.5, code: "007", plus: "+34", campaign: "spring" };
  expect(attributesOf(attributeRows(kept))).toEqual(kept);
  expect(attributesOf([{ name: " ", value: "x" }])).toEqual({});
});
