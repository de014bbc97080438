/**
 * From the bytes of a caller's arrival to the bytes of the agent's originate, through everything that is ours: event socket,
 * adapter, core, adapter, event socket, with facts journalled to PostgreSQL beside it, at about a hundred calls a second.
 * The switch's own time is left out: the clock runs from the bytes of the arrival, then from those that say that the caller
 * is answered, to the commands that they cause. Kept twice:
 * inside this process (bytes read to bytes written), which is what the goal is about, and by the far end of the wire,
 * where two crossings of the loopback and the machine's other work are in the figure.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { Socket } from "node:net";
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
/** How the switch of this benchmark says that the caller is answered, to be known among all replies. */
const ANSWERED = "+OK answered";

export async function benchArrivalPath(): Promise<readonly BenchResult[]> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "cordboard-bench-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const database = stack.use(await startDatabase({ databaseUrl: undefined, folder: join(folder, "postgres") }));
  await migrate(database.url);
  const runs: Run[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await oneRun(database.url, join(folder, `spool-${run}`)));
  const figure = (name: string, of: (run: Run) => readonly number[], share: number): BenchResult => {
    const value = median(runs.map((run) => percentile(of(run), share)));
    return {
      name,
      value,
      unit: "ms",
      baseline: GOAL_MS,
      ratio: value / GOAL_MS,
      goal: "<= 1",
      holds: value <= GOAL_MS,
    };
  };
  return [
    figure("arrival bytes in to originate bytes out, p99", (run) => run.inside, 0.99),
    figure("arrival bytes in to originate bytes out, p50", (run) => run.inside, 0.5),
    figure("the same across the loopback, p50", (run) => run.acrossWire, 0.5),
  ];
}

interface Run {
  /** Milliseconds a call, arrival to claim and answered to originate added. */
  readonly inside: readonly number[];
  readonly acrossWire: readonly number[];
}

function socketMethod(name: "emit" | "write"): (...input: unknown[]) => unknown {
  const found: unknown = Reflect.get(Socket.prototype, name);
  if (!isFunction(found)) throw new Error(`A socket has no ${name}.`);
  return found;
}

const isFunction = (value: unknown): value is (...input: unknown[]) => unknown => typeof value === "function";

/** Watches this process's sockets: from an event's bytes being read to the command's bytes being written. */
function watchSockets(): { readonly calls: () => readonly number[]; stop(): void } {
  const [emit, write] = [socketMethod("emit"), socketMethod("write")];
  const calls: number[] = [];
  let readAt = 0;
  let claimMs = 0;
  Socket.prototype.emit = function (this: Socket, event: string | symbol, ...rest: unknown[]): boolean {
    const [chunk] = rest;
    const isTrigger = Buffer.isBuffer(chunk) && (chunk.includes("CHANNEL_PARK") || chunk.includes(ANSWERED));
    if (event === "data" && isTrigger) readAt = performance.now();
    return Boolean(Reflect.apply(emit, this, [event, ...rest]));
  };
  Socket.prototype.write = function (this: Socket, ...rest: unknown[]): boolean {
    const text = String(rest[0]);
    if (text.startsWith("api uuid_transfer ")) claimMs = performance.now() - readAt;
    if (text.includes("originate {")) calls.push(claimMs + performance.now() - readAt);
    return Boolean(Reflect.apply(write, this, rest));
  };
  return {
    calls: () => calls.slice(-CALLS),
    stop: () => {
      Reflect.set(Socket.prototype, "emit", emit);
      Reflect.set(Socket.prototype, "write", write);
    },
  };
}

async function oneRun(databaseUrl: string, spoolFolder: string): Promise<Run> {
  await using stack = new AsyncDisposableStack();
  const store = stack.use(openPool(databaseUrl));
  const clock = systemClock();
  const epoch = await claimEpoch(store.db, clock.now());
  const journal = stack.use(
    await openJournal({ ...store, epoch, spoolFolder, enterCalls: enterCallsBy(append), onEvent: () => undefined }),
  );
  const worker = new Worker(new URL("./arrival-path-worker.ts", import.meta.url), {
    workerData: { calls: CALLS, answered: ANSWERED },
  });
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
      checkCallback: () => Promise.resolve({ mayCall: true, timeZone: undefined }),
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
  const watched = watchSockets();
  stack.defer(() => watched.stop());
  const done = next();
  worker.postMessage("begin");
  const { samples } = z.object({ samples: z.array(z.number()) }).parse(await done);
  return { inside: watched.calls(), acrossWire: samples };
}
