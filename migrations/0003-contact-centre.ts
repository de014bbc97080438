/**
 * Schema `cc`, what an admin sets up: agents, skills, queues, opening hours, numbers, flows, trunks, lists to choose
 * from. Ids are stable UUIDs, names are unique, because flows refer to queues and skills by name.
 */

import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create schema cc;

    create table cc.skills (
      id uuid primary key,
      name text not null unique check (name = lower(name) and name <> ''),
      version int not null default 1
    );

    create table cc.agents (
      user_id uuid primary key references sys.users,
      sip_user text not null unique check (sip_user ~ '^[A-Za-z0-9._-]{1,64}$'),
      -- null: the queue's wrap-up time.
      wrap_up_ms int check (wrap_up_ms >= 0),
      -- How many interactions of each medium at once.
      capacity jsonb not null default '{"voice": 1}',
      is_active boolean not null default true,
      version int not null default 1
    );

    create table cc.agent_skills (
      agent_id uuid not null references cc.agents on delete cascade,
      skill_id uuid not null references cc.skills on delete cascade,
      proficiency int not null check (proficiency between 1 and 5),
      primary key (agent_id, skill_id)
    );
    create index on cc.agent_skills (skill_id);

    create table cc.queues (
      id uuid primary key,
      name text not null unique check (name <> ''),
      priority int not null default 0,
      answer_within_ms int not null default 20000 check (answer_within_ms > 0),
      service_level_goal double precision not null default 0.8 check (service_level_goal between 0 and 1),
      short_abandon_ms int not null default 5000 check (short_abandon_ms >= 0),
      alert_ms int not null default 20000 check (alert_ms > 0),
      wrap_up_ms int not null default 30000 check (wrap_up_ms >= 0),
      -- null: waits for ever.
      overflow_after_ms int check (overflow_after_ms > 0),
      leave_when_nobody_signed_in boolean not null default false,
      waiting_max int check (waiting_max > 0),
      announce_every_ms int check (announce_every_ms >= 5000),
      -- Easier requirements over time: [{ "afterMs": 30000, "requirement": [{ "skill": "<id>", "proficiency": 1 }] }].
      relaxation jsonb not null default '[]',
      is_active boolean not null default true,
      version int not null default 1
    );

    create table cc.queue_requirements (
      queue_id uuid not null references cc.queues on delete cascade,
      skill_id uuid not null references cc.skills,
      proficiency int not null default 1 check (proficiency between 1 and 5),
      primary key (queue_id, skill_id)
    );

    create table cc.dispositions (
      code text primary key check (code ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
      -- { "en": …, "zh": …, "es": … }
      label jsonb not null,
      -- null: for every queue.
      queue_id uuid references cc.queues on delete cascade,
      position int not null default 0,
      is_active boolean not null default true,
      version int not null default 1
    );

    create table cc.presence_reasons (
      code text primary key check (code ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
      label jsonb not null,
      position int not null default 0,
      is_active boolean not null default true,
      version int not null default 1
    );

    create table cc.schedules (
      id uuid primary key,
      name text not null unique check (name <> ''),
      time_zone text not null,
      version int not null default 1
    );

    -- Minutes after local midnight; several stretches a day are fine. weekday as in ISO 8601: 1 is Monday.
    create table cc.schedule_hours (
      schedule_id uuid not null references cc.schedules on delete cascade,
      weekday int not null check (weekday between 1 and 7),
      opens int not null check (opens between 0 and 1439),
      closes int not null check (closes between 1 and 1440),
      primary key (schedule_id, weekday, opens),
      check (opens < closes)
    );

    -- A day that replaces the weekly hours: [] is a holiday, else [{ "opens": 600, "closes": 840 }].
    create table cc.schedule_exceptions (
      schedule_id uuid not null references cc.schedules on delete cascade,
      day date not null,
      name text not null,
      hours jsonb not null default '[]',
      primary key (schedule_id, day)
    );

    create table cc.flows (
      name text primary key check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
      live_version int,
      created_at timestamptz(3) not null default now(),
      version int not null default 1
    );

    -- A running call stays on the version that it began with, so a version never changes.
    create table cc.flow_versions (
      flow text not null references cc.flows,
      version int not null check (version > 0),
      graph jsonb not null,
      created_by uuid references sys.users,
      created_at timestamptz(3) not null default now(),
      primary key (flow, version)
    );
    create trigger append_only before update or delete on cc.flow_versions for each row execute function sys.refuse_change();
    alter table cc.flows add constraint flows_live_version_exists
      foreign key (name, live_version) references cc.flow_versions (flow, version);

    create table cc.numbers (
      -- As dialled: digits with or without +.
      dialled text primary key check (dialled ~ '^[+]?[0-9*#]{1,40}$'),
      label text not null default '',
      flow text not null references cc.flows,
      version int not null default 1
    );

    -- Ways out to the telephone network, tried in this order.
    create table cc.trunks (
      id uuid primary key,
      position int not null,
      gateway text not null unique check (gateway ~ '^[A-Za-z0-9._-]{1,64}$'),
      caller_number text not null,
      is_active boolean not null default true,
      version int not null default 1
    );

    -- Numbers outside that are nobody's contact: the courier, the landlord, the other office.
    create table cc.phone_book (
      id uuid primary key,
      name text not null check (name <> ''),
      name_alt text not null default '',
      value_raw text not null,
      value_norm text not null,
      note text,
      version int not null default 1,
      search tsvector generated always as (sys.search_vector(name || ' ' || name_alt || ' ' || coalesce(note, ''))) stored,
      folded text generated always as (sys.fold(name || ' ' || name_alt)) stored
    );
    create index on cc.phone_book using gin (search);
    create index on cc.phone_book using gin (folded public.gin_trgm_ops);
    create index on cc.phone_book using gin (value_norm public.gin_trgm_ops);
  `.execute(db);
}
