/**
 * Sessions of people in browsers: an opaque token in a cookie, its hash in `sys.sessions`, ended at once when revoked.
 *
 * Read through a short cache, so that a thousand browsers that reconnect together do not meet in the database, and so
 * that people who are signed in stay signed in while PostgreSQL is away. Sessions that another process ended (the
 * command line) are found by a sweep every two seconds.
 */

import type { Kysely } from "kysely";
import type { DurationMs, Instant } from "#routing/instant.ts";
import type { Role } from "#protocol/api/route.ts";
import type { Database } from "../store/schema.ts";
import { instant } from "../store/instant-column.ts";
import { hashOf, isToken, newToken, sessionIdOf } from "./session-token.ts";

export interface SignedInUser {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly locale: "en" | "zh" | "es";
  readonly timeZone: string;
}

export interface Session {
  readonly id: string;
  readonly tokenHash: string;
  readonly user: SignedInUser;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  /** The end that nothing postpones. */
  readonly expiresAt: Instant;
  /** It is no person's: `user` is the token of a program, without roles. */
  readonly isProgram?: true;
}

/** Where a session is used from, for the person's own list. */
interface SessionRow {
  readonly id: string;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  readonly userAgent: string;
  readonly ip: string;
}

export interface SessionLimits {
  /** Unused for this long: over. A live socket counts as use. */
  readonly idleMs: DurationMs;
  readonly absoluteMs: DurationMs;
  /** How long a session is believed without asking the database. */
  readonly freshMs: DurationMs;
  readonly sweepMs: DurationMs;
  /** `last_seen_at` is written at most this often. */
  readonly seenMs: DurationMs;
  readonly cachedMax: number;
  readonly userAgentMax: number;
}

export const sessionLimits: SessionLimits = {
  idleMs: 2 * 3_600_000,
  absoluteMs: 16 * 3_600_000,
  freshMs: 15_000,
  sweepMs: 2_000,
  seenMs: 60_000,
  cachedMax: 20_000,
  userAgentMax: 300,
};

type SessionEnd = "revoked" | "expired";

export interface Sessions extends AsyncDisposable {
  open(
    user: SignedInUser,
    client: { readonly userAgent: string; readonly ip: string },
  ): Promise<{
    readonly token: string;
    readonly session: Session;
  }>;
  /** The session of a cookie's token, and counts it as used; undefined: not signed in. */
  find(token: string): Promise<Session | undefined>;
  listOf(user: string): Promise<readonly SessionRow[]>;
  /** False when the user has no such live session. */
  revoke(user: string, id: string): Promise<boolean>;
  /** Ends all sessions of the user, but `except`. Resolves to how many. */
  revokeAll(user: string, except: string | undefined): Promise<number>;
  /** Forgets what is cached of a user, after her roles or name changed; her live sessions are read anew. */
  refresh(user: string): void;
  /** `onEnd` is called once, at most two seconds after the session ended. Returns the end of the watch. */
  watch(session: Session, onEnd: (reason: SessionEnd) => void): () => void;
  /** A live socket is use. */
  touch(session: Session): void;
}

export interface SessionsParts {
  readonly db: Kysely<Database>;
  readonly now: () => Instant;
  readonly limits?: SessionLimits | undefined;
  /** The database did not answer; the sweep and the "last seen" go on later. */
  readonly onFault: (error: unknown) => void;
}

interface Cached {
  readonly session: Session;
  readonly readAt: Instant;
  seenAt: Instant;
}

interface Watcher {
  readonly session: Session;
  readonly onEnd: (reason: SessionEnd) => void;
}

export function createSessions(parts: SessionsParts): Sessions {
  const { db, now } = parts;
  const limits = parts.limits ?? sessionLimits;
  /** By token hash, least recently used first. */
  const cache = new Map<string, Cached>();
  const watchers = new Map<string, Set<Watcher>>();
  /** Last use by token hash, of what is watched: a socket outlives its place in the cache. */
  const usedAt = new Map<string, Instant>();
  /** At most one per session and minute; waited for at the end. */
  const writing = new Set<Promise<unknown>>();
  let sweeping: Promise<void> | undefined;
  let sweptAt = now();
  const timer = setInterval(() => {
    sweeping ??= sweep()
      .catch(parts.onFault)
      .finally(() => (sweeping = undefined));
  }, limits.sweepMs);
  timer.unref();

  const endedByTime = (session: Session, seenAt: Instant, at: Instant): boolean =>
    at >= session.expiresAt || at >= seenAt + limits.idleMs;

  function remember(session: Session, seenAt: Instant): void {
    cache.delete(session.tokenHash);
    cache.set(session.tokenHash, { session, readAt: now(), seenAt });
    if (cache.size <= limits.cachedMax) return;
    const oldest = cache.keys().next().value;
    if (oldest !== undefined) cache.delete(oldest);
  }

  function end(tokenHash: string, reason: SessionEnd): void {
    cache.delete(tokenHash);
    usedAt.delete(tokenHash);
    const ended = watchers.get(tokenHash);
    watchers.delete(tokenHash);
    for (const watcher of ended ?? []) watcher.onEnd(reason);
  }

  async function read(tokenHash: string): Promise<Session | undefined> {
    const row = await db
      .selectFrom("sys.sessions as s")
      .innerJoin("sys.users as u", "u.id", "s.user_id")
      .select(["s.token_hash", "s.created_at", "s.last_seen_at", "s.expires_at"])
      .select(["u.id", "u.login", "u.name", "u.roles", "u.locale", "u.time_zone"])
      .where("s.token_hash", "=", tokenHash)
      .where("s.revoked_at", "is", null)
      .where("u.status", "=", "active")
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { id, login, name, roles, locale } = row;
    return {
      id: sessionIdOf(row.token_hash),
      tokenHash: row.token_hash,
      user: { id, login, name, roles, locale, timeZone: row.time_zone },
      createdAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      expiresAt: row.expires_at,
    };
  }

  function seen(cached: Cached, at: Instant): void {
    if (at - cached.seenAt < limits.seenMs) return;
    cached.seenAt = at;
    const written = db
      .updateTable("sys.sessions")
      .set({ last_seen_at: instant(at) })
      .where("token_hash", "=", cached.session.tokenHash)
      .execute()
      .catch(parts.onFault)
      .finally(() => writing.delete(written));
    writing.add(written);
  }

  async function find(token: string): Promise<Session | undefined> {
    if (!isToken(token)) return undefined;
    const tokenHash = hashOf(token);
    const at = now();
    const cached = cache.get(tokenHash);
    if (cached !== undefined && endedByTime(cached.session, cached.seenAt, at)) {
      end(tokenHash, "expired");
      return undefined;
    }
    if (cached !== undefined && at - cached.readAt < limits.freshMs) {
      seen(cached, at);
      return cached.session;
    }
    const session = await readOr(tokenHash, cached);
    if (session === undefined) {
      end(tokenHash, "revoked");
      return undefined;
    }
    const seenAt = Math.max(session.lastSeenAt, cached?.seenAt ?? 0);
    if (endedByTime(session, seenAt, at)) {
      end(tokenHash, "expired");
      return undefined;
    }
    remember(session, seenAt);
    const fresh = cache.get(tokenHash);
    if (fresh !== undefined) seen(fresh, at);
    return session;
  }

  /** While the database is away, who was known a moment ago stays known. */
  async function readOr(tokenHash: string, cached: Cached | undefined): Promise<Session | undefined> {
    try {
      return await read(tokenHash);
    } catch (error) {
      if (cached === undefined) throw error;
      parts.onFault(error);
      return cached.session;
    }
  }

  async function sweep(): Promise<void> {
    const at = now();
    for (const [tokenHash, set] of watchers) {
      const [watcher] = set;
      if (watcher === undefined) continue;
      const seenAt = Math.max(
        watcher.session.lastSeenAt,
        usedAt.get(tokenHash) ?? 0,
        cache.get(tokenHash)?.seenAt ?? 0,
      );
      if (endedByTime(watcher.session, seenAt, at)) end(tokenHash, "expired");
    }
    if (watchers.size === 0 && cache.size === 0) {
      sweptAt = at;
      return;
    }
    // Overlaps the last sweep, since another process stamps by its own clock and commits a little later.
    const since = instant(sweptAt - 10 * limits.sweepMs);
    const changed = await db
      .selectFrom("sys.sessions as s")
      .innerJoin("sys.users as u", "u.id", "s.user_id")
      .select(["s.token_hash", "s.revoked_at", "u.status", "u.roles"])
      .where((where) => where.or([where("s.revoked_at", ">=", since), where("u.updated_at", ">=", since)]))
      .execute();
    sweptAt = at;
    for (const row of changed) {
      const known = cache.get(row.token_hash)?.session ?? [...(watchers.get(row.token_hash) ?? [])][0]?.session;
      if (known === undefined) continue;
      const hasOtherRoles =
        row.roles.length !== known.user.roles.length || row.roles.some((role) => !known.user.roles.includes(role));
      if (row.revoked_at !== null || row.status !== "active" || hasOtherRoles) end(row.token_hash, "revoked");
    }
  }

  async function revokeRows(user: string, hashes: readonly string[]): Promise<void> {
    if (hashes.length === 0) return;
    await db
      .updateTable("sys.sessions")
      .set({ revoked_at: instant(now()) })
      .where("user_id", "=", user)
      .where("token_hash", "in", hashes)
      .where("revoked_at", "is", null)
      .execute();
    for (const tokenHash of hashes) end(tokenHash, "revoked");
  }

  async function liveRows(user: string) {
    const at = now();
    return await db
      .selectFrom("sys.sessions")
      .select(["token_hash", "created_at", "last_seen_at", "user_agent", "ip"])
      .where("user_id", "=", user)
      .where("revoked_at", "is", null)
      .where("expires_at", ">", instant(at))
      .where("last_seen_at", ">", instant(at - limits.idleMs))
      .orderBy("last_seen_at", "desc")
      .execute();
  }

  return {
    async open(user, client) {
      const token = newToken();
      const at = now();
      const tokenHash = hashOf(token);
      const session: Session = {
        id: sessionIdOf(tokenHash),
        tokenHash,
        user,
        createdAt: at,
        lastSeenAt: at,
        expiresAt: at + limits.absoluteMs,
      };
      // Sessions that ended long ago say nothing any more; the audit log keeps who signed in when.
      await db
        .deleteFrom("sys.sessions")
        .where("user_id", "=", user.id)
        .where("expires_at", "<", instant(at - limits.absoluteMs))
        .execute();
      await db
        .insertInto("sys.sessions")
        .values({
          token_hash: tokenHash,
          user_id: user.id,
          created_at: instant(at),
          last_seen_at: instant(at),
          expires_at: instant(session.expiresAt),
          user_agent: client.userAgent.slice(0, limits.userAgentMax),
          ip: client.ip,
        })
        .execute();
      remember(session, at);
      return { token, session };
    },
    find,
    async listOf(user) {
      const rows = await liveRows(user);
      return rows.map((row) => ({
        id: sessionIdOf(row.token_hash),
        createdAt: row.created_at,
        lastSeenAt: row.last_seen_at,
        userAgent: row.user_agent ?? "",
        ip: row.ip ?? "",
      }));
    },
    async revoke(user, id) {
      const rows = await liveRows(user);
      const hashes = rows.map((row) => row.token_hash).filter((hash) => sessionIdOf(hash) === id);
      await revokeRows(user, hashes);
      return hashes.length > 0;
    },
    async revokeAll(user, except) {
      const rows = await liveRows(user);
      const hashes = rows.map((row) => row.token_hash).filter((hash) => sessionIdOf(hash) !== except);
      await revokeRows(user, hashes);
      return hashes.length;
    },
    refresh(user) {
      for (const [tokenHash, cached] of cache) if (cached.session.user.id === user) cache.delete(tokenHash);
    },
    watch(session, onEnd) {
      const watcher: Watcher = { session, onEnd };
      const set = watchers.get(session.tokenHash) ?? new Set();
      watchers.set(session.tokenHash, set.add(watcher));
      usedAt.set(session.tokenHash, now());
      return () => {
        set.delete(watcher);
        if (set.size > 0 || watchers.get(session.tokenHash) !== set) return;
        watchers.delete(session.tokenHash);
        usedAt.delete(session.tokenHash);
      };
    },
    touch(session) {
      const at = now();
      usedAt.set(session.tokenHash, at);
      const cached = cache.get(session.tokenHash);
      if (cached !== undefined) seen(cached, at);
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await sweeping;
      await Promise.all(writing);
    },
  };
}
