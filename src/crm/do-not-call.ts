/** Whom nobody may call back: a list of numbers, and a mark on contacts. Also where a number is, for calling hours. */

import type { Kysely } from "kysely";
import type { CheckCallback } from "#routing/commands.ts";
import type { Instant } from "#routing/instant.ts";
import type { CallbackCheck } from "../engine/pump.ts";
import { instant } from "../store/instant-column.ts";
import type { Database } from "../store/schema.ts";
import type { Change } from "./change.ts";
import { normalNumber, normOf, type NumberingPlan } from "./phone-numbers.ts";

/** More than anybody reads. */
const LISTED_MAX = 10_000;

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

/** The list, newest first. */
export async function listDoNotCallNumbers(
  db: Kysely<Database>,
): Promise<{ readonly number: string; readonly reason: string; readonly since: Instant }[]> {
  return await db
    .selectFrom("crm.do_not_call")
    .select(["value_raw as number", "reason", "since"])
    .orderBy("since", "desc")
    .orderBy("value_norm")
    .limit(LISTED_MAX)
    .execute();
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
