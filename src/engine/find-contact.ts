/** Who is calling, for flows and for the interaction: one contact when it is sure, its class and language for the flow. */

import type { Kysely } from "kysely";
import type { FindContact } from "#routing/commands.ts";
import { contactId } from "#routing/ids.ts";
import { findCaller } from "../crm/caller.ts";
import type { NumberingPlan } from "../crm/phone-numbers.ts";
import type { Database } from "../store/schema.ts";
import type { ContactAnswer } from "./pump.ts";

/** Linked at once only when exactly one contact has the number, or an agent picked one before; otherwise the agent decides. */
export function findContactIn(
  db: Kysely<Database>,
  plan: () => NumberingPlan,
): (question: FindContact) => Promise<ContactAnswer> {
  return async ({ number }) => {
    if (number === undefined) return { match: "withheld", contact: undefined, values: {} };
    const found = await findCaller(db, number, plan());
    const people = found.candidates.filter((candidate) => candidate.contactId !== undefined);
    const [first] = people;
    if (first?.contactId === undefined)
      return { match: found.match === "withheld" ? "withheld" : "none", contact: undefined, values: {} };
    const isSure = found.match === "known" && (people.length === 1 || first.isRemembered);
    return {
      match: isSure ? "known" : "maybe",
      contact: isSure ? contactId(first.contactId) : undefined,
      values: {
        name: first.name,
        tier: first.tier,
        importance: first.importance,
        language: first.language ?? "",
        account: first.accountName ?? "",
      },
    };
  };
}
