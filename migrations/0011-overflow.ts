/** Overflow rules of queues, and the last position of each emergency switch for a restart. */

import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- [{ "when": { "kind", … }, "to": { "kind", … } }], in the order in which they are tried.
    alter table cc.queues add overflow jsonb not null default '[]';
    create index journal_emergencies on cc.journal ((fact ->> 'queue'), n desc) where kind = 'emergency.switched';`.execute(
    db,
  );
}
