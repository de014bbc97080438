import { expect, test } from "vitest";
import { expectedWait, remainingWait } from "#routing/queue/expected-wait.ts";
import { flowSchema } from "#ivr-flows/schema.ts";
import { queueFlow, skills } from "../simulation/site.ts";
import { waitPrompts, waitRanges } from "#routing/interaction/announce.ts";
import texts from "../../prompts/texts.json" with { type: "json" };
import { given, site, type Scene } from "./given.ts";

const quick = { relaxation: [], wrapUpMs: 0 };
const of = (scene: Scene, name = "Sales") => {
  const queue = scene.state.config.queues.find((each) => each.name === name);
  return queue === undefined ? undefined : expectedWait(scene.state, queue, scene.now);
};

/** Caller n rings ann for 4 s, then talks for 56 s. */
function served(scene: Scene, n: number, leg: string): void {
  scene.passes(4_000);
  scene.talks(`caller${n}`, leg);
  scene.passes(56_000);
  scene.hangsUp(`caller${n}`);
  scene.hangsUp(leg);
}

test("[RT208] nothing is said before anything was seen; then a free agent's ringing; then what the line takes", () => {
  const scene = given(site({ agents: [{}], queue: quick }));
  expect(of(scene)).toBeUndefined();
  scene.signsIn("ann");
  expect(of(scene)).toMatchObject({ expectedMs: 0, method: "agentFree" });
  scene.waits();
  // She rings; who comes now waits for nobody knows how long.
  expect(of(scene)).toBeUndefined();
  served(scene, 1, "leg1");
  expect(of(scene)).toMatchObject({ expectedMs: 4_000, method: "agentFree" });
  scene.waits();
  // A call takes her 60 s from the first ring; then comes his own ringing.
  expect(of(scene)).toMatchObject({ expectedMs: 64_000, method: "queueLengthPatience", samples: 0 });
  scene.waits();
  expect(of(scene)).toMatchObject({ expectedMs: 124_000 });
});

test("[RT208] agents count while they are ready, or will be after their call", () => {
  const scene = given(site({ agents: [{}, {}, { skills: [] }], queue: quick }));
  scene.signsIn("ann");
  scene.waits();
  served(scene, 1, "leg1");
  scene.waits();
  expect(of(scene)?.expectedMs).toBe(64_000);
  scene.signsIn("bea");
  scene.signsIn("cid");
  scene.waits();
  // Two of them now; cid can do nothing.
  expect(of(scene)?.expectedMs).toBe(34_000);
  scene.presence("ann", "notReady", "lunch");
  expect(of(scene)?.expectedMs).toBe(64_000);
  scene.presence("ann", "ready");
  expect(of(scene)?.expectedMs).toBe(34_000);
  scene.presence("ann", "notReady", "lunch");
  scene.presence("bea", "notReady", "lunch");
  // Nobody is going to be free: nothing can be said.
  expect(of(scene)).toBeUndefined();
  scene.when({ kind: "config.replaced", config: site({ agents: [{}, {}, {}], queue: quick }) });
  expect(of(scene)).toMatchObject({ expectedMs: 4_000, method: "agentFree" });
});

test("[RT208] who is in line has that much left as go before him", () => {
  const scene = given(site({ agents: [{}], queue: quick }));
  scene.signsIn("ann");
  scene.waits();
  served(scene, 1, "leg1");
  for (let n = 0; n < 5; n += 1) {
    scene.passes(1);
    scene.waits();
  }
  const left = (call: string) => remainingWait(scene.state, scene.call(call), scene.now)?.expectedMs;
  // call2 rings; four wait, and a call takes 60 s.
  expect(["call3", "call4", "call6"].map(left)).toEqual([64_000, 124_000, 244_000]);
  scene.hangsUp("caller4");
  expect(left("call6")).toBe(184_000);
  expect(left("call4")).toBeUndefined();
  expect(left("call1")).toBeUndefined();
});

test("[RT208] queues that share agents are one line; a configuration that parts them is heeded at once", () => {
  const skill = (name: "sales" | "support") => ({ skill: skills[name], proficiency: 5 as const });
  const both = [{}, {}, { skills: [skill("support")] }];
  const apart = [{ skills: [skill("sales")] }, { skills: [skill("support")] }, { skills: [skill("support")] }];
  const scene = given(site({ agents: both, queue: quick }));
  for (const name of ["ann", "bea", "cid"]) scene.signsIn(name);
  for (const to of ["900100", "900200", "900200", "900100", "900200", "900100"]) scene.waits(to);
  const lines = () =>
    [...scene.state.waits.values()].flatMap(({ pools }) =>
      [...pools.values()].map(({ waiting, shared }) => ({ waiting, shared: shared.waiting, agents: shared.agents })),
    );
  expect(lines()).toEqual([
    { waiting: 2, shared: 3, agents: 3 },
    { waiting: 1, shared: 3, agents: 3 },
  ]);
  expect([...scene.state.waits.values()].map(({ pools }) => [...pools.values()][0]?.agents)).toEqual([2, 3]);
  scene.when({ kind: "config.replaced", config: site({ agents: apart, queue: quick }) });
  scene.waits("900100");
  scene.waits("900200");
  expect(lines()).toEqual([
    { waiting: 3, shared: 3, agents: 1 },
    { waiting: 2, shared: 2, agents: 2 },
  ]);
  expect([...scene.state.waits.values()].map(({ pools }) => [...pools.values()][0]?.agents)).toEqual([1, 2]);
  scene.presence("bea", "notReady", "lunch");
  expect(lines().map(({ agents }) => agents)).toEqual([1, 1]);
  scene.when({ kind: "config.replaced", config: site({ agents: both, queue: quick }) });
  expect(lines().map(({ shared }) => shared)).toEqual([5, 5]);
});

test("[RT209] who waits hears beside his place in which range of minutes his wait lies; if not asked for, nothing", () => {
  const told = (announceWait: boolean) => {
    const scene = given(site({ agents: [{}], queue: { ...quick, announceEveryMs: 30_000, announceWait } }));
    scene.signsIn("ann");
    scene.waits();
    scene.passes(4_000);
    scene.talks("caller1", "leg1");
    scene.waits();
    const early = scene.passes(30_000);
    scene.passes(22_000);
    scene.hangsUp("caller1");
    scene.hangsUp("leg1");
    scene.talks("caller2", "leg2");
    for (let n = 0; n < 3; n += 1) {
      scene.passes(1);
      scene.waits();
    }
    return { early, later: scene.passes(30_000) };
  };
  const { early, later } = told(true);
  // Nothing was seen of a whole call yet.
  expect(early).toMatchInlineSnapshot(`
    "interaction.announced interaction=call2 position=1 expectedMs=-
    > prompt.announce leg=caller2 prompts=[you-are-number 1 in-the-queue thank-you-for-waiting] id=command11"
  `);
  expect(later).toMatchInlineSnapshot(`
    "interaction.announced interaction=call3 position=1 expectedMs=58000
    > prompt.announce leg=caller3 prompts=[you-are-number 1 in-the-queue wait-under-1 thank-you-for-waiting] id=command27
    interaction.announced interaction=call4 position=2 expectedMs=114000
    > prompt.announce leg=caller4 prompts=[you-are-number 2 in-the-queue wait-1-2 thank-you-for-waiting] id=command28
    interaction.announced interaction=call5 position=3 expectedMs=170000
    > prompt.announce leg=caller5 prompts=[you-are-number 3 in-the-queue wait-2-5 thank-you-for-waiting] id=command29"
  `);
  expect(told(false).later).not.toContain("wait-");
});

test("[RT209] the ranges leave no wait out, and each can be heard in every language", () => {
  expect([0, 59_999, 60_000, 299_999, 300_000, 3_599_999, 3_600_000, 1e9].map(waitPrompts)).toEqual([
    ["wait-under-1"],
    ["wait-under-1"],
    ["wait-1-2"],
    ["wait-2-5"],
    ["wait-5-10"],
    ["wait-45-60"],
    ["wait-over-60"],
    ["wait-over-60"],
  ]);
  expect(waitPrompts(undefined)).toEqual([]);
  expect(Object.keys(texts)).toEqual(expect.arrayContaining(waitRanges.map(({ prompt }) => prompt)));
});

test("[RT209] a flow branches on the expected wait, which is that of the board", () => {
  const flow = flowSchema.parse({
    ...queueFlow("Sales"),
    nodes: {
      ...queueFlow("Sales").nodes,
      answer: { type: "answer", config: {}, exits: { next: "long" } },
      long: {
        type: "condition",
        config: {
          kind: "compare",
          subject: { queue: "Sales", figure: "expectedWaitMs" },
          operator: "moreThan",
          value: "100000",
        },
        exits: { true: "bye", false: "queue" },
      },
    },
  });
  const config = site({ agents: [{}], queue: quick });
  const scene = given({ ...config, flows: [{ name: flow.name, version: 1, flow }] });
  scene.signsIn("ann");
  scene.waits();
  served(scene, 1, "leg1");
  const stages = (calls: readonly string[]) =>
    calls.map((name) => scene.state.interactions.get(scene.call(name))?.stage.kind);
  for (let n = 0; n < 3; n += 1) scene.waits();
  // 0 s, 64 s and, with one ahead, 124 s: too long for the third.
  expect(of(scene)?.expectedMs).toBe(124_000);
  expect(stages(["call2", "call3", "call4"])).toEqual(["waiting", "waiting", "ending"]);
});

test("[RT206] what is observed of a queue is forgotten when it is removed and nobody waits in it", () => {
  const scene = given(site({ agents: [{}], queue: quick }));
  scene.signsIn("ann");
  scene.waits();
  scene.waits();
  const without = (name: string) => ({ ...scene.config, queues: scene.config.queues.filter((q) => q.name !== name) });
  scene.when({ kind: "config.replaced", config: without("Sales") });
  expect([...scene.state.waits.keys()]).toEqual([scene.queue("Sales")]);
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  scene.hangsUp("leg2");
  scene.hangsUp("caller2");
  scene.when({ kind: "config.replaced", config: without("Sales") });
  expect(scene.state.waits.size).toBe(0);
});
