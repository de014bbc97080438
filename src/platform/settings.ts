/** What is set for the whole site, a value for each key. Whoever owns a key says what its value means. */

import type { Kysely, Transaction } from "kysely";
import { json } from "../store/json-column.ts";
import type { Database } from "../store/schema.ts";

/** undefined: nobody has set it. */
export async function readSetting(db: Kysely<Database>, key: string): Promise<unknown> {
  const row = await db.selectFrom("sys.settings").select("value").where("key", "=", key).executeTakeFirst();
  return row?.value;
}

export async function writeSetting(
  trx: Transaction<Database>,
  key: string,
  setting: unknown,
  author: string | undefined,
): Promise<void> {
  const value = json<unknown>(setting);
  await trx
    .insertInto("sys.settings")
    .values({ key, value, updated_by: author ?? null })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value, updated_by: author ?? null }))
    .execute();
}
