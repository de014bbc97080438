/** The pieces that the customer-base tests start from. */

import { standardPlan } from "#src/crm/numbering-plan.ts";
import type { Change } from "#src/crm/change.ts";
import { isRefusal } from "#src/crm/refusals.ts";
import type { CrmRefusal } from "#src/crm/refusals.ts";
import { createContact } from "#src/crm/contacts.ts";
import type { Contact, NewContact } from "#src/crm/contacts.ts";
import { newId } from "#src/store/new-id.ts";
import type { FreshDatabase } from "#test/support/database.ts";

/** A Wednesday. */
export const NOW = Date.UTC(2026, 10, 25, 10, 0, 0);
export const plan = { ...standardPlan, defaultCountry: "ES" } as const;
export const system: Change = { by: undefined, at: NOW };

/** The answer; a refusal fails the test. */
export function granted<T extends object>(answer: T | CrmRefusal): T {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.refused}`);
  return answer;
}

export async function aUser(db: FreshDatabase["db"], login: string): Promise<string> {
  const id = newId(NOW);
  await db.insertInto("sys.users").values({ id, login, name: login }).execute();
  return id;
}

export async function aContact(db: FreshDatabase["db"], input: NewContact | string): Promise<Contact> {
  return granted(await createContact(db, typeof input === "string" ? { fullName: input } : input, plan, system));
}
