/**
 * Schema `crm`: people and companies outside, how they are reached, what was promised to them, what happened.
 * One caller table: a contact is a contact from first call to tenth order; several accounts, several numbers.
 */

import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create schema crm;

    create table crm.accounts (
      id uuid primary key,
      name text not null check (name <> ''),
      -- Pinyin of a Chinese name, full and as initials, written by the application.
      name_alt text not null default '',
      kind text not null default 'customer'
        check (kind in ('prospect', 'customer', 'former', 'partner', 'reseller', 'competitor', 'supplier', 'household', 'other')),
      tier text not null default 'standard' check (tier in ('standard', 'silver', 'gold', 'platinum')),
      importance text not null default 'normal' check (importance in ('low', 'normal', 'high', 'top')),
      parent_id uuid references crm.accounts,
      industry text,
      website text,
      external_ref text unique,
      owner_id uuid references sys.users,
      tags text[] not null default '{}',
      note text,
      archived_at timestamptz(3),
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      version int not null default 1,
      search tsvector generated always as
        (sys.search_vector(name || ' ' || name_alt || ' ' || coalesce(website, '') || ' ' || coalesce(external_ref, ''))) stored,
      folded text generated always as (sys.fold(name || ' ' || name_alt)) stored,
      sort_name text generated always as (sys.fold(case when name_alt = '' then name else name_alt end)) stored
    );
    create index on crm.accounts using gin (search);
    create index on crm.accounts using gin (folded public.gin_trgm_ops);
    create index on crm.accounts (sort_name, id) where archived_at is null;
    create index on crm.accounts (parent_id);
    create index on crm.accounts (owner_id);

    create table crm.contacts (
      id uuid primary key,
      full_name text not null default '',
      name_alt text not null default '',
      salutation text,
      job_title text,
      kind text not null default 'customer'
        check (kind in ('prospect', 'customer', 'former', 'partner', 'reseller', 'competitor', 'other')),
      tier text not null default 'standard' check (tier in ('standard', 'silver', 'gold', 'platinum')),
      importance text not null default 'normal' check (importance in ('low', 'normal', 'high', 'top')),
      language text,
      time_zone text,
      owner_id uuid references sys.users,
      tags text[] not null default '{}',
      note text,
      source text,
      archived_at timestamptz(3),
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      version int not null default 1,
      search tsvector generated always as
        (sys.search_vector(full_name || ' ' || name_alt || ' ' || coalesce(job_title, ''))) stored,
      folded text generated always as (sys.fold(full_name || ' ' || name_alt)) stored,
      sort_name text generated always as (sys.fold(case when name_alt = '' then full_name else name_alt end)) stored
    );
    create index on crm.contacts using gin (search);
    create index on crm.contacts using gin (folded public.gin_trgm_ops);
    create index on crm.contacts using gin (tags);
    create index on crm.contacts (sort_name, id) where archived_at is null;
    create index on crm.contacts (updated_at desc, id desc) where archived_at is null;
    create index on crm.contacts (owner_id);

    create table crm.contact_accounts (
      contact_id uuid not null references crm.contacts on delete cascade,
      account_id uuid not null references crm.accounts on delete cascade,
      role text,
      is_primary boolean not null default false,
      primary key (contact_id, account_id)
    );
    create index on crm.contact_accounts (account_id);
    create unique index on crm.contact_accounts (contact_id) where is_primary;

    -- One row per phone number or address, of a contact or of an account (its switchboard, its sales mailbox).
    -- value_norm is made by one function for every way in (src/crm/phone-numbers.ts); value_raw stays as it was typed.
    create table crm.contact_points (
      id uuid primary key,
      contact_id uuid references crm.contacts on delete cascade,
      account_id uuid references crm.accounts on delete cascade,
      kind text not null check (kind in ('phone', 'email', 'fax', 'wechat', 'whatsapp', 'other')),
      label text,
      value_raw text not null,
      value_norm text not null,
      ext text,
      country text,
      line_type text,
      -- A number that many people call from; it identifies nobody.
      is_switchboard boolean not null default false,
      is_primary boolean not null default false,
      status text not null default 'ok' check (status in ('ok', 'unverified', 'invalid', 'erased')),
      created_at timestamptz(3) not null default now(),
      -- The last eight digits: the same number written for another country or with a missing prefix.
      tail text generated always as
        (case when kind in ('phone', 'fax', 'whatsapp') and length(sys.digits(value_norm)) >= 8
              then right(sys.digits(value_norm), 8) end) stored,
      check (num_nonnulls(contact_id, account_id) = 1)
    );
    create index on crm.contact_points (value_norm);
    create index on crm.contact_points (tail) where tail is not null;
    create index on crm.contact_points using gin (value_norm public.gin_trgm_ops);
    create index on crm.contact_points (contact_id);
    create index on crm.contact_points (account_id);
    create unique index contact_points_once_per_contact on crm.contact_points
      (contact_id, kind, value_norm, coalesce(ext, '')) where contact_id is not null;
    create unique index contact_points_once_per_account on crm.contact_points
      (account_id, kind, value_norm, coalesce(ext, '')) where account_id is not null;
    create unique index on crm.contact_points (contact_id, kind) where is_primary and contact_id is not null;
    create unique index on crm.contact_points (account_id, kind) where is_primary and account_id is not null;

    create table crm.addresses (
      id uuid primary key,
      contact_id uuid references crm.contacts on delete cascade,
      account_id uuid references crm.accounts on delete cascade,
      kind text not null default 'main' check (kind in ('main', 'billing', 'delivery', 'home', 'other')),
      lines text,
      city text,
      region text,
      postcode text,
      country char(2),
      check (num_nonnulls(contact_id, account_id) = 1)
    );
    create index on crm.addresses (contact_id);
    create index on crm.addresses (account_id);

    -- Notes, tasks with a date (promises), callbacks to make, reminders. interaction_id has no foreign key: the record
    -- of a running call is written later than the promise that was made in it.
    create table crm.activities (
      id uuid primary key,
      kind text not null check (kind in ('task', 'note', 'callback', 'reminder')),
      subject text not null default '',
      body text not null default '',
      status text not null default 'open' check (status in ('open', 'done', 'cancelled')),
      due_at timestamptz(3),
      remind_at timestamptz(3),
      done_at timestamptz(3),
      -- A promise was given to the customer; it is shown to whoever talks to him next.
      is_promise boolean not null default false,
      is_private boolean not null default false,
      owner_id uuid references sys.users,
      contact_id uuid references crm.contacts,
      account_id uuid references crm.accounts,
      interaction_id uuid,
      created_by uuid references sys.users,
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      version int not null default 1,
      search tsvector generated always as (sys.search_vector(subject || ' ' || body)) stored,
      check (subject <> '' or body <> '')
    );
    create index on crm.activities (owner_id, due_at, id) where status = 'open';
    create index on crm.activities (remind_at) where status = 'open' and remind_at is not null;
    create index on crm.activities (contact_id, created_at desc);
    create index on crm.activities (account_id, created_at desc);
    create index on crm.activities (interaction_id);
    create index on crm.activities using gin (search);

    -- What happened to a customer, newest first. Written only by timeline.append() inside the change's transaction.
    create table crm.timeline (
      id bigint generated always as identity primary key,
      at timestamptz(3) not null,
      kind text not null,
      contact_id uuid references crm.contacts,
      account_id uuid references crm.accounts,
      activity_id uuid,
      interaction_id uuid,
      actor_id uuid,
      -- A private note's entry is shown to its owner only.
      private_to uuid,
      visibility text not null default 'internal' check (visibility in ('internal', 'customer')),
      summary text not null default '',
      detail jsonb not null default '{}'
    );
    create index on crm.timeline (contact_id, at desc, id desc) where contact_id is not null;
    create index on crm.timeline (account_id, at desc, id desc) where account_id is not null;
    create index on crm.timeline (interaction_id) where interaction_id is not null;

    -- Several people share a number: whom an agent picked last comes first next time.
    create table crm.caller_choices (
      value_norm text primary key,
      contact_id uuid not null references crm.contacts on delete cascade,
      chosen_by uuid references sys.users,
      chosen_at timestamptz(3) not null
    );
    create index on crm.caller_choices (contact_id);
  `.execute(db);
}
