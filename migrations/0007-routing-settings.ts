/**
 * Everything that routing can be told about who takes what: conditions instead of plain skills, groups, strategies, tiers,
 * rules over callers; and attributes of customers that the rules look at.
 */

import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table cc.groups (
      id uuid primary key,
      name text not null unique check (name <> ''),
      version int not null default 1
    );
    create table cc.agent_groups (
      agent_id uuid not null references cc.agents on delete cascade,
      group_id uuid not null references cc.groups,
      primary key (agent_id, group_id)
    );
    create index on cc.agent_groups (group_id);
    -- How fast waiting counts for an agent in a queue; 1 where nothing is said.
    create table cc.agent_queue_weights (
      agent_id uuid not null references cc.agents on delete cascade,
      queue_id uuid not null references cc.queues on delete cascade,
      weight double precision not null check (weight between 0.1 and 10),
      primary key (agent_id, queue_id)
    );

    alter table cc.queues
      -- [{ "skill", "proficiency", "proficiencyMax"? } | { "anyOf": […] } | { "noneOf": […] }]: all must hold.
      add requirement jsonb not null default '[]',
      add preferred jsonb not null default '[]',
      -- Ids of groups; empty: everybody's.
      add groups jsonb not null default '[]',
      add strategy jsonb not null default '{"kind": "longestIdle"}',
      add last_agent_ms int not null default 0 check (last_agent_ms >= 0),
      add owner_ms int not null default 0 check (owner_ms >= 0),
      add ageing jsonb not null default '[]';
    update cc.queues set requirement = coalesce((
      select jsonb_agg(jsonb_build_object('skill', skill_id, 'proficiency', proficiency) order by skill_id)
      from cc.queue_requirements where queue_id = cc.queues.id), '[]');
    drop table cc.queue_requirements;

    -- One row: what holds for the whole site.
    create table cc.routing_settings (
      is_only boolean primary key default true check (is_only),
      -- [{ "name", "weight" }]
      tiers jsonb not null default '[]',
      service_order text not null default 'oldest' check (service_order in ('oldest', 'urgency')),
      -- null: no such bound.
      weighted_wait_max_ms int check (weighted_wait_max_ms > 0),
      version int not null default 1,
      -- In the order in which they are looked at.
      rules jsonb not null default '[]',
      rules_version int not null default 1
    );
    insert into cc.routing_settings default values;

    -- What an organisation wants to know of its customers besides our own fields: { "debt": 120.5, "openComplaint": true }.
    alter table crm.accounts add attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object');
    alter table crm.contacts add attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object');
  `.execute(db);
}
