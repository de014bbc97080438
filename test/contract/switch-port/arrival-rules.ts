/** Rules for a caller at the door: what is told of it, how it becomes ours, what happens when nobody wants it. */

import { expect, test } from "vitest";
import type { MakeHarness } from "./harness.ts";
import { arrived, ask, claimed, freshInteraction, hungUp, next, ofKind, ofLeg, resynced } from "./steps.ts";

export function arrivalRules(make: MakeHarness): void {
  test("[SP1] a caller at the door is observed once, with its number, its name and the number it called", async () => {
    await using h = await make();
    const { leg, to } = await arrived(h);
    await h.pass(300);
    expect(ofLeg(h, leg)).toEqual([
      { kind: "leg.arrived", node: h.port.node, leg, from: "34911222333", fromName: "Test Caller", to },
    ]);
  });

  test("[SP2] a withheld number is undefined, not a word", async () => {
    await using h = await make();
    const { observation } = await arrived(h, { from: undefined, fromName: undefined });
    expect(observation.from).toBeUndefined();
  });

  test.each([
    ["Chinese, Spanish and an emoji", "王小明 José Muñoz 😀", "王小明 José Muñoz 😀"],
    // The switch decodes the percent signs and takes the dollar from an expansion; the simulated one does not.
    ["percent signs", "100%41 %zz 50% off", undefined],
    ["an expansion and a dial string", "${system(id)},x={a}|b:_:c", undefined],
    ["quotes and brackets", `O'Brien "the" <boss>;\\ [1]`, `O'Brien "the" <boss>;\\ [1]`],
  ])("[SP3] a caller's name made of %s neither breaks the link nor changes another leg", async (_, fromName, told) => {
    await using h = await make();
    const odd = await arrived(h, { from: "34911222444", fromName });
    const plain = await claimed(h);
    ask(h, { kind: "leg.claim", leg: odd.leg, interaction: freshInteraction(), answer: true });
    await next(h, "leg.parked", (o) => o.leg === odd.leg && o.isAnswered);
    const { legs } = await resynced(h);
    expect(legs.map((l) => l.leg).toSorted()).toEqual([odd.leg, plain.leg].toSorted());
    expect(odd.observation).toMatchObject({ from: "34911222444", fromName: told ?? expect.any(String) });
  });

  test("[SP4] a claim parks the leg as ours without answering it", async () => {
    await using h = await make();
    const { leg } = await arrived(h);
    ask(h, { kind: "leg.claim", leg, interaction: freshInteraction(), answer: false });
    await next(h, "leg.parked", (o) => o.leg === leg);
    await h.pass(200);
    expect(ofLeg(h, leg).map((o) => (o.kind === "leg.parked" ? `${o.kind} ${o.isAnswered}` : o.kind))).toEqual([
      "leg.arrived",
      "leg.parked false",
    ]);
  });

  test("[SP5] a claim with answer shows the answer, then the park", async () => {
    await using h = await make();
    const { leg } = await claimed(h);
    expect(ofLeg(h, leg).map((o) => o.kind)).toEqual(["leg.arrived", "leg.answered", "leg.parked"]);
  });

  test("[SP6] a leg claimed without answer can be answered later", async () => {
    await using h = await make();
    const { leg } = await arrived(h);
    ask(h, { kind: "leg.claim", leg, interaction: freshInteraction(), answer: false });
    await next(h, "leg.parked", (o) => o.leg === leg);
    ask(h, { kind: "leg.answer", leg });
    await next(h, "leg.answered", (o) => o.leg === leg);
  });

  test("[SP7] a caller that nobody claims is refused within five seconds with NORMAL_TEMPORARY_FAILURE", async () => {
    await using h = await make();
    const { leg } = await arrived(h);
    const end = await hungUp(h, leg, 6000);
    expect(end.cause).toBe("NORMAL_TEMPORARY_FAILURE");
    expect(end.by).toBe("switch");
  });

  test("[SP8] a claimed leg is not refused, answered or not", async () => {
    await using h = await make();
    const { leg } = await arrived(h);
    ask(h, { kind: "leg.claim", leg, interaction: freshInteraction(), answer: false });
    await next(h, "leg.parked", (o) => o.leg === leg);
    await h.pass(6000);
    expect(ofKind(h.observations, "leg.hungUp")).toEqual([]);
  });

  test("[SP9] a caller that gives up at the door ends with ORIGINATOR_CANCEL, by the party", async () => {
    await using h = await make();
    const { leg, caller } = await arrived(h);
    await caller.hangUp();
    expect(await hungUp(h, leg)).toMatchObject({ cause: "ORIGINATOR_CANCEL", by: "party" });
  });

  test("[SP10] a claimed caller that hangs up ends once with NORMAL_CLEARING, by the party", async () => {
    await using h = await make();
    const { leg, caller } = await claimed(h);
    await caller.hangUp();
    expect(await hungUp(h, leg)).toMatchObject({ cause: "NORMAL_CLEARING", by: "party" });
    await h.pass(500);
    expect(ofKind(h.observations, "leg.hungUp")).toHaveLength(1);
  });

  test("[SP11] our own hang-up ends the leg with the cause that we gave, by the switch", async () => {
    await using h = await make();
    const { leg } = await claimed(h);
    ask(h, { kind: "leg.hangUp", leg, cause: "NORMAL_CLEARING" });
    expect(await hungUp(h, leg)).toMatchObject({ cause: "NORMAL_CLEARING", by: "switch" });
  });

  test("[SP12] hanging up an unanswered caller as busy refuses it with that cause", async () => {
    await using h = await make();
    const { leg } = await arrived(h);
    ask(h, { kind: "leg.claim", leg, interaction: freshInteraction(), answer: false });
    await next(h, "leg.parked", (o) => o.leg === leg);
    ask(h, { kind: "leg.hangUp", leg, cause: "USER_BUSY" });
    expect(await hungUp(h, leg)).toMatchObject({ cause: "USER_BUSY", by: "switch" });
  });

  test("[SP13] a command for a leg that is gone comes back as command.failed, not as an exception", async () => {
    await using h = await make();
    const { leg, caller } = await claimed(h);
    await caller.hangUp();
    await hungUp(h, leg);
    const failed = (id: string) => next(h, "command.failed", (o) => o.command === id);
    const causes = [
      await failed(ask(h, { kind: "leg.hangUp", leg, cause: "NORMAL_CLEARING" })),
      await failed(ask(h, { kind: "music.start", leg, sound: "music" })),
      await failed(ask(h, { kind: "prompt.play", leg, prompts: [h.prompts.short] })),
      await failed(ask(h, { kind: "leg.claim", leg, interaction: freshInteraction(), answer: true })),
      await failed(ask(h, { kind: "leg.bridge", survivor: leg, other: leg })),
      await failed(ask(h, { kind: "leg.split", leg })),
    ].map((failure) => failure.cause);
    expect(causes).toEqual(causes.map(() => "LEG_GONE"));
  });
}
