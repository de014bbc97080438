/** Who is rung, and who is served: one rule a test, read from the reservation's own explanation. */

import { expect, test } from "vitest";
import type { AgentConfig, QueueConfig, Strategy } from "#routing/config.ts";
import type { Fact } from "#routing/facts.ts";
import { groupId } from "#routing/ids.ts";
import { id, skills } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

const north = groupId(id("96", 1));
const south = groupId(id("96", 2));
const sales = (proficiency: 1 | 2 | 3 | 4 | 5) => ({ skill: skills.sales, proficiency });
const billing = { skill: skills.billing, proficiency: 3 as const };
const anyone = { requirement: [], leaveWhenNobodySignedIn: false, wrapUpMs: 0 } as const;

function floor(agents: readonly Partial<AgentConfig>[], queue: Partial<QueueConfig> = {}): Scene {
  const scene = given(site({ agents, queue: { ...anyone, ...queue } }));
  for (const { name } of scene.config.agents) {
    scene.signsIn(name);
    scene.passes(1_000);
  }
  return scene;
}

type Made = Extract<Fact, { kind: "reservation.made" }>;
const reservations = (scene: Scene): readonly Made[] =>
  scene.facts.flatMap((fact) => (fact.kind === "reservation.made" ? [fact] : []));
const nameOf = (scene: Scene, made: Made | undefined) =>
  scene.config.agents.find((each) => each.id === made?.agent)?.name;
const lastRung = (scene: Scene) => nameOf(scene, reservations(scene).at(-1));
const why = (scene: Scene) => {
  const made = reservations(scene).at(-1);
  return {
    rung: nameOf(scene, made),
    rule: made?.rule,
    order: made?.order,
    over: made?.passedOver.map(
      ({ agent, reason }) => `${scene.config.agents.find((each) => each.id === agent)?.name}: ${reason}`,
    ),
  };
};

/** The newest reservation's call is answered and ended after so long. */
function talksFor(scene: Scene, ms: number): void {
  const n = reservations(scene).length;
  const caller = `caller${n}`;
  scene.talks(caller, `leg${n}`);
  scene.passes(ms);
  scene.hangsUp(caller);
  scene.hangsUp(`leg${n}`);
}

test("[RT223] most proficient: the bigger sum over the skills asked for, then idle time", () => {
  const agents = [{ skills: [sales(3), billing] }, { skills: [sales(5)] }, { skills: [sales(5)] }];
  const scene = floor(agents, { requirement: [sales(1)], strategy: { kind: "mostProficient" } });
  scene.waits();
  expect(why(scene)).toEqual({
    rung: "bea",
    rule: "mostProficient",
    order: undefined,
    over: ["cid: idleShorter", "ann: lessProficient"],
  });
});

test("[RT223] fewest handled: who has had fewer conversations, a break does not change it", () => {
  const scene = floor([{}, {}], { strategy: { kind: "fewestHandled" } });
  scene.waits();
  expect(lastRung(scene)).toBe("ann");
  talksFor(scene, 1_000);
  scene.presence("bea", "notReady", "break");
  scene.passes(60_000);
  scene.presence("bea", "ready");
  // ann has been idle for longer, bea has had none.
  scene.waits();
  expect(why(scene)).toMatchObject({ rung: "bea", rule: "fewestHandled", over: ["ann: handledMore"] });
  talksFor(scene, 1_000);
  scene.waits();
  expect(why(scene)).toMatchObject({ rung: "ann", over: ["bea: idleShorter"] });
});

test("[RT223] who stays away for more than four hours begins another shift; for four hours does not", () => {
  for (const [awayMs, rung] of [
    [4 * 3_600_000, "bea"],
    [4 * 3_600_000 + 1, "ann"],
  ] as const) {
    const scene = floor([{}, {}], { strategy: { kind: "fewestHandled" } });
    scene.waits();
    talksFor(scene, 1_000);
    scene.presence("ann", "signedOut");
    scene.presence("bea", "notReady", "break");
    scene.passes(awayMs);
    scene.presence("ann", "ready");
    scene.passes(1_000);
    scene.presence("bea", "ready");
    scene.waits();
    expect(lastRung(scene)).toBe(rung);
  }
});

test("[RT223] least occupied: the smaller part of the shift, not the fewer calls", () => {
  const scene = floor([{}, {}], { strategy: { kind: "leastOccupied" } });
  scene.waits();
  talksFor(scene, 60_000); // ann: one long call
  scene.waits();
  expect(lastRung(scene)).toBe("bea");
  talksFor(scene, 1_000);
  scene.waits();
  expect(lastRung(scene)).toBe("bea");
  talksFor(scene, 1_000); // bea: two short ones
  scene.waits();
  expect(why(scene)).toMatchObject({ rung: "bea", rule: "leastOccupied", over: ["ann: busier"] });
});

test("[RT223] round robin: reserved longest ago, even if she missed it", () => {
  const scene = floor([{}, {}, {}], { strategy: { kind: "roundRobin" } });
  const rung: (string | undefined)[] = [];
  for (let n = 0; n < 7; n += 1) {
    scene.waits();
    rung.push(lastRung(scene));
    talksFor(scene, 1_000);
    // Idle times say nothing: ann looks idle for longest every time.
    for (const name of ["ann", "bea", "cid"]) {
      scene.presence(name, "notReady", "break");
      scene.presence(name, "ready");
      scene.passes(1);
    }
  }
  expect(rung).toEqual(["ann", "bea", "cid", "ann", "bea", "cid", "ann"]);
  expect(why(scene).over).toEqual(["bea: reservedLater", "cid: reservedLater"]);
});

test("[RT223] top down: the earlier group while it has somebody, whoever is in none comes last", () => {
  const strategy: Strategy = { kind: "topDown", groups: [south, north] };
  const scene = floor([{}, { groups: [north] }, { groups: [south] }], { strategy });
  scene.waits();
  expect(why(scene)).toMatchObject({ rung: "cid", rule: "topDown", over: ["bea: lowerGroup", "ann: lowerGroup"] });
  scene.waits();
  expect(lastRung(scene)).toBe("bea");
  scene.waits();
  expect(why(scene)).toMatchObject({ rung: "ann", rule: "onlyOne", over: [] });
});

test("[RT221] percentage: the shares are kept, also when one group was away", () => {
  const strategy: Strategy = {
    kind: "percentage",
    shares: [
      { group: north, percent: 75 },
      { group: south, percent: 25 },
    ],
  };
  const scene = floor([{ groups: [north] }, { groups: [south] }], { strategy });
  const count = { ann: 0, bea: 0 };
  const serve = (times: number): void => {
    for (let n = 0; n < times; n += 1) {
      scene.waits();
      count[lastRung(scene) === "ann" ? "ann" : "bea"] += 1;
      talksFor(scene, 10);
    }
  };
  serve(80);
  expect(count).toEqual({ ann: 60, bea: 20 });
  scene.presence("ann", "notReady", "break");
  serve(300);
  expect(count).toEqual({ ann: 60, bea: 320 });
  scene.presence("ann", "ready");
  serve(400);
  // What ann missed fades: of 400 she gets her 300, and at most the window's 100 besides.
  expect(count.ann).toBeGreaterThanOrEqual(360);
  expect(count.ann).toBeLessThanOrEqual(460);
  expect(why(scene).rule).toBe("percentage");
});

test("[RT221] a missed reservation is not counted against the group's share", () => {
  const strategy: Strategy = {
    kind: "percentage",
    shares: [
      { group: north, percent: 50 },
      { group: south, percent: 50 },
    ],
  };
  const scene = floor([{ groups: [north] }, { groups: [north] }, { groups: [south] }], { strategy });
  scene.waits();
  expect(lastRung(scene)).toBe("ann");
  scene.hangsUp("leg1", "NO_ANSWER");
  expect(lastRung(scene)).toBe("bea");
});

test("[RT222] preferred skills come before idle time, and their weights are added", () => {
  const preferred = [
    { ...billing, weight: 3 },
    { ...sales(4), weight: 2 },
    { skill: skills.support, proficiency: 1 as const, weight: 2 },
  ];
  const agents = [
    { skills: [sales(3)] },
    { skills: [billing] },
    { skills: [sales(4), { skill: skills.support, proficiency: 2 as const }] },
  ];
  const scene = floor(agents, { preferred });
  scene.waits();
  expect(why(scene)).toMatchObject({
    rung: "cid",
    rule: "preferred",
    over: ["bea: lessPreferred", "ann: lessPreferred"],
  });
});

test("[RT42] one of several skills will do, none of others may be there, a range has two ends", () => {
  const ways = [
    { requirement: [{ anyOf: [sales(5), billing] }], able: ["bea", "cid"] },
    { requirement: [{ noneOf: [billing] }], able: ["ann", "cid"] },
    { requirement: [{ ...sales(1), proficiencyMax: 3 as const }], able: ["ann"] },
    { requirement: [{ anyOf: [{ noneOf: [sales(1)] }, { ...sales(1), proficiencyMax: 2 as const }] }], able: ["bea"] },
    { requirement: [{ noneOf: [billing, sales(4)] }], able: ["ann"] },
    { requirement: [{ noneOf: [{ anyOf: [sales(5), billing] }] }], able: ["ann"] },
  ];
  for (const { requirement, able } of ways) {
    const scene = floor([{ skills: [sales(3)] }, { skills: [billing] }, { skills: [sales(5)] }], { requirement });
    for (let n = 0; n < 3; n += 1) scene.waits();
    const rung = reservations(scene).map((made) => nameOf(scene, made) ?? "");
    expect(rung.toSorted((a, b) => a.localeCompare(b))).toEqual(able);
  }
});

test("[RT228] groups limit who may take it, until a step widens them and changes the strategy", () => {
  const relaxation = [
    {
      name: "everybody",
      afterMs: 10_000,
      requirement: [],
      groups: [north, south],
      strategy: { kind: "mostProficient" } as const,
    },
  ];
  const scene = floor([{ groups: [south] }], { groups: [north], relaxation });
  scene.waits();
  expect(scene.passes(9_999)).not.toContain("reservation.made");
  scene.passes(1);
  expect(reservations(scene).at(-1)).toMatchObject({ relaxedTo: "everybody", rule: "onlyOne" });
  const { stage } = [...scene.state.interactions.values()][0] ?? {};
  expect(stage).toMatchObject({
    needs: { groups: [north, south], strategy: { kind: "mostProficient" }, preferred: [] },
  });
});

test("[RT228] somebody of another group is passed over with that reason", () => {
  const scene = floor([{ groups: [south] }, { groups: [north] }], { groups: [north] });
  scene.waits();
  expect(why(scene)).toMatchObject({ rung: "bea", rule: "onlyOne", over: ["ann: otherGroup"] });
});

test("[RT229] a skill that is given and a strategy that is changed count at once, and nobody loses his place", () => {
  const scene = floor([{ skills: [] }], { requirement: [sales(3)] });
  scene.waits();
  scene.passes(5_000);
  scene.waits();
  expect(reservations(scene)).toEqual([]);
  const agents = scene.config.agents.map((each) => ({ ...each, skills: [sales(3)] }));
  scene.when({ kind: "config.replaced", config: { ...scene.config, agents } });
  expect(reservations(scene)).toMatchObject([{ interaction: scene.call("call1"), order: "oldest" }]);
});

test("[RT350] a night in which no process ran is in nobody's shift", () => {
  const scene = floor([{ name: "ann" }]);
  scene.passes(60_000);
  // Nothing is fed meanwhile, as when the machine is off.
  scene.now += 8 * 3_600_000;
  scene.when({ kind: "engine.started", epoch: 2, seed: "morning" });
  scene.presence("ann", "notReady", "break");
  const staffedMs = scene.state.agents.get(scene.agent("ann"))?.shift.staffedMs ?? 0;
  // What she did after her last fact is not known.
  expect(staffedMs).toBeLessThan(62_000);
});
