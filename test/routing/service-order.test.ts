/** Which of several who wait a freed agent takes. */

import { expect, test } from "vitest";
import type { AgentConfig, QueueConfig, RoutingConfig } from "#routing/config.ts";
import { queues } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

/** One agent who knows everything and is not ready yet; 900100 leads to Sales, 900200 to Support. */
function floor(more: {
  readonly agent?: Partial<AgentConfig>;
  readonly sales?: Partial<QueueConfig>;
  readonly support?: Partial<QueueConfig>;
  readonly config?: Partial<RoutingConfig>;
}): Scene {
  const base = site({
    agents: [more.agent ?? {}],
    queue: { leaveWhenNobodySignedIn: false, overflowAfterMs: undefined },
  });
  const changed = base.queues.map((queue) => ({
    ...queue,
    ...(queue.id === queues.sales ? more.sales : queue.id === queues.support ? more.support : {}),
  }));
  return given({ ...base, queues: changed, ...more.config });
}

/** The call that ann takes when she becomes ready, and why it goes first. */
function firstOf(scene: Scene): readonly [string, string | undefined] {
  scene.signsIn("ann");
  const made = scene.facts.findLast((fact) => fact.kind === "reservation.made");
  const name = ["call1", "call2", "call3"].find((each) => scene.call(each) === made?.interaction);
  return [name ?? "nobody", made?.kind === "reservation.made" ? made.order : undefined];
}

test("[RT43] the oldest across queues at equal priority", () => {
  const scene = floor({});
  scene.waits("900200");
  scene.passes(1);
  scene.waits("900100");
  expect(firstOf(scene)).toEqual(["call1", "oldest"]);
});

test("[RT43] bigger priority before older, and alone is alone", () => {
  const scene = floor({ support: { priority: 1 } });
  scene.waits("900100");
  scene.passes(60_000);
  scene.waits("900200");
  expect(firstOf(scene)).toEqual(["call2", "priority"]);
  const alone = floor({});
  alone.waits();
  expect(firstOf(alone)).toEqual(["call1", "onlyOne"]);
});

test("[RT220] each band adds what it says at its millisecond, and its place in every line is the new one", () => {
  const ageing = [
    { afterMs: 10_000, priority: 2 },
    { afterMs: 30_000, priority: 5 },
  ];
  const scene = floor({ sales: { ageing, priority: 1 }, support: { priority: 4 } });
  scene.waits("900100");
  expect(scene.passes(9_999)).toBe("");
  expect(scene.passes(1)).toBe("priority.raised interaction=call1 band=0 priority=3");
  scene.waits("900200");
  expect(scene.passes(19_999)).toBe("");
  expect(scene.passes(1)).toBe("priority.raised interaction=call1 band=1 priority=6");
  expect(firstOf(scene)).toEqual(["call1", "priority"]);
});

test("[RT220] one millisecond before its band it is still behind", () => {
  const scene = floor({ sales: { ageing: [{ afterMs: 10_000, priority: 2 }] }, support: { priority: 1 } });
  scene.waits("900100");
  scene.waits("900200");
  scene.passes(9_999);
  expect(firstOf(scene)).toEqual(["call2", "priority"]);
});

test("[RT220] who comes back begins with the priority before ageing", () => {
  const scene = floor({ sales: { ageing: [{ afterMs: 5_000, priority: 2 }] } });
  scene.waits("900100");
  scene.passes(5_000);
  scene.signsIn("ann");
  scene.talks("caller1", "leg1");
  scene.passes(1_000);
  const told = scene.hangsUp("leg1", "RECOVERY_ON_TIMER_EXPIRE");
  expect(told).toContain("priority=0");
  expect(told).toContain("priority.raised interaction=call1 band=0 priority=2");
});

test("[RT225] a queue that counts twice for her overtakes one that has waited less than twice as long", () => {
  const agent = { queueWeights: [{ queue: queues.support, weight: 2 }] };
  for (const [waitMs, first] of [
    [9_999, ["call2", "weight"]],
    [10_001, ["call1", "weight"]],
    // Equal scores: the older one.
    [10_000, ["call1", "oldest"]],
  ] as const) {
    const scene = floor({ agent });
    scene.waits("900100");
    scene.passes(waitMs);
    scene.waits("900200");
    scene.passes(10_000);
    expect(firstOf(scene)).toEqual(first);
  }
});

test("[RT225] beyond the bound the oldest goes first, whatever anything weighs; priority still goes before", () => {
  const agent = { queueWeights: [{ queue: queues.support, weight: 10 }] };
  const late = floor({ agent, config: { weightedWaitMaxMs: 60_000 } });
  late.waits("900100");
  late.passes(50_000);
  late.waits("900200");
  late.passes(10_000);
  const bound = floor({ agent, config: { weightedWaitMaxMs: 60_000 } });
  bound.waits("900100");
  bound.passes(50_000);
  bound.waits("900200");
  bound.passes(10_001);
  expect([firstOf(late), firstOf(bound)]).toEqual([
    ["call2", "weight"],
    ["call1", "weightedWaitMax"],
  ]);
  const before = floor({ agent, support: { priority: 1 }, config: { weightedWaitMaxMs: 60_000 } });
  before.waits("900100");
  before.passes(70_000);
  before.waits("900200");
  expect(firstOf(before)).toEqual(["call2", "priority"]);
});

test("[RT226] urgency: the larger part of the queue's target", () => {
  const config = { serviceOrder: "urgency" } as const;
  const scene = floor({ sales: { answerWithinMs: 60_000 }, support: { answerWithinMs: 20_000 }, config });
  scene.waits("900100");
  scene.passes(20_000);
  scene.waits("900200");
  scene.passes(10_001);
  // 30 s of 60 s against 10 s of 20 s: a millisecond tips it.
  expect(firstOf(scene)).toEqual(["call2", "urgency"]);
  const sooner = floor({ sales: { answerWithinMs: 60_000 }, support: { answerWithinMs: 20_000 }, config });
  sooner.waits("900100");
  sooner.passes(20_000);
  sooner.waits("900200");
  sooner.passes(9_999);
  expect(firstOf(sooner)).toEqual(["call1", "urgency"]);
});

test("[RT227] what a caller who waited alone is told apart by: rule, order, step", () => {
  const scene = floor({ sales: { relaxation: [{ name: "any", afterMs: 1_000, requirement: [] }] } });
  scene.waits("900100");
  scene.passes(1_000);
  firstOf(scene);
  expect(scene.facts.findLast((fact) => fact.kind === "reservation.made")).toMatchObject({
    rule: "onlyOne",
    order: "onlyOne",
    relaxedTo: "any",
    eligible: 1,
    passedOver: [],
  });
});
