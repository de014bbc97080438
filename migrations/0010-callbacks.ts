/**
 * Callbacks: how each queue calls back, whom nobody may call, and a row for each promise, folded from facts like the other
 * records (no foreign keys, see 0004).
 */

import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- null: this queue does not call back. See CallbackPolicy in routing/config.ts.
    alter table cc.queues add column callback jsonb;

    alter table crm.contacts add column is_do_not_call boolean not null default false;

    -- Numbers that nobody may be called back on, whoever they belong to.
    create table crm.do_not_call (
      value_norm text primary key check (value_norm <> ''),
      value_raw text not null,
      reason text not null default '',
      since timestamptz(3) not null default now(),
      by uuid references sys.users
    );

    create table cc.callbacks (
      interaction_id uuid primary key,
      origin text not null,
      from_interaction_id uuid,
      queue_id uuid not null,
      number text not null,
      name text,
      contact_id uuid,
      agent_id uuid,
      booked_by uuid,
      note text not null default '',
      time_zone text,
      booked_at timestamptz(3) not null,
      entered_at timestamptz(3) not null,
      due_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      attempts int not null default 0,
      last_attempt_at timestamptz(3),
      last_cause text,
      -- null: still promised.
      outcome text,
      ended_at timestamptz(3)
    );
    create index on cc.callbacks (due_at) where outcome is null;
    create index on cc.callbacks (booked_at desc);
    create index on cc.callbacks (from_interaction_id) where from_interaction_id is not null;
  `.execute(db);
}
