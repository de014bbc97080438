/** Rules for a far end that hands its call over to another one: who comes, who goes, in which order, and what can be done. */

import { expect, test } from "vitest";
import type { MakeHarness, PortHarness } from "./harness.ts";
import { ask, claimed, connected, hungUp, next, ofLeg, resynced, type Observed } from "./steps.ts";
import type { LegId } from "#routing/ids.ts";

const number = "34600999888";

function replaced(h: PortHarness, leg: LegId): Promise<Observed<"leg.replaced">> {
  return next(h, "leg.replaced", (o) => o.leg === leg);
}

export function replaceRules(make: MakeHarness): void {
  test("[SP70] a caller in a bridge hands over: told before his end, the new leg is bridged with his partner", async () => {
    await using h = await make();
    const call = await connected(h);
    const other = await call.caller.handOver(number);
    const { by } = await replaced(h, call.leg);
    ask(h, { kind: "leg.adopt", leg: by, interaction: call.interaction, role: "customer" });
    await hungUp(h, call.leg);
    await next(h, "leg.bridged", (o) => o.leg === by && o.other === call.agent);
    expect(
      ofLeg(h, call.leg)
        .slice(-2)
        .map((o) => o.kind),
    ).toContain("leg.hungUp");
    const kinds = h.observations.flatMap((o) =>
      (o.kind === "leg.replaced" || o.kind === "leg.hungUp") && o.leg === call.leg ? [o.kind] : [],
    );
    expect(kinds).toEqual(["leg.replaced", "leg.hungUp"]);
    await h.pass(300);
    const { legs } = await resynced(h);
    expect(legs.find((l) => l.leg === by)).toMatchObject({
      direction: "inbound",
      isAnswered: true,
      bridgedTo: call.agent,
      from: number,
      tags: { call: call.interaction, role: "customer" },
    });
    expect([undefined, "party"]).toContain(await other.hears());
  });

  test("[SP71] what is adopted outlives its partner, parked", async () => {
    await using h = await make();
    const call = await connected(h);
    await call.caller.handOver(number);
    const { by } = await replaced(h, call.leg);
    ask(h, { kind: "leg.adopt", leg: by, interaction: call.interaction, role: "customer" });
    await next(h, "leg.bridged", (o) => o.leg === by);
    await call.phone.hangUp();
    await next(h, "leg.parked", (o) => o.leg === by);
    ask(h, { kind: "leg.hangUp", leg: by, cause: "NORMAL_CLEARING" });
    expect(await hungUp(h, by)).toMatchObject({ cause: "NORMAL_CLEARING", by: "switch" });
  });

  test("[SP72] a caller who waits hands over: told before his end, and claimed like a caller", async () => {
    await using h = await make();
    for (let round = 0; round < 3; round += 1) {
      const call = await claimed(h);
      ask(h, { kind: "music.start", leg: call.leg, sound: "music" });
      await h.pass(300);
      const other = await call.caller.handOver(number);
      const { by, from } = await replaced(h, call.leg);
      expect(from).toBe(number);
      ask(h, { kind: "leg.claim", leg: by, interaction: call.interaction, answer: true });
      await next(h, "leg.parked", (o) => o.leg === by && o.isAnswered);
      await hungUp(h, call.leg);
      const kinds = h.observations.flatMap((o) =>
        (o.kind === "leg.replaced" || o.kind === "leg.hungUp") && o.leg === call.leg ? [o.kind] : [],
      );
      expect(kinds).toEqual(["leg.replaced", "leg.hungUp"]);
      ask(h, { kind: "music.start", leg: by, sound: "music" });
      await h.pass(800);
      expect([undefined, "music"]).toContain(await other.hears());
      ask(h, { kind: "leg.hangUp", leg: by, cause: "NORMAL_CLEARING" });
      await hungUp(h, by);
    }
  });

  test("[SP73] who has taken over and is not marked yet is listed with whom he took over from, and his end is told", async () => {
    await using h = await make();
    const call = await claimed(h);
    ask(h, { kind: "music.start", leg: call.leg, sound: "music" });
    await h.pass(300);
    const other = await call.caller.handOver(number);
    const { by } = await replaced(h, call.leg);
    await hungUp(h, call.leg);
    expect((await resynced(h)).legs).toMatchObject([{ leg: by, from: number, tookOverFrom: call.leg }]);
    await other.hangUp();
    expect(await hungUp(h, by)).toMatchObject({ by: "party" });
  });
}
