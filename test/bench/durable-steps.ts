/** Steps of a busy site whose facts are made durable with their records while the next ones are taken. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { append } from "#src/crm/timeline.ts";
import { claimEpoch } from "#src/engine/epoch.ts";
import { openJournal } from "#src/engine/journal.ts";
import { enterCallsBy } from "#src/records/enter-calls.ts";
import { migrate } from "#src/store/migrate.ts";
import { openPool } from "#src/store/open-pool.ts";
import { startDatabase } from "#src/store/postgres/start-database.ts";
import type { BenchResult } from "./result.ts";
import { ScaleSite } from "./scale-site.ts";

const AGENTS = 1_000;
const WAITING = 1_000;
const ROUNDS = 3_000;
const GOAL = 30_000;
/** Steps between two looks at the journal: facts that wait for their commit stay few. */
const AT_ONCE = 2_000;

export async function benchDurableSteps(): Promise<readonly BenchResult[]> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "cordboard-bench-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const database = stack.use(await startDatabase({ databaseUrl: undefined, folder: join(folder, "postgres") }));
  await migrate(database.url);
  const store = stack.use(openPool(database.url));
  await using journal = await openJournal({
    ...store,
    epoch: await claimEpoch(store.db, Date.now()),
    spoolFolder: join(folder, "spool"),
    enterCalls: enterCallsBy(append),
    onEvent: () => undefined,
  });
  const site = new ScaleSite(WAITING, AGENTS, (facts) => journal.append(facts));
  await journal.durable(site.state.lastFact);
  const before = site.state.lastFact;
  site.samples.length = 0;
  const began = performance.now();
  let told = 0;
  for (let n = 0; n < ROUNDS; n += 1) {
    site.turnover(n);
    if (site.samples.length - told < AT_ONCE) continue;
    told = site.samples.length;
    await journal.durable(site.state.lastFact);
  }
  await journal.durable(site.state.lastFact);
  const seconds = (performance.now() - began) / 1_000;
  const perSecond = site.samples.length / seconds;
  const facts = (site.state.lastFact - before) / seconds;
  return [
    {
      name: `steps a second with journal and records in PostgreSQL (${Math.round(facts)} facts/s)`,
      value: perSecond,
      unit: "1/s",
      baseline: GOAL,
      ratio: perSecond / GOAL,
      goal: ">= 1",
      holds: perSecond >= GOAL,
    },
  ];
}
