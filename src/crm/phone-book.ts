/** Whom an agent can ring: people, companies, colleagues, numbers outside, found by what somebody happens to know. */

import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import type { Database } from "../store/schema.ts";
import { likeText, nameMatches, searchText } from "./search-query.ts";
import type { SearchText } from "./search-query.ts";

export interface DialableNumber {
  /** As somebody wrote it; for the eye. */
  readonly shown: string;
  /** What to dial: E.164, `ext:…`, `raw:…`. */
  readonly norm: string;
  readonly label: string | undefined;
}

export interface PhoneBookEntry {
  readonly kind: "contact" | "account" | "colleague" | "external";
  /** Of the contact, account, user or entry. */
  readonly id: string;
  readonly name: string;
  /** Job and company of a person, note of an entry. */
  readonly detail: string | undefined;
  readonly numbers: readonly DialableNumber[];
}

const ENTRIES_MAX = 50;
/** Ranked among these: a name that thousands share needs another word, not a longer list. */
const CANDIDATES_MAX = 200;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly detail: string | null;
  readonly numbers: readonly { readonly shown: string; readonly norm: string; readonly label: string | null }[];
  readonly rank: number;
}

/** Best first; only entries that have a number. */
export async function searchPhoneBook(
  db: Kysely<Database>,
  typed: string,
  limit = 20,
): Promise<readonly PhoneBookEntry[]> {
  const wanted = searchText(typed);
  if (wanted.kind === "nothing" || wanted.kind === "email") return [];
  const shown = Math.min(Math.max(Math.trunc(limit), 1), ENTRIES_MAX);
  const [contacts, accounts, colleagues, external] = await Promise.all([
    owners(db, wanted, "contact", shown),
    owners(db, wanted, "account", shown),
    colleaguesFound(db, wanted, shown),
    externalFound(db, wanted, shown),
  ]);
  const found = [
    ...colleagues.map((row) => ({ kind: "colleague" as const, row })),
    ...contacts.map((row) => ({ kind: "contact" as const, row })),
    ...accounts.map((row) => ({ kind: "account" as const, row })),
    ...external.map((row) => ({ kind: "external" as const, row })),
  ];
  return found
    .toSorted((a, b) => b.row.rank - a.row.rank)
    .slice(0, shown)
    .map(({ kind, row }) => ({
      kind,
      id: row.id,
      name: row.name,
      detail: row.detail ?? undefined,
      numbers: row.numbers.map((number) => ({ ...number, label: number.label ?? undefined })),
    }));
}

type Wanted = Extract<SearchText, { readonly kind: "name" | "number" }>;

/** Contacts and accounts have their numbers in `crm.contact_points`. */
async function owners(
  db: Kysely<Database>,
  wanted: Wanted,
  kind: "contact" | "account",
  limit: number,
): Promise<readonly Row[]> {
  const name = sql.ref(kind === "contact" ? "owner.full_name" : "owner.name");
  const table = sql.table(kind === "contact" ? "crm.contacts" : "crm.accounts");
  const ownerId = sql.ref(kind === "contact" ? "contact_id" : "account_id");
  const detail =
    kind === "contact"
      ? sql`concat_ws(', ', owner.job_title, (
          select account.name from crm.contact_accounts link join crm.accounts account on account.id = link.account_id
          where link.contact_id = owner.id and link.is_primary))`
      : sql`owner.industry`;
  // Without "materialized" the planner may take the limit as a promise that a scan of the whole table will soon find
  // enough, and read half a million rows when there are none.
  const hits =
    wanted.kind === "name"
      ? sql`select owner.id from ${table} owner where owner.archived_at is null and ${nameMatches(wanted, "owner")}`
      : sql`select ${ownerId} as id from crm.contact_points
            where value_norm like ${`%${wanted.digits}%`} and ${ownerId} is not null
              and kind in ('phone', 'fax', 'whatsapp') and status in ('ok', 'unverified')`;
  const { rows } = await sql<Row>`
    with hit as materialized (${hits}),
    candidate as (select distinct id from (select id from hit limit ${CANDIDATES_MAX}) first)
    select owner.id, ${name} as name, nullif(${detail}, '') as detail, points.numbers, ${rank(wanted)} as rank
    from candidate
    join ${table} owner on owner.id = candidate.id and owner.archived_at is null
    cross join lateral (
      select json_agg(json_build_object('shown', value_raw, 'norm', value_norm, 'label', label)
                      order by is_primary desc, id) as numbers
      from crm.contact_points where ${ownerId} = owner.id and kind = 'phone' and status in ('ok', 'unverified')
    ) points
    where points.numbers is not null
    order by rank desc, owner.sort_name, owner.id
    limit ${limit}`.execute(db);
  return rows;
}

async function colleaguesFound(db: Kysely<Database>, wanted: Wanted, limit: number): Promise<readonly Row[]> {
  const condition =
    wanted.kind === "name"
      ? sql`(owner.search @@ to_tsquery('simple', sys.fold(${wanted.query}))
             or owner.folded like '%' || sys.fold(${likeText(wanted.text)}) || '%')`
      : sql`owner.sip_user like ${`%${wanted.digits}%`}`;
  const { rows } = await sql<Row>`
    select owner.id, owner.name, null as detail,
           json_build_array(json_build_object('shown', owner.sip_user, 'norm', 'ext:' || owner.sip_user, 'label', null)) as numbers,
           ${rank(wanted)} as rank
    from (
      select users.id, users.name, users.search, sys.fold(users.name || ' ' || users.name_alt) as folded, agents.sip_user
      from cc.agents agents join sys.users users on users.id = agents.user_id
      where agents.is_active and users.status = 'active'
    ) owner
    where ${condition}
    order by rank desc, owner.name, owner.id
    limit ${limit}`.execute(db);
  return rows;
}

async function externalFound(db: Kysely<Database>, wanted: Wanted, limit: number): Promise<readonly Row[]> {
  const condition =
    wanted.kind === "name" ? nameMatches(wanted, "owner") : sql`owner.value_norm like ${`%${wanted.digits}%`}`;
  const { rows } = await sql<Row>`
    select owner.id, owner.name, owner.note as detail,
           json_build_array(json_build_object('shown', owner.value_raw, 'norm', owner.value_norm, 'label', null)) as numbers,
           ${rank(wanted)} as rank
    from cc.phone_book owner
    where ${condition}
    order by rank desc, owner.name, owner.id
    limit ${limit}`.execute(db);
  return rows;
}

/** 2 for a name that begins so, plus how alike the two are; numbers are not ranked. */
function rank(wanted: Wanted): RawBuilder<number> {
  if (wanted.kind === "number") return sql<number>`0::real`;
  return sql<number>`(case when owner.folded like sys.fold(${likeText(wanted.text)}) || '%' then 2 else 0 end
    + public.word_similarity(sys.fold(${wanted.text}), owner.folded))::real`;
}
