/** Rules for the link between us and the switch: what a fresh list tells, what a cut and a restart look like. */

import { expect, test } from "vitest";
import type { LegSnapshot } from "#routing/inputs.ts";
import type { MakeHarness } from "./harness.ts";
import {
  agentOn,
  arrived,
  ask,
  claimed,
  connected,
  next,
  ofKind,
  resynced,
  ring,
  freshNumber,
  freshInteraction,
} from "./steps.ts";

const backMs = 20_000;

function facts(snapshot: LegSnapshot | undefined): object | undefined {
  return (
    snapshot && {
      direction: snapshot.direction,
      isAnswered: snapshot.isAnswered,
      bridgedTo: snapshot.bridgedTo,
      from: snapshot.from,
      to: snapshot.to,
      call: snapshot.tags["call"],
      role: snapshot.tags["role"],
    }
  );
}

export function linkRules(make: MakeHarness): void {
  test("[SP80] a port that comes up observes switch.resynced first", async () => {
    await using h = await make();
    expect(h.observations[0]).toMatchObject({ kind: "switch.resynced", node: h.port.node, legs: [] });
    expect(h.port.health()).toMatchObject({ node: h.port.node, isUp: true, fault: undefined });
  });

  test("[SP81] a fresh list has every leg with its direction, numbers, bridge and marks", async () => {
    await using h = await make();
    const call = await connected(h);
    const waiting = await claimed(h);
    const door = await arrived(h, { from: "34911222555", fromName: undefined });
    const { legs } = await resynced(h);
    const of = (leg: string) => facts(legs.find((l) => l.leg === leg));
    expect(legs).toHaveLength(4);
    expect(of(call.leg)).toEqual({
      direction: "inbound",
      isAnswered: true,
      bridgedTo: call.agent,
      from: "34911222333",
      to: call.to,
      call: call.interaction,
      role: "customer",
    });
    expect(of(call.agent)).toMatchObject({
      direction: "outbound",
      isAnswered: true,
      bridgedTo: call.leg,
      call: call.interaction,
      role: "agent",
    });
    expect(of(waiting.leg)).toEqual({
      direction: "inbound",
      isAnswered: true,
      bridgedTo: undefined,
      from: "34911222333",
      to: waiting.to,
      call: waiting.interaction,
      role: "customer",
    });
    expect(of(door.leg)).toEqual({
      direction: "inbound",
      isAnswered: false,
      bridgedTo: undefined,
      from: "34911222555",
      to: door.to,
      call: undefined,
      role: undefined,
    });
  });

  test("[SP82] marks that we write come back in the fresh list, whole", async () => {
    await using h = await make();
    const { leg, interaction } = await claimed(h);
    ask(h, { kind: "leg.tag", leg, tags: { queue: "0190c8a0-0000-7000-8000-000000000001", since: "1795293393217" } });
    await h.pass(200);
    const { legs } = await resynced(h);
    expect(legs[0]?.tags).toMatchObject({
      call: interaction,
      queue: "0190c8a0-0000-7000-8000-000000000001",
      since: "1795293393217",
    });
  });

  test("[SP83] a mark that could not be written whole is refused, not cut", async () => {
    await using h = await make();
    const { leg } = await claimed(h);
    const command = ask(h, { kind: "leg.tag", leg, tags: { note: "a;b\n\nbgapi shutdown ${system(id)}" } });
    await next(h, "command.failed", (o) => o.command === command);
    const { legs } = await resynced(h);
    expect(legs[0]?.tags["note"]).toBeUndefined();
  });

  test("[SP84] a cut link is switch.lost, then switch.resynced with the calls that went on, in one incarnation", async () => {
    await using h = await make();
    const call = await connected(h);
    const before = ofKind(h.observations, "switch.resynced").at(-1);
    const mark = h.observations.length;
    await h.dropLink(1000);
    const back = await next(h, "switch.resynced", () => true, mark, backMs);
    const since = h.observations.slice(mark).map((o) => o.kind);
    expect(since.slice(0, 2)).toEqual(["switch.lost", "switch.resynced"]);
    expect(back.incarnation).toBe(before?.incarnation);
    expect(back.legs.map((l) => l.leg).toSorted()).toEqual([call.leg, call.agent].toSorted());
    expect(back.legs.find((l) => l.leg === call.leg)).toMatchObject({
      bridgedTo: call.agent,
      tags: { call: call.interaction },
    });
  });

  test("[SP85] what ends while we are blind is missing from the next list, and is not told as an event", async () => {
    await using h = await make();
    const gone = await claimed(h);
    const stays = await claimed(h);
    const mark = h.observations.length;
    await h.dropLink(1500);
    await next(h, "switch.lost", () => true, mark, backMs);
    await gone.caller.hangUp();
    const back = await next(h, "switch.resynced", () => true, mark, backMs);
    expect(back.legs.map((l) => l.leg)).toEqual([stays.leg]);
  });

  test("[SP86] commands during the cut fail instead of waiting or throwing", async () => {
    await using h = await make();
    const { leg } = await claimed(h);
    const mark = h.observations.length;
    await h.dropLink(1500);
    await next(h, "switch.lost", () => true, mark, backMs);
    expect(h.port.health().isUp).toBe(false);
    const play = ask(h, { kind: "music.start", leg, sound: "music" });
    const dialled = ring(h, { kind: "trunk", gateway: h.gateways.carrier, number: freshNumber() });
    await next(h, "command.failed", (o) => o.command === play, mark, backMs);
    await next(h, "leg.notCreated", (o) => o.leg === dialled.leg && o.command === dialled.command, mark, backMs);
    await next(h, "switch.resynced", () => true, mark, backMs);
    await h.pass(300);
    expect((await resynced(h)).legs.map((l) => l.leg)).toEqual([leg]);
  });

  test("[SP87] after the cut the port works as before", async () => {
    await using h = await make();
    const mark = h.observations.length;
    await h.dropLink(500);
    await next(h, "switch.resynced", () => true, mark, backMs);
    await connected(h);
  });

  test("[SP90] a caller that came to the door during the cut is observed as arrived, behind the list", async () => {
    await using h = await make();
    const mark = h.observations.length;
    await h.dropLink(800);
    await next(h, "switch.lost", () => true, mark, backMs);
    const to = freshNumber();
    await h.newCaller({ from: "34911222666", fromName: undefined, to });
    const arrival = await next(h, "leg.arrived", (o) => o.to === to, mark, backMs);
    const since = h.observations.slice(mark).map((o) => o.kind);
    expect(since.slice(0, 3)).toEqual(["switch.lost", "switch.resynced", "leg.arrived"]);
    ask(h, { kind: "leg.claim", leg: arrival.leg, interaction: freshInteraction(), answer: true });
    await next(h, "leg.parked", (o) => o.leg === arrival.leg && o.isAnswered);
  });

  test("[SP88] a restart of the switch is another incarnation without legs", async (context) => {
    await using h = await make();
    if (h.restart === undefined) context.skip("this harness cannot restart its switch");
    await connected(h);
    const before = ofKind(h.observations, "switch.resynced").at(-1);
    const mark = h.observations.length;
    await h.restart?.();
    await next(h, "switch.lost", () => true, mark, backMs);
    const back = await next(h, "switch.resynced", () => true, mark, backMs);
    expect(back.incarnation).not.toBe(before?.incarnation);
    expect(back.legs).toEqual([]);
    await agentOn(h, undefined, 2);
  });

  test("[SP89] nothing is observed after the port was disposed", async () => {
    let mark: number;
    let h;
    {
      await using open = await make();
      await claimed(open);
      h = open;
      await open.port[Symbol.asyncDispose]();
      mark = open.observations.length;
      await open.pass(500);
    }
    expect(h.observations.slice(mark)).toEqual([]);
  });
}
