/** Who is calling, for flows, rules and the interaction: one contact when it is sure, and what is known of the likeliest. */

import type { Kysely } from "kysely";
import type { FindContact } from "#routing/commands.ts";
import { contactId } from "#routing/ids.ts";
import { findCaller } from "../crm/caller.ts";
import { knownOfContact } from "../crm/known-of-contact.ts";
import type { NumberingPlan } from "../crm/phone-numbers.ts";
import type { Database } from "../store/schema.ts";
import type { ContactAnswer } from "./pump.ts";

/** Flows may speak of these whether or not the record has them. */
const UNKNOWN = { language: "", account: "" };

/** Linked at once only when exactly one contact has the number, or an agent picked one before; otherwise the agent decides. */
export function findContactIn(
  db: Kysely<Database>,
  plan: () => NumberingPlan,
): (question: Pick<FindContact, "number">) => Promise<ContactAnswer> {
  return async ({ number }) => {
    if (number === undefined) return { match: "withheld", contact: undefined, values: {} };
    const found = await findCaller(db, number, plan());
    const people = found.candidates.filter((candidate) => candidate.contactId !== undefined);
    const [first] = people;
    const its = found.number === undefined ? {} : { number: found.number };
    if (first?.contactId === undefined)
      return { match: found.match === "withheld" ? "withheld" : "none", contact: undefined, values: its };
    const isSure = found.match === "known" && (people.length === 1 || first.isRemembered);
    return {
      match: isSure ? "known" : "maybe",
      contact: isSure ? contactId(first.contactId) : undefined,
      values: { ...UNKNOWN, ...(await knownOfContact(db, first.contactId)), ...its, name: first.name },
    };
  };
}
