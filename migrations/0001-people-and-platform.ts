/**
 * Schema `sys`: who may sign in, what is set, what was done; and the search functions that the other schemas build on.
 *
 * Every instant in the database is a `timestamptz(3)`: whole milliseconds, like an `Instant` in the code, so that a
 * value read and compared again (keyset pages, version checks) is equal to itself.
 */

import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create schema if not exists sys;

    -- Both are "trusted" since PostgreSQL 13: the owner of the database may create them. The schema is named because
    -- the functions below are used in generated columns and must not depend on a search path.
    create extension if not exists unaccent with schema public;
    create extension if not exists pg_trgm with schema public;

    -- Case and accents folded away: "José" and "jose" are one.
    create function sys.fold(t text) returns text language sql immutable strict parallel safe
      as $$ select lower(public.unaccent('public.unaccent'::regdictionary, t)) $$;

    -- PostgreSQL's parser takes a run of Chinese characters for one word. Here each run becomes overlapping pairs plus
    -- its last single character, so that any part of two or more characters can be found by index.
    create function sys.search_text(t text) returns text language plpgsql immutable strict parallel safe as $f$
    declare pairs text := ''; run text; n int;
    begin
      if t !~ '[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]' then return t; end if;
      for run in select m[1] from regexp_matches(t, '([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+)', 'g') m loop
        n := length(run);
        for i in 1..n - 1 loop pairs := pairs || ' ' || substr(run, i, 2); end loop;
        pairs := pairs || ' ' || substr(run, n, 1);
      end loop;
      return regexp_replace(t, '[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+', ' ', 'g') || pairs;
    end $f$;

    create function sys.search_vector(t text) returns tsvector language sql immutable strict parallel safe
      as $$ select to_tsvector('simple'::regconfig, sys.search_text(sys.fold(t))) $$;

    create function sys.digits(t text) returns text language sql immutable strict parallel safe
      as $$ select regexp_replace(t, '[^0-9]', '', 'g') $$;

    -- For tables whose rows are evidence.
    create function sys.refuse_change() returns trigger language plpgsql as $f$
    begin
      raise exception '%.% is append only', tg_table_schema, tg_table_name using errcode = 'restrict_violation';
    end $f$;

    create table sys.users (
      id uuid primary key,
      login text not null unique check (login = lower(login) and login ~ '^[^[:space:]]{1,100}$'),
      name text not null,
      name_alt text not null default '',
      email text,
      password_hash text,
      roles text[] not null default '{}' check (roles <@ array['agent', 'supervisor', 'admin']),
      locale text not null default 'en' check (locale in ('en', 'zh', 'es')),
      time_zone text not null default 'UTC',
      status text not null default 'active' check (status in ('active', 'suspended', 'left')),
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      version int not null default 1,
      search tsvector generated always as (sys.search_vector(name || ' ' || name_alt)) stored
    );
    create index on sys.users using gin (search);

    -- Only the hash of a session's token is kept: a copy of this table opens no session.
    create table sys.sessions (
      token_hash text primary key,
      user_id uuid not null references sys.users on delete cascade,
      created_at timestamptz(3) not null,
      last_seen_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      revoked_at timestamptz(3),
      user_agent text,
      ip text
    );
    create index on sys.sessions (user_id);
    create index on sys.sessions (expires_at);

    create table sys.settings (
      key text primary key,
      value jsonb not null,
      updated_by uuid references sys.users,
      updated_at timestamptz(3) not null default now()
    );

    create table sys.audit_log (
      id bigint generated always as identity primary key,
      at timestamptz(3) not null default now(),
      actor_id uuid,
      action text not null,
      object text not null,
      object_id text,
      diff jsonb,
      ip text,
      request_id text
    );
    create index on sys.audit_log (object, object_id, at desc);
    create index on sys.audit_log (actor_id, at desc);
    create trigger append_only before update or delete on sys.audit_log for each row execute function sys.refuse_change();
  `.execute(db);
}
