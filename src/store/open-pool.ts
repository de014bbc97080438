/** The way to the database: one pool with limits, and kysely on top of it. Whoever opens it closes it. */

import { Kysely, PostgresDialect } from "kysely";
import { Pool, types } from "pg";
import { preparing } from "./prepared.ts";
import type { Database } from "./schema.ts";

const CONNECTIONS_MAX = 10;
/** Kept although nobody asks: opening one and planning anew would cost the next caller ten times his look-up. */
export const CONNECTIONS_KEPT = 3;
const IDLE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/** A transaction that somebody forgot would hold its locks for ever. */
const IDLE_TRANSACTION_TIMEOUT_MS = 60_000;

export interface PoolOptions {
  readonly connectionsMax?: number | undefined;
  /** Connections above those that are kept are closed after this. */
  readonly idleMs?: number | undefined;
  /** 0: none, for migrations. */
  readonly statementTimeoutMs?: number | undefined;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string | undefined;
  /** An idle connection was lost (server restarted, network). The pool mends itself; this is for the log. */
  readonly onConnectionLost?: ((error: Error) => void) | undefined;
}

/** An open database. `close` waits for the queries under way; calling it twice is fine. */
export interface Store extends AsyncDisposable {
  readonly db: Kysely<Database>;
  readonly pool: Pool;
  close(): Promise<void>;
}

/** Connects when first used. Instants are read as integer milliseconds, `bigint` as number, dates as `YYYY-MM-DD`. */
export function openPool(url: string, options: PoolOptions = {}): Store {
  const pool = new Pool({
    connectionString: url,
    max: options.connectionsMax ?? CONNECTIONS_MAX,
    min: Math.min(options.connectionsMax ?? CONNECTIONS_MAX, CONNECTIONS_KEPT),
    idleTimeoutMillis: options.idleMs ?? IDLE_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
    application_name: options.applicationName ?? "cordboard",
    types: { getTypeParser: parserFor },
  });
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
  let closing: Promise<void> | undefined;
  // Without a listener, a connection lost while idle would end the process. While closing, losing them is the point.
  pool.on("error", (error) => {
    if (closing === undefined) options.onConnectionLost?.(error);
  });
  const close = (): Promise<void> => (closing ??= db.destroy().then(() => (pool.ended ? undefined : pool.end())));
  return { db, pool, close, [Symbol.asyncDispose]: close };
}

function parserFor(oid: number, format?: "text" | "binary"): (text: string) => unknown {
  const ours = parsers.get(oid);
  if (ours !== undefined) return ours;
  return format === "binary" ? types.getTypeParser(oid, "binary") : types.getTypeParser(oid, "text");
}

const parseTimestamp = types.getTypeParser(types.builtins.TIMESTAMPTZ, "text");

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, safeInteger],
  [types.builtins.TIMESTAMPTZ, (text) => parseTimestamp(text).getTime()],
  [types.builtins.DATE, (text) => text],
]);

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit into a number exactly`);
  return value;
}
