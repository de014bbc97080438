/**
 * Schema `cc`, what happened: the journal of facts, and the rows folded from it.
 *
 * The journal is the truth and the rows below can be folded again, so a row must never be refused because a contact,
 * a queue or an agent has gone meanwhile: no foreign keys out of this part, no closed lists in checks (those live in
 * routing/facts.ts). Whoever merges or erases contacts must name `interactions.contact_id` himself.
 */

import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table cc.journal (
      n bigint primary key,
      epoch bigint not null,
      at timestamptz(3) not null,
      kind text not null,
      interaction uuid,
      fact jsonb not null
    );
    create index on cc.journal (interaction, n) where interaction is not null;
    create index on cc.journal using brin (at);
    create trigger append_only before update on cc.journal for each row execute function sys.refuse_change();

    create table cc.interactions (
      id uuid primary key,
      medium text not null,
      direction text not null,
      from_number text,
      from_name text,
      to_number text,
      contact_id uuid,
      account_id uuid,
      match_level text,
      flow text,
      flow_version int,
      first_queue_id uuid,
      queue_id uuid,
      agent_id uuid,
      started_at timestamptz(3) not null,
      answered_at timestamptz(3),
      connected_at timestamptz(3),
      ended_at timestamptz(3),
      end_reason text,
      wait_ms bigint not null default 0,
      alert_ms bigint not null default 0,
      talk_ms bigint not null default 0,
      hold_ms bigint not null default 0,
      wrap_up_ms bigint not null default 0,
      disposition text,
      note text,
      -- The number of the last fact folded into this row: folding a fact twice changes nothing.
      last_fact bigint not null,
      search tsvector generated always as (sys.search_vector(coalesce(note, ''))) stored
    );
    create index on cc.interactions (contact_id, started_at desc) where contact_id is not null;
    create index on cc.interactions (account_id, started_at desc) where account_id is not null;
    create index on cc.interactions (agent_id, started_at desc) where agent_id is not null;
    create index on cc.interactions (queue_id, started_at desc) where queue_id is not null;
    create index on cc.interactions (from_number, started_at desc) where from_number is not null;
    create index on cc.interactions (to_number, started_at desc) where to_number is not null;
    create index on cc.interactions (started_at desc, id desc);
    create index on cc.interactions (id) where ended_at is null;
    create index on cc.interactions using gin (search);

    create table cc.segments (
      interaction_id uuid not null,
      ordinal int not null,
      -- flow, queue, alert, talk, hold, consult, voicemail, external, wrapUp
      kind text not null,
      queue_id uuid,
      agent_id uuid,
      started_at timestamptz(3) not null,
      ended_at timestamptz(3),
      outcome text,
      data jsonb not null default '{}',
      primary key (interaction_id, ordinal)
    );
    create index on cc.segments (queue_id, started_at) where queue_id is not null;
    create index on cc.segments (agent_id, started_at) where agent_id is not null;

    create table cc.legs (
      id uuid primary key,
      interaction_id uuid not null,
      role text not null,
      direction text not null,
      agent_id uuid,
      remote text,
      trunk text,
      node text not null,
      created_at timestamptz(3) not null,
      answered_at timestamptz(3),
      bridged_at timestamptz(3),
      ended_at timestamptz(3),
      cause text,
      sip_status int,
      attempts jsonb not null default '[]'
    );
    create index on cc.legs (interaction_id);

    create table cc.agent_intervals (
      agent_id uuid not null,
      -- The number of the fact that began the interval.
      ordinal bigint not null,
      presence text not null,
      engagement text not null,
      reason text,
      interaction_id uuid,
      started_at timestamptz(3) not null,
      ended_at timestamptz(3),
      primary key (agent_id, ordinal)
    );
    create index on cc.agent_intervals (started_at);
    create index on cc.agent_intervals (agent_id, started_at);

    create table cc.collected_values (
      interaction_id uuid not null,
      ordinal int not null,
      name text not null,
      label text not null default '',
      value text not null,
      is_sensitive boolean not null default false,
      at timestamptz(3) not null,
      primary key (interaction_id, ordinal)
    );

    create table cc.voicemails (
      -- The id of the recording that was asked for.
      id uuid primary key,
      interaction_id uuid not null,
      box text not null,
      storage_key text,
      recorded_at timestamptz(3) not null,
      duration_ms bigint not null default 0,
      heard_at timestamptz(3),
      heard_by uuid,
      settled_at timestamptz(3),
      settled_by uuid
    );
    create index on cc.voicemails (interaction_id);
    create index on cc.voicemails (box, recorded_at desc);
    create index on cc.voicemails (recorded_at) where settled_at is null;
  `.execute(db);
}
