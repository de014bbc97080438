/** Phones that pass a call on instead of ringing (SIP 302): followed once, only to what may be dialled, never in a circle. */

import { expect, test } from "vitest";
import type { RoutingConfig } from "#routing/config.ts";
import type { Fact } from "#routing/facts.ts";
import { node } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

/** ann is rung for the first caller, bea is there as well. */
function rung(config: Partial<RoutingConfig> = { followsRedirects: true }): Scene {
  const scene = given(site({ agents: [{}, {}], config }));
  scene.signsIn("ann");
  scene.waits();
  scene.signsIn("bea");
  return scene;
}

function redirects(scene: Scene, leg: string, to: string | undefined): string {
  return scene.when({
    kind: "leg.hungUp",
    node,
    leg: scene.leg(leg),
    cause: "REQUESTED_CHAN_UNAVAIL",
    sipStatus: 302,
    by: "party",
    ...(to === undefined ? {} : { redirectedTo: to }),
  });
}

/** Legs that began and did not end. */
function openLegs(facts: readonly Fact[]): number {
  return (
    facts.filter(({ kind }) => kind === "leg.opened").length - facts.filter(({ kind }) => kind === "leg.ended").length
  );
}

test("[AQ13, RT300] a valid target is followed once, begin and end of each leg balance, and the call is handled like any", () => {
  const scene = rung();
  expect(redirects(scene, "leg1", "+34911222333")).toMatchInlineSnapshot(`
    "leg.ended leg=leg1 interaction=call1 cause=REQUESTED_CHAN_UNAVAIL sipStatus=302
    leg.opened leg=leg2 interaction=call1 node=switch-1 role=agent direction=outbound agent=ann target={kind=trunk gateway=carrier number=+34911222333} remote=+34911222333
    reservation.redirected reservation=reservation1 interaction=call1 agent=ann leg=leg2 number=+34911222333 trunk=0
    > leg.originate leg=leg2 interaction=call1 role=agent target={kind=trunk gateway=carrier number=+34911222333} callerNumber=5550100 timeoutMs=20000 autoAnswer=false id=command6"
  `);
  scene.rings("leg2");
  scene.talks("caller1", "leg2");
  expect(scene.state.agents.get(scene.agent("ann"))?.engagement.kind).toBe("talking");
  scene.hangsUp("caller1");
  scene.hangsUp("leg2");
  expect(openLegs(scene.facts)).toBe(0);
  expect(scene.facts.filter(({ kind }) => kind === "interaction.ended")).toMatchObject([{ reason: "completed" }]);
});

test("[AQ13] an invalid target fails over at once: the caller is at the front, the next agent rings", () => {
  const scene = rung();
  const told = redirects(scene, "leg1", "voicemail");
  expect(told).toContain("reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=unreachable");
  expect(told).toContain("agent.presenceChanged agent=ann presence={kind=notReady reason=unreachable} by=system");
  expect(told).toContain("> leg.originate leg=leg2 interaction=call1 role=agent target={kind=seat sipUser=bea}");
  expect(openLegs(scene.facts)).toBe(2);
});

test.each([
  ["no number", "sales desk"],
  ["a forbidden one", "99123456"],
  ["nowhere", undefined],
  ["one of ours", "900100"],
  ["one of ours, spelt otherwise", "+900200"],
  ["what our trunk shows", "5550100"],
  ["the caller himself", "+34600111222"],
])("[RT301] %s is not followed", (_, to) => {
  const scene = rung({ followsRedirects: true, dialPrefixes: ["34", "900", "555"] });
  const told = redirects(scene, "leg1", to);
  expect(told).toContain("agent=ann outcome=unreachable");
  expect(told).not.toContain("kind=trunk");
});

test("[RT301] where nobody may, nobody is followed; that is how a site begins", () => {
  expect(site({}).followsRedirects).toBe(false);
  expect(redirects(rung({}), "leg1", "34911222333")).toContain("outcome=unreachable");
});

test("[RT302] where the number itself passes the call on to, nobody goes", () => {
  const scene = rung();
  redirects(scene, "leg1", "34911222333");
  const told = redirects(scene, "leg2", "34911222444");
  expect(told).toContain("agent=ann outcome=unreachable");
  expect(told).toContain("sipUser=bea");
  expect(scene.facts.filter(({ kind }) => kind === "reservation.redirected")).toHaveLength(1);
});

test("[RT302] a fault of the way out goes on to the next one, and when all fail she is unreachable", () => {
  const scene = rung();
  redirects(scene, "leg1", "34911222333");
  expect(scene.hangsUp("leg2", "NORMAL_TEMPORARY_FAILURE", 503)).toMatchInlineSnapshot(`
    "leg.ended leg=leg2 interaction=call1 cause=NORMAL_TEMPORARY_FAILURE sipStatus=503
    leg.opened leg=leg3 interaction=call1 node=switch-1 role=agent direction=outbound agent=ann target={kind=trunk gateway=spare number=34911222333} remote=34911222333
    reservation.redirected reservation=reservation1 interaction=call1 agent=ann leg=leg3 number=34911222333 trunk=1
    > leg.originate leg=leg3 interaction=call1 role=agent target={kind=trunk gateway=spare number=34911222333} callerNumber=5550101 timeoutMs=20000 autoAnswer=false id=command7"
  `);
  expect(scene.notCreated("leg3", "INVALID_GATEWAY")).toContain("agent=ann outcome=unreachable");
});

test("[RT302] what the number does is what she does: busy, refused, not answered until the same moment", () => {
  for (const [cause, outcome] of [
    ["USER_BUSY", "busy"],
    ["CALL_REJECTED", "declined"],
  ] as const) {
    const scene = rung();
    redirects(scene, "leg1", "34911222333");
    expect(scene.hangsUp("leg2", cause)).toContain(`agent=ann outcome=${outcome}`);
  }
  const silent = rung();
  silent.passes(10_000);
  redirects(silent, "leg1", "34911222333");
  silent.rings("leg2");
  expect(silent.passes(4_999)).toBe("");
  expect(silent.passes(1)).toContain("agent=ann outcome=missed");
});

test("[RT303] it rings elsewhere: the console cannot pick it up, but take it back", () => {
  const scene = rung();
  redirects(scene, "leg1", "34911222333");
  const hers = { agent: scene.agent("ann"), reservation: scene.reservation("reservation1") };
  expect(scene.when({ kind: "reservation.acceptRequested", ...hers })).toBe("");
  const told = scene.when({ kind: "reservation.declineRequested", ...hers });
  expect(told).toContain("> leg.hangUp leg=leg2 cause=ORIGINATOR_CANCEL");
});

test("[RT303] the caller leaves meanwhile: the number is let go, she stays ready", () => {
  const scene = rung();
  redirects(scene, "leg1", "34911222333");
  const told = scene.hangsUp("caller1");
  expect(told).toContain("agent=ann outcome=withdrawn");
  expect(told).toContain("> leg.hangUp leg=leg2 cause=ORIGINATOR_CANCEL");
});

test("[RT304] her phone is passed on for calls that she is rung for, not for one that she dials", () => {
  const scene = given(site({ config: { followsRedirects: true } }));
  scene.signsIn("ann");
  scene.dials("ann", "34911222333");
  expect(redirects(scene, "leg1", "34911222444")).toContain("reason=agentUnreachable");
});

test("[RT304] a far end that passes a call on is not followed", () => {
  const scene = given(site({ config: { followsRedirects: true } }));
  scene.signsIn("ann");
  scene.dials("ann", "34911222333");
  scene.parked("leg1");
  expect(redirects(scene, "leg2", "34911222444")).toContain("reason=notAnswered");
});
