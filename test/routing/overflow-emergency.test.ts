import { expect, test } from "vitest";
import { emptyState, evolve } from "#routing/evolve.ts";
import { queues } from "../simulation/site.ts";
import { emergency, rule, sales, siteWith, switches, toQueue, visits } from "./overflow-given.ts";

const toBox = [rule(emergency, { kind: "voicemail", box: "Sales" })];

test("[RT134] on for a queue: people who wait there are moved, and whoever enters; off, they wait again", () => {
  const scene = sales(toBox, { Support: { overflow: toBox } });
  scene.waits();
  scene.waits("900200");
  const told = scene.when({ kind: "emergency.switchRequested", queue: queues.sales, isOn: true, by: "boss" });
  expect(told).toMatch(/^emergency\.switched queue=Sales isOn=true by=boss/u);
  expect(visits(told).match(/queue\.left.*/gu)).toEqual([
    "queue.left interaction=call1 queue=Sales outcome=flowedOut waitMs=0 flowOut=emergency",
  ]);
  expect(visits(scene.waits())).toContain("flowOut=emergency");
  expect(switches(scene, false, "sales")).toBe("emergency.switched queue=Sales isOn=false by=boss");
  expect(visits(scene.waits())).not.toContain("queue.left");
});

test("[RT134] on for the site: every queue that has a rule for it; the queue's own switch is another", () => {
  const scene = sales(toBox, { Support: { overflow: toBox } });
  for (const number of ["900100", "900200"]) scene.waits(number);
  expect(visits(switches(scene, true)).match(/flowOut=emergency/gu)).toHaveLength(2);
  switches(scene, true, "support");
  switches(scene, false);
  expect(visits(scene.waits("900200"))).toContain("flowOut=emergency");
  expect(visits(scene.waits())).not.toContain("queue.left");
});

test("[RT134] a switch that stands so already changes nothing; a queue that is not there is refused, and forgotten", () => {
  const scene = sales(toBox);
  switches(scene, true, "sales");
  expect(switches(scene, true, "sales")).toBe("");
  const config = siteWith({});
  scene.when({ kind: "config.replaced", config: { ...config, queues: config.queues.slice(1) } });
  expect(switches(scene, false, "sales")).toBe("refused: unknownDestination");
  expect(scene.state.emergencies.size).toBe(0);
});

test("[RT134] a ringing agent is let go, one who has picked up keeps him; with the switch out of reach nobody moves", () => {
  const scene = sales(toBox);
  scene.presence("ann", "ready");
  scene.waits();
  scene.rings("leg1");
  expect(switches(scene, true)).toContain("agent=ann outcome=withdrawn");

  const answered = sales(toBox);
  answered.presence("ann", "ready");
  answered.waits();
  answered.answers("leg1");
  expect(visits(switches(answered, true))).toBe("");
  expect(answered.talks("caller1", "leg1")).toContain("outcome=answered");

  const blind = sales(toBox);
  blind.waits();
  blind.linkLost();
  expect(visits(switches(blind, true))).toBe("");
  expect(visits(blind.resynced({ caller1: { tags: { call: blind.call("call1") } } }) + blind.passes(0))).toContain(
    "flowOut=emergency",
  );
});

test("[RT134] a new process finds the switches as they stood", () => {
  const scene = sales(toBox, { Support: { overflow: [rule(emergency, toQueue("billing"))] } });
  switches(scene, true);
  switches(scene, true, "sales");
  switches(scene, false);
  const state = emptyState();
  for (const fact of scene.facts) evolve(state, structuredClone(fact));
  expect([...state.emergencies]).toEqual([queues.sales]);
});
