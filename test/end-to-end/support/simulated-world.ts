/** The world on the simulated event socket: same service, same client, same wire, but people and switch are made of data. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { serveEsl } from "#cti/simulated/esl-server.ts";
import type { SimulatedLeg } from "#cti/simulated/leg.ts";
import type { CarrierBehaviour, PhoneBehaviour } from "#cti/simulated/parties.ts";
import { runInRealTime, runningClock } from "#cti/simulated/real-time.ts";
import { createSimulatedSwitch, type SimulatedSwitch } from "#cti/simulated/switch.ts";
import { nodeId } from "#routing/ids.ts";
import type { LegTimes } from "#src/records/reconcile.ts";
import { freePort } from "#test/freeswitch/support/ports.ts";
import { openWireCutter } from "#test/freeswitch/support/wire-cutter.ts";
import { openAgent } from "./agent.ts";
import { ownDatabase, sharedDatabase } from "./database.ts";
import { serviceAt } from "./service.ts";
import { fillSite, menuNumber } from "./site.ts";
import { openSpy } from "./spy.ts";
import {
  carrierNames,
  carrierVoice,
  type Answering,
  type Hearing,
  type Party,
  type World,
  type WorldOptions,
} from "./world.ts";

const eslPassword = "password-of-the-simulated-event-socket";
/** The simulator gives its clock in the switch's order; a busy machine makes it and the service late. */
const SLACK = 5;

/** Starts all but the service. The caller disposes of it. */
export async function openSimulatedWorld(options: WorldOptions = {}): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "cordboard-e2e-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const database = stack.use(options.ownDatabase === true ? await ownDatabase() : await sharedDatabase());
  const node = nodeId("fs1");
  await fillSite(database, { contacts: options.contacts, gateways: carrierNames, node });

  const sim = createSimulatedSwitch({
    node,
    seed: "end to end",
    startAt: Date.now(),
    prompts: { defaultMs: 1_000, lengthsMs: { "main-menu": 3_000 }, missing: [] },
  });
  stack.use(runInRealTime(sim, runningClock(sim.now())));
  const ended: LegTimes[] = [];
  stack.defer(
    sim.listen((event) => {
      if (event.kind === "leg" && event.name === "CHANNEL_HANGUP_COMPLETE") ended.push(timesOf(event.leg, sim.now()));
    }),
  );
  const server = stack.use(await serveEsl(sim, { port: 0, password: eslPassword, heartbeatMs: 5_000 }));
  const wire = stack.use(await openWireCutter(server.port));
  const spy = stack.use(await openSpy(() => server.port, eslPassword));

  const service = stack.use(
    serviceAt(await freePort("127.0.0.1"), {
      DATABASE_URL: database.url,
      CORDBOARD_DATA: join(folder, "data"),
      CORDBOARD_FREESWITCH_HOST: "127.0.0.1",
      CORDBOARD_FREESWITCH_PORT: String(wire.port),
      CORDBOARD_FREESWITCH_PASSWORD: options.eslPassword ?? eslPassword,
      CORDBOARD_SIP_DOMAIN: "cc.local",
      CORDBOARD_PROMPTS: resolve("prompts"),
    }),
  );

  const labels = new Map<string, string>();
  const voiceOf = (leg: SimulatedLeg): string =>
    labels.get(leg.uuid) ?? (leg.profile === "trunk" ? carrierVoice : (labels.get(leg.to) ?? leg.to));
  const living = (fits: (leg: SimulatedLeg) => boolean) => (): SimulatedLeg | undefined =>
    sim.legs().findLast((leg) => leg.end === undefined && fits(leg));
  for (const name of carrierNames) sim.setGateway(name, { isUp: true, numbers: {}, otherwise: { kind: "failed" } });

  const owned = stack.move();
  return {
    kind: "simulated",
    slack: SLACK,
    service,
    database,
    spy,
    agent: (login) =>
      openAgent(service, login, async ({ sipUser }) => {
        labels.set(sipUser, login);
        const answerWith = async (how: Answering): Promise<void> => sim.setPhone(sipUser, phoneOf(how));
        await answerWith({ kind: "answers", afterMs: 300 });
        const isHers = (leg: SimulatedLeg): boolean => leg.direction === "outbound" && leg.to === sipUser;
        const phone = party(sim, living(isHers), voiceOf);
        return { ...phone, answerWith, [Symbol.asyncDispose]: () => answerWith({ kind: "unregistered" }) };
      }),
    caller: async ({ from, name, to, label }) => {
      const uuid = sim.newCaller({
        afterMs: 0,
        from,
        fromName: name,
        to: to ?? menuNumber,
        presses: [],
        patienceMs: undefined,
        talkMs: undefined,
      });
      const called = label ?? from ?? "withheld";
      labels.set(uuid, called);
      const caller = party(
        sim,
        living((leg) => leg.uuid === uuid),
        voiceOf,
      );
      return { ...caller, label: called, [Symbol.asyncDispose]: async () => caller.hangUp() };
    },
    carrier: (name) => ({
      ...party(
        sim,
        living((leg) => leg.direction === "outbound" && leg.profile === "trunk"),
        voiceOf,
      ),
      answerWith: (how) => {
        const otherwise: CarrierBehaviour =
          how.kind === "fails" ? { kind: "failed" } : { ...how, talkMs: undefined, hasEarlyMedia: false };
        sim.setGateway(name, { isUp: true, numbers: {}, otherwise });
      },
    }),
    cutLink: async (forMs) => {
      wire.cut(forMs);
      await delay(forMs);
      return performance.now();
    },
    crashSwitch: async (downMs) => {
      const up = Promise.withResolvers<number>();
      const stop = sim.listen((event) => {
        if (event.kind === "started") up.resolve(performance.now());
      });
      sim.restart({ isGraceful: false, downMs });
      const at = await up.promise;
      stop();
      await spy.comeBack();
      return at;
    },
    ledger: async () => ended,
    switchLog: async () =>
      sim
        .legs()
        .map(({ uuid, to, state }) => `${uuid} ${to} ${state}`)
        .join("\n"),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function party(
  sim: SimulatedSwitch,
  find: () => SimulatedLeg | undefined,
  voiceOf: (leg: SimulatedLeg) => string,
): Party {
  return {
    isUp: () => find()?.answeredAt !== undefined,
    press: async (digits) => {
      const leg = find();
      if (leg !== undefined) sim.press(leg.uuid, digits);
    },
    hangUp: () => {
      const leg = find();
      if (leg !== undefined) sim.hangUp(leg.uuid);
    },
    hears: (): Hearing => {
      const leg = find();
      if (leg === undefined) return "silence";
      const heard = sim.hears(leg.uuid);
      return heard === "party" ? `voice of ${leg.partner === undefined ? "nobody" : voiceOf(leg.partner)}` : heard;
    },
    digitsHeard: () => find()?.digitsHeard ?? "",
  };
}

function phoneOf(how: Answering): PhoneBehaviour {
  switch (how.kind) {
    case "answers":
      return { ...how, talkMs: undefined };
    case "rings":
      return { kind: "noAnswer" };
    case "declines":
      return { kind: "declined", afterMs: how.afterMs };
    case "unregistered":
      return how;
  }
}

function timesOf({ uuid, createdAt, answeredAt }: SimulatedLeg, endedAt: number): LegTimes {
  return { id: uuid, createdAt, answeredAt, endedAt };
}
