/** The tables of schema `sys` as kysely sees them; the truth is migrations/0001. */

import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { DefaultInstantColumn, InstantColumn, OptionalInstantColumn } from "./instant-column.ts";
import type { JsonColumn, OptionalJsonColumn } from "./json-column.ts";

export type Role = "agent" | "supervisor" | "admin";
export type Locale = "en" | "zh" | "es";

interface UsersTable {
  id: string;
  /** Lower case, unique. */
  login: string;
  name: string;
  name_alt: Generated<string>;
  email: string | null;
  password_hash: string | null;
  roles: Generated<Role[]>;
  locale: Generated<Locale>;
  time_zone: Generated<string>;
  status: Generated<"active" | "suspended" | "left">;
  created_at: DefaultInstantColumn;
  updated_at: DefaultInstantColumn;
  version: Generated<number>;
  search: GeneratedAlways<string>;
}

interface SessionsTable {
  token_hash: string;
  user_id: string;
  created_at: InstantColumn;
  last_seen_at: InstantColumn;
  expires_at: InstantColumn;
  revoked_at: OptionalInstantColumn;
  user_agent: string | null;
  ip: string | null;
}

interface SettingsTable {
  key: string;
  value: JsonColumn<unknown>;
  updated_by: string | null;
  updated_at: DefaultInstantColumn;
}

/** Append only: the database refuses updates and deletes. */
interface AuditLogTable {
  id: GeneratedAlways<number>;
  at: DefaultInstantColumn;
  actor_id: ColumnType<string | null, string | null | undefined, never>;
  action: ColumnType<string, string, never>;
  object: ColumnType<string, string, never>;
  object_id: ColumnType<string | null, string | null | undefined, never>;
  diff: OptionalJsonColumn<unknown>;
  ip: ColumnType<string | null, string | null | undefined, never>;
  request_id: ColumnType<string | null, string | null | undefined, never>;
}

interface ApiTokensTable {
  id: string;
  name: string;
  scopes: string[];
  token_hash: string;
  created_at: InstantColumn;
  created_by: string | null;
  expires_at: OptionalInstantColumn;
  last_used_at: OptionalInstantColumn;
  revoked_at: OptionalInstantColumn;
}

export interface SysTables {
  "sys.users": UsersTable;
  "sys.sessions": SessionsTable;
  "sys.api_tokens": ApiTokensTable;
  "sys.settings": SettingsTable;
  "sys.audit_log": AuditLogTable;
}
