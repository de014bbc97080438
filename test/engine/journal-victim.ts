/** A process to be killed: journals a made-up day and says on stdout, line by line, up to which fact it is durable. */

import { argv, stdout } from "node:process";
import { claimEpoch } from "#src/engine/epoch.ts";
import { openJournal } from "#src/engine/journal.ts";
import { openPool } from "#src/store/open-pool.ts";
import { inventDay } from "../records/day.ts";

const [, , url = "", spoolFolder = "", seed = "0", calls = "0", startsAt = "0"] = argv;
const store = openPool(url);
const journal = await openJournal({
  db: store.db,
  pool: store.pool,
  spoolFolder,
  epoch: await claimEpoch(store.db, 0),
  enterCalls: () => Promise.resolve(),
  onEvent: (event) => stdout.write(`${event.kind}\n`),
  batchDelayMs: 1,
  commitPatienceMs: 150,
});
const { facts } = inventDay({ seed: Number(seed), calls: Number(calls), startsAt: Number(startsAt) });
for (let from = 0; from < facts.length; from += 5) {
  const step = facts.slice(from, from + 5);
  journal.append(step);
  await journal.durable(step.at(-1)?.n ?? 0);
  stdout.write(`${step.at(-1)?.n ?? 0}\n`);
}
