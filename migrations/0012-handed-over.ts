/** Which leg another one has taken over from, when a far end hands its call over. */

import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table cc.legs add replaces uuid`.execute(db);
}
