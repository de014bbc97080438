/**
 * `npm run bench:callcenter [-- --quick] [--json FILE] [--breakdown]`: mod_callcenter and Cordboard side by side, each on a real
 * FreeSWITCH of its own with the same configuration but for the ACD, on this machine, in turns.
 *
 * What is alike: the switch's binary and configuration (freeswitch-conf), SIP callers at the trunk, agents who are
 * registered SIP telephones (one SIPp that answers at once), the strategy (longest idle), wrap-up, music, queue and agent
 * counts, limits of the switch, and the measuring connection with its wake interval. A call's clock runs from its INVITE
 * being written to the CHANNEL_CREATE of the agent's leg being read.
 *
 * What is not: theirs decides inside the switch. Ours is a service of its own that hears of the call over the event
 * socket, claims it, answers it and rings the agent over the event socket again, writes its journal to PostgreSQL as in
 * production, and keeps a console open for every agent; it pays for all of that here.
 *
 * Why no `null/` endpoint: such a leg is outbound, FreeSWITCH lets no application answer one, and no ACD that claims
 * unanswered callers ever sees a caller like that. SIP on both sides is dearer for both arms, and true.
 */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { existsSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { Client } from "pg";
import { startEmbedded, type EmbeddedDatabase } from "#src/store/postgres/embedded.ts";
import { findSipp } from "#test/freeswitch/support/sipp.ts";
import { findFreeswitch } from "#test/freeswitch/support/switch.ts";
import type { Arm } from "./arm.ts";
import { breakdown, Trips } from "./breakdown.ts";
import { openOurs } from "./ours.ts";
import { fullPlan, quickPlan } from "./plan.ts";
import { block, load, mediaOnly, nothing, ramp, situations, warmUp, type Measured, type Measuring } from "./rounds.ts";
import { openTheirs, modulesThere, type TheirDatabase } from "./theirs.ts";
import { tell, type Side } from "./tell.ts";

const options = new Command()
  .name("bench:callcenter")
  .option("--quick", "a minute: shows that it works, proves nothing")
  .option("--json <file>", "write the results there as JSON")
  .option("--breakdown", "our arm alone: where the time from a caller's INVITE to his agent's leg goes")
  .parse()
  .opts<{ quick?: true; json?: string; breakdown?: true }>();

/** A file system in memory, if there is one: the fastest place for their database. */
const memory = "/dev/shm";
const began = performance.now();
const say = (line: string): void =>
  console.log(`${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${line}`);

async function main(owned: AsyncDisposableStack, folder: string): Promise<void> {
  const freeswitch = findFreeswitch();
  const sipp = findSipp();
  if (freeswitch === undefined || sipp === undefined) {
    console.log("Nothing is compared: this wants a real FreeSWITCH (FREESWITCH_BIN or PATH) and SIPp (PATH).");
    return;
  }
  const tools = { freeswitch, sipp };
  const plan = options.quick === true ? quickPlan : fullPlan;
  const measuring: Measuring = { plan, say };
  const database = await startEmbedded({ folder: join(folder, "postgres"), settings: {}, log: () => undefined });
  owned.defer(database.stop);
  if (options.breakdown === true) {
    const trips = new Trips();
    const arm = owned.use(await openOurs(tools, plan, database, trips));
    await warmUp(measuring, arm);
    await breakdown(arm, trips, plan, say);
    return;
  }
  const there = await modulesThere(freeswitch, ["mod_callcenter", "mod_pgsql"]);
  if (!there.has("mod_callcenter")) {
    console.log(`Nothing is compared: ${freeswitch} has no mod_callcenter.`);
    return;
  }

  const file: TheirDatabase = { kind: "sqlite", file: join(folder, "callcenter.db") };
  const inMemory = existsSync(memory) ? await memoryFile(owned) : file;
  say(
    `${availableParallelism()} cores, load ${load()}; theirs with SQLite in ${inMemory === file ? "a file" : memory}`,
  );
  const theirs: Side = { arm: owned.use(await openTheirs(tools, plan, "mod_callcenter", inMemory)), of: nothing() };
  const ours: Side = { arm: owned.use(await openOurs(tools, plan, database)), of: nothing() };
  const media = await compare(measuring, theirs, ours);

  const variants: Record<string, Measured> = {};
  if (inMemory !== file) variants["SQLite in a file"] = await variant(measuring, tools, file, "SQLite in a file");
  if (there.has("mod_pgsql")) {
    const postgres: TheirDatabase = { kind: "postgres", dsn: await theirPostgres(database) };
    variants["PostgreSQL"] = await variant(measuring, tools, postgres, "PostgreSQL");
  } else say("This FreeSWITCH has no mod_pgsql: mod_callcenter is not measured with PostgreSQL.");

  const results = tell({ plan, theirs: theirs.of, ours: ours.of, media, variants });
  say(`load ${load()} at the end`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(results, undefined, 2)}\n`);
  if (options.quick !== true && results.some(({ holds }) => !holds)) process.exitCode = 1;
}

/** Percent of a core for the media alone, one for each round. */
async function compare(measuring: Measuring, theirs: Side, ours: Side): Promise<readonly number[]> {
  const sides = [theirs, ours];
  const media: number[] = [];
  for (const { arm } of sides) await warmUp(measuring, arm);
  for (let round = 0; round < measuring.plan.rounds; round += 1) {
    for (const situation of situations) {
      for (const side of sides) {
        // Theirs is shown beside ours, and so slow that once is enough.
        if (situation === "bigCrowd" && side === theirs && round > 0) continue;
        await block(measuring, side.arm, side.of, situation);
      }
    }
    media.push(await mediaOnly(measuring, theirs.arm));
  }
  for (let turn = 0; turn < measuring.plan.ramps; turn += 1) {
    for (const { arm, of } of sides) of.rates.push(await ramp(measuring, arm));
  }
  return media;
}

async function variant(
  measuring: Measuring,
  tools: { readonly freeswitch: string; readonly sipp: string },
  database: TheirDatabase,
  name: string,
): Promise<Measured> {
  const of = nothing();
  await using arm: Arm = await openTheirs(tools, measuring.plan, `mod_callcenter with ${name}`, database);
  await warmUp(measuring, arm);
  for (let round = 0; round < measuring.plan.variantRounds; round += 1) {
    for (const situation of ["idle", "crowd", "reoffer"] as const) await block(measuring, arm, of, situation);
  }
  return of;
}

async function memoryFile(owned: AsyncDisposableStack): Promise<TheirDatabase> {
  const folder = await mkdtemp(join(memory, "cordboard-bench-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  owned.defer(remove);
  return { kind: "sqlite", file: join(folder, "callcenter.db") };
}

/** A database of their own on the server that keeps our journal; the two are never measured at the same moment. */
async function theirPostgres({ url }: EmbeddedDatabase): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("create database callcenter");
  } finally {
    await client.end();
  }
  const { hostname, port, username, password } = new URL(url);
  return `pgsql://hostaddr=${hostname} port=${port} dbname=callcenter user=${username} password=${password}`;
}

/** Everything temporary of this run and of what it starts goes into one folder. */
const folder = await mkdtemp(join(tmpdir(), "cordboard-bench-"));
process.env["TMPDIR"] = folder;
const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
process.once("exit", remove);
await using owned = new AsyncDisposableStack();
owned.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
let isCutShort = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    isCutShort = true;
    // Whatever is only half started ends with this process, and then leaves nothing behind.
    process.once("exit", remove);
    void owned.disposeAsync().finally(() => process.exit(130));
  });
}
try {
  await main(owned, folder);
} catch (error) {
  // What is measured when everything is being ended fails in some way; the reason is known.
  if (!isCutShort) throw error;
  await new Promise(() => undefined);
}
