/** A customer whom an agent has called herself is passed on like one who called: he stays the customer. */

import { expect, test } from "vitest";
import { given, type Scene } from "./given.ts";

/** ann has called a customer (leg2) and talks with him. */
function talking(): Scene {
  const scene = given();
  scene.signsIn("ann");
  scene.dials("ann", "34911222333");
  scene.parked("leg1");
  scene.parked("leg2");
  scene.bridged("leg2", "leg1");
  return scene;
}

/** … and passes him on to a number (leg3). */
function passedOn(): Scene {
  const scene = talking();
  scene.transfers("ann", "call1", { kind: "number", number: "34600111222" });
  scene.hangsUp("leg1");
  scene.parked("leg2");
  return scene;
}

test("[RT327] to a number: the new leg is the other party's, the customer hears music and is joined with it", () => {
  const scene = talking();
  const told = scene.transfers("ann", "call1", { kind: "number", number: "34600111222" });
  expect(told).toContain("leg.opened leg=leg3 interaction=call1 node=switch-1 role=external direction=outbound");
  expect(told).toContain("> leg.originate leg=leg3 interaction=call1 role=external");
  scene.hangsUp("leg1");
  expect(scene.parked("leg2")).toContain("> music.start leg=leg2 sound=music");
  expect(scene.state.interactions.get(scene.call("call1"))?.customerLeg).toBe(scene.leg("leg2"));
  expect(scene.parked("leg3")).toContain("> leg.bridge survivor=leg2 other=leg3");
  expect(scene.bridged("leg2", "leg3")).toContain("interaction.joined interaction=call1 leg=leg3");
  expect(scene.hangsUp("leg2")).toContain("interaction.ended interaction=call1 reason=completed");
  scene.hangsUp("leg3");
  scene.passes(60_000);
  expect([scene.state.interactions.size, scene.state.legs.size]).toEqual([0, 0]);
});

test("[RT327] nobody answers there: there is no queue to go back to, and the customer is not left in silence", () => {
  const scene = passedOn();
  const told = scene.hangsUp("leg3", "NO_ANSWER");
  expect(told).toContain("interaction.ending interaction=call1 reason=transferFailed");
  expect(told).toContain("> leg.hangUp leg=leg2");
  expect(told).not.toContain("wrapUpStarted");
});

test("[RT327] a fault of the way out goes on to the next one", () => {
  const scene = passedOn();
  expect(scene.hangsUp("leg3", "NORMAL_TEMPORARY_FAILURE", 503)).toContain(
    "> leg.originate leg=leg4 interaction=call1 role=external",
  );
});

test("[RT327] he hangs up on the way: completed, and nobody is called any more", () => {
  const scene = passedOn();
  const told = scene.hangsUp("leg2");
  expect(told).toContain("interaction.ended interaction=call1 reason=completed");
  expect(told).toContain("> leg.hangUp leg=leg3 cause=ORIGINATOR_CANCEL");
});

test("[RT327] the switch loses the other party's leg: that is no end of the customer's", () => {
  const scene = passedOn();
  const told = scene.hangsUp("leg3", "LOST");
  expect(told).toContain("reason=transferFailed");
});
