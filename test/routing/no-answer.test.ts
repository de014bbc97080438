import { expect, test } from "vitest";
import { enqueueConfig } from "#ivr-flows/nodes/enqueue.ts";
import type { FlowVersion } from "#routing/config.ts";
import { given } from "./given.ts";
import { siteWith, visits } from "./overflow-given.ts";

const minute = { overflowAfterMs: 60_000 };

test("[RT140] a full queue refuses whoever comes, whatever his priority, and nobody in it moves; a bigger priority goes before", () => {
  const config = siteWith({ Sales: { waitingMax: 2 } });
  const flows = config.flows.map((each) => (each.name === "To Support" ? urgently(each) : each));
  const scene = given({ ...config, flows });
  const line = () => Array.from(scene.state.lines.get(scene.queue("Sales")) ?? [], ({ interaction }) => interaction);
  scene.waits();
  scene.passes(1_000);
  scene.waits("900200");
  expect(line()).toEqual([scene.call("call2"), scene.call("call1")]);
  expect(visits(scene.waits("900200"))).toContain("call3 queue=Sales outcome=flowedOut waitMs=0 flowOut=full");
  expect(line()).toEqual([scene.call("call2"), scene.call("call1")]);
});

/** Into Sales with more priority than the others. */
function urgently(version: FlowVersion): FlowVersion {
  const node = { type: "enqueue" as const, config: enqueueConfig.parse({ queue: "Sales", priority: 50 }) };
  const exits = { overflow: "bye", nobodySignedIn: "bye", full: "bye" };
  return { ...version, flow: { ...version.flow, nodes: { ...version.flow.nodes, queue: { ...node, exits } } } };
}

test("[RT142] nobody answers: each agent's try is told, and the caller leaves in time", () => {
  const scene = given(siteWith({ Sales: minute }));
  scene.signsIn("ann");
  scene.signsIn("bea");
  const told = [scene.waits()];
  for (const leg of ["leg1", "leg2"]) {
    scene.rings(leg);
    told.push(scene.passes(15_000), scene.hangsUp(leg, "NO_ANSWER"));
  }
  told.push(scene.passes(30_000), scene.hangsUp("caller1"));
  const lines = told.join("\n").split("\n");
  expect(lines.filter((line) => line.startsWith("reservation.ended"))).toEqual([
    "reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=missed",
    "reservation.ended reservation=reservation2 interaction=call1 agent=bea outcome=missed",
  ]);
  expect(visits(lines.join("\n"))).toContain("outcome=flowedOut waitMs=60000 flowOut=timeout");
});

test("[RT142] all are on a break, or beyond what the queue asks for: nobody is rung, and the caller leaves in time", () => {
  const paused = given(siteWith({ Sales: minute }));
  for (const name of ["ann", "bea"]) {
    paused.signsIn(name);
    paused.presence(name, "notReady", "break");
  }
  const outside = given(siteWith({ Sales: minute }, { agents: [{ skills: [] }, { skills: [] }] }));
  for (const name of ["ann", "bea"]) outside.signsIn(name);
  for (const scene of [paused, outside]) {
    const told = [scene.waits(), scene.passes(60_000)].join("\n");
    expect(told).not.toContain("reservation.made");
    expect(visits(told)).toContain("outcome=flowedOut waitMs=60000 flowOut=timeout");
  }
});

test("[RT144] every visit has one beginning and one end, whichever way it ends", () => {
  const scene = given(siteWith({ Sales: minute, Support: { leaveWhenNobodySignedIn: true } }));
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.waits();
  scene.hangsUp("caller2");
  scene.waits();
  scene.passes(60_000);
  scene.presence("ann", "signedOut");
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  scene.passes(60_000);
  scene.waits("900200");
  const count = (kind: string) => scene.facts.filter((fact) => fact.kind === kind).length;
  const ends = scene.facts.flatMap((fact) => (fact.kind === "queue.left" ? [fact.flowOut ?? fact.outcome] : []));
  expect(ends).toEqual(["answered", "abandoned", "timeout", "nobodySignedIn"]);
  expect(count("interaction.queued")).toBe(ends.length);
});
