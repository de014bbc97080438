/** What rules may look at and how each may be tested: the server's own table, for the form (a test holds the two equal). */

import type { AttributeTest } from "#protocol/api/routing-set-up.ts";

type AttributeType = "text" | "phone" | "number" | "list" | "yesNo";

export const ruleAttributes = {
  "caller.number": "phone",
  "caller.dialled": "phone",
  "caller.language": "text",
  "queue.asked": "text",
  "contact.match": "text",
  "contact.tier": "text",
  "contact.importance": "text",
  "contact.kind": "text",
  "contact.language": "text",
  "contact.account": "text",
  "contact.tags": "list",
  "contact.owner": "text",
  "contact.lastAgent": "text",
  "contact.openComplaint": "yesNo",
  "contact.debt": "number",
  "contact.contractLevel": "text",
  "contact.campaign": "text",
} as const satisfies Readonly<Record<string, AttributeType>>;

export type KnownAttribute = keyof typeof ruleAttributes;
export const knownAttributes = Object.keys(ruleAttributes).filter(isKnown);

export function isKnown(attribute: string): attribute is KnownAttribute {
  return attribute in ruleAttributes;
}

export type TestKind = AttributeTest["is"];
const ofType: Readonly<Record<AttributeType, readonly [TestKind, ...TestKind[]]>> = {
  text: ["equal", "oneOf", "startingWith", "present"],
  phone: ["startingWith", "equal", "oneOf", "present"],
  number: ["moreThan", "atLeast", "lessThan", "atMost", "equal", "present"],
  list: ["equal", "oneOf", "present"],
  yesNo: ["yes", "present"],
};
const all: readonly [TestKind, ...TestKind[]] = [
  "equal",
  "oneOf",
  "startingWith",
  "atLeast",
  "atMost",
  "moreThan",
  "lessThan",
  "yes",
  "present",
];

/** The tests that make sense; the first is what one begins with. */
export function testsOf(attribute: string): readonly [TestKind, ...TestKind[]] {
  return isKnown(attribute) ? ofType[ruleAttributes[attribute]] : all;
}

/** Another test of the same attribute, keeping what was compared with where it still fits. */
export function withTest(before: AttributeTest, attribute: string, is: TestKind): AttributeTest {
  const text = "value" in before ? String(before.value) : "values" in before ? (before.values[0] ?? "") : "";
  switch (is) {
    case "equal":
    case "startingWith":
      return { attribute, is, value: text };
    case "oneOf":
      return { attribute, is, values: "values" in before ? before.values : text === "" ? [] : [text] };
    case "yes":
    case "present":
      return { attribute, is };
    default:
      return { attribute, is, value: Number.isFinite(Number(text)) ? Number(text) : 0 };
  }
}
