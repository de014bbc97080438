/** Rules for what a caller hears and presses: prompts, music, digits, recordings. */

import { expect, test } from "vitest";
import type { CommandId, LegId } from "#routing/ids.ts";
import type { MakeHarness, PortHarness } from "./harness.ts";
import { ask, bridge, agentOn, claimed, hungUp, next, ofKind } from "./steps.ts";
import type { Ask } from "./steps.ts";

type Collect = Extract<Ask, { readonly kind: "digits.collect" }>;

function collect(h: PortHarness, leg: LegId, more: Partial<Collect> = {}): CommandId {
  return ask(h, {
    kind: "digits.collect",
    leg,
    prompts: [h.prompts.short],
    min: 1,
    max: 4,
    terminator: "#",
    accept: undefined,
    timeoutMs: 2500,
    digitTimeoutMs: 1200,
    isSensitive: false,
    ...more,
  });
}

export function promptRules(make: MakeHarness): void {
  test("[SP20] a played prompt is reported complete, to the command that asked for it", async () => {
    await using h = await make();
    const { leg } = await claimed(h);
    const command = ask(h, { kind: "prompt.play", leg, prompts: [h.prompts.short, h.prompts.short] });
    expect(await next(h, "prompt.played", (o) => o.command === command)).toEqual({
      kind: "prompt.played",
      node: h.port.node,
      leg,
      command,
      isComplete: true,
    });
  });

  test("[SP21] a prompt without a file is reported as not complete", async () => {
    await using h = await make();
    const { leg } = await claimed(h);
    const command = ask(h, { kind: "prompt.play", leg, prompts: [h.prompts.missing] });
    expect(await next(h, "prompt.played", (o) => o.command === command)).toMatchObject({ isComplete: false });
  });

  test("[SP22] music starts, an announcement goes over it, and the music goes on by itself", async () => {
    await using h = await make();
    const { leg, caller } = await claimed(h);
    ask(h, { kind: "music.start", leg, sound: "music" });
    await h.pass(800);
    expect([undefined, "music"]).toContain(await caller.hears());
    const command = ask(h, { kind: "prompt.announce", leg, prompts: [h.prompts.short] });
    await h.pass(250);
    expect([undefined, "prompt"]).toContain(await caller.hears());
    await h.pass(2500);
    expect([undefined, "music"]).toContain(await caller.hears());
    expect(h.observations.filter((o) => "command" in o && o.command === command)).toEqual([]);
  });

  test("[SP37] ringback in the place of music ends the music, and nothing of it comes back", async () => {
    await using h = await make();
    const { leg, caller } = await claimed(h);
    ask(h, { kind: "music.start", leg, sound: "music" });
    await h.pass(300);
    ask(h, { kind: "music.start", leg, sound: "ringback" });
    await h.pass(500);
    expect([undefined, "music"]).toContain(await caller.hears());
    expect(ofKind(h.observations, "command.failed")).toEqual([]);
    expect(ofKind(h.observations, "prompt.played")).toEqual([]);
  });

  test("[SP23] a digit is observed at once, also during music and inside an announcement", async () => {
    await using h = await make();
    const { leg, caller } = await claimed(h);
    ask(h, { kind: "music.start", leg, sound: "music" });
    await h.pass(800);
    await caller.press("5");
    await next(h, "digit.pressed", (o) => o.leg === leg && o.digit === "5");
    ask(h, { kind: "prompt.announce", leg, prompts: [h.prompts.long] });
    await h.pass(300);
    await caller.press("*");
    await next(h, "digit.pressed", (o) => o.leg === leg && o.digit === "*");
  });

  test("[SP24] digits closed by the terminator are collected without it", async () => {
    await using h = await make();
    const { leg, caller } = await claimed(h);
    const command = collect(h, leg);
    await h.pass(300);
    await caller.press("123#");
    expect(await next(h, "digits.collected", (o) => o.command === command)).toEqual({
      kind: "digits.collected",
      node: h.port.node,
      leg,
      command,
      digits: "123",
      invalid: undefined,
    });
  });

  test("[SP25] digits without a terminator are collected when the next one stays away", async () => {
    await using h = await make();
    const { leg, caller } = await claimed(h);
    const command = collect(h, leg);
    await h.pass(300);
    await caller.press("12");
    expect(await next(h, "digits.collected", (o) => o.command === command, 0, 8000)).toMatchObject({
      digits: "12",
      invalid: undefined,
    });
  });

  test("[SP26] the last allowed digit ends the collection", async () => {
    await using h = await make();
    const { leg, caller } = await claimed(h);
    const command = collect(h, leg, { digitTimeoutMs: 6000, timeoutMs: 6000 });
    await h.pass(300);
    await caller.press("1234");
    expect(await next(h, "digits.collected", (o) => o.command === command, 0, 3000)).toMatchObject({ digits: "1234" });
  });

  test("[SP27] silence is undefined twice", async () => {
    await using h = await make();
    const { leg } = await claimed(h);
    const command = collect(h, leg, { timeoutMs: 1000, digitTimeoutMs: 1000 });
    expect(await next(h, "digits.collected", (o) => o.command === command, 0, 8000)).toMatchObject({
      digits: undefined,
      invalid: undefined,
    });
  });

  test("[SP28] an input that is not on the list is told apart from silence", async () => {
    await using h = await make();
    const { leg, caller } = await claimed(h);
    const command = collect(h, leg, { max: 1, accept: ["1", "2"], terminator: undefined });
    await h.pass(300);
    await caller.press("9");
    expect(await next(h, "digits.collected", (o) => o.command === command, 0, 8000)).toMatchObject({
      digits: undefined,
      invalid: "9",
    });
  });

  test("[SP29] an input of the list counts", async () => {
    await using h = await make();
    const { leg, caller } = await claimed(h);
    const command = collect(h, leg, { max: 1, accept: ["1", "2", "*"], terminator: undefined });
    await h.pass(300);
    await caller.press("*");
    expect(await next(h, "digits.collected", (o) => o.command === command)).toMatchObject({
      digits: "*",
      invalid: undefined,
    });
  });

  test("[SP30] a digit pressed into the prompt stops the prompt and counts", async () => {
    await using h = await make();
    const { leg, caller } = await claimed(h);
    const command = collect(h, leg, { prompts: [h.prompts.long], max: 1 });
    await h.pass(500);
    await caller.press("3");
    expect(await next(h, "digits.collected", (o) => o.command === command, 0, 3000)).toMatchObject({ digits: "3" });
  });

  test("[SP31] a second collection does not see the digits of the first", async () => {
    await using h = await make();
    const { leg, caller } = await claimed(h);
    const first = collect(h, leg);
    await h.pass(300);
    await caller.press("12#");
    await next(h, "digits.collected", (o) => o.command === first);
    const second = collect(h, leg, { timeoutMs: 1000, digitTimeoutMs: 1000 });
    expect(await next(h, "digits.collected", (o) => o.command === second, 0, 8000)).toMatchObject({
      digits: undefined,
      invalid: undefined,
    });
  });

  test("[SP32] sensitive digits are collected but never shown as pressed", async () => {
    await using h = await make();
    const { leg, caller } = await claimed(h);
    const command = collect(h, leg, { isSensitive: true });
    await h.pass(300);
    await caller.press("4711");
    expect(await next(h, "digits.collected", (o) => o.command === command)).toMatchObject({ digits: "4711" });
    expect(ofKind(h.observations, "digit.pressed")).toEqual([]);
  });

  test("[SP33] a caller that hangs up during a collection or a prompt ends, and nothing else is said", async () => {
    await using h = await make();
    const { leg, caller } = await claimed(h);
    collect(h, leg);
    await h.pass(300);
    await caller.hangUp();
    expect(await hungUp(h, leg)).toMatchObject({ cause: "NORMAL_CLEARING", by: "party" });
    const { leg: second, caller: listener } = await claimed(h);
    ask(h, { kind: "prompt.play", leg: second, prompts: [h.prompts.long] });
    await h.pass(300);
    await listener.hangUp();
    await hungUp(h, second);
    await h.pass(500);
    expect(ofKind(h.observations, "digits.collected")).toEqual([]);
    expect(ofKind(h.observations, "prompt.played")).toEqual([]);
  });

  test("[SP34] a recording ends with its length when it is stopped", async () => {
    await using h = await make();
    const { leg, interaction } = await claimed(h);
    const { leg: agent } = await agentOn(h, interaction);
    await bridge(h, leg, agent);
    const recording = ask(h, { kind: "recording.start", leg, interaction, maxMs: 60_000 });
    await h.pass(2500);
    ask(h, { kind: "recording.stop", leg, interaction, recording });
    const stopped = await next(h, "recording.stopped", (o) => o.command === recording);
    expect(stopped.leg).toBe(leg);
    expect(stopped.durationMs).toBeGreaterThan(1000);
    expect(stopped.durationMs).toBeLessThan(6000);
  });

  test("[SP35] a recording ends when its leg ends, before the leg does", async () => {
    await using h = await make();
    const { leg, interaction, caller } = await claimed(h);
    const recording = ask(h, { kind: "recording.start", leg, interaction, maxMs: 60_000 });
    await h.pass(1500);
    await caller.hangUp();
    await hungUp(h, leg);
    expect(h.observations.findIndex((o) => o.kind === "recording.stopped" && o.command === recording)).toBeLessThan(
      h.observations.findIndex((o) => o.kind === "leg.hungUp" && o.leg === leg),
    );
    expect(ofKind(h.observations, "recording.stopped")).toHaveLength(1);
  });

  test("[SP36] stopping a recording that does not run is command.failed", async () => {
    await using h = await make();
    const { leg, interaction } = await claimed(h);
    const recording = ask(h, { kind: "recording.start", leg, interaction, maxMs: 60_000 });
    await h.pass(500);
    ask(h, { kind: "recording.stop", leg, interaction, recording });
    await next(h, "recording.stopped", (o) => o.command === recording);
    const again = ask(h, { kind: "recording.stop", leg, interaction, recording });
    await next(h, "command.failed", (o) => o.command === again);
  });
}
