/**
 * What a queue's calls are like at the agent: how many phones ring at once, what becomes of who does not take one, how they
 * are wrapped up. Recovery finds who is spared as quickly as it finds who is ready.
 */

import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table cc.queues
      add ring_agents int not null default 1 check (ring_agents between 1 and 50),
      -- { "missed" | "declined" | "busy" | "unreachable": { "notReadyAfter", "reason"?, "backOffMs" } }
      add reservation_policy jsonb not null default '{
        "missed": { "notReadyAfter": 1, "backOffMs": 0 },
        "declined": { "notReadyAfter": 1, "backOffMs": 0 },
        "busy": { "notReadyAfter": 0, "backOffMs": 15000 },
        "unreachable": { "notReadyAfter": 1, "backOffMs": 0 } }',
      -- The length of a timed one is wrap_up_ms.
      add wrap_up jsonb not null
        default '{ "mode": "timed", "canEndEarly": true, "extensionsMax": 5, "extensionMs": 30000 }';

    drop index cc.journal_agents;
    create index journal_agents on cc.journal ((fact ->> 'agent'), kind, n desc)
      where kind in ('agent.presenceChanged', 'agent.consoleConnected', 'agent.consoleLost',
                     'agent.nextPresenceChosen', 'agent.wrapUpEnded', 'agent.backedOff', 'agent.backOffEnded');
  `.execute(db);
}
