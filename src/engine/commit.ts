/** One group commit: facts into the journal, their rows into the records, all or nothing, and only in our own epoch. */

import { Kysely, PostgresDialect, sql } from "kysely";
import type { Transaction } from "kysely";
import type { Pool, PoolClient } from "pg";
import { storableJson } from "../records/storable-json.ts";
import type { Database } from "../store/schema.ts";
import { holdEpoch } from "./epoch.ts";
import type { SpooledFact } from "./spool.ts";

/** A commit that takes longer is cut off with its connection; whether it happened is found out by doing it again. */
export const COMMIT_TIMEOUT_MS = 30_000;

export interface Commit {
  /** In order of `n`. */
  readonly facts: readonly SpooledFact[];
  /** The epoch of this process; the facts may be of older ones. */
  readonly epoch: number;
  readonly timeoutMs: number;
  /** Cuts the commit off. */
  readonly signal: AbortSignal;
  /** Writes the rows; skipped when all facts are journalled already, since then their rows were written with them. */
  readonly writeRows: (trx: Transaction<Database>) => Promise<void>;
}

/** Resolves when it is committed. Rejects with `Fenced`, PostgreSQL's error, or the connection's. May be repeated. */
export async function commitFacts(pool: Pool, commit: Commit): Promise<void> {
  const client = await pool.connect();
  // A connection lost between two queries says so by an event; without a listener that would end the process.
  let lost: Error | undefined;
  const onLost = (error: Error): void => {
    lost = error;
  };
  client.on("error", onLost);
  let isReleased = false;
  const release = (isBroken: boolean): void => {
    if (isReleased) return;
    isReleased = true;
    client.release(isBroken || lost !== undefined);
    if (!isBroken) client.off("error", onLost);
  };
  // Ending the connection makes its query fail, whatever state the network is in.
  const cut = (): void => release(true);
  const timer = setTimeout(cut, commit.timeoutMs);
  commit.signal.addEventListener("abort", cut);
  try {
    await overClient(client)
      .transaction()
      .execute(async (trx) => {
        await holdEpoch(trx, commit.epoch);
        if ((await journal(trx, commit.facts)) > 0) await commit.writeRows(trx);
      });
    release(false);
  } catch (error) {
    release(true);
    throw error;
  } finally {
    clearTimeout(timer);
    commit.signal.removeEventListener("abort", cut);
  }
}

/** Resolves to how many were new. */
async function journal(trx: Transaction<Database>, facts: readonly SpooledFact[]): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into cc.journal (n, epoch, at, kind, interaction, fact)
    select (r.fact ->> 'n')::bigint, r.epoch,
      timestamptz 'epoch' + (r.fact ->> 'at')::bigint * interval '1 millisecond',
      r.fact ->> 'kind', (r.fact ->> 'interaction')::uuid, r.fact
    from jsonb_to_recordset(${storableJson(facts)}::jsonb) as r(epoch bigint, fact jsonb)
    on conflict (n) do nothing`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}

/** Kysely on one connection that this file releases itself. */
function overClient(client: PoolClient): Kysely<Database> {
  // `query` has an overload for cursors, which bind() does not carry over and nothing here uses.
  const lent = { query: client.query.bind(client), release: () => undefined } as unknown as PoolClient;
  const pool = { connect: () => Promise.resolve(lent), end: () => Promise.resolve(), options: {} };
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** True when the data was refused, not the connection: trying the same again cannot help (SQLSTATE classes 22, 23, 42, 54). */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return false;
  return /^(?:22|23|42|54)[0-9A-Z]{3}$/.test(error.code);
}
