import { expect, onTestFinished, test } from "vitest";
import { keepEslPool } from "#cti/esl/pool.ts";
import type { EslPool, EslPoolReport } from "#cti/esl/pool.ts";
import { eventFrame } from "#cti/esl/replies.ts";
import { defaultEslSettings } from "#cti/esl/settings.ts";
import { ManualTimers } from "./manual-timers.ts";
import { CORE, PASSWORD, scriptedSwitch } from "./scripted-switch.ts";
import type { Script, ScriptedClient, ScriptedSwitch } from "./scripted-switch.ts";

const JOB = "501186ed-bae5-4c33-85eb-d16898026856";

interface World {
  readonly sw: ScriptedSwitch;
  readonly timers: ManualTimers;
  readonly reports: EslPoolReport[];
  readonly pool: EslPool;
  readonly kinds: () => readonly string[];
  /** Resolves at the next report of that kind. */
  readonly next: (kind: EslPoolReport["kind"]) => Promise<void>;
  readonly eventClient: () => ScriptedClient | undefined;
  readonly commandClients: () => readonly ScriptedClient[];
}

const subscribes = (client: ScriptedClient, name: string): boolean =>
  client.commands.some(({ line }) => line.startsWith("event") && line.includes(name));

async function world(script: Script = {}, commandConnections = 2, wakeEveryMs = 0): Promise<World> {
  const sw = await scriptedSwitch(script);
  const timers = new ManualTimers();
  const reports: EslPoolReport[] = [];
  let waiting: { readonly kind: string; readonly resolve: () => void }[] = [];
  const next = (kind: string): Promise<void> => new Promise((resolve) => waiting.push({ kind, resolve }));
  const first = next("up");
  const pool = keepEslPool({
    host: "127.0.0.1",
    port: sw.port,
    password: PASSWORD,
    user: undefined,
    events: ["CHANNEL_PARK", "BACKGROUND_JOB"],
    commandConnections,
    settings: { ...defaultEslSettings, wakeEveryMs, pingEveryMs: 0, heartbeatTimeoutMs: 0 },
    timers,
    random: () => 0.5,
    onFault: (fault) => {
      throw fault;
    },
    listener: (report) => {
      reports.push(report);
      const due = waiting.filter(({ kind }) => kind === report.kind);
      waiting = waiting.filter((one) => !due.includes(one));
      for (const { resolve } of due) resolve();
    },
  });
  onTestFinished(async () => {
    await pool.close();
    await sw[Symbol.asyncDispose]();
  });
  await first;
  const live = (): readonly ScriptedClient[] => sw.clients.filter((client) => !client.socket.destroyed);
  return {
    sw,
    timers,
    reports,
    pool,
    next,
    kinds: () => reports.map((report) => report.kind),
    eventClient: () => live().find((client) => subscribes(client, "CHANNEL_PARK")),
    commandClients: () => live().filter((client) => !subscribes(client, "CHANNEL_PARK")),
  };
}

test("[ESL50] is up when all connections are: one for events, the others for commands and their jobs", async () => {
  const { sw, reports, pool, eventClient, commandClients } = await world({}, 3);
  expect(reports).toEqual([{ kind: "up", coreUuid: CORE, previousCoreUuid: undefined }]);
  expect(pool.states()).toEqual({ events: "up", "commands-1": "up", "commands-2": "up", "commands-3": "up" });
  expect(sw.clients).toHaveLength(4);
  expect(eventClient()?.commands[1]?.line).toBe("event json CHANNEL_PARK BACKGROUND_JOB");
  for (const client of commandClients()) expect(client.commands[1]?.line).toBe("event json BACKGROUND_JOB");
});

test("[ESL51] commands of one call stay on one connection and in order; calls are spread over all", async () => {
  const { pool, commandClients, eventClient } = await world();
  const calls = Array.from({ length: 40 }, (_, at) => `call-${String(at)}`);
  await Promise.all(
    calls.flatMap((call) => [1, 2, 3].map((step) => pool.command(call).api(`${call} ${String(step)}`))),
  );
  const perClient = commandClients().map((client) => client.lines());
  for (const call of calls) {
    const mine = perClient.map((lines) => lines.filter((line) => line.startsWith(`api ${call} `)));
    expect(mine.filter((lines) => lines.length > 0)).toEqual([[1, 2, 3].map((step) => `api ${call} ${String(step)}`)]);
  }
  for (const lines of perClient) expect(lines.length).toBeGreaterThan(15);
  expect(eventClient()?.lines()).toEqual([]);
});

test("[ESL52] an event is passed on once although every connection sees the jobs", async () => {
  const { sw, pool, reports, next } = await world();
  const job = await pool.command("call").bgapi("x", JOB);
  const heard = next("event");
  const values = {
    "Event-Name": "BACKGROUND_JOB",
    "Core-UUID": CORE,
    "Event-Sequence": "4",
    "Job-UUID": JOB,
    _body: "+OK",
  };
  for (const client of sw.clients) client.send(eventFrame("json", values));
  expect(await job.outcome).toEqual({ kind: "done", text: "+OK" });
  await heard;
  await Promise.all(["a", "b", "c", "d"].map((key) => pool.command(key).api("status")));
  expect(reports.filter((report) => report.kind === "event")).toHaveLength(1);
});

test("[ESL53] any connection that goes down is told by name; up comes again when all are", async () => {
  const { pool, reports, next, timers, commandClients } = await world();
  const down = next("down");
  commandClients()[0]?.socket.destroy();
  await down;
  expect(pool.isUp()).toBe(false);
  expect(reports.at(-1)).toMatchObject({ kind: "down", link: expect.stringMatching(/^commands-[12]$/) });
  const up = next("up");
  timers.advance(1_000);
  await up;
  expect(reports.map((report) => report.kind)).toEqual(["up", "down", "up"]);
  expect(reports.at(-1)).toEqual({ kind: "up", coreUuid: CORE, previousCoreUuid: CORE });
});

test("[ESL53] closing ends all connections and leaves no timer", async () => {
  const { pool, timers, kinds } = await world();
  await pool.close();
  expect(pool.states()).toEqual({ events: "down", "commands-1": "down", "commands-2": "down" });
  expect([timers.pending, kinds().filter((kind) => kind === "down").length]).toEqual([0, 3]);
});

test("[ESL54] only the connection that brings the events is woken", async () => {
  const { timers, pool } = await world({}, 2, 2);
  timers.advance(6);
  const wakes = Object.entries(pool.counters()).map(([name, { wakesOut }]) => [name, wakesOut > 0]);
  expect(wakes).toEqual([
    ["events", true],
    ["commands-1", false],
    ["commands-2", false],
  ]);
});
