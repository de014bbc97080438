/** A caller's company hands his call over to another phone (SIP Replaces): the call goes on, with the leg that comes. */

import { expect, test } from "vitest";
import { legId } from "#routing/ids.ts";
import { given, site, type Scene } from "./given.ts";
import { id, node } from "../simulation/site.ts";

function hands(scene: Scene, leg: string, by: string, from: string | undefined = "34600999888"): string {
  scene.names.call(id("bee", Number(by.slice(-1))), by);
  return scene.when({ kind: "leg.replaced", node, leg: scene.leg(leg), by: scene.leg(by), from });
}

/** ann talks with the first caller. */
function talking(): Scene {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  return scene;
}

test("[AQ16, RT310] in a conversation: one call, the agent talks on, and the end is that of the new leg", () => {
  const scene = talking();
  expect(hands(scene, "caller1", "other1")).toMatchInlineSnapshot(`
    "leg.opened leg=other1 interaction=call1 node=switch-1 role=customer direction=inbound agent=- target=- remote=34600999888
    leg.replaced leg=caller1 interaction=call1 by=other1 number=34600999888
    leg.answered leg=other1 interaction=call1
    > leg.adopt leg=other1 interaction=call1 role=customer id=command7"
  `);
  expect(scene.hangsUp("caller1", "PICKED_OFF")).toMatchInlineSnapshot(
    `"leg.ended leg=caller1 interaction=call1 cause=PICKED_OFF sipStatus=-"`,
  );
  expect(scene.bridged("other1", "leg1")).toMatchInlineSnapshot(
    `"leg.bridged leg=other1 other=leg1 interaction=call1"`,
  );
  expect(scene.passes(60_000)).toBe("");
  expect(scene.state.handedOver.get(scene.call("call1"))).toBe("34600999888");
  const told = scene.hangsUp("other1");
  expect(told).toContain("interaction.disconnected interaction=call1 agent=ann by=customer");
  expect(told).toContain("interaction.ended interaction=call1 reason=completed");
  scene.hangsUp("leg1");
  expect(scene.facts.filter(({ kind }) => kind === "interaction.arrived")).toHaveLength(1);
  scene.passes(60_000);
  expect([scene.state.interactions.size, scene.state.handedOver.size, scene.state.takingOver.size]).toEqual([0, 0, 0]);
});

test("[AQ16, RT311] who waits hands over: the place stays, the new leg is claimed, hears music and is served", () => {
  const scene = given(site({ queue: { leaveWhenNobodySignedIn: false } }));
  scene.waits();
  scene.passes(10_000);
  scene.waits();
  expect(hands(scene, "caller1", "other1")).toMatchInlineSnapshot(`
    "leg.opened leg=other1 interaction=call1 node=switch-1 role=customer direction=inbound agent=- target=- remote=34600999888
    leg.replaced leg=caller1 interaction=call1 by=other1 number=34600999888
    leg.answered leg=other1 interaction=call1
    > leg.claim leg=other1 interaction=call1 answer=true id=command9"
  `);
  expect(scene.hangsUp("caller1", "ATTENDED_TRANSFER")).toBe(
    "leg.ended leg=caller1 interaction=call1 cause=ATTENDED_TRANSFER sipStatus=-",
  );
  expect(scene.parked("other1")).toMatchInlineSnapshot(`
    "leg.parked leg=other1 interaction=call1
    > music.start leg=other1 sound=music id=command10
    > leg.tag leg=other1 tags={queue=Sales joined=1795424400000 priority=0} id=command11"
  `);
  expect(scene.signsIn("ann")).toContain("interaction=call1 agent=ann");
  expect(scene.parked("leg1")).toContain("> leg.bridge survivor=other1 other=leg1");
  expect(scene.bridged("other1", "leg1")).toContain("interaction.connected interaction=call1 agent=ann");
});

test("[RT311] while the agent is being joined: she is joined with who comes", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  expect(scene.parked("leg1")).toContain("> leg.bridge survivor=caller1 other=leg1");
  hands(scene, "caller1", "other1");
  scene.hangsUp("caller1", "ATTENDED_TRANSFER");
  expect(scene.parked("other1")).toContain("> leg.bridge survivor=other1 other=leg1");
  expect(scene.bridged("other1", "leg1")).toContain("interaction.connected");
});

test("[RT311] on hold: whoever comes hears the music, and is retrieved", () => {
  const scene = talking();
  scene.holds("ann", "call1", true);
  scene.parked("leg1");
  scene.parked("caller1");
  expect(hands(scene, "caller1", "other1")).toContain("> leg.claim leg=other1");
  scene.hangsUp("caller1", "ATTENDED_TRANSFER");
  expect(scene.parked("other1")).toContain("> music.start leg=other1 sound=music");
  expect(scene.holds("ann", "call1", false)).toContain("> leg.bridge survivor=other1 other=leg1");
  expect(scene.bridged("other1", "leg1")).toContain("interaction.retrieved");
});

test("[RT311] in the middle of a flow: the step is heard from its beginning", () => {
  const scene = given();
  scene.arrives("900300");
  scene.parked("caller1");
  const found = { match: "none", contact: undefined, values: {} } as const;
  const first = scene.when({
    kind: "contact.found",
    command: scene.command("command3"),
    interaction: scene.call("call1"),
    ...found,
  });
  expect(first).toMatch(/> (digits.collect|prompt.play) leg=caller1/);
  hands(scene, "caller1", "other1");
  expect(scene.hangsUp("caller1", "ATTENDED_TRANSFER")).not.toContain("interaction.ended");
  const again = scene.parked("other1");
  const heard = (told: string) =>
    told
      .split("\n")
      .at(-1)
      ?.replace(/ id=command\d+$/, "")
      .replace(/leg=\w+/, "");
  expect(heard(again)).toBe(heard(first));
});

test("[RT310] passed on to a number: whichever of the two hands over, the other one goes on", () => {
  for (const leg of ["caller1", "leg2"]) {
    const scene = talking();
    scene.transfers("ann", "call1", { kind: "number", number: "34911222333" });
    scene.hangsUp("leg1");
    scene.parked("caller1");
    scene.parked("leg2");
    scene.bridged("caller1", "leg2");
    expect(hands(scene, leg, "other1")).toContain(`leg.replaced leg=${leg} interaction=call1 by=other1`);
    expect(scene.hangsUp(leg, "PICKED_OFF")).not.toContain("interaction.ended");
    const stays = leg === "caller1" ? "leg2" : "caller1";
    scene.bridged("other1", stays);
    const ends = [scene.hangsUp("other1"), scene.hangsUp(stays)].join("\n");
    expect(ends).toContain("interaction.ended interaction=call1 reason=completed");
  }
});

test("[RT310] a customer whom an agent called hands over", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.dials("ann", "34911222333");
  scene.parked("leg1");
  scene.parked("leg2");
  scene.bridged("leg2", "leg1");
  hands(scene, "leg2", "other1");
  expect(scene.hangsUp("leg2", "PICKED_OFF")).toBe("leg.ended leg=leg2 interaction=call1 cause=PICKED_OFF sipStatus=-");
  scene.bridged("other1", "leg1");
  expect(scene.hangsUp("leg1")).toContain("interaction.disconnected interaction=call1 agent=ann by=agent");
});

test("[RT312] nobody takes the place of an agent, of what is over, or of nobody: he is let go, the call is as it was", () => {
  const scene = talking();
  expect(hands(scene, "leg1", "other1")).toMatchInlineSnapshot(`
    "input.ignored input=leg.replaced reason=notAFarEnd interaction=call1
    > leg.hangUp leg=other1 cause=CALL_REJECTED id=command7"
  `);
  expect(scene.state.interactions.get(scene.call("call1"))?.customerLeg).toBe(scene.leg("caller1"));
  scene.hangsUpBy("ann", "call1");
  expect(hands(scene, "caller1", "other2")).toContain("> leg.hangUp leg=other2 cause=CALL_REJECTED");
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  expect(hands(scene, "caller1", "other3")).toContain("> leg.hangUp leg=other3 cause=CALL_REJECTED");
  expect(
    scene.when({ kind: "leg.replaced", node, leg: legId(id("dead", 1)), by: legId(id("dead", 2)), from: "1" }),
  ).toContain("legUnknown");
});

test("[RT312] told twice, it changes nothing", () => {
  const scene = talking();
  hands(scene, "caller1", "other1");
  expect(hands(scene, "caller1", "other1")).toBe("input.ignored input=leg.replaced reason=repeated interaction=call1");
});

test("[RT313] handed over while nobody could see it: found on the list beside his partner, and marked", () => {
  const scene = talking();
  scene.linkLost();
  scene.names.call(id("bee", 1), "other1");
  const told = scene.resynced({
    leg1: { bridgedTo: scene.leg("other1") },
    other1: {
      direction: "inbound",
      bridgedTo: scene.leg("leg1"),
      tookOverFrom: scene.leg("leg1"),
      from: "34600999888",
    },
  });
  expect(told).toContain("leg.replaced leg=caller1 interaction=call1 by=other1 number=34600999888");
  expect(told).toContain("> leg.adopt leg=other1 interaction=call1 role=customer");
  expect(told).toContain("leg.bridged leg=");
  expect(told).not.toContain("interaction.ended");
});

test("[RT313] the mark was lost: asked for again; what nobody knows is let go", () => {
  const scene = given(site({ queue: { leaveWhenNobodySignedIn: false } }));
  scene.waits();
  hands(scene, "caller1", "other1");
  scene.hangsUp("caller1", "ATTENDED_TRANSFER");
  const other = { direction: "inbound", tookOverFrom: scene.leg("caller1") } as const;
  expect(scene.resynced({ other1: other })).toContain("> leg.claim leg=other1 interaction=call1 answer=true");
  // Whatever else is as it should be.
  expect(scene.resynced({ other1: other })).toContain("reason=markLost");
  scene.names.call(id("bee", 2), "other2");
  const told = scene.resynced({
    other1: { tags: { call: "x" } },
    other2: { ...other, tookOverFrom: legId(id("dead", 1)) },
  });
  expect(told).toContain("> leg.hangUp leg=other2 cause=CALL_REJECTED");
  const nobody = given();
  nobody.names.call(id("bee", 3), "other3");
  expect(nobody.resynced({ other3: { ...other, tookOverFrom: legId(id("dead", 1)) } })).toContain("takesNobodysPlace");
});
