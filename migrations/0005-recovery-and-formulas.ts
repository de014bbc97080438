/**
 * What recovery looks up at every boot has an index of its own; queues have a service-level formula, reasons say whether
 * the time is paid, a version of a flow keeps its file as it was written.
 */

import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index journal_process on cc.journal (kind, n desc) where kind in ('engine.started', 'config.adopted');
    create index journal_agents on cc.journal ((fact ->> 'agent'), kind, n desc)
      where kind in ('agent.presenceChanged', 'agent.consoleConnected', 'agent.consoleLost',
                     'agent.nextPresenceChosen', 'agent.wrapUpEnded');
    create index segments_open on cc.segments (interaction_id) where ended_at is null;
    create index segments_by_start on cc.segments (started_at);
    create index agent_intervals_open on cc.agent_intervals (agent_id) where ended_at is null;

    alter table cc.queues add column service_level_formula text not null default 'SL-4'
      check (service_level_formula in ('SL-1', 'SL-2', 'SL-3', 'SL-4', 'SL-5', 'SL-7', 'SL-8'));

    -- Some reasons are the system's own words: connectionLost.
    alter table cc.presence_reasons drop constraint presence_reasons_code_check;
    alter table cc.presence_reasons add constraint presence_reasons_code_check
      check (code ~ '^[A-Za-z0-9][A-Za-z0-9-]{0,62}$');
    alter table cc.presence_reasons add column is_paid boolean not null default false;

    alter table cc.flow_versions add column text text;
    alter table cc.flow_versions add column note text;
  `.execute(db);
}
