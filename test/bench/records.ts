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

  // The plain way first, so that both find empty tables.
  await sql`create table plain_journal (like cc.journal including all)`.execute(store.db);
  const plainBegan = performance.now();
  for (const fact of facts.slice(0, PLAIN_FACTS)) {
    await sql`insert into plain_journal (n, epoch, at, kind, fact)
      values (${fact.n}, 1, to_timestamp(${fact.at} / 1000.0), ${fact.kind}, ${JSON.stringify(fact)}::jsonb)`.execute(
      store.db,
    );
  }
  const plain = (PLAIN_FACTS / (performance.now() - plainBegan)) * 1_000;

  const epoch = await claimEpoch(store.db, Date.now());
  const journal = stack.use(
    await openJournal({
      ...store,
      epoch,
      spoolFolder: join(folder, "spool"),
      enterCalls: enterCallsBy(append),
      onEvent: () => undefined,
    }),
  );
  const groupedBegan = performance.now();
  for (let at = 0; at < facts.length; at += 20) journal.append(facts.slice(at, at + 20));
  await journal.durable(facts.at(-1)?.n ?? 0);
  const grouped = (facts.length / (performance.now() - groupedBegan)) * 1_000;
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
}
