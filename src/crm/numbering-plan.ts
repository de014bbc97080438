/** The installation's numbering plan, kept in `sys.settings`. */

import { isSupportedCountry } from "libphonenumber-js/max";
import type { Kysely } from "kysely";
import { z } from "zod";
import { instant } from "../store/instant-column.ts";
import { json } from "../store/json-column.ts";
import type { Database } from "../store/schema.ts";
import type { Change } from "./change.ts";
import type { NumberingPlan } from "./phone-numbers.ts";

const KEY = "numberingPlan";

const storedPlan = z.object({
  defaultCountry: z.string().refine(isSupportedCountry),
  /** Three to six digits, with how each begins if the plan says so: `^[1-8][0-9]{3}$`. */
  extensionPattern: z.string().max(100),
  shortCodes: z.array(z.string().regex(/^[0-9*#]{1,8}$/)).max(200),
});

/** Used until an admin has set one. */
export const standardPlan: NumberingPlan = {
  defaultCountry: "US",
  extensionPattern: /^[1-8][0-9]{3}$/,
  shortCodes: ["110", "112", "119", "120", "911", "999"],
};

/** Throws when what is stored is not a plan. */
export async function readNumberingPlan(db: Kysely<Database>): Promise<NumberingPlan> {
  const row = await db.selectFrom("sys.settings").select("value").where("key", "=", KEY).executeTakeFirst();
  if (row === undefined) return standardPlan;
  const stored = storedPlan.parse(row.value);
  return { ...stored, extensionPattern: new RegExp(stored.extensionPattern) };
}

export async function saveNumberingPlan(db: Kysely<Database>, plan: NumberingPlan, change: Change): Promise<void> {
  const row = {
    value: json<unknown>({ ...plan, extensionPattern: plan.extensionPattern.source }),
    updated_by: change.by ?? null,
    updated_at: instant(change.at),
  };
  await db
    .insertInto("sys.settings")
    .values({ key: KEY, ...row })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
    .execute();
}
