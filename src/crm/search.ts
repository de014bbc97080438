/** One box that finds customers by whatever is known of them: name in any script, number, e-mail. */

import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { AccountKind, ContactKind, Importance, Tier } from "../store/crm-tables.ts";
import type { Database } from "../store/schema.ts";
import { likeText, nameMatches, searchText } from "./search-query.ts";
import type { SearchText } from "./search-query.ts";

export interface ContactHit {
  readonly kind: "contact";
  readonly id: string;
  readonly name: string;
  readonly customerKind: ContactKind;
  readonly tier: Tier;
  readonly importance: Importance;
  readonly accountName: string | undefined;
  /** The number or address that was found, if it was one. */
  readonly matched: string | undefined;
}

export interface AccountHit {
  readonly kind: "account";
  readonly id: string;
  readonly name: string;
  readonly customerKind: AccountKind;
  readonly tier: Tier;
  readonly importance: Importance;
  readonly matched: string | undefined;
}

export type SearchHit = ContactHit | AccountHit;

const HITS_STANDARD = 10;
const HITS_MAX = 50;
const CANDIDATES_MAX = 200;

/** At most `limit` contacts and as many accounts, best first. */
export async function globalSearch(
  db: Kysely<Database>,
  typed: string,
  limit = HITS_STANDARD,
): Promise<readonly SearchHit[]> {
  const wanted = searchText(typed);
  if (wanted.kind === "nothing") return [];
  const shown = Math.min(Math.max(Math.trunc(limit), 1), HITS_MAX);
  const [contacts, accounts] = await Promise.all([
    found<ContactKind>(db, wanted, "contact", shown),
    found<AccountKind>(db, wanted, "account", shown),
  ]);
  return [
    ...contacts.map((row) => ({
      ...row,
      kind: "contact" as const,
      accountName: row.accountName ?? undefined,
      matched: row.matched ?? undefined,
    })),
    ...accounts.map(({ id, name, customerKind, tier, importance, matched }) => ({
      kind: "account" as const,
      id,
      name,
      customerKind,
      tier,
      importance,
      matched: matched ?? undefined,
    })),
  ];
}

interface Row<Kind> {
  readonly id: string;
  readonly name: string;
  readonly customerKind: Kind;
  readonly tier: Tier;
  readonly importance: Importance;
  readonly accountName: string | null;
  readonly matched: string | null;
}

async function found<Kind>(
  db: Kysely<Database>,
  wanted: Exclude<SearchText, { readonly kind: "nothing" }>,
  kind: "contact" | "account",
  limit: number,
): Promise<readonly Row<Kind>[]> {
  const table = sql.table(kind === "contact" ? "crm.contacts" : "crm.accounts");
  const name = sql.ref(kind === "contact" ? "owner.full_name" : "owner.name");
  const accountName =
    kind === "contact"
      ? sql`(select account.name from crm.contact_accounts link join crm.accounts account on account.id = link.account_id
             where link.contact_id = owner.id and link.is_primary)`
      : sql`null`;
  const likeness =
    wanted.kind === "name" ? sql`public.word_similarity(sys.fold(${wanted.text}), owner.folded)` : sql`0::real`;
  // "materialized": see phone-book.ts.
  const { rows } = await sql<Row<Kind>>`
    with hit as materialized (${hits(wanted, kind)}),
    candidate as (select id, min(matched) as matched from (select * from hit limit ${CANDIDATES_MAX}) first group by id)
    select owner.id, ${name} as name, owner.kind as "customerKind", owner.tier, owner.importance,
           ${accountName} as "accountName", candidate.matched
    from candidate join ${table} owner on owner.id = candidate.id and owner.archived_at is null
    order by ${likeness} desc, owner.updated_at desc, owner.id
    limit ${limit}`.execute(db);
  return rows;
}

function hits(wanted: Exclude<SearchText, { readonly kind: "nothing" }>, kind: "contact" | "account") {
  const ownerId = sql.ref(kind === "contact" ? "contact_id" : "account_id");
  switch (wanted.kind) {
    case "name": {
      const table = sql.table(kind === "contact" ? "crm.contacts" : "crm.accounts");
      return sql`select owner.id, null as matched from ${table} owner
                 where owner.archived_at is null and ${nameMatches(wanted, "owner")}`;
    }
    case "number":
      return sql`select ${ownerId} as id, value_raw as matched from crm.contact_points
                 where value_norm like ${`%${wanted.digits}%`} and ${ownerId} is not null
                   and kind in ('phone', 'fax', 'whatsapp') and status != 'erased'`;
    case "email":
      return sql`select ${ownerId} as id, value_raw as matched from crm.contact_points
                 where value_norm like ${`%${likeText(wanted.text)}%`} and ${ownerId} is not null
                   and kind = 'email' and status != 'erased'`;
  }
}
