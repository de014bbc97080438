/** Names of users, for records and histories that only have their ids. */

import type { Kysely } from "kysely";
import type { Database } from "../store/schema.ts";

/** By id; who is unknown is left out. */
export async function namesOf(db: Kysely<Database>, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("sys.users")
    .select(["id", "name"])
    .where("id", "in", [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
