/**
 * Call records with their journal, committed in groups, against the plain way with the same durability: one commit a fact.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import type { Fact } from "#routing/facts.ts";
import { append } from "#src/crm/timeline.ts";
import { claimEpoch } from "#src/engine/epoch.ts";
import { openJournal } from "#src/engine/journal.ts";
import { enterCallsBy } from "#src/records/enter-calls.ts";
import { migrate } from "#src/store/migrate.ts";
import { openPool } from "#src/store/open-pool.ts";
import { startDatabase } from "#src/store/postgres/start-database.ts";
import { inventDay } from "#test/records/day.ts";
import type { BenchResult } from "./result.ts";

const PLAIN_FACTS = 400;
const GOAL = 20;

export async function benchRecords(): Promise<readonly BenchResult[]> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "cordboard-bench-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const database = stack.use(await startDatabase({ databaseUrl: undefined, folder: join(folder, "postgres") }));
  await migrate(database.url);
  const store = stack.use(openPool(database.url));
  const facts: readonly Fact[] = inventDay({ seed: 7, calls: 400, startsAt: 1_795_293_000_000 }).facts;

  // The plain way first: the same journal and records, but each fact waits for its own commit.
  const plain = await factsPerSecond(facts.slice(0, PLAIN_FACTS), 1);
  const grouped = await factsPerSecond(facts, facts.length);
  const ratio = grouped / plain;
  return [
    {
      name: "facts with their records made durable, in groups",
      value: grouped,
      unit: "facts/s",
      baseline: plain,
      ratio,
      goal: `>= ${GOAL}`,
      holds: ratio >= GOAL,
    },
  ];

  /** With tables of its own; `atOnce` facts are given to the journal before it is waited for. */
  async function factsPerSecond(given: readonly Fact[], atOnce: number): Promise<number> {
    await sql`truncate cc.journal, cc.interactions, cc.segments, cc.legs, cc.agent_intervals, cc.collected_values`.execute(
      store.db,
    );
    await using journal = await openJournal({
      ...store,
      epoch: await claimEpoch(store.db, Date.now()),
      spoolFolder: join(folder, `spool-${atOnce}`),
      enterCalls: enterCallsBy(append),
      onEvent: () => undefined,
      batchDelayMs: atOnce === 1 ? 0 : undefined,
    });
    const began = performance.now();
    for (let at = 0; at < given.length; at += atOnce) {
      const batch = given.slice(at, at + atOnce);
      journal.append(batch);
      await journal.durable(batch.at(-1)?.n ?? 0);
    }
    return (given.length / (performance.now() - began)) * 1_000;
  }
}
