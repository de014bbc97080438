/** A queue can tell its callers how long they are going to wait. */

import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table cc.queues add announce_wait boolean not null default false`.execute(db);
}
