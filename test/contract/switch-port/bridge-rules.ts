/** Rules for two legs that hear each other: joining, parting, who is kept, and what a race may do. */

import { expect, test } from "vitest";
import type { LegId } from "#routing/ids.ts";
import type { MakeHarness, PortHarness } from "./harness.ts";
import { agentOn, ask, bridge, claimed, connected, hungUp, next, ofKind, resynced } from "./steps.ts";

async function bridgedTo(h: PortHarness): Promise<ReadonlyMap<LegId, LegId | undefined>> {
  return new Map((await resynced(h)).legs.map((l) => [l.leg, l.bridgedTo]));
}

/** The leg is alive and alone, whether its park was told or it never left the park. */
async function expectKept(h: PortHarness, leg: LegId): Promise<void> {
  expect([...(await bridgedTo(h))]).toContainEqual([leg, undefined]);
}

export function bridgeRules(make: MakeHarness): void {
  test("[SP60] a bridge is told by leg.bridged of the survivor and ends the music", async () => {
    await using h = await make();
    const call = await claimed(h);
    ask(h, { kind: "music.start", leg: call.leg, sound: "music" });
    const agent = await agentOn(h, call.interaction);
    await bridge(h, call.leg, agent.leg);
    expect(ofKind(h.observations, "leg.bridged")).toEqual([
      { kind: "leg.bridged", node: h.port.node, leg: call.leg, other: agent.leg },
    ]);
    expect([undefined, "party"]).toContain(await call.caller.hears());
    expect(await bridgedTo(h)).toEqual(
      new Map([
        [call.leg, agent.leg],
        [agent.leg, call.leg],
      ]),
    );
  });

  test("[SP74] a leg that we rang hears a prompt of its own before it is joined, and a bridge ends one that still plays", async () => {
    await using h = await make();
    const call = await claimed(h);
    ask(h, { kind: "music.start", leg: call.leg, sound: "music" });
    const agent = await agentOn(h, call.interaction);
    const short = ask(h, { kind: "prompt.play", leg: agent.leg, prompts: [h.prompts.short] });
    expect(await next(h, "prompt.played", (o) => o.command === short)).toMatchObject({
      leg: agent.leg,
      isComplete: true,
    });
    expect([undefined, "music"]).toContain(await call.caller.hears());
    ask(h, { kind: "prompt.play", leg: agent.leg, prompts: [h.prompts.long] });
    await h.pass(300);
    await bridge(h, call.leg, agent.leg);
    await h.pass(300);
    expect([undefined, "party"]).toContain(await agent.phone.hears());
    expect([undefined, "party"]).toContain(await call.caller.hears());
    expect(ofKind(h.observations, "leg.hungUp")).toEqual([]);
  });

  test("[SP75] music that was asked for just before a bridge does not sound over it", async () => {
    await using h = await make();
    // A parked leg looks up only now and then, so that one try in two or three would lose the race.
    for (let round = 0; round < 12; round += 1) {
      const call = await claimed(h);
      const agent = await agentOn(h, call.interaction);
      if (round % 2 === 1) {
        ask(h, { kind: "music.start", leg: call.leg, sound: "ringback" });
        await h.pass(100);
      }
      ask(h, { kind: "music.start", leg: call.leg, sound: "music" });
      await bridge(h, call.leg, agent.leg);
      await h.pass(150);
      expect([undefined, "party"]).toContain(await call.caller.hears());
      await call.caller.hangUp();
    }
  });

  test("[SP61] the agent hangs up first: the caller is unbridged and parked, and lives", async () => {
    await using h = await make();
    const call = await connected(h);
    const mark = h.observations.length;
    await call.phone.hangUp();
    expect(await hungUp(h, call.agent)).toMatchObject({ cause: "NORMAL_CLEARING", by: "party" });
    await next(h, "leg.parked", (o) => o.leg === call.leg, mark);
    await next(h, "leg.unbridged", (o) => o.leg === call.leg && o.other === call.agent, mark);
    await expectKept(h, call.leg);
    ask(h, { kind: "music.start", leg: call.leg, sound: "music" });
    await h.pass(800);
    expect([undefined, "music"]).toContain(await call.caller.hears());
  });

  test("[SP62] the caller hangs up first: the agent's leg is parked, and lives", async () => {
    await using h = await make();
    const call = await connected(h);
    const mark = h.observations.length;
    await call.caller.hangUp();
    expect(await hungUp(h, call.leg)).toMatchObject({ cause: "NORMAL_CLEARING", by: "party" });
    await next(h, "leg.parked", (o) => o.leg === call.agent, mark);
    await expectKept(h, call.agent);
  });

  test("[SP63] a caller that is gone before the bridge: the command fails and the agent's leg lives", async () => {
    await using h = await make();
    const call = await claimed(h);
    const agent = await agentOn(h, call.interaction);
    await call.caller.hangUp();
    await hungUp(h, call.leg);
    const command = ask(h, { kind: "leg.bridge", survivor: agent.leg, other: call.leg });
    await next(h, "command.failed", (o) => o.command === command);
    await expectKept(h, agent.leg);
  });

  test.each([0, 15, 35, 80])(
    "[SP64] a caller that hangs up %i ms into the bridge never takes the surviving agent's leg along",
    async (delayMs) => {
      await using h = await make();
      const call = await claimed(h);
      const agent = await agentOn(h, call.interaction);
      ask(h, { kind: "leg.bridge", survivor: agent.leg, other: call.leg });
      await h.pass(delayMs);
      await call.caller.hangUp();
      await hungUp(h, call.leg);
      await h.pass(300);
      await expectKept(h, agent.leg);
    },
  );

  test("[SP65] a split parks both legs, and they can be joined again", async () => {
    await using h = await make();
    const call = await connected(h);
    const mark = h.observations.length;
    ask(h, { kind: "leg.split", leg: call.agent });
    await next(h, "leg.parked", (o) => o.leg === call.agent, mark);
    await next(h, "leg.parked", (o) => o.leg === call.leg, mark);
    await next(h, "leg.unbridged", (o) => o.leg === call.leg && o.other === call.agent, mark);
    ask(h, { kind: "music.start", leg: call.leg, sound: "music" });
    await h.pass(800);
    expect([undefined, "music"]).toContain(await call.caller.hears());
    await bridge(h, call.leg, call.agent);
    expect(ofKind(h.observations, "leg.hungUp")).toEqual([]);
  });

  test("[SP66] a bridge to a leg that is in another bridge takes it over and parks the one left behind", async () => {
    await using h = await make();
    const call = await connected(h);
    ask(h, { kind: "leg.split", leg: call.agent });
    await next(h, "leg.unbridged", (o) => o.leg === call.leg);
    const third = await agentOn(h, call.interaction, 1);
    await bridge(h, call.agent, third.leg);
    const mark = h.observations.length;
    await bridge(h, call.leg, third.leg);
    await next(h, "leg.parked", (o) => o.leg === call.agent, mark);
    expect(await bridgedTo(h)).toEqual(
      new Map([
        [call.leg, third.leg],
        [third.leg, call.leg],
        [call.agent, undefined],
      ]),
    );
  });

  test("[SP67] a muted leg is not heard, and is heard again afterwards; neither is observed", async () => {
    await using h = await make();
    const call = await connected(h);
    const mark = h.observations.length;
    ask(h, { kind: "leg.mute", leg: call.agent, isMuted: true });
    await h.pass(200);
    expect([undefined, "silence"]).toContain(await call.caller.hears());
    expect([undefined, "party"]).toContain(await call.phone.hears());
    ask(h, { kind: "leg.mute", leg: call.agent, isMuted: false });
    await h.pass(200);
    expect([undefined, "party"]).toContain(await call.caller.hears());
    expect(h.observations.slice(mark)).toEqual([]);
  });

  test("[SP68] digits that we send reach the far end and are not observed as pressed", async () => {
    await using h = await make();
    const call = await connected(h);
    ask(h, { kind: "leg.sendDigits", leg: call.leg, digits: "12#" });
    await h.pass(1000);
    expect([undefined, "12#"]).toContain(await call.caller.digitsHeard());
    expect(ofKind(h.observations, "digit.pressed")).toEqual([]);
  });

  test("[SP69] a digit pressed in a bridge is told of the leg that pressed it", async () => {
    await using h = await make();
    const call = await connected(h);
    await call.phone.press("7");
    expect(await next(h, "digit.pressed", () => true)).toMatchObject({ leg: call.agent, digit: "7" });
  });
}
