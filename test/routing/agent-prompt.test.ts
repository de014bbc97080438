/** What an agent hears between picking up and being joined: her queue's words, or those of the call's own flow. */

import { expect, test } from "vitest";
import type { QueueConfig } from "#routing/config.ts";
import { id, node } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

const spoken: Partial<QueueConfig> = { agentPrompt: "agent-sales" };

/** ann rings for the first caller of a queue that says something to its agents. */
function rung(queue: Partial<QueueConfig> = spoken): Scene {
  const scene = given(site({ agents: [{ language: "es" }, {}], queue }));
  scene.signsIn("ann");
  scene.waits();
  scene.rings("leg1");
  return scene;
}

test("[AQ15, RT320] she hears it in her language on her own leg, he his music, and then they are joined", () => {
  const scene = rung();
  expect(scene.parked("leg1")).toMatchInlineSnapshot(`
    "leg.answered leg=leg1 interaction=call1
    leg.parked leg=leg1 interaction=call1
    reservation.prompted reservation=reservation1 interaction=call1 agent=ann prompt=agent-sales language=es command=command6 until=+10000
    > prompt.play leg=leg1 prompts=[agent-sales] id=command6"
  `);
  expect(scene.passes(2_000)).toBe("");
  expect(scene.parked("leg1")).toBe("leg.parked leg=leg1 interaction=call1");
  expect(scene.played("leg1", "command6")).toMatchInlineSnapshot(`
    "reservation.promptEnded reservation=reservation1 interaction=call1 agent=ann because=played
    leg.bridgeAsked leg=caller1 other=leg1 interaction=call1 command=command7 attempt=1 until=+4000
    > leg.bridge survivor=caller1 other=leg1 id=command7"
  `);
  expect(scene.bridged("caller1", "leg1")).toContain("interaction.connected interaction=call1 agent=ann leg=leg1");
});

test("[AQ15, RT322] it ends by its own limit, and a prompt that cannot be played keeps nobody apart", () => {
  const scene = rung();
  scene.parked("leg1");
  expect(scene.passes(9_999)).toBe("");
  expect(scene.passes(1)).toMatchInlineSnapshot(`
    "reservation.promptEnded reservation=reservation1 interaction=call1 agent=ann because=limit
    leg.bridgeAsked leg=caller1 other=leg1 interaction=call1 command=command7 attempt=1 until=+12000
    > leg.bridge survivor=caller1 other=leg1 id=command7"
  `);
  expect(scene.played("leg1", "command6")).toContain("input.ignored input=prompt.played reason=notAwaited");
  const missing = rung();
  missing.parked("leg1");
  const told = missing.when({
    kind: "prompt.played",
    node,
    leg: missing.leg("leg1"),
    command: missing.command("command6"),
    isComplete: false,
  });
  expect(told).toContain("> leg.bridge survivor=caller1 other=leg1");
});

test("[AQ15, RT323] the caller leaves meanwhile: she is free at once, without wrap-up and without charge", () => {
  const scene = rung();
  scene.parked("leg1");
  const told = scene.hangsUp("caller1");
  expect(told).toContain("queue.left interaction=call1 queue=Sales outcome=abandoned");
  expect(told).toContain("reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=withdrawn");
  expect(told).not.toContain("wrapUp");
  scene.hangsUp("leg1");
  expect(scene.state.available.has(scene.agent("ann"))).toBe(true);
  expect(scene.passes(20_000)).toBe("");
});

test("[AQ15, RT323] she hangs up meanwhile: declined, he keeps his place and the next agent rings", () => {
  const scene = rung();
  scene.parked("leg1");
  scene.signsIn("bea");
  const told = scene.hangsUp("leg1");
  expect(told).toContain("agent=ann outcome=declined");
  expect(told).toContain("interaction=call1 agent=bea");
  scene.parked("leg2");
  expect(told).not.toContain("queue.left");
});

test("[AQ15, RT321] a flow has a word of its own for its calls, or none at all", () => {
  const scene = given(site({ queue: spoken }));
  const flows = scene.config.flows.map((each) => {
    const nodes = Object.entries(each.flow.nodes).map(([name, entry]) => {
      if (entry.type !== "enqueue") return [name, entry];
      const agentPrompt = entry.config.queue === "Sales" ? "agent-support" : "none";
      return [name, { ...entry, config: { ...entry.config, agentPrompt } }];
    });
    return { ...each, flow: { ...each.flow, nodes: Object.fromEntries(nodes) } };
  });
  scene.when({ kind: "config.replaced", config: { ...scene.config, flows } });
  scene.signsIn("ann");
  scene.waits("900100");
  expect(scene.parked("leg1")).toContain("> prompt.play leg=leg1 prompts=[agent-support]");
  // Coming back to the front is the same visit for her successor.
  scene.signsIn("bea");
  scene.hangsUp("leg1");
  expect(scene.parked("leg2")).toContain("prompts=[agent-support]");
  scene.hangsUp("caller1");
  scene.hangsUp("leg2");
  scene.waits("900200");
  expect(scene.parked("leg3")).toContain("> leg.bridge survivor=caller2 other=leg3");
});

test("[AQ15, RT321] a rule over the caller goes before the flow and the queue", () => {
  const outcome = { queue: undefined, priority: undefined, requirement: [], preferred: [], tier: undefined };
  const rule = (agentPrompt: string) => ({
    name: "rule",
    when: { all: [] },
    continues: false,
    outcome: { ...outcome, particular: undefined, agentPrompt },
  });
  for (const [word, told] of [
    ["agent-support", "> prompt.play leg=leg1 prompts=[agent-support]"],
    ["none", "> leg.bridge survivor=caller1 other=leg1"],
  ] as const) {
    const scene = given(site({ queue: spoken, config: { rules: [rule(word)] } }));
    scene.signsIn("ann");
    scene.waits();
    expect(scene.parked("leg1")).toContain(told);
  }
});

test("[RT321] another visit is another matter: passed on, the queue's word counts; to a colleague, nothing is said", () => {
  const scene = given(site({ agents: [{}, {}], queue: spoken }));
  scene.signsIn("ann");
  scene.waits();
  scene.parked("leg1");
  scene.played("leg1", "command6");
  scene.bridged("caller1", "leg1");
  scene.signsIn("bea");
  scene.transfers("ann", "call1", { kind: "agent", agent: scene.agent("bea") });
  scene.hangsUp("leg1");
  scene.parked("caller1");
  expect(scene.parked("leg2")).toContain("> leg.bridge survivor=caller1 other=leg2");
});

test("[RT320] without a prompt nothing is different", () => {
  expect(rung({}).parked("leg1")).toContain("> leg.bridge survivor=caller1 other=leg1");
});

test("[RT322] the link breaks meanwhile: what was not seen is over, and they are joined when it is back", () => {
  const scene = rung();
  scene.parked("leg1");
  scene.linkLost();
  expect(scene.passes(30_000)).toBe("");
  const marks = { queue: id("ac", 1), joined: String(scene.now), priority: "0" };
  expect(scene.resynced({ caller1: { tags: marks }, leg1: {} })).toContain("> leg.bridge survivor=caller1 other=leg1");
});

test("[RT323] he overflows meanwhile: she has picked up, so he stays", () => {
  const scene = rung({ ...spoken, overflowAfterMs: 5_000 });
  scene.parked("leg1");
  expect(scene.passes(5_000)).toBe("");
  expect(scene.played("leg1", "command6")).toContain("> leg.bridge survivor=caller1 other=leg1");
});
