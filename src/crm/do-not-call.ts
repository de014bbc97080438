/** Whom nobody may call back: a list of numbers, and a mark on contacts. Also where a number is, for calling hours. */

import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { CheckCallback } from "#routing/commands.ts";
import type { Instant } from "#routing/instant.ts";
import type { CallbackCheck } from "../engine/pump.ts";
import { instant } from "../store/instant-column.ts";
import type { Database } from "../store/schema.ts";
import type { Change } from "./change.ts";
import { afterKey, pageOf, type Page } from "./keyset.ts";
import { normalNumber, normOf, type NumberingPlan } from "./phone-numbers.ts";
import { isRefusal, type CrmRefusal } from "./refusals.ts";

/** The answer to "may this number be called back": asked when it is booked and before each attempt, so never from memory. */
export function checkCallbackIn(
  db: Kysely<Database>,
  plan: () => NumberingPlan,
): (question: CheckCallback) => Promise<CallbackCheck> {
  return async ({ number, contact }) => {
    const normal = normalNumber(number, plan());
    const norm = normOf(normal);
    if (norm === undefined) return { mayCall: false, timeZone: undefined };
    const listed = await db
      .selectFrom("crm.do_not_call")
      .select("value_norm")
      .where("value_norm", "=", norm)
      .executeTakeFirst();
    if (listed !== undefined) return { mayCall: false, timeZone: undefined };
    const people = await db
      .selectFrom("crm.contacts as contact")
      .select(["contact.id", "contact.is_do_not_call", "contact.time_zone"])
      .where("contact.archived_at", "is", null)
      .where((eb) =>
        eb.or([
          eb(
            "contact.id",
            "in",
            eb
              .selectFrom("crm.contact_points")
              .select("contact_id")
              .where("value_norm", "=", norm)
              .where("contact_id", "is not", null)
              .$narrowType<{ contact_id: string }>(),
          ),
          ...(contact === undefined ? [] : [eb("contact.id", "=", contact)]),
        ]),
      )
      .execute();
    if (people.some((each) => each.is_do_not_call)) return { mayCall: false, timeZone: undefined };
    const zones = new Set(people.flatMap((each) => each.time_zone ?? []));
    const own = zones.size === 1 ? [...zones][0] : undefined;
    const country = normal.kind === "public" ? normal.country : undefined;
    return { mayCall: true, timeZone: own ?? timeZoneOfCountry(country) };
  };
}

/** The zone of a country that has one; undefined for those with several, and for what is no country. */
export function timeZoneOfCountry(country: string | undefined): string | undefined {
  if (country === undefined || !/^[A-Z]{2}$/.test(country)) return undefined;
  // In every engine that we run on; TypeScript's library does not know it yet.
  const locale: Intl.Locale & { getTimeZones?(): readonly string[] | undefined } = new Intl.Locale(`und-${country}`);
  const zones = locale.getTimeZones?.();
  return zones?.length === 1 ? zones[0] : undefined;
}

export interface DoNotCallRow {
  readonly number: string;
  readonly reason: string;
  readonly since: Instant;
  /** Who listed it; undefined: nobody knows any more. */
  readonly by: string | undefined;
}

/** Newest first; `text` is part of a number, or of a reason. Refused: `cursor.unreadable`. */
export async function listDoNotCallNumbers(
  db: Kysely<Database>,
  filter: {
    readonly text?: string | undefined;
    readonly after?: string | undefined;
    readonly limit?: number | undefined;
  },
): Promise<Page<DoNotCallRow> | CrmRefusal> {
  const after = afterKey(filter.after);
  if (after !== undefined && isRefusal(after)) return after;
  let query = db
    .selectFrom("crm.do_not_call as listed")
    .select(["listed.value_norm", "listed.value_raw", "listed.reason", "listed.since", "listed.by"]);
  const text = filter.text?.trim() ?? "";
  const digits = text.replaceAll(/[\s()./-]/g, "");
  if (/^\+?\d+$/.test(digits)) query = query.where(sql<boolean>`position(${digits} in listed.value_norm) > 0`);
  else if (text !== "") query = query.where(sql<boolean>`position(lower(${text}) in lower(listed.reason)) > 0`);
  if (after !== undefined) {
    query = query.where(
      sql<boolean>`(listed.since, listed.value_norm) < (${instant(Number(after.key[0]))}, ${after.key[1]})`,
    );
  }
  return pageOf(filter.limit, async (limit) => {
    const rows = await query
      .orderBy("listed.since", "desc")
      .orderBy("listed.value_norm", "desc")
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      key: [row.since, row.value_norm],
      row: { number: row.value_raw, reason: row.reason, since: row.since, by: row.by ?? undefined },
    }));
  });
}

/** False: the text holds no number. A number that is listed already gets the new reason. */
export async function addDoNotCall(
  db: Kysely<Database>,
  { number, reason }: { readonly number: string; readonly reason: string },
  plan: NumberingPlan,
  change: Change,
): Promise<boolean> {
  const norm = normOf(normalNumber(number, plan));
  if (norm === undefined) return false;
  await db
    .insertInto("crm.do_not_call")
    .values({ value_norm: norm, value_raw: number, reason, since: instant(change.at), by: change.by ?? null })
    .onConflict((conflict) => conflict.column("value_norm").doUpdateSet({ reason, value_raw: number }))
    .execute();
  return true;
}

/** False: it was not listed. */
export async function removeDoNotCall(db: Kysely<Database>, number: string, plan: NumberingPlan): Promise<boolean> {
  const norm = normOf(normalNumber(number, plan));
  if (norm === undefined) return false;
  const { numDeletedRows } = await db
    .deleteFrom("crm.do_not_call")
    .where("value_norm", "=", norm)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}
