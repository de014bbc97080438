/** Postal addresses of a contact; replaced as a whole, because nobody edits one without seeing the others. */

import type { Kysely, Transaction } from "kysely";
import { newId } from "../store/new-id.ts";
import type { Database } from "../store/schema.ts";
import type { Change } from "./change.ts";

export interface Address {
  readonly kind: "main" | "billing" | "delivery" | "home" | "other";
  readonly street: string | undefined;
  readonly city: string | undefined;
  readonly region: string | undefined;
  readonly postalCode: string | undefined;
  /** ISO 3166-1, two letters. */
  readonly country: string | undefined;
}

/** In the order in which they were written. */
export async function listAddresses(db: Kysely<Database>, contactId: string): Promise<readonly Address[]> {
  const rows = await db
    .selectFrom("crm.addresses")
    .selectAll()
    .where("contact_id", "=", contactId)
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    kind: row.kind,
    street: row.lines ?? undefined,
    city: row.city ?? undefined,
    region: row.region ?? undefined,
    postalCode: row.postcode ?? undefined,
    country: row.country ?? undefined,
  }));
}

/** Within the transaction of the contact's own change, which is what the timeline tells. */
export async function replaceAddresses(
  transaction: Transaction<Database>,
  contactId: string,
  addresses: readonly Address[],
  change: Change,
): Promise<void> {
  await transaction.deleteFrom("crm.addresses").where("contact_id", "=", contactId).execute();
  if (addresses.length === 0) return;
  await transaction
    .insertInto("crm.addresses")
    .values(
      addresses.map((address) => ({
        id: newId(change.at),
        contact_id: contactId,
        kind: address.kind,
        lines: address.street ?? null,
        city: address.city ?? null,
        region: address.region ?? null,
        postcode: address.postalCode ?? null,
        country: address.country?.toUpperCase() ?? null,
      })),
    )
    .execute();
}
