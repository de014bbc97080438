/** Rules for legs that we ring: how they answer, how they do not, and that an id makes one leg only. */

import { expect, test } from "vitest";
import type { MakeHarness } from "./harness.ts";
import {
  agentOn,
  ask,
  freshInteraction,
  freshLeg,
  freshNumber,
  hungUp,
  next,
  ofKind,
  ofLeg,
  resynced,
  ring,
} from "./steps.ts";

export function originateRules(make: MakeHarness): void {
  test("[SP40] a phone that answers is created, rings, answers and is parked", async () => {
    await using h = await make();
    const { leg } = await agentOn(h);
    await h.pass(300);
    const kinds = ofLeg(h, leg).map((o) => o.kind);
    expect(kinds.toSorted()).toEqual(["leg.answered", "leg.created", "leg.parked", "leg.ringing"]);
    expect(kinds[0]).toBe("leg.created");
    expect(kinds.indexOf("leg.ringing")).toBeLessThan(kinds.indexOf("leg.answered"));
  });

  test("[SP41] a busy phone ends with USER_BUSY and 486, by the party", async () => {
    await using h = await make();
    await h.phone(h.seats[0], { kind: "busy" });
    const { leg } = ring(h, { kind: "seat", sipUser: h.seats[0] });
    expect(await hungUp(h, leg)).toMatchObject({ cause: "USER_BUSY", sipStatus: 486, by: "party" });
    await h.pass(300);
    expect(ofKind(h.observations, "leg.notCreated")).toEqual([]);
  });

  test.each([
    ["sip:+34911222999@192.0.2.1:5999", "+34911222999"],
    ["tel:+34911222999", "+34911222999"],
    ["sip:192.0.2.1", undefined],
  ])("[SP53] a phone that redirects to %s ends with 302 and says where to, and nobody is called", async (to, user) => {
    await using h = await make();
    await h.phone(h.seats[0], { kind: "redirects", to });
    const { leg } = ring(h, { kind: "seat", sipUser: h.seats[0] });
    expect(await hungUp(h, leg)).toEqual({
      kind: "leg.hungUp",
      node: h.port.node,
      leg,
      cause: "REQUESTED_CHAN_UNAVAIL",
      sipStatus: 302,
      by: "party",
      ...(user === undefined ? {} : { redirectedTo: user }),
    });
    await h.pass(300);
    expect(ofLeg(h, leg).map((o) => o.kind)).toEqual(["leg.created", "leg.hungUp"]);
    expect((await resynced(h)).legs).toEqual([]);
  });

  test("[SP42] a declined call ends with CALL_REJECTED and 603", async () => {
    await using h = await make();
    await h.phone(h.seats[0], { kind: "declined", afterMs: 500 });
    const { leg } = ring(h, { kind: "seat", sipUser: h.seats[0] });
    expect(await hungUp(h, leg)).toMatchObject({ cause: "CALL_REJECTED", sipStatus: 603, by: "party" });
    expect(ofKind(h.observations, "leg.ringing").map((o) => o.leg)).toEqual([leg]);
  });

  test("[SP43] a phone that nobody takes ends with NO_ANSWER when the time is up", async () => {
    await using h = await make();
    await h.phone(h.seats[0], { kind: "noAnswer" });
    const { leg } = ring(h, { kind: "seat", sipUser: h.seats[0] }, { timeoutMs: 3000 });
    expect(await hungUp(h, leg, 7000)).toMatchObject({ cause: "NO_ANSWER", by: "switch" });
  });

  test("[SP44] an unregistered phone makes no leg: leg.notCreated and nothing else", async () => {
    await using h = await make();
    await h.phone(h.seats[0], { kind: "unregistered" });
    const { leg, command } = ring(h, { kind: "seat", sipUser: h.seats[0] });
    expect(await next(h, "leg.notCreated", (o) => o.leg === leg)).toMatchObject({
      command,
      cause: "USER_NOT_REGISTERED",
    });
    await h.pass(300);
    expect(ofLeg(h, leg)).toHaveLength(1);
  });

  test("[SP45] a phone whose port is closed ends at once with NORMAL_TEMPORARY_FAILURE", async () => {
    await using h = await make();
    await h.phone(h.seats[0], { kind: "closed" });
    const { leg } = ring(h, { kind: "seat", sipUser: h.seats[0] });
    expect(await hungUp(h, leg)).toMatchObject({ cause: "NORMAL_TEMPORARY_FAILURE" });
  });

  test("[SP46] a ringing leg that we take back ends with ORIGINATOR_CANCEL, once, and never answers", async () => {
    await using h = await make();
    await h.phone(h.seats[0], { kind: "answers", afterMs: 5000 });
    const { leg } = ring(h, { kind: "seat", sipUser: h.seats[0] });
    await next(h, "leg.ringing", (o) => o.leg === leg);
    ask(h, { kind: "leg.hangUp", leg, cause: "ORIGINATOR_CANCEL" });
    expect(await hungUp(h, leg)).toMatchObject({ cause: "ORIGINATOR_CANCEL", by: "switch" });
    await h.pass(500);
    expect(ofLeg(h, leg).map((o) => o.kind)).toEqual(["leg.created", "leg.ringing", "leg.hungUp"]);
  });

  test("[INV9, SP47] an id makes one leg: the second originate is leg.notCreated, the living leg is not touched", async () => {
    await using h = await make();
    const { leg, sipUser } = await agentOn(h);
    const second = ring(h, { kind: "seat", sipUser }, { leg });
    expect(await next(h, "leg.notCreated", (o) => o.command === second.command)).toMatchObject({
      leg,
      cause: "DESTINATION_OUT_OF_ORDER",
    });
    await h.pass(300);
    expect(ofKind(h.observations, "leg.hungUp")).toEqual([]);
    expect((await resynced(h)).legs.map((l) => l.leg)).toEqual([leg]);
  });

  test("[SP48] a number behind a gateway answers and is parked", async () => {
    await using h = await make();
    const number = freshNumber();
    await h.gateway(number, { kind: "answers", afterMs: 300 });
    const { leg } = ring(h, { kind: "trunk", gateway: h.gateways.carrier, number });
    await next(h, "leg.parked", (o) => o.leg === leg && o.isAnswered);
  });

  test.each([
    ["busy", "USER_BUSY", 486],
    ["unallocated", "UNALLOCATED_NUMBER", 404],
    ["failed", "NORMAL_TEMPORARY_FAILURE", 503],
  ] as const)("[SP49] a number that is %s ends with %s and %i", async (kind, cause, sipStatus) => {
    await using h = await make();
    const number = freshNumber();
    await h.gateway(number, { kind });
    const { leg } = ring(h, { kind: "trunk", gateway: h.gateways.carrier, number });
    expect(await hungUp(h, leg)).toMatchObject({ cause, sipStatus });
  });

  test("[SP50] an unknown gateway makes no leg", async () => {
    await using h = await make();
    const { leg, command } = ring(h, { kind: "trunk", gateway: h.gateways.missing, number: freshNumber() });
    expect(await next(h, "leg.notCreated", (o) => o.leg === leg)).toMatchObject({ command, cause: "INVALID_GATEWAY" });
  });

  test.each([
    ["forks", "6001,loopback/7009/public"],
    ["fails over", "6001|6002"],
    ["has a line break", "6001\n\nbgapi shutdown"],
    ["expands", "${system(id)}"],
  ])("[SP51] a number that %s is refused before it reaches the switch", async (_, number) => {
    await using h = await make();
    const { leg, command } = ring(h, { kind: "trunk", gateway: h.gateways.carrier, number });
    expect(await next(h, "leg.notCreated", (o) => o.leg === leg)).toMatchObject({ command });
    expect((await resynced(h)).legs).toEqual([]);
  });

  test("[SP52] two legs of one interaction ring side by side", async () => {
    await using h = await make();
    const interaction = freshInteraction();
    await h.phone(h.seats[0], { kind: "answers", afterMs: 400 });
    await h.phone(h.seats[1], { kind: "answers", afterMs: 400 });
    const one = ring(h, { kind: "seat", sipUser: h.seats[0] }, { interaction, leg: freshLeg() });
    const two = ring(h, { kind: "seat", sipUser: h.seats[1] }, { interaction, leg: freshLeg() });
    await next(h, "leg.parked", (o) => o.leg === one.leg);
    await next(h, "leg.parked", (o) => o.leg === two.leg);
  });
}
