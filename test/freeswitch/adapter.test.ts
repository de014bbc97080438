/** What only a real switch can show of the adapter: sound, files, limits of the switch, races. */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  agentOn,
  ask,
  bridge,
  claimed,
  connected,
  freshNumber,
  hungUp,
  next,
  ofKind,
  ofLeg,
  resynced,
  ring,
} from "../contract/switch-port/steps.ts";
import { startRealWorld, until } from "./support/harness.ts";
import type { RealWorld } from "./support/harness.ts";
import { findFreeswitch } from "./support/switch.ts";
import { loudness, readWave } from "./support/wave.ts";

const binary = findFreeswitch();

describe.skipIf(binary === undefined)("the adapter on a real FreeSWITCH", () => {
  let started: RealWorld | undefined;
  beforeAll(async () => {
    started = await startRealWorld(binary ?? "");
  });
  afterAll(async () => {
    await started?.[Symbol.asyncDispose]();
  });
  const world = (): RealWorld => {
    if (started === undefined) throw new Error("the switch was not started");
    return started;
  };

  test("[FS100] a recording is a stereo file of its interaction: what the leg says left, what it hears right", async () => {
    await using h = await world().harness();
    const call = await connected(h);
    const recording = ask(h, { kind: "recording.start", leg: call.leg, interaction: call.interaction, maxMs: 60_000 });
    await h.pass(2_000);
    ask(h, { kind: "recording.stop", leg: call.leg, interaction: call.interaction, recording });
    const { durationMs } = await next(h, "recording.stopped", (o) => o.command === recording);
    const wave = readWave(
      await readFile(join(world().freeswitch.folders.recordings, call.interaction, `${recording}.wav`)),
    );
    expect(wave.rate).toBe(8_000);
    expect(wave.channels).toHaveLength(2);
    const [left, right] = wave.channels;
    if (left === undefined || right === undefined) throw new Error("not stereo");
    // The caller's voice is a tone of 600 Hz, the agent's one of 720 Hz.
    expect(loudness(left, 600)).toBeGreaterThan(10 * loudness(left, 720));
    expect(loudness(right, 720)).toBeGreaterThan(10 * loudness(right, 600));
    expect(Math.abs(left.length / 8 - durationMs)).toBeLessThan(300);
  });

  test("[FS101] music asked for forty times is one music: the switch, which hangs up when playbacks stack, does not", async () => {
    await using h = await world().harness();
    const { leg, caller } = await claimed(h);
    for (let time = 0; time < 40; time += 1) {
      ask(h, { kind: "music.start", leg, sound: time % 2 === 0 ? "music" : "ringback" });
      await h.pass(60);
    }
    ask(h, { kind: "music.start", leg, sound: "music" });
    await h.pass(800);
    expect(await caller.hears()).toBe("music");
    expect(ofKind(h.observations, "leg.hungUp")).toEqual([]);
    expect(ofKind(h.observations, "command.failed")).toEqual([]);
    const { leg: agent } = await agentOn(h);
    await bridge(h, leg, agent);
    expect(await caller.hears()).toBe("party");
  });

  test("[FS102] a leg that is taken back in the same breath never stays", async () => {
    await using h = await world().harness();
    await h.phone(h.seats[0], { kind: "noAnswer" });
    for (let time = 0; time < 10; time += 1) {
      const { leg } = ring(h, { kind: "seat", sipUser: h.seats[0] });
      ask(h, { kind: "leg.hangUp", leg, cause: "ORIGINATOR_CANCEL" });
      await h.waitFor(
        "the end of the leg",
        (seen) =>
          seen.find((o) => "leg" in o && o.leg === leg && (o.kind === "leg.hungUp" || o.kind === "leg.notCreated")),
        5_000,
      );
    }
    expect((await resynced(h)).legs).toEqual([]);
  });

  test("[FS103] secret digits are nowhere on the leg afterwards", async () => {
    await using h = await world().harness();
    const { leg, caller } = await claimed(h);
    const command = ask(h, {
      kind: "digits.collect",
      leg,
      prompts: [],
      min: 4,
      max: 4,
      terminator: "#",
      accept: undefined,
      timeoutMs: 3_000,
      digitTimeoutMs: 1_500,
      isSensitive: true,
    });
    await h.pass(300);
    await caller.press("4711");
    await next(h, "digits.collected", (o) => o.command === command);
    await world().ask((link) =>
      until("a clean leg", async () => !(await link.api(`uuid_dump ${leg}`)).includes("4711")),
    );
    await caller.press("5");
    await next(h, "digit.pressed", (o) => o.digit === "5");
  });

  test("[FS104] a digit does not end music or a prompt", async () => {
    await using h = await world().harness();
    const { leg, caller } = await claimed(h);
    const command = ask(h, { kind: "prompt.play", leg, prompts: [h.prompts.short] });
    await h.pass(200);
    await caller.press("*");
    expect(await next(h, "prompt.played", (o) => o.command === command)).toMatchObject({ isComplete: true });
    ask(h, { kind: "music.start", leg, sound: "music" });
    await h.pass(800);
    await caller.press("*#");
    await h.pass(300);
    expect(await caller.hears()).toBe("music");
  });

  test("[FS105] two prompts asked for at once come one after the other", async () => {
    await using h = await world().harness();
    const { leg } = await claimed(h);
    const first = ask(h, { kind: "prompt.play", leg, prompts: [h.prompts.short] });
    const second = ask(h, { kind: "prompt.play", leg, prompts: [h.prompts.short] });
    await next(h, "prompt.played", (o) => o.command === second);
    expect(ofKind(h.observations, "prompt.played")).toMatchObject([
      { command: first, isComplete: true },
      { command: second, isComplete: true },
    ]);
  });

  test("[FS106] a phone is told when it registers and signs off, and again to a port that comes later", async () => {
    const told: string[] = [];
    await using h = await world().harness((sipUser, isRegistered) => told.push(`${sipUser} ${isRegistered}`));
    await h.phone(h.seats[2], { kind: "unregistered" });
    told.length = 0;
    await h.phone(h.seats[2], { kind: "noAnswer" });
    await until("the registration", async () => told.includes("agent3 true"));
    await h.phone(h.seats[2], { kind: "unregistered" });
    await until("the signing off", async () => told.at(-1) === "agent3 false");
    await h.phone(h.seats[2], { kind: "noAnswer" });
    await h.port[Symbol.asyncDispose]();
    const later: string[] = [];
    await using _ = await world().harness((sipUser, isRegistered) => later.push(`${sipUser} ${isRegistered}`));
    await until("the seats that are there", async () => later.includes("agent3 true"));
  });

  test("[FS107] a caller who came while the link was away is told when it is back", async () => {
    await using h = await world().harness();
    const mark = h.observations.length;
    await h.dropLink(50);
    await next(h, "switch.lost", () => true, mark);
    const to = freshNumber();
    await h.newCaller({ from: "34911222333", fromName: "Early Bird", to });
    const arrived = await next(h, "leg.arrived", (o) => o.to === to, mark, 4_000);
    const kinds = h.observations.slice(mark).map((o) => o.kind);
    expect(kinds.indexOf("switch.resynced")).toBeLessThan(kinds.indexOf("leg.arrived"));
    expect(arrived.fromName).toBe("Early Bird");
  });

  test("[FS108] asking for the list again and again loses no event and doubles none", async () => {
    await using h = await world().harness();
    const asking = setInterval(() => h.port.resync(), 15);
    try {
      for (let time = 0; time < 5; time += 1) {
        const call = await connected(h);
        await call.caller.hangUp();
        await hungUp(h, call.leg);
        ask(h, { kind: "leg.hangUp", leg: call.agent, cause: "NORMAL_CLEARING" });
        await hungUp(h, call.agent);
        expect(
          ofLeg(h, call.leg)
            .map((o) => o.kind)
            .filter((kind) => kind !== "leg.unbridged"),
        ).toEqual(["leg.arrived", "leg.answered", "leg.parked", "leg.bridged", "leg.hungUp"]);
        expect(ofLeg(h, call.agent).map((o) => o.kind)).toEqual([
          "leg.created",
          "leg.ringing",
          "leg.answered",
          "leg.parked",
          "leg.parked",
          "leg.hungUp",
        ]);
      }
    } finally {
      clearInterval(asking);
    }
    expect(ofKind(h.observations, "switch.resynced").length).toBeGreaterThan(20);
  });

  test("[FS109] the switch writes a record of every leg, with the interaction's mark", async () => {
    await using h = await world().harness();
    const call = await claimed(h);
    await call.caller.hangUp();
    await hungUp(h, call.leg);
    const folder = world().freeswitch.folders.records;
    await until("the record", async () => (await readdir(folder)).some((name) => name.includes(call.leg)));
    const [name = ""] = (await readdir(folder)).filter((file) => file.includes(call.leg));
    const record: unknown = JSON.parse(await readFile(join(folder, name), "utf8"));
    expect(record).toMatchObject({
      variables: { uuid: call.leg, cc_call: call.interaction, hangup_cause: "NORMAL_CLEARING" },
    });
  });
});
