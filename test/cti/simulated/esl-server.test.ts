/** The simulated event socket over TCP: other people's clients can use it, and it misbehaves as asked. */

import { connect } from "node:net";
import type { Socket } from "node:net";
import { createRequire } from "node:module";
import { afterEach, expect, test } from "vitest";
import { FrameReader } from "#cti/esl/parse.ts";
import { decodeEvent, isEventFrame } from "#cti/esl/events.ts";
import type { EslFrame } from "#cti/esl/frame.ts";
import { headerOf } from "#cti/esl/frame.ts";
import { serveEsl } from "#cti/simulated/esl-server.ts";
import type { EslServer } from "#cti/simulated/esl-server.ts";
import { noFaults } from "#cti/simulated/link.ts";
import { runInRealTime, runningClock } from "#cti/simulated/real-time.ts";
import { createSimulatedSwitch } from "#cti/simulated/switch.ts";
import type { SimulatedSwitch } from "#cti/simulated/switch.ts";
import { nodeId } from "#routing/ids.ts";

const password = "test-password";
const events = "event json CHANNEL_CREATE CHANNEL_ANSWER CHANNEL_PARK CHANNEL_HANGUP_COMPLETE BACKGROUND_JOB HEARTBEAT";
/** Quick, so that the switch's own seconds pass in tenths. */
const SPEED = 10;

interface Stand {
  readonly sim: SimulatedSwitch;
  readonly server: EslServer;
}

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

async function stand(): Promise<Stand> {
  const sim = createSimulatedSwitch({ node: nodeId("sim-1"), seed: "tcp", startAt: Date.UTC(2026, 10, 21, 9, 0, 0) });
  const driver = runInRealTime(sim, runningClock(sim.now(), SPEED));
  open.push({ [Symbol.asyncDispose]: async () => driver[Symbol.dispose]() });
  const server = await serveEsl(sim, { port: 0, password, heartbeatMs: 2000 });
  open.push(server);
  return { sim, server };
}

interface Client {
  readonly frames: readonly EslFrame[];
  readonly write: (text: string) => void;
  /** The n-th frame, from 0. */
  readonly frame: (at: number) => Promise<EslFrame>;
  readonly closed: Promise<void>;
  readonly bytes: () => number;
}

function client(port: number): Client {
  const socket: Socket = connect(port, "127.0.0.1");
  const reader = new FrameReader();
  const frames: EslFrame[] = [];
  let bytesSeen = 0;
  const waiting = new Set<() => void>();
  socket.on("data", (bytes) => {
    bytesSeen += bytes.length;
    frames.push(...reader.push(bytes));
    for (const look of waiting) look();
  });
  socket.on("error", () => socket.destroy());
  open.push({ [Symbol.asyncDispose]: async () => void socket.destroy() });
  return {
    frames,
    write: (text) => void socket.write(text),
    frame: (at) =>
      new Promise((resolve) => {
        const look = (): void => {
          const frame = frames[at];
          if (frame === undefined) return;
          waiting.delete(look);
          resolve(frame);
        };
        waiting.add(look);
        look();
      }),
    closed: new Promise((resolve) => void socket.on("close", () => resolve())),
    bytes: () => bytesSeen,
  };
}

async function signedIn(port: number): Promise<Client> {
  const one = client(port);
  await one.frame(0);
  one.write(`auth ${password}\n\n${events}\n\n`);
  await one.frame(2);
  return one;
}

function arrive(sim: SimulatedSwitch): string {
  const who = { from: "34911222333", fromName: "Test Caller", to: "900100" };
  return sim.newCaller({ ...who, afterMs: 0, presses: [], patienceMs: undefined, talkMs: undefined });
}

/** Resolves once `is` holds, looked at whenever a frame comes. */
async function until(of: Client, is: (frame: EslFrame) => boolean): Promise<EslFrame> {
  for (let at = 0; ; at += 1) {
    const frame = await of.frame(at);
    if (is(frame)) return frame;
  }
}

const isEvent = (name: string) => (frame: EslFrame) => isEventFrame(frame) && decodeEvent(frame).name === name;
const nameOf = (frame: EslFrame): string => (isEventFrame(frame) ? decodeEvent(frame).name : "");

test("[SE10] a connection that is dropped says no goodbye, and new ones are refused for so long", async () => {
  const { sim, server } = await stand();
  const one = await signedIn(server.port);
  const before = one.frames.length;
  server.drop(2000);
  await one.closed;
  expect(one.frames.length).toBe(before);
  const refused = client(server.port);
  await refused.closed;
  expect(refused.frames).toEqual([]);
  const until2000 = sim.now() + 2100;
  while (sim.now() < until2000) await new Promise((resolve) => setImmediate(() => resolve(sim.hears(""))));
  expect(headerOf(await client(server.port).frame(0), "Content-Type")).toBe("auth/request");
});

test("[SE11] a reply that is cut breaks off in its middle, with the connection", async () => {
  const { server } = await stand();
  const one = await signedIn(server.port);
  const [framesBefore, bytesBefore] = [one.frames.length, one.bytes()];
  server.cutNextFrame();
  one.write("api status\n\n");
  await one.closed;
  expect(one.frames.length).toBe(framesBefore);
  expect(one.bytes()).toBeGreaterThan(bytesBefore);
});

test("[SE12] a half-open connection gives neither replies nor events and stays open", async () => {
  const { sim, server } = await stand();
  const one = await signedIn(server.port);
  server.halfOpen(0);
  const bytes = one.bytes();
  one.write("api status\n\n");
  arrive(sim);
  const other = await signedIn(server.port);
  await until(other, isEvent("HEARTBEAT"));
  expect(one.bytes()).toBe(bytes);
  expect(server.connections()).toBe(2);
});

test("[SE13] a switch that hangs answers nothing, then everything, in order", async () => {
  const { sim, server } = await stand();
  const one = await signedIn(server.port);
  const hungAt = sim.now();
  server.hang(3000);
  one.write("api hostname\n\napi uuid_exists x\n\n");
  const answers: string[] = [];
  await until(one, (frame) => {
    if (headerOf(frame, "Content-Type") === "api/response") answers.push(frame.body ?? "");
    return answers.length === 2;
  });
  expect(answers).toEqual(["switch-1", "false"]);
  expect(sim.now()).toBeGreaterThanOrEqual(hungAt + 3000);
});

test("[SE14] a restart ends the calls, says so, closes, and comes back as another process", async () => {
  const { sim, server } = await stand();
  const one = await signedIn(server.port);
  arrive(sim);
  const first = decodeEvent(await until(one, isEvent("CHANNEL_PARK")));
  const isStarted = new Promise<void>((resolve) => {
    sim.listen((event) => {
      if (event.kind === "started") resolve();
    });
  });
  sim.restart({ isGraceful: true, downMs: 500 });
  await one.closed;
  const [last] = one.frames.slice(-1);
  expect(last?.body).toBe("The system is being shut down.\n");
  expect(one.frames.map(nameOf).filter((name) => name === "CHANNEL_HANGUP_COMPLETE")).toHaveLength(1);
  await isStarted;
  const again = client(server.port);
  await again.frame(0);
  again.write(`auth ${password}\n\n${events}\n\n`);
  const beat = decodeEvent(await until(again, isEvent("HEARTBEAT")));
  expect(beat.values["Core-UUID"]).not.toBe(first.values["Core-UUID"]);
  expect(Number(beat.values["Event-Sequence"])).toBeLessThan(5);
});

test("[SE15] events can be lost and doubled on the wire; a doubled one has the same number", async () => {
  const { sim, server } = await stand();
  const one = await signedIn(server.port);
  server.setFaults({ ...noFaults, lostRate: 1 });
  arrive(sim);
  one.write("api status\n\n");
  await until(one, (frame) => headerOf(frame, "Content-Type") === "api/response");
  server.setFaults({ ...noFaults, duplicatedRate: 1 });
  sim.newCaller({
    afterMs: 0,
    from: "34911999999",
    fromName: undefined,
    to: "900100",
    presses: [],
    patienceMs: undefined,
    talkMs: undefined,
  });
  const seen: (string | readonly string[] | undefined)[] = [];
  await until(one, (frame) => {
    if (isEventFrame(frame)) {
      const event = decodeEvent(frame);
      if (event.name === "CHANNEL_PARK") {
        expect(event.values["Caller-Caller-ID-Number"]).toBe("34911999999");
        seen.push(event.values["Event-Sequence"]);
      }
    }
    return seen.length === 2;
  });
  expect(seen[0]).toBe(seen[1]);
});

test("[SE16] plain events are percent-encoded, with the body of a job behind them", async () => {
  const { server } = await stand();
  const one = client(server.port);
  await one.frame(0);
  one.write(
    `auth ${password}\n\nevent plain BACKGROUND_JOB\n\nbgapi uuid_exists x\nJob-UUID: 11111111-2222-4333-8444-555555555555\n\n`,
  );
  const job = await until(one, isEventFrame);
  expect(job.body).toContain("Job-Command: uuid_exists\n");
  expect(job.body).toContain("Event-Date-Local: 2026-11-21%20");
  expect(job.body?.endsWith("Content-Length: 5\n\nfalse")).toBe(true);
});

test("[SE17] other people's client modesl takes a call: claims it, plays, bridges an agent, hangs up", async () => {
  const { sim, server } = await stand();
  sim.setPhone("agent1", { kind: "answers", afterMs: 300, talkMs: undefined });
  // The package has no types; this is all of it that is used here.
  interface Modesl {
    readonly api: (command: string, done: (reply: ModeslEvent) => void) => void;
    readonly bgapi: (command: string, done: (reply: ModeslEvent) => void) => void;
    readonly subscribe: (events: readonly string[], done: () => void) => void;
    readonly execute: (app: string, argument: string, uuid: string, done: (reply: ModeslEvent) => void) => void;
    readonly on: (event: string, listener: (event: ModeslEvent) => void) => void;
    readonly disconnect: () => void;
  }
  interface ModeslEvent {
    readonly getHeader: (name: string) => string | undefined;
    readonly getBody: () => string;
  }
  const { Connection }: { Connection: new (host: string, port: number, pass: string, ready: () => void) => Modesl } =
    createRequire(import.meta.url)("modesl");
  const esl = await new Promise<Modesl>((resolve) => {
    const made: Modesl = new Connection("127.0.0.1", server.port, password, () => resolve(made));
  });
  const told: string[] = [];
  const waiting = new Map<string, () => void>();
  esl.on("esl::event::**", (event) => {
    const what = `${event.getHeader("Event-Name") ?? ""} ${event.getHeader("Unique-ID") ?? ""} ${event.getHeader("Answer-State") ?? ""}`;
    told.push(what);
    waiting.get(what)?.();
  });
  const heard = (what: string): Promise<void> =>
    told.includes(what) ? Promise.resolve() : new Promise((resolve) => void waiting.set(what, resolve));
  const api = (command: string): Promise<string> =>
    new Promise((resolve) => esl.api(command, (reply) => resolve(reply.getBody())));
  await new Promise<void>((resolve) =>
    esl.subscribe(["CHANNEL_PARK", "CHANNEL_BRIDGE", "CHANNEL_HANGUP_COMPLETE"], resolve),
  );

  const caller = arrive(sim);
  await heard(`CHANNEL_PARK ${caller} ringing`);
  const flags = "set:park_after_bridge=true,set:uuid_bridge_park_on_cancel=true";
  expect(await api(`uuid_transfer ${caller} ${flags},answer,park inline`)).toBe("+OK\n");
  await heard(`CHANNEL_PARK ${caller} answered`);
  const played = await new Promise<ModeslEvent>((resolve) =>
    esl.execute("playback", "/sounds/hello.wav", caller, resolve),
  );
  expect(played.getHeader("Application-Response")).toBe("FILE PLAYED");
  const agent = "aaaaaaaa-0000-4000-8000-000000000001";
  const job = await new Promise<ModeslEvent>((resolve) =>
    esl.bgapi(
      `originate {origination_uuid=${agent},ignore_early_media=true}sofia/agents/agent1%cc.local &park()`,
      resolve,
    ),
  );
  expect(job.getBody()).toBe(`+OK ${agent}\n`);
  await heard(`CHANNEL_PARK ${agent} answered`);
  expect(await api(`uuid_bridge ${caller} ${agent}`)).toBe(`+OK ${agent}\n`);
  await heard(`CHANNEL_BRIDGE ${caller} answered`);
  expect(sim.hears(caller)).toBe("party");
  expect(await api(`uuid_kill ${agent}`)).toBe("+OK\n");
  await heard(`CHANNEL_HANGUP_COMPLETE ${agent} hangup`);
  sim.hangUp(caller);
  await heard(`CHANNEL_HANGUP_COMPLETE ${caller} hangup`);
  const ended = new Promise<void>((resolve) => {
    esl.on("esl::end", () => {
      resolve();
    });
  });
  esl.disconnect();
  await ended;
  expect(sim.legs()).toEqual([]);
});
