/** What an organisation keeps of its customers, as rows of a form: a name and a text each. */

import type { Contact } from "#protocol/api/crm.ts";

export interface AttributeValues {
  readonly name: string;
  readonly value: string;
}

type Attributes = Contact["attributes"];

/** Yes and no as the words that rules compare with. */
export function attributeRows(attributes: Attributes): readonly AttributeValues[] {
  return Object.entries(attributes).map(([name, value]) => ({
    name,
    value: typeof value === "boolean" ? (value ? "yes" : "no") : String(value),
  }));
}

/** A row without a name is not kept; a number is a number again, yes and no are true and false. */
export function attributesOf(rows: readonly AttributeValues[]): Attributes {
  return Object.fromEntries(
    rows.filter(({ name }) => name.trim() !== "").map(({ name, value }) => [name.trim(), meant(value.trim())]),
  );
}

function meant(text: string): string | number | boolean {
  if (text === "yes" || text === "no") return text === "yes";
  // Only what reads the same again: a number with leading zeros or a plus is a code, not an amount.
  return text !== "" && String(Number(text)) === text ? Number(text) : text;
}
