/** What an admin may set up of who takes what, what is refused, and what routing is given. */

import { beforeEach, expect, test } from "vitest";
import { queueInput } from "#protocol/api/admin.ts";
import { CONDITION_DEPTH_MAX, type SkillConditionView } from "#protocol/api/needs.ts";
import { agentInput } from "#protocol/api/people.ts";
import { RULE_DEPTH_MAX, ruleList, type RuleConditionView } from "#protocol/api/routing-set-up.ts";
import { changeAgent, createAgent } from "#src/setup/agents.ts";
import { changeGroup, createGroup, deleteGroup, listGroups } from "#src/setup/groups.ts";
import { loadRoutingConfig } from "#src/setup/load-routing-config.ts";
import { changeQueue, createQueue, deleteQueue, listQueues } from "#src/setup/queues.ts";
import {
  putRoutingRules,
  putRoutingSettings,
  readRoutingRules,
  readRoutingSettings,
} from "#src/setup/routing-settings.ts";
import { createSchedule, deleteSchedule } from "#src/setup/schedules.ts";
import { createSkill, deleteSkill } from "#src/setup/skills.ts";
import { good, site, type Site } from "./site.ts";

const nobody = "00000000-0000-4000-8000-000000000000";
let parts: Site;
let spanish: string;
let chess: string;
let north: string;
let south: string;

beforeEach(async () => {
  parts = await site();
  spanish = good(await createSkill(parts, { name: "Spanish" })).id;
  chess = good(await createSkill(parts, { name: "Chess" })).id;
  north = good(await createGroup(parts, { name: "North" })).id;
  south = good(await createGroup(parts, { name: "South" })).id;
});

const adopted = () => parts.adopted.at(-1);
const agentOf = (more: object) =>
  agentInput.parse({ login: "ada", name: "Ada", password: "correct horse", roles: ["admin", "agent"], ...more });
const rules = (version: number, ...list: readonly object[]) =>
  ruleList.parse({
    version,
    rules: list.map((each, n) => ({ name: `rule ${n + 1}`, when: { all: [] }, outcome: {}, ...each })),
  });

test("[SET11] groups: a stale change, a taken name and a group in use are refused, with who uses it", async () => {
  expect(await createGroup(parts, { name: "North" })).toMatchObject({ refused: "taken" });
  expect(good(await changeGroup(parts, north, { name: "Norte", version: 1 }))).toMatchObject({ version: 2 });
  expect(await changeGroup(parts, north, { name: "Nord", version: 1 })).toMatchObject({ refused: "stale" });
  expect(await changeGroup(parts, nobody, { name: "X", version: 1 })).toMatchObject({ refused: "notFound" });
  expect((await listGroups(parts.db)).map(({ name }) => name)).toEqual(["Norte", "South"]);
  expect(adopted()?.groups.map(({ name }) => name)).toEqual(["Norte", "South"]);

  good(await createAgent(parts, agentOf({ groups: [north] })));
  expect(await deleteGroup(parts, north)).toMatchObject({ refused: "inUse", detail: "Ada" });
  const step = { name: "wider", afterMs: 30_000, requirement: [], strategy: { kind: "topDown", groups: [south] } };
  good(await createQueue(parts, queueInput.parse({ name: "Sales", relaxation: [step] })));
  expect(await deleteGroup(parts, south)).toMatchObject({ refused: "inUse", detail: "Sales" });
  const spare = good(await createGroup(parts, { name: "Spare" }));
  expect(good(await deleteGroup(parts, spare.id))).toBeUndefined();
  expect(await deleteGroup(parts, spare.id)).toMatchObject({ refused: "notFound" });
});

test("[SET12] all that a queue asks for is kept as it was given, and routing is given the same", async () => {
  const input = queueInput.parse({
    name: "Sales",
    requirement: [
      { skill: spanish, proficiency: 2, proficiencyMax: 4 },
      { anyOf: [{ skill: chess, proficiency: 1 }, { noneOf: [{ skill: spanish, proficiency: 5 }] }] },
    ],
    preferred: [{ skill: chess, proficiency: 3, weight: 40 }],
    groups: [north],
    strategy: {
      kind: "percentage",
      shares: [
        { group: north, percent: 70 },
        { group: south, percent: 30 },
      ],
    },
    lastAgentMs: 15_000,
    ownerMs: 20_000,
    ageing: [
      { afterMs: 60_000, priority: 5 },
      { afterMs: 120_000, priority: 10 },
    ],
    relaxation: [
      { afterMs: 30_000, requirement: [{ skill: spanish, proficiency: 1 }] },
      {
        name: "anybody",
        afterMs: 60_000,
        requirement: [],
        preferred: [],
        groups: [],
        strategy: { kind: "roundRobin" },
      },
    ],
  });
  const queue = good(await createQueue(parts, input));
  expect(queue).toEqual({ ...input, id: queue.id, version: 1 });
  expect(await listQueues(parts.db)).toEqual([queue]);
  const { serviceLevelFormula: _, relaxation, ...same } = input;
  expect(adopted()?.queues).toEqual([
    expect.objectContaining({
      ...same,
      relaxation: [{ ...relaxation[0], name: "1" }, relaxation[1]],
    }),
  ]);
});

const at = (afterMs: number) => ({ afterMs, requirement: [] });
const bad: readonly (readonly [string, (ids: { skill: string; group: string }) => object, string, string])[] = [
  ["an unknown skill", () => ({ requirement: [{ skill: nobody, proficiency: 1 }] }), "requirement", "no such skill"],
  [
    "an unknown skill, deep down",
    () => ({ requirement: [{ noneOf: [{ anyOf: [{ skill: nobody, proficiency: 1 }] }] }] }),
    "requirement",
    "no such skill",
  ],
  [
    "a skill twice",
    ({ skill }) => ({
      requirement: [
        { skill, proficiency: 1 },
        { skill, proficiency: 2 },
      ],
    }),
    "requirement",
    "named twice",
  ],
  [
    "a range the wrong way round",
    ({ skill }) => ({ requirement: [{ anyOf: [{ skill, proficiency: 4, proficiencyMax: 2 }] }] }),
    "requirement",
    "nobody can be",
  ],
  [
    "an unknown preferred skill",
    () => ({ preferred: [{ skill: nobody, proficiency: 1, weight: 1 }] }),
    "preferred",
    "no such",
  ],
  ["an unknown group", () => ({ groups: [nobody] }), "groups", "no such group"],
  [
    "an unknown group of a strategy",
    () => ({ strategy: { kind: "topDown", groups: [nobody] } }),
    "strategy",
    "no such",
  ],
  [
    "shares of nothing",
    ({ group }) => ({ strategy: { kind: "percentage", shares: [{ group, percent: 0 }] } }),
    "strategy",
    "more than nothing",
  ],
  ["steps out of order", () => ({ relaxation: [at(20_000), at(10_000)] }), "relaxation.1", "one after the other"],
  ["two steps at once", () => ({ relaxation: [at(20_000), at(20_000)] }), "relaxation.1", "one after the other"],
  [
    "two steps of one name",
    () => ({
      relaxation: [
        { ...at(1_000), name: "wide" },
        { ...at(2_000), name: "wide" },
      ],
    }),
    "relaxation",
    "one name",
  ],
  [
    "an unknown group of a step",
    () => ({ relaxation: [{ ...at(1_000), groups: [nobody] }] }),
    "relaxation.0.groups",
    "no such",
  ],
  [
    "ageing out of order",
    () => ({
      ageing: [
        { afterMs: 9_000, priority: 1 },
        { afterMs: 8_000, priority: 2 },
      ],
    }),
    "ageing.1",
    "one after the other",
  ],
];

test.each(bad)("[SET12] refused whole, with where and why: %s", async (_, more, path, message) => {
  const queue = good(await createQueue(parts, queueInput.parse({ name: "Sales" })));
  const before = parts.adopted.length;
  const input = queueInput.parse({ name: "Sales", ...more({ skill: spanish, group: north }) });
  expect(await changeQueue(parts, queue.id, { ...input, version: 1 })).toMatchObject({
    refused: "invalid",
    fields: [{ path: `queues.Sales.${path}`, message: expect.stringContaining(message) }],
  });
  expect(await listQueues(parts.db)).toEqual([queue]);
  expect(parts.adopted.length).toBe(before);
});

test("[SET12] conditions go so deep and no deeper; amounts have their limits", () => {
  const deep = (levels: number): SkillConditionView =>
    levels === 1 ? { skill: spanish, proficiency: 1 } : { anyOf: [deep(levels - 1)] };
  const requirement = (levels: number) => queueInput.safeParse({ name: "Q", requirement: [deep(levels)] }).success;
  expect([requirement(CONDITION_DEPTH_MAX), requirement(CONDITION_DEPTH_MAX + 1)]).toEqual([true, false]);
  const rule = (levels: number): RuleConditionView => (levels === 1 ? { all: [] } : { not: rule(levels - 1) });
  const when = (levels: number) =>
    ruleList.safeParse({ version: 1, rules: [{ name: "r", when: rule(levels), outcome: {} }] }).success;
  expect([when(RULE_DEPTH_MAX), when(RULE_DEPTH_MAX + 1)]).toEqual([true, false]);
  for (const wrong of [
    { requirement: [{ skill: spanish, proficiency: 6 }] },
    { requirement: [{ anyOf: [] }] },
    { preferred: [{ skill: spanish, proficiency: 1, weight: 0 }] },
    { strategy: { kind: "lucky" } },
    { strategy: { kind: "topDown", groups: [] } },
    { ownerMs: -1 },
    { ageing: [{ afterMs: 0, priority: 1 }] },
  ])
    expect(queueInput.safeParse({ name: "Q", ...wrong }).success).toBe(false);
});

test("[SET13] an agent's groups and queue weights reach routing; a weight of 1 is what everybody has", async () => {
  const queue = good(await createQueue(parts, queueInput.parse({ name: "Sales" }))).id;
  const weighted = [{ queue, weight: 2.5 }];
  const ada = good(await createAgent(parts, agentOf({ groups: [north, south].toSorted(), queueWeights: weighted })));
  expect(ada).toMatchObject({ groups: [north, south].toSorted(), queueWeights: weighted });
  expect(adopted()?.agents[0]).toMatchObject({ groups: [north, south].toSorted(), queueWeights: weighted });
  const unknown = { version: 1, groups: [nobody] };
  expect(await changeAgent(parts, ada.id, unknown)).toMatchObject({ refused: "invalid" });
  expect(await changeAgent(parts, ada.id, { version: 1, queueWeights: [{ queue: nobody, weight: 2 }] })).toMatchObject({
    refused: "invalid",
  });
  const one = good(await changeAgent(parts, ada.id, { version: 1, groups: [], queueWeights: [{ queue, weight: 1 }] }));
  expect(one).toMatchObject({ groups: [], queueWeights: [] });
  good(await changeAgent(parts, ada.id, { version: 2, queueWeights: weighted }));
  good(await deleteQueue(parts, queue));
  expect(adopted()?.agents[0]?.queueWeights).toEqual([]);
});

test("[SET14] tiers and order: kept, given to routing, stale or doubled ones refused", async () => {
  const before = await readRoutingSettings(parts.db);
  expect(before).toEqual({ version: 1, tiers: [], serviceOrder: "oldest" });
  const settings = {
    version: 1,
    tiers: [{ name: "Gold", weight: 2 }],
    serviceOrder: "urgency" as const,
    weightedWaitMaxMs: 300_000,
  };
  expect(good(await putRoutingSettings(parts, settings))).toEqual({ ...settings, version: 2 });
  const { version: _, ...rest } = settings;
  expect(adopted()).toMatchObject(rest);
  expect(await putRoutingSettings(parts, settings)).toMatchObject({ refused: "stale" });
  const twice = [...settings.tiers, { name: "gold", weight: 3 }];
  expect(await putRoutingSettings(parts, { ...settings, version: 2, tiers: twice })).toMatchObject({
    refused: "invalid",
    fields: [{ path: "tiers", message: "two tiers have one name" }],
  });
  good(await putRoutingRules(parts, rules(1, { outcome: { tier: "gold" } })));
  expect(await putRoutingSettings(parts, { ...settings, version: 2, tiers: [] })).toMatchObject({
    refused: "invalid",
    fields: [{ message: "there is no tier gold" }],
  });
  expect(await readRoutingSettings(parts.db)).toEqual({ ...settings, version: 2 });
});

test("[SET15] rules keep their order; one that is switched off is kept and not given to routing", async () => {
  const queue = good(await createQueue(parts, queueInput.parse({ name: "Sales" }))).id;
  const ada = good(await createAgent(parts, agentOf({})));
  const bob = good(await createAgent(parts, agentOf({ login: "bob", name: "Bob", roles: ["agent"] })));
  const list = rules(
    1,
    { name: "b", outcome: { queue, particular: { who: "named", agents: [ada.id, bob.id], forMs: 5_000 } } },
    { name: "off", isActive: false, outcome: { tier: "no such tier" } },
    { name: "a", when: { not: { attribute: "contact.debt", is: "moreThan", value: 10 } }, continues: true },
  );
  expect(good(await putRoutingRules(parts, list))).toEqual({ ...list, version: 2 });
  expect(await readRoutingRules(parts.db)).toEqual({ ...list, version: 2 });
  expect(adopted()?.rules.map(({ name }) => name)).toEqual(["b", "a"]);
  expect(adopted()?.rules[0]?.outcome).toMatchObject({ queue, requirement: [], preferred: [], tier: undefined });
  expect(await loadRoutingConfig(parts.db, { nodes: ["fs-1"], isNewVersion: false })).toEqual({ config: adopted() });

  expect(await putRoutingRules(parts, list)).toMatchObject({ refused: "stale" });
  expect(await deleteQueue(parts, queue)).toMatchObject({ refused: "inUse", detail: "b" });
  // Whoever leaves is not held back by a rule that names her.
  good(await changeAgent(parts, bob.id, { version: 1, isActive: false }));
  expect(adopted()?.rules).toHaveLength(2);
});

test("[SET15] a bad rule is refused whole, with where and why", async () => {
  const hours = { name: "Office", timeZone: "Europe/Madrid", weekly: [], exceptions: [] };
  const schedule = good(await createSchedule(parts, hours));
  const asked = { requirement: [{ skill: chess, proficiency: 1 }] };
  const good1 = rules(1, { name: "kept", when: { schedule: "Office", says: "open" }, outcome: asked });
  good(await putRoutingRules(parts, good1));
  const test = (attribute: string, more: object) => ({ when: { any: [{ not: { attribute, ...more } }] } });
  const wrong: readonly (readonly [object, string, string])[] = [
    [{ outcome: { queue: nobody } }, "outcome.queue", "there is no such queue"],
    [{ outcome: { tier: "gold" } }, "outcome.tier", "there is no tier gold"],
    [
      { outcome: { requirement: [{ skill: nobody, proficiency: 1 }] } },
      "outcome.requirement",
      "there is no such skill",
    ],
    [
      { outcome: { particular: { who: "named", agents: [nobody], forMs: 1_000 } } },
      "outcome.particular",
      "there is no such agent",
    ],
    [test("contat.tier", { is: "present" }), "when", "there is no attribute contat.tier"],
    [test("contact.tier", { is: "atLeast", value: 3 }), "when", "contact.tier cannot be tested with atLeast"],
    [test("contact.debt", { is: "equal", value: "much" }), "when", "contact.debt cannot be tested with equal"],
    [{ when: { schedule: "Night", says: "open" } }, "when", "there are no opening hours Night"],
  ];
  const before = parts.adopted.length;
  for (const [each, path, message] of wrong) {
    expect(await putRoutingRules(parts, rules(2, ...good1.rules, { name: "bad", ...each }))).toMatchObject({
      refused: "invalid",
      fields: [{ path: `rules.bad.${path}`, message }],
    });
  }
  expect(await putRoutingRules(parts, rules(2, ...good1.rules, { name: "Kept" }))).toMatchObject({
    refused: "invalid",
  });
  expect(await readRoutingRules(parts.db)).toEqual({ ...good1, version: 2 });
  expect(parts.adopted.length).toBe(before);
  expect(await deleteSkill(parts, chess)).toMatchObject({ refused: "inUse", detail: "kept" });
  expect(await deleteSchedule(parts, schedule.id)).toMatchObject({
    refused: "invalid",
    fields: [{ message: "there are no opening hours Office" }],
  });
});
