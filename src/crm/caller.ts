/** Who is calling? An answer with a level, and all candidates when there are several; nobody is created by a call. */

import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import type { Instant } from "#routing/instant.ts";
import type { Importance, Tier } from "../store/crm-tables.ts";
import { instant } from "../store/instant-column.ts";
import { OFTEN } from "../store/prepared.ts";
import type { Database } from "../store/schema.ts";
import type { Change } from "./change.ts";
import { normalNumber, normOf } from "./phone-numbers.ts";
import type { NumberingPlan } from "./phone-numbers.ts";
import { refuse } from "./refusals.ts";
import type { CrmRefusal } from "./refusals.ts";
import { append } from "./timeline.ts";
import { undoing } from "./undoing.ts";

export interface CallerCandidate {
  /** undefined: the number is the company's, not one person's. */
  readonly contactId: string | undefined;
  readonly accountId: string | undefined;
  /** The person's name, or the company's. */
  readonly name: string;
  readonly accountName: string | undefined;
  readonly language: string | undefined;
  readonly tier: Tier;
  readonly importance: Importance;
  /** The number as it is written in the record. */
  readonly matched: string;
  readonly lastInteractionAt: Instant | undefined;
  /** An agent picked this one the last time. */
  readonly isRemembered: boolean;
}

/** `number`: as it is stored and compared. */
export type CallerMatch =
  | { readonly match: "withheld"; readonly number: undefined; readonly candidates: readonly [] }
  | { readonly match: "none"; readonly number: string | undefined; readonly candidates: readonly [] }
  /** The same last eight digits, or an earlier call that an agent linked. */
  | { readonly match: "maybe"; readonly number: string; readonly candidates: readonly CallerCandidate[] }
  /** Exactly this number is in the record. */
  | { readonly match: "known"; readonly number: string; readonly candidates: readonly CallerCandidate[] };

const CANDIDATES_MAX = 20;
const TAIL_LENGTH = 8;

/** The first level that has candidates answers with all of them, the remembered one first, then who called last. */
export async function findCaller(db: Kysely<Database>, number: string, plan: NumberingPlan): Promise<CallerMatch> {
  const normal = normalNumber(number, plan);
  if (normal.kind === "withheld") return { match: "withheld", number: undefined, candidates: [] };
  const norm = normOf(normal);
  if (norm === undefined) return { match: "none", number: norm, candidates: [] };
  const country = normal.kind === "public" ? (normal.country ?? null) : null;
  const rows = await askedAtOnce(db, norm, number, country);
  const of = (level: Level): readonly CallerCandidate[] =>
    rows.filter((row) => row.level === level).map((row) => candidateOf(row));
  // Calls between our own numbers would otherwise make one of our customers the caller of everything.
  const isOurOwn = of(levels.own).some(({ matched }) => normOf(normalNumber(matched, plan)) === norm);
  const known = of(levels.exact);
  const likely = [...of(levels.alike), ...of(levels.earlier)];
  if (isOurOwn || known.length + likely.length === 0) return { match: "none", number: norm, candidates: [] };
  return known.length > 0
    ? { match: "known", number: norm, candidates: known }
    : { match: "maybe", number: norm, candidates: likely };
}

/** Remembers whom an agent picked for a number. Refused: `contact.unknown`, `point.unusable`. */
export async function chooseCaller(
  db: Kysely<Database>,
  choice: { readonly number: string; readonly contactId: string; readonly interactionId?: string | undefined },
  plan: NumberingPlan,
  change: Change,
): Promise<{ readonly chosen: string } | CrmRefusal> {
  const norm = normOf(normalNumber(choice.number, plan));
  if (norm === undefined) return refuse("point.unusable");
  return undoing(db, async (transaction) => {
    const contact = await transaction
      .selectFrom("crm.contacts")
      .select("full_name")
      .where("id", "=", choice.contactId)
      .where("archived_at", "is", null)
      .executeTakeFirst();
    if (contact === undefined) return refuse("contact.unknown");
    const row = { contact_id: choice.contactId, chosen_by: change.by ?? null, chosen_at: instant(change.at) };
    await transaction
      .insertInto("crm.caller_choices")
      .values({ value_norm: norm, ...row })
      .onConflict((conflict) => conflict.column("value_norm").doUpdateSet(row))
      .execute();
    const { contactId, interactionId } = choice;
    await append(transaction, { kind: "caller.chosen", contactId, interactionId, summary: norm }, change);
    return { chosen: contactId };
  });
}

/** What is looked for, in this order: a later level counts only if no candidate was found before it. */
const levels = { own: 0, exact: 1, alike: 2, earlier: 3 } as const;
type Level = (typeof levels)[keyof typeof levels];

interface Row {
  readonly level: Level;
  readonly contactId: string | null;
  readonly accountId: string | null;
  readonly name: string;
  readonly accountName: string | null;
  readonly language: string | null;
  readonly tier: Tier;
  readonly importance: Importance;
  readonly matched: string;
  readonly lastInteractionAt: Instant | null;
  readonly isRemembered: boolean;
}

const columns = sql`"contactId", "accountId", name, "accountName", language, tier, importance, matched,
  "lastInteractionAt", "isRemembered"`;

/**
 * One question and one prepared statement for all levels, because somebody waits for the answer: the caller whom a flow
 * sends straight into a queue. A level is carried out only if those before it found nobody.
 */
async function askedAtOnce(
  db: Kysely<Database>,
  norm: string,
  raw: string,
  country: string | null,
): Promise<readonly Row[]> {
  const digits = norm.replaceAll(/\D/g, "");
  const tail = digits.slice(-TAIL_LENGTH);
  const wholeTail = tail.length === TAIL_LENGTH ? tail : null;
  const { rows } = await sql<Row>`${sql.raw(OFTEN)}
    with exact as materialized (${candidates(norm, sql`point.value_norm = ${norm}::text`, null)}),
    alike as materialized (${candidates(norm, sql`point.tail = ${wholeTail}::text`, country)}),
    earlier as materialized (${fromEarlierCalls(norm, raw)})
    select ${sql.lit(levels.own)} as level, null as "contactId", null as "accountId", '' as name, null as "accountName",
      null as language, null as tier, null as importance, number as matched, null as "lastInteractionAt",
      false as "isRemembered", 0 as place
    from (select dialled as number from cc.numbers union all select caller_number from cc.trunks) own
    where right(sys.digits(number), length(${tail}::text)) = ${tail}::text
    union all select ${sql.lit(levels.exact)}, ${columns}, place from exact
    union all select ${sql.lit(levels.alike)}, ${columns}, place from alike where not exists (select from exact)
    union all select ${sql.lit(levels.earlier)}, ${columns}, place from earlier
    where not exists (select from exact) and not exists (select from alike)
    order by level, place`.execute(db);
  return rows;
}

/** People and companies with such a number in their record. */
function candidates(norm: string, condition: RawBuilder<unknown>, country: string | null): RawBuilder<unknown> {
  return sql`
    select *, row_number() over (
      order by "isRemembered" desc, "isSameCountry" desc, "lastInteractionAt" desc nulls last, name, "contactId"
    ) as place
    from (
      select distinct on (point.contact_id, point.account_id)
        point.contact_id as "contactId", coalesce(point.account_id, company.id) as "accountId",
        coalesce(contact.full_name, account.name) as name,
        case when contact.id is not null then company.name end as "accountName",
        contact.language, coalesce(contact.tier, account.tier) as tier,
        coalesce(contact.importance, account.importance) as importance, point.value_raw as matched,
        coalesce(
          (select max(started_at) from cc.interactions where contact_id = point.contact_id),
          (select max(started_at) from cc.interactions where account_id = point.account_id)) as "lastInteractionAt",
        choice.contact_id is not null as "isRemembered",
        point.country is not distinct from ${country}::text as "isSameCountry"
      from crm.contact_points point
      left join crm.contacts contact on contact.id = point.contact_id
      left join crm.accounts account on account.id = point.account_id
      left join crm.contact_accounts link on link.contact_id = contact.id and link.is_primary
      left join crm.accounts company on company.id = link.account_id
      left join crm.caller_choices choice on choice.value_norm = ${norm}::text and choice.contact_id = point.contact_id
      where ${condition} and point.kind in ('phone', 'fax', 'whatsapp') and point.status in ('ok', 'unverified')
        and not point.is_switchboard and coalesce(contact.archived_at, account.archived_at) is null
      order by point.contact_id, point.account_id, point.is_primary desc
    ) found
    order by place
    limit ${sql.lit(CANDIDATES_MAX)}`;
}

/** Who was linked to an earlier call from there. */
function fromEarlierCalls(norm: string, raw: string): RawBuilder<unknown> {
  return sql`
    select contact.id as "contactId", company.id as "accountId", contact.full_name as name,
      company.name as "accountName", contact.language, contact.tier, contact.importance,
      call.from_number as matched, call.at as "lastInteractionAt", choice.contact_id is not null as "isRemembered",
      row_number() over (order by choice.contact_id is not null desc, call.at desc, contact.id) as place
    from (
      select contact_id, max(from_number) as from_number, max(started_at) as at
      from cc.interactions
      where from_number in (${norm}::text, ${raw}::text) and direction = 'inbound' and contact_id is not null
      group by contact_id
    ) call
    join crm.contacts contact on contact.id = call.contact_id and contact.archived_at is null
    left join crm.contact_accounts link on link.contact_id = contact.id and link.is_primary
    left join crm.accounts company on company.id = link.account_id
    left join crm.caller_choices choice on choice.value_norm = ${norm}::text and choice.contact_id = contact.id
    order by place
    limit ${sql.lit(CANDIDATES_MAX)}`;
}

function candidateOf(row: Row): CallerCandidate {
  return {
    contactId: row.contactId ?? undefined,
    accountId: row.accountId ?? undefined,
    name: row.name,
    accountName: row.accountName ?? undefined,
    language: row.language ?? undefined,
    tier: row.tier,
    importance: row.importance,
    matched: row.matched,
    lastInteractionAt: row.lastInteractionAt ?? undefined,
    isRemembered: row.isRemembered,
  };
}
