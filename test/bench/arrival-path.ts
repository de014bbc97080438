/**
 * From the bytes of a caller's arrival to the bytes of the agent's originate, through everything that is ours: event socket,
 * adapter, core, adapter, event socket, with facts journalled to PostgreSQL beside it. The switch's own time is left out:
 * the clock runs from each event's bytes to the command that answers it, and is kept by the far end of the wire, so that
 * two crossings of the loopback are in the figure.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { connectFreeswitch } from "#cti/freeswitch/port.ts";
import { emptyState } from "#routing/evolve.ts";
import { append } from "#src/crm/timeline.ts";
import { systemClock } from "#src/engine/clock.ts";
import { claimEpoch } from "#src/engine/epoch.ts";
import { openJournal } from "#src/engine/journal.ts";
import { startPump } from "#src/engine/pump.ts";
import { enterCallsBy } from "#src/records/enter-calls.ts";
import { migrate } from "#src/store/migrate.ts";
import { openPool } from "#src/store/open-pool.ts";
import { startDatabase } from "#src/store/postgres/start-database.ts";
import { PASSWORD } from "#test/cti/esl/scripted-switch.ts";
import { node, siteConfig } from "#test/simulation/site.ts";
import { median, percentile, type BenchResult } from "./result.ts";

const RUNS = 5;
const CALLS = 600;
const AGENTS = 200;
const GOAL_MS = 2;

export async function benchArrivalPath(): Promise<readonly BenchResult[]> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "cordboard-bench-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const database = stack.use(await startDatabase({ databaseUrl: undefined, folder: join(folder, "postgres") }));
  await migrate(database.url);
  const runs: number[][] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push([...(await oneRun(database.url, join(folder, `spool-${run}`)))]);
  const p99 = median(runs.map((samples) => percentile(samples, 0.99)));
  const p50 = median(runs.map((samples) => percentile(samples, 0.5)));
  return [
    {
      name: "arrival bytes in to originate bytes out, p99",
      value: p99,
      unit: "ms",
      baseline: GOAL_MS,
      ratio: p99 / GOAL_MS,
      goal: "<= 1",
      holds: p99 <= GOAL_MS,
    },
    {
      name: "arrival bytes in to originate bytes out, p50",
      value: p50,
      unit: "ms",
      baseline: GOAL_MS,
      ratio: p50 / GOAL_MS,
      goal: "<= 1",
      holds: p50 <= GOAL_MS,
    },
  ];
}

async function oneRun(databaseUrl: string, spoolFolder: string): Promise<readonly number[]> {
  await using stack = new AsyncDisposableStack();
  const store = stack.use(openPool(databaseUrl));
  const clock = systemClock();
  const epoch = await claimEpoch(store.db, clock.now());
  const journal = stack.use(
    await openJournal({ ...store, epoch, spoolFolder, enterCalls: enterCallsBy(append), onEvent: () => undefined }),
  );
  const worker = new Worker(new URL("./arrival-path-worker.ts", import.meta.url), { workerData: { calls: CALLS } });
  const messages: ((message: unknown) => void)[] = [];
  worker.on("message", (message) => messages.shift()?.(message));
  const next = (): Promise<unknown> => new Promise((resolve) => messages.push(resolve));
  const { port } = z.object({ port: z.int() }).parse(await next());

  const state = emptyState();
  state.lastFact = journal.recovery.lastFact;
  const pump = stack.use(
    startPump({
      state,
      clock,
      journal,
      ports: [
        connectFreeswitch({
          node,
          host: "127.0.0.1",
          port,
          password: PASSWORD,
          agentsProfile: "agents",
          agentsDomain: "cc.local",
          promptsFolder: "/var/lib/cordboard/prompts",
          recordingsFolder: "/var/lib/cordboard/recordings",
          musicPath: "local_stream://moh",
          wakeEveryMs: 2,
          commandConnections: 2,
        }),
      ],
      findContact: () => Promise.resolve({ match: "none", contact: undefined, values: {} }),
      onFault: (what, error) => console.error(what, error),
    }),
  );
  const config = siteConfig(AGENTS);
  pump.feed({ kind: "engine.started", epoch, seed: "bench" });
  pump.feed({ kind: "config.replaced", config });
  for (const { id } of config.agents) {
    pump.feed({ kind: "agent.presenceRequested", agent: id, presence: { kind: "ready" } });
  }
  const isUp = Promise.withResolvers<void>();
  const stop = pump.subscribe((facts) => {
    if (facts.some((fact) => fact.kind === "switch.wentUp")) isUp.resolve();
  });
  pump.connect();
  await isUp.promise;
  stop();
  const done = next();
  worker.postMessage("begin");
  return z.object({ samples: z.array(z.number()) }).parse(await done).samples;
}
