import { expect, test } from "vitest";
import { emptyState, evolve } from "#routing/evolve.ts";
import type { Fact } from "#routing/facts.ts";
import { node } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

/** The process dies; `downMs` later another one folds its facts and begins, with what the journal has still to say. */
function restarts(scene: Scene, downMs: number, facts: readonly Fact[] = scene.facts): string {
  const state = emptyState();
  for (const fact of facts) evolve(state, fact);
  scene.state = state;
  scene.now += downMs;
  return [
    scene.when({ kind: "engine.started", epoch: 2, seed: "another" }),
    scene.when({ kind: "config.replaced", config: scene.config }),
    scene.when({ kind: "switch.lost", node, cause: "SERVICE_RESTARTED" }),
    ...[...state.agents.values()]
      .filter((agent) => agent.isConsoleConnected)
      .map((agent) => scene.when({ kind: "console.disconnected", agent: agent.id })),
  ].join("\n");
}

/** ann talks with the first caller; two more wait. */
function busy(): Scene {
  const scene = given(site({ agents: [{}], queue: { alertMs: 20_000, overflowAfterMs: 60_000 } }));
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.waits();
  scene.passes(5_000);
  scene.waits();
  return scene;
}
const alive = (scene: Scene) => ({
  caller1: { bridgedTo: scene.leg("leg1") },
  leg1: { bridgedTo: scene.leg("caller1") },
  caller2: { tags: { queue: scene.queue("Sales"), joined: "1795424400000", priority: "0" } },
  caller3: { tags: { queue: scene.queue("Sales"), joined: "1795424405000", priority: "0" } },
});

test("[RT107] talking goes on, waiting callers keep their order and waiting time", () => {
  const scene = busy();
  expect(restarts(scene, 10_000)).toMatchInlineSnapshot(`
    "engine.started epoch=2 seed=another
    config.adopted config=v1
    input.ignored input=switch.lost reason=repeated interaction=-
    agent.consoleLost agent=ann until=+30000"
  `);
  expect(scene.resynced(alive(scene))).toBe("switch.wentUp node=switch-1 incarnation=first");
  scene.when({ kind: "console.connected", agent: scene.agent("ann") });
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  expect(scene.passes(20_000)).toContain("interaction=call2 agent=ann");
  scene.talks("caller2", "leg2");
  expect(scene.facts.filter((fact) => fact.kind === "queue.left").at(-1)).toMatchObject({ waitMs: 35_000 });
});

test("[RT107] what came due while the process was dead waits until the switch has been asked", () => {
  const scene = busy();
  expect(restarts(scene, 120_000)).not.toContain("queue.left");
  const told = scene.resynced(alive(scene));
  expect(told).toContain("interaction=call2 queue=Sales outcome=flowedOut waitMs=125000 flowOut=timeout");
  expect(told).toContain("interaction=call3 queue=Sales outcome=flowedOut waitMs=120000 flowOut=timeout");
});

test("[RT107] an agent who was rung: the ring goes on, or she is let go without charge", () => {
  const ringing = given();
  ringing.signsIn("ann");
  ringing.waits();
  restarts(ringing, 2_000);
  expect(ringing.resynced({ caller1: {}, leg1: { isAnswered: false } })).not.toContain("reservation");
  ringing.parked("leg1");
  expect(ringing.bridged("caller1", "leg1")).toContain("interaction.connected");

  const gone = given();
  gone.signsIn("ann");
  gone.waits();
  expect(restarts(gone, 30_000)).not.toContain("reservation.ended");
  expect(gone.resynced({ caller1: {} })).toContain("outcome=withdrawn");
});

test("[RT107] a flow goes on where it stood, a recording too", () => {
  const closed = [{ name: "Office hours", timeZone: "UTC", weekly: [], exceptions: [] }];
  const scene = given(site({ config: { schedules: closed } }));
  scene.waits("900400");
  restarts(scene, 3_000);
  expect(scene.resynced({ caller1: {} })).toBe("switch.wentUp node=switch-1 incarnation=first");
  expect(scene.passes(8_000)).toContain("cursor=closed:played");
  scene.played("caller1", "command4");
  scene.collected("caller1", "command5", "1");
  scene.played("caller1", "command6");
  scene.passes(4_000);
  restarts(scene, 3_000);
  scene.resynced({ caller1: {} });
  expect(scene.recorded("caller1", "command7", 9_000)).toContain("voicemail.left interaction=call1");
});

test.each([
  ["a newer version", 2, "cursor=closed:played"],
  ["no flow at all", 0, "> leg.hangUp leg=caller1 cause=NORMAL_TEMPORARY_FAILURE"],
])("[RT19] a new process that knows %s", (_what, version, expected) => {
  const closed = [{ name: "Office hours", timeZone: "UTC", weekly: [], exceptions: [] }];
  const config = site({ config: { schedules: closed } });
  const scene = given(config);
  scene.waits("900400");
  const flows = version === 0 ? [] : config.flows.map((each) => ({ ...each, version }));
  const known = scene.facts.map((fact) =>
    fact.kind === "config.adopted" ? { ...fact, config: { ...config, flows } } : fact,
  );
  restarts(scene, 1_000, known);
  expect(`${scene.resynced({ caller1: {} })}\n${scene.passes(8_000)}`).toContain(expected);
});

test("[RT107] wrap-up that ran out meanwhile is over; a caller who left meanwhile has left", () => {
  const scene = busy();
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  expect(restarts(scene, 30_000)).toContain("agent.wrapUpEnded agent=ann interaction=call1 by=timeout");
  expect(scene.resynced({ caller3: alive(scene).caller3 })).toContain(
    "interaction.ended interaction=call2 reason=abandonedInQueue",
  );
});

test("[RT107] a call that an agent was dialling: her leg is gone, so is the call", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.dials("ann", "34911222333");
  restarts(scene, 6_000);
  expect(scene.resynced({})).toContain("interaction.ended interaction=call1 reason=switchFailed");
  expect(scene.state.agents.get(scene.agent("ann"))?.engagement.kind).toBe("idle");
});

test("[RT6] a new process never gives an id again that the old one gave", () => {
  const scene = busy();
  const before = new Set(scene.state.interactions.keys());
  restarts(scene, 1_000);
  scene.resynced(alive(scene));
  scene.waits();
  expect(before.has(scene.call("call4"))).toBe(false);
});
