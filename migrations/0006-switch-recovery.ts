/** Finds the last time that each switch came up, so that a restart knows whether the switch was restarted meanwhile. */

import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index journal_switch_up on cc.journal ((fact ->> 'node'), n desc) where kind = 'switch.wentUp'`.execute(
    db,
  );
}
