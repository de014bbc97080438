/** kill -9 of a process that is spooling, draining or committing: what it said was durable is there afterwards, once. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { createInterface } from "node:readline";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import type { Fact } from "#routing/facts.ts";
import { claimEpoch } from "#src/engine/epoch.ts";
import { openJournal } from "#src/engine/journal.ts";
import { freshDatabase, type FreshDatabase } from "../support/database.ts";
import { inventDay } from "../records/day.ts";
import { openGate } from "./tcp-gate.ts";

const startsAt = 1_760_000_000_000;
const calls = 60;
const victim = new URL("journal-victim.ts", import.meta.url).pathname;

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "cordboard-killed-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

/** Opens the journal as the next process would; resolves to the number of its last fact. */
async function goOn(database: FreshDatabase, spoolFolder: string, facts: readonly Fact[]): Promise<number> {
  await using journal = await openJournal({
    db: database.db,
    pool: database.pool,
    spoolFolder,
    epoch: await claimEpoch(database.db, 0),
    enterCalls: () => Promise.resolve(),
    onEvent: () => undefined,
  });
  const { lastFact } = journal.recovery;
  const rest = facts.slice(lastFact);
  journal.append(rest);
  await journal.durable(facts.at(-1)?.n ?? 0);
  return lastFact;
}

async function rows(database: FreshDatabase): Promise<unknown> {
  const table = async (name: string, order: string): Promise<unknown> =>
    (await sql`select to_jsonb(t) as row from ${sql.table(name)} t order by ${sql.raw(order)}`.execute(database.db))
      .rows;
  return {
    journal: (await sql<{ fact: Fact }>`select fact from cc.journal order by n`.execute(database.db)).rows,
    interactions: await table("cc.interactions", "id"),
    segments: await table("cc.segments", "interaction_id, ordinal"),
    legs: await table("cc.legs", "id"),
    intervals: await table("cc.agent_intervals", "agent_id, ordinal"),
  };
}

/** `backAt`: PostgreSQL comes back when this fact is durable in the spool. `killAt`: the victim's word at which it dies. */
const deaths = [
  { name: "while it spools", seed: 1, backAt: undefined, killAt: "400" },
  { name: "as it begins to drain", seed: 2, backAt: 400, killAt: "405" },
  { name: "in the middle of draining and spooling", seed: 3, backAt: 400, killAt: "450" },
  { name: "when it has drained", seed: 4, backAt: 400, killAt: "storeBack" },
];

test.each(deaths)("[JRN4] a process killed $name loses nothing that it called durable", async (death) => {
  const { facts } = inventDay({ seed: death.seed, calls, startsAt });
  await using database = await freshDatabase();
  await using gate = await openGate(database.url);
  const spoolFolder = await folder();
  const given = [gate.url, spoolFolder, death.seed, calls, startsAt].map(String);
  const child = spawn(execPath, [victim, ...given], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  let durable = 0;
  for await (const line of createInterface(child.stdout)) {
    if (/^\d+$/.test(line)) durable = Number(line);
    if (durable === 200) gate.close();
    if (durable === death.backAt) gate.open();
    if (line === death.killAt) child.kill("SIGKILL");
  }
  expect(await exited).toEqual([null, "SIGKILL"]);
  gate.open();
  expect(await goOn(database, spoolFolder, facts)).toBeGreaterThanOrEqual(durable);

  await using quiet = await freshDatabase();
  await goOn(quiet, await folder(), facts);
  expect(await rows(database)).toEqual(await rows(quiet));
});
