/** Whether a rule's condition holds for one caller at one moment. */

import { attributeType, LIST_SEPARATOR, numberOf, type AttributeType } from "./attributes.ts";
import type { AttributeCondition, RuleCondition } from "./rule.ts";

/** What a condition may look at. Must not change during one evaluation. */
export interface RuleSubject {
  /** undefined: not known, or there is no such attribute. */
  valueOf(attribute: string): string | undefined;
  scheduleSays(schedule: string): "open" | "closed" | "holiday" | "unknown";
}

/** [RT180] A condition tree. An unknown attribute passes no test, whatever the test. */
export function holds(condition: RuleCondition, subject: RuleSubject): boolean {
  if ("all" in condition) return condition.all.every((each) => holds(each, subject));
  if ("any" in condition) return condition.any.some((each) => holds(each, subject));
  if ("not" in condition) return !holds(condition.not, subject);
  if ("schedule" in condition) return subject.scheduleSays(condition.schedule) === condition.says;
  const value = subject.valueOf(condition.attribute);
  if (value === undefined || value.trim() === "") return false;
  return passes(condition, attributeType(condition.attribute) ?? "any", value);
}

/** [RT181] Text without regard to case, lists item by item, telephone numbers by their digits, numbers as numbers. */
function passes(test: AttributeCondition, type: AttributeType, value: string): boolean {
  const items = type === "list" ? value.split(LIST_SEPARATOR) : [value];
  const comparable = (text: string): string => (type === "phone" ? digitsOf(text) : text.trim().toLowerCase());
  const isEqual = (wanted: string): boolean =>
    type === "number"
      ? numberOf(value) === numberOf(wanted)
      : items.some((item) => comparable(item) === comparable(wanted));
  switch (test.is) {
    case "present":
      return true;
    case "yes":
      return comparable(value) === "yes";
    case "equal":
      return isEqual(test.value);
    case "oneOf":
      return test.values.some(isEqual);
    case "startingWith":
      return comparable(value).startsWith(comparable(test.value));
    case "atLeast":
    case "atMost":
    case "moreThan":
    case "lessThan": {
      const number = numberOf(value);
      return number !== undefined && compares(test.is, number, test.value);
    }
  }
}

function compares(is: "atLeast" | "atMost" | "moreThan" | "lessThan", value: number, bound: number): boolean {
  if (is === "atLeast") return value >= bound;
  if (is === "atMost") return value <= bound;
  return is === "moreThan" ? value > bound : value < bound;
}

/** `+34 91…`, `0034 91…` and `3491…` are one number. */
function digitsOf(number: string): string {
  return number.replaceAll(/\D/g, "").replace(/^00/, "");
}
