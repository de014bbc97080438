/**
 * The fence between two processes that both believe they run the engine: each boot takes a higher epoch, and a write
 * with an older one fails.
 */

import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import type { Instant } from "#routing/instant.ts";
import type { Database } from "../store/schema.ts";

const KEY = "engine_epoch";

/** A newer process has taken over: this one may write nothing more. */
export class Fenced extends Error {
  override readonly name = "Fenced";
}

/**
 * Takes the next epoch. It grows with every boot, and is never below the seconds of the clock, so that it also grows over
 * a database that was restored from a backup. Waits for a write of the older epoch that is under way.
 */
export async function claimEpoch(db: Kysely<Database>, now: Instant): Promise<number> {
  const floor = Math.floor(now / 1_000);
  const { rows } = await sql<{ epoch: number }>`
    insert into sys.settings as stored (key, value) values (${KEY}, to_jsonb(${floor}::bigint))
    on conflict (key) do update
      set value = to_jsonb(greatest((stored.value)::bigint + 1, ${floor}::bigint)), updated_at = now()
    returning value::bigint as epoch`.execute(db);
  const epoch = rows[0]?.epoch;
  if (epoch === undefined) throw new Error("sys.settings gave no epoch");
  return epoch;
}

/** Throws `Fenced` unless `epoch` is the one in force; holds it in force until the transaction ends. */
export async function holdEpoch(trx: Transaction<Database>, epoch: number): Promise<void> {
  const { rows } = await sql<{ epoch: number }>`
    select value::bigint as epoch from sys.settings where key = ${KEY} for share`.execute(trx);
  const inForce = rows[0]?.epoch;
  if (inForce !== epoch) throw new Fenced(`epoch ${epoch} writes, but epoch ${inForce ?? "none"} is in force`);
}
