/** Credentials of programs that call the API without a person's session. Only a hash of each is kept. */

import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sys.api_tokens (
      id uuid primary key,
      name text not null check (name <> ''),
      scopes text[] not null check (cardinality(scopes) > 0),
      token_hash text not null unique,
      created_at timestamptz(3) not null,
      created_by uuid references sys.users,
      -- null: until it is revoked.
      expires_at timestamptz(3),
      last_used_at timestamptz(3),
      revoked_at timestamptz(3)
    );
    create unique index on sys.api_tokens (lower(name)) where revoked_at is null;
  `.execute(db);
}
