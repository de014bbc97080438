/** The list of accounts: filtered, searched, alphabetical, page by page. */

import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Instant } from "#routing/instant.ts";
import type { AccountKind, Tier } from "../store/crm-tables.ts";
import type { Database } from "../store/schema.ts";
import { afterKey, pageOf } from "./keyset.ts";
import type { Page } from "./keyset.ts";
import { isRefusal } from "./refusals.ts";
import type { CrmRefusal } from "./refusals.ts";
import { nameMatches, searchText } from "./search-query.ts";

export interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly kind: AccountKind;
  readonly tier: Tier;
  /** How many people belong to it. */
  readonly contacts: number;
  readonly updatedAt: Instant;
}

/** Refused: `cursor.unreadable`. Archived accounts are left out. */
export async function listAccounts(
  db: Kysely<Database>,
  filter: {
    readonly text?: string | undefined;
    readonly kind?: AccountKind | undefined;
    readonly after?: string | undefined;
    readonly limit?: number | undefined;
  },
): Promise<Page<AccountRow> | CrmRefusal> {
  const after = afterKey(filter.after);
  if (after !== undefined && isRefusal(after)) return after;
  let query = db
    .selectFrom("crm.accounts as account")
    .select((select) => [
      "account.id",
      "account.name",
      "account.kind",
      "account.tier",
      "account.updated_at",
      "account.sort_name",
      select
        .selectFrom("crm.contact_accounts as link")
        .select((count) => count.fn.countAll<number>().as("n"))
        .whereRef("link.account_id", "=", "account.id")
        .as("contacts"),
    ])
    .where("account.archived_at", "is", null);
  const text = filter.text === undefined ? undefined : searchText(filter.text);
  if (text?.kind === "name") query = query.where(nameMatches(text, "account"));
  if (text?.kind === "number" || text?.kind === "email") {
    const part = text.kind === "number" ? text.digits : text.text;
    query = query.where(sql<boolean>`account.id in (
      select account_id from crm.contact_points where position(${part} in value_norm) > 0 and account_id is not null)`);
  }
  if (filter.kind !== undefined) query = query.where("account.kind", "=", filter.kind);
  if (after !== undefined) {
    query = query.where(sql<boolean>`(account.sort_name, account.id) > (${after.key[0]}, ${after.key[1]})`);
  }
  return pageOf(filter.limit, async (limit) => {
    const rows = await query.orderBy("account.sort_name").orderBy("account.id").limit(limit).execute();
    return rows.map((row) => ({
      key: [row.sort_name, row.id],
      row: {
        id: row.id,
        name: row.name,
        kind: row.kind,
        tier: row.tier,
        contacts: Number(row.contacts ?? 0),
        updatedAt: row.updated_at,
      },
    }));
  });
}
