/** Several phones for one caller: who is rung, who wins, and what becomes of the others. */

import { expect, test } from "vitest";
import type { AgentConfig, QueueConfig } from "#routing/config.ts";
import { evolve } from "#routing/evolve.ts";
import type { FactBody } from "#routing/facts.ts";
import { skills } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

/** So many agents, signed in a second apart (ann is idle for longest), in queues that ring so many at once. */
function floor(ringAgents: number, agents: readonly Partial<AgentConfig>[], queue: Partial<QueueConfig> = {}): Scene {
  const scene = given(site({ agents, queue: { ringAgents, ...queue } }));
  for (const { name } of scene.config.agents) {
    scene.signsIn(name);
    scene.passes(1_000);
  }
  return scene;
}
const three = [{}, {}, {}];
/** Who is rung for whom just now, as `caller: agents in the order in which they were rung`. */
function ringing(scene: Scene): readonly string[] {
  const rung = new Map<string, string[]>();
  for (const { interaction, agent } of scene.state.reservations.values()) {
    const name = scene.config.agents.find(({ id }) => id === agent)?.name ?? "";
    rung.set(interaction, [...(rung.get(interaction) ?? []), name]);
  }
  return [...rung.values()].map((names) => names.join(" "));
}
const agentOf = (scene: Scene, name: string) => scene.state.agents.get(scene.agent(name));
const isFree = (scene: Scene, name: string) => scene.state.available.has(scene.agent(name));

test("[RT125] up to so many are rung at once, in the order in which they would be rung one by one", () => {
  const scene = floor(2, three);
  scene.waits();
  expect(ringing(scene)).toEqual(["ann bea"]);
  expect(isFree(scene, "cid")).toBe(true);
});

test("[RT125] one more who becomes free is rung too", () => {
  const scene = floor(3, [{}]);
  scene.waits();
  expect(ringing(scene)).toEqual(["ann"]);
  const more = given(site({ agents: three, queue: { ringAgents: 3 } }));
  more.signsIn("ann");
  more.waits();
  more.signsIn("bea");
  expect(ringing(more)).toEqual(["ann bea"]);
  expect(more.signsIn("cid")).toContain("reservation.made");
  expect(ringing(more)).toEqual(["ann bea cid"]);
});

test("[RT125] only who is able, and nobody beyond the number", () => {
  const scene = floor(3, [{}, { skills: [{ skill: skills.support, proficiency: 5 }] }, {}, {}, {}]);
  scene.waits("900100");
  expect(ringing(scene)).toEqual(["ann cid dan"]);
});

test("[RT125] everybody who waits has one phone that rings before anybody has a second", () => {
  const scene = given(site({ agents: three, queue: { ringAgents: 3, leaveWhenNobodySignedIn: false } }));
  scene.waits();
  scene.waits();
  scene.signsIn("ann");
  scene.signsIn("bea");
  expect(ringing(scene)).toEqual(["ann", "bea"]);
  scene.signsIn("cid");
  expect(ringing(scene)).toEqual(["ann cid", "bea"]);
});

test("[RT125] so it is when both become easier in the same millisecond", () => {
  const relaxation = [{ name: "anybody", afterMs: 5_000, requirement: [] }];
  const scene = floor(2, [{}, { skills: [] }], { relaxation });
  scene.waits();
  scene.waits();
  expect(ringing(scene)).toEqual(["ann"]);
  scene.passes(5_000);
  expect(ringing(scene)).toEqual(["ann", "bea"]);
});

test("[RT125] a relaxation step can widen it, and a new configuration too", () => {
  const relaxation = [{ name: "wider", afterMs: 5_000, requirement: [], ringAgents: 2 }];
  const scene = floor(1, three, { relaxation });
  scene.waits();
  expect(scene.passes(4_999)).toBe("");
  expect(scene.passes(1)).toContain("reservation.made");
  expect(ringing(scene)).toEqual(["ann bea"]);
  scene.when({ kind: "config.replaced", config: site({ agents: three, queue: { ringAgents: 3 } }) });
  expect(ringing(scene)).toEqual(["ann bea cid"]);
  expect(scene.when({ kind: "config.replaced", config: site({ agents: three }) })).not.toContain("reservation");
  expect(ringing(scene)).toEqual(["ann bea cid"]);
});

test("[RT125] those who are tried by name are tried one by one; released, as many ring as may", () => {
  const scene = given(site({ agents: three, queue: { ringAgents: 2, leaveWhenNobodySignedIn: false } }));
  scene.waits();
  const interaction = scene.call("call1");
  const stage = scene.state.interactions.get(interaction)?.stage;
  if (stage?.kind !== "waiting") throw new Error("nobody waits");
  const { queue, needs, priority, weight, enteredAt, overflowAt } = stage;
  const agents = ["bea", "cid"].map(scene.agent);
  const particular = { agents, why: "named" as const, until: scene.now + 5_000 };
  const place = { queue, needs, priority, weight, enteredAt, overflowAt, isReturn: false, keys: [] };
  const bodies: readonly FactBody[] = [
    { kind: "queue.left", interaction, queue, outcome: "flowedOut", waitMs: 0, flowOut: undefined },
    { kind: "interaction.queued", interaction, particular, ...place },
  ];
  for (const body of bodies) evolve(scene.state, { ...body, n: scene.state.lastFact + 1, at: scene.now });
  for (const name of ["cid", "bea", "ann"]) scene.signsIn(name);
  expect(ringing(scene)).toEqual(["cid"]);
  expect(scene.passes(5_000)).toContain("particular.released");
  expect(ringing(scene)).toEqual(["cid ann"]);
});

test("[RT126] the first who picks up has the caller; the others are let go, ready and as idle as before", () => {
  const scene = floor(3, three);
  scene.waits();
  const idleSince = agentOf(scene, "ann")?.idleSince;
  for (const leg of ["leg1", "leg2", "leg3"]) scene.rings(leg);
  expect(scene.answers("leg2")).toMatchInlineSnapshot(`
    "leg.answered leg=leg2 interaction=call1
    reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=withdrawn
    leg.hangUpAsked leg=leg1 interaction=call1
    agent.released agent=ann interaction=call1
    reservation.ended reservation=reservation3 interaction=call1 agent=cid outcome=withdrawn
    leg.hangUpAsked leg=leg3 interaction=call1
    agent.released agent=cid interaction=call1
    > leg.hangUp leg=leg1 cause=ORIGINATOR_CANCEL id=command8
    > leg.hangUp leg=leg3 cause=ORIGINATOR_CANCEL id=command9"
  `);
  scene.talks("caller1", "leg2");
  for (const leg of ["leg1", "leg3"]) scene.hangsUp(leg, "ORIGINATOR_CANCEL");
  expect(agentOf(scene, "ann")).toMatchObject({
    presence: { kind: "ready" },
    idleSince,
    inARow: { missed: 0, declined: 0, busy: 0, unreachable: 0 },
  });
  expect(isFree(scene, "ann") && isFree(scene, "cid")).toBe(true);
  expect(agentOf(scene, "bea")?.engagement.kind).toBe("talking");
  expect(scene.waits()).toContain("agent=ann");
});

test("[RT126] two who pick up in the same millisecond: one wins, the other neither wraps up nor has missed it", () => {
  const scene = floor(2, three);
  scene.waits();
  scene.answers("leg2");
  expect(scene.answers("leg1")).toBe("leg.answered leg=leg1 interaction=call1");
  expect(scene.parked("leg1")).toBe("leg.parked leg=leg1 interaction=call1");
  expect(scene.parked("leg2")).toContain("> leg.bridge survivor=caller1 other=leg2");
  scene.bridged("caller1", "leg2");
  scene.hangsUp("leg1");
  expect(scene.passes(10_000)).toBe("");
  expect(isFree(scene, "ann")).toBe(true);
  expect(scene.facts.filter(({ kind }) => kind === "leg.bridgeAsked")).toHaveLength(1);
  expect(scene.facts.filter(({ kind }) => kind === "agent.wrapUpStarted")).toEqual([]);
  const outcomes = scene.facts.flatMap((fact) => (fact.kind === "reservation.ended" ? [fact.outcome] : []));
  expect(outcomes).toEqual(["withdrawn", "accepted"]);
});

test("[RT126] a bridge that is seen although no answer was: the others are let go all the same", () => {
  const scene = floor(2, three);
  scene.waits();
  expect(scene.bridged("caller1", "leg1")).toContain(
    "reservation=reservation2 interaction=call1 agent=bea outcome=with",
  );
  expect(ringing(scene)).toEqual([]);
});

test("[RT126] picked up during a cut of the link, twice: the first on the list has him", () => {
  const scene = floor(2, three);
  scene.waits();
  scene.linkLost();
  scene.resynced({ caller1: {}, leg1: {}, leg2: {} });
  expect(ringing(scene)).toEqual(["ann"]);
  expect(scene.bridged("caller1", "leg1")).toContain("interaction.connected");
});

test("[RT127] one who misses it, declines or is engaged is replaced by the next; the others ring on", () => {
  const scene = floor(2, [{}, {}, {}, {}]);
  scene.waits();
  expect(scene.hangsUp("leg1", "CALL_REJECTED")).toContain("agent=cid queue=Sales");
  expect(ringing(scene)).toEqual(["bea cid"]);
  expect(scene.hangsUp("leg3", "USER_BUSY")).toContain("agent=dan queue=Sales");
  expect(scene.passes(15_000)).toContain("agent=bea outcome=missed");
  // Her phone was engaged; by now she is not spared any more.
  expect(ringing(scene)).toEqual(["cid"]);
  expect(scene.state.lines.get(scene.queue("Sales"))?.length).toBe(1);
});

test("[RT127] while somebody picks up nobody else is rung; if she is lost, others are", () => {
  const scene = floor(3, three);
  scene.waits();
  scene.answers("leg1");
  for (const leg of ["leg2", "leg3"]) scene.hangsUp(leg, "ORIGINATOR_CANCEL");
  expect(isFree(scene, "bea")).toBe(true);
  expect(ringing(scene)).toEqual(["ann"]);
  expect(scene.hangsUp("leg1", "SYSTEM_SHUTDOWN")).toContain("outcome=lost");
  expect(ringing(scene)).toEqual(["bea cid"]);
});

test("[RT127] while the only one who was rung picks up, somebody who becomes free is not rung", () => {
  const scene = floor(3, [{}, {}]);
  scene.presence("bea", "notReady", "break");
  scene.waits();
  scene.answers("leg1");
  expect(scene.presence("bea", "ready")).not.toContain("reservation.made");
  expect(ringing(scene)).toEqual(["ann"]);
});

test.each([
  ["900100", "900200"],
  ["900200", "900100"],
])("[RT125] a second phone goes to whoever has waited for longer (%s before %s)", (first, second) => {
  const scene = given(site({ agents: three, queue: { ringAgents: 2, leaveWhenNobodySignedIn: false } }));
  scene.waits(first);
  scene.passes(100);
  scene.waits(second);
  for (const name of ["ann", "bea", "cid"]) scene.signsIn(name);
  expect(ringing(scene)).toEqual(["ann cid", "bea"]);
});

test("[RT128] the caller leaves: all of them are let go without charge", () => {
  const scene = floor(3, three);
  scene.waits();
  scene.hangsUp("caller1");
  for (const leg of ["leg1", "leg2", "leg3"]) scene.hangsUp(leg, "ORIGINATOR_CANCEL");
  expect(["ann", "bea", "cid"].map((name) => isFree(scene, name))).toEqual([true, true, true]);
  expect(scene.state.interactions.size).toBe(0);
});

test("[RT128] so are they by overflow, as long as nobody has picked up", () => {
  const scene = floor(2, three, { alertMs: 300_000 });
  scene.waits("900200");
  expect(scene.passes(120_000)).toContain("flowOut=timeout");
  expect(ringing(scene)).toEqual([]);
  expect(agentOf(scene, "ann")?.presence).toEqual({ kind: "ready" });
});

test("[RT128] an overflow that comes while somebody picks up waits for her", () => {
  const scene = floor(2, three, { alertMs: 300_000 });
  scene.waits("900200");
  scene.passes(119_500);
  scene.answers("leg2");
  expect(scene.passes(1_000)).not.toContain("flowOut");
  expect(scene.bridged("caller1", "leg2")).toContain("interaction.connected");
});

test("[RT21] nothing is announced to the caller while several ring for him", () => {
  const scene = floor(2, three, { announceEveryMs: 10_000 });
  scene.waits();
  const told = scene.passes(10_000);
  expect(told).toContain("interaction.announced");
  expect(told).not.toContain("prompt.announce");
});

test("[RT128] freed agents who were only rung beside others take the next caller at once", () => {
  const scene = floor(3, three);
  scene.waits();
  scene.waits();
  expect(ringing(scene)).toEqual(["ann bea cid"]);
  scene.answers("leg1");
  scene.hangsUp("leg2", "ORIGINATOR_CANCEL");
  expect(ringing(scene)).toEqual(["ann", "bea"]);
});
