/** Whether an interaction is on record, open or ended. */

import type { Kysely } from "kysely";
import type { Database } from "../store/schema.ts";

export async function hasRecord(db: Kysely<Database>, id: string): Promise<boolean> {
  const row = await db.selectFrom("cc.interactions").select("id").where("id", "=", id).executeTakeFirst();
  return row !== undefined;
}
