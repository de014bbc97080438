import { expect, test } from "vitest";
import { attributeType, attributeTypes, isTestable } from "#routing/rules/attributes.ts";
import { applyRules, NO_WISHES } from "#routing/rules/apply.ts";
import { holds, type RuleSubject } from "#routing/rules/evaluate.ts";
import type { RoutingRule, RuleCondition, RuleOutcome } from "#routing/rules/rule.ts";
import { agent, queues, skills } from "../simulation/site.ts";

const subject = (values: Readonly<Record<string, string>>): RuleSubject => ({
  valueOf: (attribute) => values[attribute],
  scheduleSays: (schedule) => (schedule === "Office hours" ? "holiday" : "unknown"),
});
const gold: RuleCondition = { attribute: "contact.tier", is: "equal", value: "gold" };
const angry: RuleCondition = { attribute: "contact.openComplaint", is: "yes" };

const trees: readonly (readonly [string, RuleCondition, Readonly<Record<string, string>>, boolean])[] = [
  ["all: both", { all: [gold, angry] }, { "contact.tier": "gold", "contact.openComplaint": "yes" }, true],
  ["all: one of two", { all: [gold, angry] }, { "contact.tier": "gold" }, false],
  ["all of nothing", { all: [] }, {}, true],
  ["any: one of two", { any: [gold, angry] }, { "contact.openComplaint": "yes" }, true],
  ["any: none", { any: [gold, angry] }, { "contact.tier": "silver", "contact.openComplaint": "no" }, false],
  ["any of nothing", { any: [] }, {}, false],
  ["not", { not: gold }, { "contact.tier": "silver" }, true],
  ["not, of what nobody knows", { not: gold }, {}, true],
  ["deep", { all: [{ any: [gold, { not: { not: angry } }] }] }, { "contact.openComplaint": "yes" }, true],
  ["opening hours", { schedule: "Office hours", says: "holiday" }, {}, true],
  ["opening hours say something else", { schedule: "Office hours", says: "open" }, {}, false],
  ["opening hours that are gone", { schedule: "Night", says: "closed" }, {}, false],
];

test.each(trees)("[RT180] condition trees: %s", (_, condition, values, expected) => {
  expect(holds(condition, subject(values))).toBe(expected);
});

test("[RT180] no test passes on an attribute that is unknown or blank", () => {
  const tests = [
    { is: "present" },
    { is: "yes" },
    { is: "equal", value: "" },
    { is: "oneOf", values: [""] },
    { is: "startingWith", value: "" },
    { is: "atMost", value: 10 },
    { is: "lessThan", value: 10 },
  ] as const;
  for (const each of tests) {
    expect(holds({ attribute: "contact.debt", ...each }, subject({}))).toBe(false);
    expect(holds({ attribute: "contact.debt", ...each }, subject({ "contact.debt": " " }))).toBe(false);
  }
});

const comparisons: readonly (readonly [string, RuleCondition, string, boolean])[] = [
  ["case does not matter", { attribute: "contact.tier", is: "equal", value: "GOLD" }, "gold", true],
  ["the whole text", { attribute: "contact.tier", is: "equal", value: "gol" }, "gold", false],
  ["one of several", { attribute: "contact.campaign", is: "oneOf", values: ["spring", "Fall"] }, "fall", true],
  ["none of several", { attribute: "contact.campaign", is: "oneOf", values: ["spring"] }, "fall", false],
  ["a list, item by item", { attribute: "contact.tags", is: "equal", value: "vip" }, "new\nVIP", true],
  ["not a part of an item", { attribute: "contact.tags", is: "equal", value: "vip" }, "not vip", false],
  ["any of a list", { attribute: "contact.tags", is: "oneOf", values: ["a", "b"] }, "c\nb", true],
  ["a prefix, by its digits", { attribute: "caller.number", is: "startingWith", value: "+34 6" }, "0034600111", true],
  ["another prefix", { attribute: "caller.number", is: "startingWith", value: "+34 6" }, "+34910111", false],
  ["a whole number", { attribute: "caller.dialled", is: "equal", value: "900-100" }, "900100", true],
  ["exactly the bound: at least", { attribute: "contact.debt", is: "atLeast", value: 100 }, "100", true],
  ["exactly the bound: more than", { attribute: "contact.debt", is: "moreThan", value: 100 }, "100", false],
  ["above the bound", { attribute: "contact.debt", is: "moreThan", value: 100 }, "100.5", true],
  ["exactly the bound: at most", { attribute: "contact.debt", is: "atMost", value: 100 }, "100.0", true],
  ["exactly the bound: less than", { attribute: "contact.debt", is: "lessThan", value: 100 }, "100", false],
  ["numbers, not text", { attribute: "contact.debt", is: "lessThan", value: 100 }, "20", true],
  ["no number at all", { attribute: "contact.debt", is: "atLeast", value: 0 }, "1 Mio", false],
  ["equal numbers", { attribute: "contact.debt", is: "equal", value: "5.0" }, "5", true],
  ["yes", { attribute: "contact.openComplaint", is: "yes" }, "yes", true],
  ["no", { attribute: "contact.openComplaint", is: "yes" }, "no", false],
  ["an attribute of one's own", { attribute: "contact.region", is: "startingWith", value: "Nor" }, "north", true],
  ["a flow's variable as a number", { attribute: "flow.age", is: "atLeast", value: 65 }, "70", true],
];

test.each(comparisons)("[RT181] comparing: %s", (_, condition, value, expected) => {
  const attribute = "attribute" in condition ? condition.attribute : "";
  expect(holds(condition, subject({ [attribute]: value }))).toBe(expected);
});

test("[RT181] every attribute has a type, and a test that makes no sense for it is told", () => {
  expect(["contact.debt", "contact.region", "flow.age", "caller.mood", "debt", "contact."].map(attributeType)).toEqual([
    "number",
    "any",
    "any",
    undefined,
    undefined,
    undefined,
  ]);
  for (const type of Object.values(attributeTypes)) expect(isTestable(type, { is: "present" })).toBe(true);
  expect(isTestable("number", { is: "equal", value: "many" })).toBe(false);
  expect(isTestable("number", { is: "startingWith", value: "1" })).toBe(false);
  expect(isTestable("text", { is: "atLeast", value: 1 })).toBe(false);
  expect(isTestable("text", { is: "yes" })).toBe(false);
  expect(isTestable("list", { is: "startingWith", value: "v" })).toBe(false);
  expect(isTestable("phone", { is: "startingWith", value: "34" })).toBe(true);
  expect(isTestable("any", { is: "atLeast", value: 1 })).toBe(true);
});

const nothing: RuleOutcome = {
  queue: undefined,
  priority: undefined,
  requirement: [],
  preferred: [],
  tier: undefined,
  particular: undefined,
};
const rule = (name: string, outcome: Partial<RuleOutcome>, continues: boolean, when: RuleCondition = { all: [] }) =>
  ({ name, when, outcome: { ...nothing, ...outcome }, continues }) satisfies RoutingRule;

test("[RT182] the first rule that holds decides alone, unless it goes on", () => {
  const rules = [
    rule("gold only", { queue: queues.billing }, false, gold),
    rule("first", { priority: { kind: "add", value: 1 } }, false),
    rule("second", { priority: { kind: "add", value: 10 } }, false),
  ];
  expect(applyRules(rules, subject({}))).toEqual({ ...NO_WISHES, applied: ["first"], priorityAdded: 1 });
  expect(applyRules(rules, subject({ "contact.tier": "gold" }))).toEqual({
    ...NO_WISHES,
    applied: ["gold only"],
    queue: queues.billing,
  });
  expect(applyRules([], subject({}))).toEqual(NO_WISHES);
});

test("[RT182] rules that go on add up; where only one thing can be, the last word counts", () => {
  const support = { skill: skills.support, proficiency: 2 as const };
  const rules = [
    rule("a", { queue: queues.sales, priority: { kind: "add", value: 5 }, tier: "gold", requirement: [support] }, true),
    rule("skipped", { tier: "none" }, false, gold),
    rule("b", { priority: { kind: "set", value: 20 }, particular: { who: "owner", forMs: 5_000 } }, true),
    rule(
      "c",
      { queue: queues.billing, priority: { kind: "add", value: 2 }, preferred: [{ ...support, weight: 7 }] },
      true,
    ),
    rule("d", { particular: { who: "named", agents: [agent(1)], forMs: 9_000 }, requirement: [{ noneOf: [] }] }, true),
  ];
  expect(applyRules(rules, subject({}))).toEqual({
    applied: ["a", "b", "c", "d"],
    queue: queues.billing,
    prioritySet: 20,
    priorityAdded: 2,
    requirement: [support, { noneOf: [] }],
    preferred: [{ ...support, weight: 7 }],
    tier: "gold",
    particular: { who: "named", agents: [agent(1)], forMs: 9_000 },
  });
});
