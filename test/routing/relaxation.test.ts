import { expect, test } from "vitest";
import type { Proficiency } from "#routing/config.ts";
import { skills } from "../simulation/site.ts";
import { given, site } from "./given.ts";

const sales = (proficiency: Proficiency) => [{ skill: skills.sales, proficiency }];

test("[RT25] each step replaces the requirement at its millisecond, and finds who is able now", () => {
  const relaxation = [
    { name: "good", afterMs: 10_000, requirement: sales(4) },
    { name: "fair", afterMs: 20_000, requirement: sales(2) },
  ];
  const scene = given(site({ agents: [{ skills: sales(2) }], queue: { requirement: sales(5), relaxation } }));
  scene.signsIn("ann");
  scene.waits();
  expect(scene.passes(9_999)).toBe("");
  expect(scene.passes(1)).toMatchInlineSnapshot(
    `"requirement.relaxed interaction=call1 step=0 name=good needs={requirement=[{skill=sales proficiency=4}] preferred=[] groups=[] strategy={kind=longestIdle}}"`,
  );
  expect(scene.passes(9_999)).toBe("");
  expect(scene.passes(1)).toMatchInlineSnapshot(`
    "requirement.relaxed interaction=call1 step=1 name=fair needs={requirement=[{skill=sales proficiency=2}] preferred=[] groups=[] strategy={kind=longestIdle}}
    reservation.made reservation=reservation1 interaction=call1 agent=ann queue=Sales leg=leg1 until=+35000 eligible=1 passedOver=[] rule=onlyOne order=- relaxedTo=fair
    leg.opened leg=leg1 interaction=call1 node=switch-1 role=agent direction=outbound agent=ann target={kind=seat sipUser=ann} remote=ann
    > leg.originate leg=leg1 interaction=call1 role=agent target={kind=seat sipUser=ann} callerNumber=34600111222 timeoutMs=20000 autoAnswer=false id=command5"
  `);
});

test("[RT25] a step that is new in the configuration counts for those who wait already", () => {
  const scene = given(site({ agents: [{}, { skills: sales(1) }], queue: { requirement: sales(3) } }));
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  scene.signsIn("bea");
  scene.waits();
  scene.passes(5_000);
  const relaxation = [{ name: "any", afterMs: 6_000, requirement: sales(1) }];
  const queues = scene.config.queues.map((queue) => ({ ...queue, relaxation }));
  scene.when({ kind: "config.replaced", config: { ...scene.config, queues } });
  expect(scene.passes(999)).toBe("");
  expect(scene.passes(1)).toContain("agent=bea");
});

test.each<[Proficiency, Proficiency, boolean]>([
  [3, 3, true],
  [4, 3, true],
  [2, 3, false],
  [5, 5, true],
  [4, 5, false],
  [1, 1, true],
])("[RT42] proficiency %i for a requirement of %i: %s", (has, needs, isAble) => {
  const scene = given(
    site({ agents: [{ skills: sales(has) }], queue: { requirement: sales(needs), leaveWhenNobodySignedIn: false } }),
  );
  scene.signsIn("ann");
  expect(scene.waits().includes("reservation.made")).toBe(isAble);
});

test("[RT42] every required skill is needed, a missing one is not made up for", () => {
  const requirement = [...sales(1), { skill: skills.billing, proficiency: 1 as const }];
  const scene = given(
    site({ agents: [{ skills: sales(5) }, {}], queue: { requirement, leaveWhenNobodySignedIn: false } }),
  );
  scene.signsIn("ann");
  scene.signsIn("bea");
  expect(scene.waits()).not.toContain("reservation.made");
});
