/** The acceptance cases of docs/spec/acceptance.md, each gone through once from end to end. */

import { expect, test } from "vitest";
import type { AgentConfig, Proficiency, QueueConfig } from "#routing/config.ts";
import type { Fact } from "#routing/facts.ts";
import { skills } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

const sales = (proficiency: Proficiency) => [{ skill: skills.sales, proficiency }];

function floor(agents: readonly Partial<AgentConfig>[], queue: Partial<QueueConfig> = {}): Scene {
  return given(site({ agents, queue: { leaveWhenNobodySignedIn: false, ...queue } }));
}

function of<K extends Fact["kind"]>(scene: Scene, kind: K): readonly Extract<Fact, { kind: K }>[] {
  const isOfKind = (fact: Fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind;
  return scene.facts.filter(isOfKind);
}

const nameOf = (scene: Scene, id: string) => scene.config.agents.find((each) => each.id === id)?.name;

test("[AQ1] one caller, one agent: one of each, in causal order", () => {
  const scene = floor([{}]);
  scene.signsIn("ann");
  scene.facts.length = 0;
  scene.waits();
  scene.rings("leg1");
  scene.talks("caller1", "leg1");
  scene.passes(30_000);
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  scene.passes(60_000);
  const told = scene.facts
    .map(({ kind }) => kind)
    .filter((kind) => !kind.startsWith("leg.") && !kind.startsWith("flow.") && !kind.startsWith("contact."));
  expect(told).toEqual([
    "interaction.arrived",
    "interaction.answered",
    "interaction.queued",
    "reservation.made",
    "reservation.alerting",
    "reservation.ended",
    "queue.left",
    "interaction.connected",
    "interaction.disconnected",
    "agent.wrapUpStarted",
    "interaction.ended",
    "agent.wrapUpEnded",
  ]);
});

test("[AQ2] bigger priority in front, equal ones behind each other, a full queue moves nobody", () => {
  const scene = floor([{}], { waitingMax: 3 });
  const places = () => [...(scene.state.lines.get(scene.queue("Sales")) ?? [])].map(({ interaction }) => interaction);
  scene.waits();
  scene.passes(10);
  scene.waits();
  const queues = scene.config.queues.map((queue) => ({ ...queue, priority: 5 }));
  scene.when({ kind: "config.replaced", config: { ...scene.config, queues } });
  scene.passes(10);
  scene.waits();
  const inLine = ["call3", "call1", "call2"].map(scene.call);
  expect(places()).toEqual(inLine);
  expect(scene.waits()).toContain("flowOut=full");
  expect(places()).toEqual(inLine);
});

test("[AQ3] nobody picks up: each attempt with its agent, then he leaves at his time", () => {
  const scene = floor([{}, {}], { overflowAfterMs: 60_000, alertMs: 15_000 });
  scene.signsIn("ann");
  scene.signsIn("bea");
  scene.waits();
  scene.passes(59_999);
  expect(of(scene, "reservation.ended").map(({ agent, outcome }) => [nameOf(scene, agent), outcome])).toEqual([
    ["ann", "missed"],
    ["bea", "missed"],
  ]);
  expect(of(scene, "queue.left")).toEqual([]);
  scene.passes(1);
  expect(of(scene, "queue.left")).toMatchObject([{ outcome: "flowedOut", flowOut: "timeout", waitMs: 60_000 }]);
});

test("[AQ4] everybody is on a break: nobody rings, he leaves at his time", () => {
  const scene = floor([{}, {}], { overflowAfterMs: 30_000 });
  for (const name of ["ann", "bea"]) {
    scene.signsIn(name);
    scene.presence(name, "notReady", "break");
  }
  scene.waits();
  scene.passes(30_000);
  expect(of(scene, "reservation.made")).toEqual([]);
  expect(of(scene, "queue.left")).toMatchObject([{ outcome: "flowedOut", flowOut: "timeout" }]);
});

test("[AQ5] only one is not on a break: only she rings, again and again", () => {
  const policy = { notReadyAfter: 0, reason: undefined, backOffMs: 1_000 };
  const base = site({}).queues[0]?.reservationPolicy;
  if (base === undefined) throw new Error("the site has a queue");
  const scene = floor([{}, {}, {}], { reservationPolicy: { ...base, missed: policy }, overflowAfterMs: 100_000 });
  for (const name of ["ann", "bea", "cid"]) scene.signsIn(name);
  scene.presence("ann", "notReady", "break");
  scene.presence("cid", "notReady", "lunch");
  scene.waits();
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    scene.hangsUp(`leg${attempt}`, "NO_ANSWER");
    scene.passes(2_000);
  }
  expect(of(scene, "reservation.made").map(({ agent }) => nameOf(scene, agent))).toEqual(
    Array.from({ length: 5 }, () => "bea"),
  );
});

test("[AQ6] everybody is out of the range asked for: nobody rings", () => {
  const requirement = [{ skill: skills.sales, proficiency: 2 as const, proficiencyMax: 3 as const }];
  const scene = floor([{ skills: sales(1) }, { skills: sales(4) }], { requirement, overflowAfterMs: 30_000 });
  scene.signsIn("ann");
  scene.signsIn("bea");
  scene.waits();
  scene.passes(30_000);
  expect(of(scene, "reservation.made")).toEqual([]);
  expect(of(scene, "queue.left")).toMatchObject([{ flowOut: "timeout" }]);
});

test("[AQ7] a changed skill counts at once, in every queue that asks for it", () => {
  const scene = floor([{ skills: sales(1) }, { skills: sales(1) }], {
    requirement: sales(3),
    overflowAfterMs: undefined,
  });
  scene.signsIn("ann");
  scene.signsIn("bea");
  scene.waits("900100");
  scene.waits("900200");
  expect(of(scene, "reservation.made")).toEqual([]);
  const agents = scene.config.agents.map((each) => ({ ...each, skills: sales(3) }));
  scene.when({ kind: "config.replaced", config: { ...scene.config, agents } });
  expect(new Set(of(scene, "reservation.made").map(({ queue }) => queue))).toEqual(
    new Set([scene.queue("Sales"), scene.queue("Support")]),
  );
});

test("[AQ8] one comes, one goes, and whoever talks goes on talking", () => {
  const scene = floor([{}, {}, {}]);
  const [ann, bea, cid] = scene.config.agents;
  if (ann === undefined || bea === undefined || cid === undefined) throw new Error("three agents");
  scene.when({ kind: "config.replaced", config: { ...scene.config, agents: [ann, bea] } });
  scene.signsIn("ann");
  scene.signsIn("bea");
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.when({ kind: "config.replaced", config: { ...scene.config, agents: [ann, cid] } });
  expect([...scene.state.agents.keys()].toSorted((a, b) => a.localeCompare(b))).toEqual([ann.id, cid.id]);
  expect(scene.state.interactions.get(scene.call("call1"))?.stage.kind).toBe("talking");
  scene.signsIn("cid");
  expect(scene.waits()).toContain("agent=cid");
});

test("[AQ9] whoever talks is not rung and loses nothing by it; whoever is on a break is never rung", () => {
  const scene = floor([{}, {}]);
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.signsIn("bea");
  scene.presence("bea", "notReady", "break");
  expect(scene.waits()).not.toContain("reservation.made");
  scene.passes(600_000);
  expect(of(scene, "reservation.made")).toHaveLength(1);
  expect(scene.state.agents.get(scene.agent("ann"))?.presence).toEqual({ kind: "ready" });
});

test("[AQ10] wrap-up after a call of one queue keeps away the calls of every other", () => {
  const scene = floor([{}], { wrapUpMs: 20_000, overflowAfterMs: undefined });
  scene.signsIn("ann");
  scene.waits("900100");
  scene.talks("caller1", "leg1");
  scene.waits("900200");
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  expect(scene.passes(19_999)).not.toContain("reservation.made");
  expect(scene.passes(1)).toContain("queue=Support");
});

test("[AQ11] her own wrap-up time goes before the queue's", () => {
  const scene = floor([{ wrapUpMs: 5_000 }], { wrapUpMs: 20_000 });
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  expect(scene.passes(4_999)).not.toContain("agent.wrapUpEnded");
  expect(scene.passes(1)).toContain("agent.wrapUpEnded");
});

test("[AQ12] the reason is in the state and in the facts", () => {
  const scene = floor([{}]);
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "lunch");
  const presence = { kind: "notReady", reason: "lunch" };
  expect(scene.state.agents.get(scene.agent("ann"))?.presence).toEqual(presence);
  expect(of(scene, "agent.presenceChanged").at(-1)).toMatchObject({ presence, by: "agent" });
});

test("[AQ14] the caller hangs up first: her leg is hung up and she wraps up", () => {
  const scene = floor([{}]);
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  const told = scene.hangsUp("caller1");
  expect(told).toContain("> leg.hangUp leg=leg1 cause=NORMAL_CLEARING");
  expect(told).toContain("agent.wrapUpStarted agent=ann");
});

test("[AQ18] however calls are moved about, nothing of them is left behind", () => {
  const scene = floor([{ wrapUpMs: 0 }, { wrapUpMs: 0 }], { overflowAfterMs: 30_000 });
  scene.signsIn("ann");
  scene.signsIn("bea");
  const sizes = () => ({
    interactions: scene.state.interactions.size,
    legs: scene.state.legs.size,
    reservations: scene.state.reservations.size,
    waiting: [...scene.state.lines.values()].reduce((sum, line) => sum + line.length, 0),
    classes: scene.state.floor.occupiedClasses().length,
  });
  const before = sizes();
  let leg = 0;
  const nextLeg = () => `leg${(leg += 1)}`;
  for (let n = 1; n <= 30; n += 1) {
    const caller = `caller${n}`;
    const call = `call${n}`;
    const name = () => {
      const { stage } = scene.state.interactions.get(scene.call(call)) ?? {};
      return stage?.kind === "talking" && stage.agent === scene.agent("ann") ? "ann" : "bea";
    };
    scene.waits();
    scene.talks(caller, nextLeg());
    if (n % 3 === 0) scene.transfers(name(), call, { kind: "queue", queue: scene.queue("Support") });
    if (n % 3 === 1) {
      const to = scene.agent(name() === "ann" ? "bea" : "ann");
      scene.transfers(name(), call, { kind: "agent", agent: to });
    }
    if (n % 3 !== 2) {
      scene.hangsUp(`leg${leg}`);
      scene.parked(caller);
      scene.talks(caller, nextLeg());
    }
    scene.hangsUp(caller);
    scene.hangsUp(`leg${leg}`);
  }
  scene.passes(600_000);
  expect(sizes()).toEqual(before);
  expect(of(scene, "interaction.ended")).toHaveLength(30);
  expect(scene.state.deadlines.size).toBe(0);
});

test("[AQ19] abandoned, completed, flowed out: one end a call, one outcome a visit", () => {
  const scene = floor([{}], { overflowAfterMs: 20_000 });
  scene.waits();
  scene.passes(5_000);
  scene.hangsUp("caller1");
  scene.waits();
  scene.passes(20_000);
  scene.hangsUp("caller2");
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller3", "leg1");
  scene.hangsUp("leg1");
  scene.hangsUp("caller3");
  expect(of(scene, "queue.left").map(({ outcome }) => outcome)).toEqual(["abandoned", "flowedOut", "answered"]);
  expect(of(scene, "interaction.ended").map(({ reason }) => reason)).toEqual([
    "abandonedInQueue",
    "flowEnded",
    "completed",
  ]);
});

test("[AQ20] every leg that is made for a call is made in its name", () => {
  const scene = floor([{}]);
  scene.signsIn("ann");
  expect(scene.waits()).toContain("> leg.originate leg=leg1 interaction=call1 role=agent");
  scene.talks("caller1", "leg1");
  const told = scene.transfers("ann", "call1", { kind: "number", number: "34600111222" });
  expect(told).toContain("> leg.originate leg=leg2 interaction=call1 role=external");
});

test("[AQ21] a second console, an unknown agent, somebody else's call, silence", () => {
  const scene = floor([{}, {}], { alertMs: 15_000 });
  scene.signsIn("ann");
  expect(scene.when({ kind: "console.connected", agent: scene.agent("ann") })).toBe("");
  const unknown = { ...floor([{}, {}, {}]).config.agents[2] }.id;
  if (unknown === undefined) throw new Error("three agents");
  expect(scene.when({ kind: "agent.presenceRequested", agent: unknown, presence: { kind: "ready" } })).toBe(
    "refused: unknownAgent",
  );
  scene.waits();
  scene.when({ kind: "console.connected", agent: scene.agent("bea") });
  expect(
    scene.when({
      kind: "reservation.acceptRequested",
      agent: scene.agent("bea"),
      reservation: scene.reservation("reservation1"),
    }),
  ).toContain("refused");
  scene.passes(15_000);
  expect(scene.state.agents.get(scene.agent("ann"))?.presence).toEqual({ kind: "notReady", reason: "missed" });
  scene.waits();
  scene.hangsUp("leg1", "NO_ANSWER");
  expect(scene.presence("bea", "ready")).toContain("interaction=call1 agent=bea");
});
