/** What rules may look at, and of which type it is: a test that makes no sense for its attribute is refused at set-up. */

import type { RuleTest } from "./rule.ts";

/** `any`: its type is not known here, because an admin or a flow named it. */
export type AttributeType = "text" | "phone" | "number" | "list" | "yesNo" | "any";

/** Every attribute with a type of its own. `contact.…`: from the CRM's record; the others: from the call. */
export const attributeTypes = {
  /** In international form when the CRM could tell, else as the switch showed it; unknown when withheld. */
  "caller.number": "phone",
  "caller.dialled": "phone",
  /** The language in which the flow talks to the caller. */
  "caller.language": "text",
  /** The name of the queue that the flow named. */
  "queue.asked": "text",
  /** `known`, `maybe`, `none` or `withheld`. */
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

/** How the items of a list stand in one value: one a line. */
export const LIST_SEPARATOR = "\n";

/** undefined: there is no such attribute. */
export function attributeType(attribute: string): AttributeType | undefined {
  const known = Object.entries(attributeTypes).find(([name]) => name === attribute);
  if (known !== undefined) return known[1];
  return /^(contact|flow)\.[A-Za-z][A-Za-z0-9_.-]{0,59}$/.test(attribute) ? "any" : undefined;
}

const makesSense: Readonly<Record<Exclude<AttributeType, "any">, readonly RuleTest["is"][]>> = {
  text: ["equal", "oneOf", "startingWith", "present"],
  phone: ["equal", "oneOf", "startingWith", "present"],
  number: ["equal", "atLeast", "atMost", "moreThan", "lessThan", "present"],
  list: ["equal", "oneOf", "present"],
  yesNo: ["yes", "present"],
};

/** Whether an attribute of this type can be tested so. */
export function isTestable(type: AttributeType, test: RuleTest): boolean {
  if (type === "any") return true;
  if (type === "number" && test.is === "equal") return numberOf(test.value) !== undefined;
  return makesSense[type].includes(test.is);
}

/** A decimal number written with a point; undefined for anything else, blank included. */
export function numberOf(text: string): number | undefined {
  return /^\s*-?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
