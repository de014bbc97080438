/** What a queue says to the agent who picks up, before she is joined with the caller. */

import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table cc.queues add agent_prompt text`.execute(db);
}
