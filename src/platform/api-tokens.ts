/**
 * Tokens with which programs call the API, without anybody signed in. A token is 256 random bits behind `cbt_`; kept is its
 * hash. Found through a short cache, so that a connector in a hurry does not ask the database for every mail.
 */

import { createHash, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Scope } from "#protocol/api/route.ts";
import type { DurationMs, Instant } from "#routing/instant.ts";
import { instant } from "../store/instant-column.ts";
import { newId } from "../store/new-id.ts";
import type { Database } from "../store/schema.ts";

const TOKEN_BYTES = 32;
const tokenShape = /^cbt_[A-Za-z0-9_-]{43}$/;
const scopes: readonly Scope[] = ["work", "callbacks"];

/** How long a token is believed without asking the database; one revoked by another process works so long. */
const FRESH_MS: DurationMs = 15_000;
/** Its last use is written at most this often. */
const USED_MS: DurationMs = 60_000;
const CACHED_MAX = 1_000;

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Instant;
  readonly createdBy: string | undefined;
  readonly expiresAt: Instant | undefined;
  readonly lastUsedAt: Instant | undefined;
}

export interface ApiTokens {
  /** undefined: a live token has this name already. */
  create(
    input: { readonly name: string; readonly scopes: readonly Scope[]; readonly expiresAt: Instant | undefined },
    by: string,
  ): Promise<{ readonly token: string; readonly row: ApiToken } | undefined>;
  /** Those that are not revoked, newest first. */
  list(): Promise<readonly ApiToken[]>;
  /** False: there is no such live token. */
  revoke(id: string): Promise<boolean>;
  /** The live token behind the text, and counts it as used; undefined: it opens nothing. */
  find(text: string): Promise<ApiToken | undefined>;
}

interface Parts {
  readonly db: Kysely<Database>;
  readonly now: () => Instant;
  /** The database did not take a token's last use; it is told again with the next. */
  readonly onFault: (error: unknown) => void;
}

interface Cached {
  readonly token: ApiToken;
  readonly readAt: Instant;
  usedAt: Instant | undefined;
}

/** A slow hash is not needed for a random secret. */
const hashOf = (token: string): string => createHash("sha256").update(`api token ${token}`).digest("hex");

export function createApiTokens({ db, now, onFault }: Parts): ApiTokens {
  /** By hash, least recently read first. */
  const cache = new Map<string, Cached>();

  async function read(hash: string): Promise<ApiToken | undefined> {
    const row = await db
      .selectFrom("sys.api_tokens")
      .selectAll()
      .where("token_hash", "=", hash)
      .where("revoked_at", "is", null)
      .executeTakeFirst();
    return row === undefined ? undefined : tokenOf(row);
  }

  function remember(hash: string, entry: Cached): void {
    cache.delete(hash);
    cache.set(hash, entry);
    if (cache.size <= CACHED_MAX) return;
    const oldest = cache.keys().next().value;
    if (oldest !== undefined) cache.delete(oldest);
  }

  function noteUse(entry: Cached, at: Instant): void {
    if (entry.usedAt !== undefined && at - entry.usedAt < USED_MS) return;
    const before = entry.usedAt;
    entry.usedAt = at;
    db.updateTable("sys.api_tokens")
      .set({ last_used_at: instant(at) })
      .where("id", "=", entry.token.id)
      .execute()
      .catch((error: unknown) => {
        entry.usedAt = before;
        onFault(error);
      });
  }

  return {
    async create({ name, scopes: wanted, expiresAt }, by) {
      const token = `cbt_${randomBytes(TOKEN_BYTES).toString("base64url")}`;
      const at = now();
      const row = await db
        .insertInto("sys.api_tokens")
        .values({
          id: newId(at),
          name,
          scopes: [...new Set(wanted)],
          token_hash: hashOf(token),
          created_at: instant(at),
          created_by: by,
          expires_at: expiresAt === undefined ? null : instant(expiresAt),
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? undefined : { token, row: tokenOf(row) };
    },
    async list() {
      const rows = await db
        .selectFrom("sys.api_tokens")
        .selectAll()
        .where("revoked_at", "is", null)
        .orderBy("created_at", "desc")
        .orderBy("id")
        .execute();
      return rows.map(tokenOf);
    },
    async revoke(id) {
      const row = await db
        .updateTable("sys.api_tokens")
        .set({ revoked_at: instant(now()) })
        .where("id", "=", id)
        .where("revoked_at", "is", null)
        .returning("token_hash")
        .executeTakeFirst();
      if (row !== undefined) cache.delete(row.token_hash);
      return row !== undefined;
    },
    async find(text) {
      if (!tokenShape.test(text)) return undefined;
      const hash = hashOf(text);
      const at = now();
      let entry = cache.get(hash);
      if (entry === undefined || at - entry.readAt >= FRESH_MS) {
        const token = await read(hash);
        if (token === undefined) {
          cache.delete(hash);
          return undefined;
        }
        entry = { token, readAt: at, usedAt: entry?.usedAt ?? token.lastUsedAt };
        remember(hash, entry);
      }
      if (entry.token.expiresAt !== undefined && at >= entry.token.expiresAt) return undefined;
      noteUse(entry, at);
      return entry.token;
    },
  };
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly created_at: Instant;
  readonly created_by: string | null;
  readonly expires_at: Instant | null;
  readonly last_used_at: Instant | null;
}

function tokenOf(row: Row): ApiToken {
  return {
    id: row.id,
    name: row.name,
    scopes: scopes.filter((scope) => row.scopes.includes(scope)),
    createdAt: row.created_at,
    createdBy: row.created_by ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
  };
}
