/** People who may sign in, as rows: made and changed within the transaction of whoever sets them up. */

import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { Instant } from "#routing/instant.ts";
import { instant } from "../store/instant-column.ts";
import type { Database } from "../store/schema.ts";
import type { Locale, Role } from "../store/sys-tables.ts";

/** What of a person her set-up changes. */
export interface UserFields {
  readonly name: string;
  /** null: she cannot sign in with a password. */
  readonly passwordHash: string | null;
  /** Each once. */
  readonly roles: readonly Role[];
  readonly locale: Locale;
  /** IANA name. */
  readonly timeZone: string;
}

export interface StoredUser extends UserFields {
  readonly login: string;
  readonly status: "active" | "suspended" | "left";
  readonly version: number;
}

/** A taken login is the database's fault with the code 23505. */
export async function addUser(
  trx: Transaction<Database>,
  { id, login, at, ...fields }: UserFields & { readonly id: string; readonly login: string; readonly at: Instant },
): Promise<void> {
  await trx
    .insertInto("sys.users")
    .values({ id, login, ...columns(fields), created_at: instant(at), updated_at: instant(at) })
    .execute();
}

/** Locked until the transaction ends; undefined: nobody has this id. */
export async function lockUser(trx: Transaction<Database>, id: string): Promise<StoredUser | undefined> {
  const row = await trx.selectFrom("sys.users").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (row === undefined) return undefined;
  const { login, name, roles, locale, status, version } = row;
  return { login, name, roles, locale, status, version, passwordHash: row.password_hash, timeZone: row.time_zone };
}

/** Takes the next version. */
export async function saveUser(
  trx: Transaction<Database>,
  id: string,
  { status, version, ...fields }: StoredUser,
  at: Instant,
): Promise<void> {
  await trx
    .updateTable("sys.users")
    .set({ ...columns(fields), status, version: version + 1, updated_at: instant(at) })
    .where("id", "=", id)
    .execute();
}

/** Whoever is signed in as her is not any more, in every process within two seconds. */
export async function endSessionsOf(trx: Transaction<Database>, id: string, at: Instant): Promise<void> {
  await trx
    .updateTable("sys.sessions")
    .set({ revoked_at: instant(at) })
    .where("user_id", "=", id)
    .where("revoked_at", "is", null)
    .execute();
}

export async function isAnyAdminLeft(trx: Transaction<Database>): Promise<boolean> {
  const { rows } = await sql`
    select from sys.users where status = 'active' and 'admin' = any(roles) limit 1`.execute(trx);
  return rows.length > 0;
}

function columns({ name, passwordHash, roles, locale, timeZone }: UserFields) {
  return { name, password_hash: passwordHash, roles: [...roles], locale, time_zone: timeZone };
}
