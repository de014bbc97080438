/** The dry run against the engine: what it says would happen is what happens, and saying it changes nothing. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { PLAIN_AGENT, type AgentConfig, type QueueConfig, type RoutingConfig } from "#routing/config.ts";
import { groupId, interactionId } from "#routing/ids.ts";
import { isAble, queueConfig } from "#routing/matching/eligible.ts";
import {
  dryRunNewcomer,
  dryRunWaiting,
  type DryRun,
  type DryRunRefusal,
  type Newcomer,
} from "#routing/matching/explain.ts";
import { SortedList } from "#routing/queue/sorted-list.ts";
import { agent, id, queues, skills } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";
import { agents, arranged, lanes, needs, NOW, plainAgents, plainInteractions, situation } from "./situations.ts";

function told(answer: DryRun | DryRunRefusal): DryRun {
  if (typeof answer === "string") throw new Error(answer);
  return answer;
}

const plain: Omit<Newcomer, "queue"> = { requirement: [], preferred: [], priority: 0, weight: 1, particular: [] };

test("[RT230] in any situation it chooses whom the engine chooses, and counts who would be taken first", () => {
  const last = interactionId("ffffffff-ffff-4fff-bfff-ffffffffffff");
  fc.assert(
    fc.property(situation, (situated) => {
      for (const each of situated.all) {
        const config: RoutingConfig = {
          ...situated.config,
          queues: situated.config.queues.map((queue) => ({ ...queue, ...each.needs, waitingMax: undefined })),
        };
        const given_ = { ...situated, config };
        const state = arranged(given_);
        for (const { id: free } of situated.idle) state.floor.setSignedIn(free, true);
        const named = each.particular.filter((who) =>
          situated.idle.some(({ id: free }) => free === who && isAble(configOf(config, who), each.needs)),
        );
        const priority = (queueConfig(config, each.queue)?.priority ?? 0) + each.priority;
        const comes = {
          ...each,
          interaction: last,
          enteredAt: NOW,
          priority,
          particular: named,
          lane: "voice" as const,
        };
        const answer = told(dryRunNewcomer(state, { ...plain, ...each, particular: each.particular }, NOW));
        const expected = plainAgents(given_, comes);
        expect(answer.chosen?.agent).toBe(expected[0]);
        const ranked = answer.agents.flatMap(({ agent: who, standing }) =>
          standing.kind === "wouldTake"
            ? [[1, who] as const]
            : standing.kind === "nextInLine"
              ? [[standing.rank, who] as const]
              : [],
        );
        expect(ranked.toSorted(([a], [b]) => a - b).map(([, who]) => who)).toEqual(expected);
        for (const { agent: who, before } of answer.agents) {
          if (before === undefined) continue;
          const order = plainInteractions(
            { ...given_, all: [...situated.all, { ...comes, particular: [who] }] },
            configOf(config, who),
            lanes.filter((lane) => (configOf(config, who).capacity ?? config.capacity)[lane] > 0),
          );
          expect(before).toBe(order.indexOf(last));
        }
      }
    }),
    { numRuns: 60 },
  );
});

function configOf(config: RoutingConfig, who: string): AgentConfig {
  const found = config.agents.find((each) => each.id === who);
  if (found === undefined) throw new Error("nobody");
  return found;
}

const outcome = {
  queue: undefined,
  priority: undefined,
  requirement: [],
  preferred: [],
  tier: undefined,
  particular: undefined,
};
const steps = ["ready", "break", "leaves", "waits", "talks", "passes"] as const;
const story = fc.array(fc.tuple(fc.constantFrom(...steps), fc.nat(11)), { minLength: 5, maxLength: 25 });
const asked = fc.record({
  needs,
  weight: fc.constantFrom(1, 2),
  priority: fc.nat(2),
  particular: fc.subarray([...Array(12).keys()], { maxLength: 2 }),
});

/** A site of random agents and needs, in which a caller of 900100 gets what a rule adds: the same as the newcomer asks for. */
function invented(
  people: readonly AgentConfig[],
  own: Pick<QueueConfig, "requirement" | "preferred" | "groups" | "strategy">,
  newcomer: Newcomer,
): Scene {
  const particular = { who: "named" as const, agents: newcomer.particular, forMs: 1_000 };
  const rule = {
    name: "everything",
    when: { attribute: "caller.number", is: "equal" as const, value: "34999" },
    outcome: {
      ...outcome,
      ...newcomer,
      queue: undefined,
      priority: { kind: "add" as const, value: newcomer.priority },
      tier: "heavy",
      particular,
    },
    continues: false,
  };
  return given(
    site({
      agents: people.map((each, n) => ({
        ...PLAIN_AGENT,
        ...each,
        id: agent(n),
        name: `agent${n}`,
        sipUser: `agent${n}`,
      })),
      queue: { leaveWhenNobodySignedIn: false, ...own },
      config: { rules: [rule], tiers: [{ name: "heavy", weight: newcomer.weight }] },
    }),
  );
}

function act(scene: Scene, what: (typeof steps)[number], n: number): void {
  switch (what) {
    case "ready":
      return void scene.signsIn(`agent${n}`);
    case "break":
      return void scene.presence(`agent${n}`, "notReady", "lunch");
    case "leaves":
      return void scene.presence(`agent${n}`, "signedOut");
    case "waits":
      return void scene.waits(n % 2 === 0 ? "900100" : "900200");
    case "passes":
      return void scene.passes(1_000 * n);
    case "talks": {
      const made = scene.facts.filter((fact) => fact.kind === "reservation.made")[n];
      if (made?.kind !== "reservation.made" || made.leg === undefined) return;
      if (scene.state.legs.get(made.leg)?.isAnswered !== false) return;
      scene.when({ kind: "leg.answered", node: scene.config.nodes[0] ?? never(), leg: made.leg });
    }
  }
}

function never(): never {
  throw new Error("the site has a switch");
}

test("[RT230] when the newcomer really comes, the reservation goes to whom it named; saying so changed nothing", () => {
  fc.assert(
    fc.property(agents, needs, asked, story, (people, own, wish, told_) => {
      const newcomer: Newcomer = {
        ...plain,
        queue: queues.sales,
        requirement: wish.needs.requirement,
        preferred: wish.needs.preferred,
        priority: wish.priority,
        weight: wish.weight,
        particular: wish.particular.map((n) => agent(n)),
      };
      const [asking, silent] = [invented(people, own, newcomer), invented(people, own, newcomer)];
      for (const [what, n] of told_) {
        act(asking, what, n);
        act(silent, what, n);
        told(dryRunNewcomer(asking.state, newcomer, asking.now));
        for (const each of asking.state.interactions.keys()) dryRunWaiting(asking.state, each, asking.now);
      }
      const answer = told(dryRunNewcomer(asking.state, newcomer, asking.now));
      for (const scene of [asking, silent]) {
        scene.arrives("900100", "34999");
        const caller = [...scene.state.interactions.values()].at(-1);
        if (caller?.customerLeg === undefined) throw new Error("nobody came");
        scene.when({ kind: "leg.parked", node: caller.node, leg: caller.customerLeg, isAnswered: true });
        const made = scene.facts.find((fact) => fact.kind === "reservation.made" && fact.interaction === caller.id);
        const expected = answer.chosen;
        expect(made).toEqual(expected === undefined ? undefined : expect.objectContaining(expected));
        const queued = scene.facts.findLast((fact) => fact.kind === "interaction.queued");
        const { needs: neededs, priority, weight } = answer;
        expect(queued).toMatchObject({ needs: neededs, priority, weight });
        expect(queued?.kind === "interaction.queued" ? (queued.particular?.agents ?? []) : []).toEqual(
          answer.particular,
        );
      }
      expect(asking.facts).toEqual(silent.facts);
    }),
    { numRuns: 60 },
  );
});

const north = groupId(id("96", 1));
const able = [{ skill: skills.sales, proficiency: 3 as const }];
const ring = { ...plain, queue: queues.sales };

/** ann, bea and cid may take sales, dan is in no group for it, eve lacks the skill. */
function staffed(queue: Partial<QueueConfig> = {}): Scene {
  const people: readonly Partial<AgentConfig>[] = [
    { skills: able, groups: [north] },
    { skills: able, groups: [north] },
    { skills: able, groups: [north] },
    { skills: able },
    { skills: [] },
  ];
  const scene = given(site({ agents: people, queue: { groups: [north], leaveWhenNobodySignedIn: false, ...queue } }));
  for (const name of ["ann", "bea"]) {
    scene.passes(1_000);
    scene.signsIn(name);
  }
  return scene;
}

function standings(scene: Scene, answer: DryRun): Readonly<Record<string, unknown>> {
  const names = new Map<string, string>(scene.config.agents.map((each) => [each.id, each.name]));
  return Object.fromEntries(
    answer.agents.map(({ agent: who, standing, before }) => [
      names.get(who),
      before === undefined ? standing : { ...standing, before },
    ]),
  );
}

test("[RT230] how many of a long line satisfy at its front is counted without looking at each", () => {
  for (const length of [0, 1, 5, 256, 257, 1_000]) {
    const list = new SortedList<number>((a, b) => a - b);
    for (let n = 0; n < length; n += 1) list.insert((n * 7_919) % length);
    for (const bound of [0, 1, 128, 255, 256, 257, 999, 1_000, 2_000]) {
      expect(list.countFirst((entry) => entry < bound)).toBe(Math.min(length, bound));
    }
  }
});

test("[RT230] who is asked for by name need be in no group", () => {
  const relaxation = [{ name: "the south", afterMs: 1_000, requirement: [], groups: [groupId(id("96", 2))] }];
  const particular = { who: "named" as const, agents: [agent(0)], forMs: 60_000 };
  const rule = { name: "to ann", when: { all: [] }, outcome: { ...outcome, particular }, continues: false };
  const people = [{ skills: able, groups: [north] }];
  const queue = { groups: [north], leaveWhenNobodySignedIn: false, relaxation };
  const scene = given(site({ agents: people, queue, config: { rules: [rule] } }));
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "lunch");
  scene.waits();
  scene.passes(1_000);
  const answer = told(dryRunWaiting(scene.state, scene.call("call1"), scene.now));
  expect(standings(scene, answer)).toMatchObject({ ann: { kind: "notFree" } });
  expect(answer.steps).toEqual([{ kind: "releaseParticular", at: scene.now + 59_000 }]);
});

test("[RT230] everybody who is set up has one standing: first, next, not able, not there", () => {
  const scene = staffed();
  expect(standings(scene, told(dryRunNewcomer(scene.state, ring, scene.now)))).toEqual({
    ann: { kind: "wouldTake", before: 0 },
    bea: { kind: "nextInLine", rank: 2, because: "idleShorter", before: 0 },
    cid: { kind: "signedOut", before: 0 },
    dan: { kind: "otherGroup" },
    agent4: { kind: "lacksSkill", condition: { skill: skills.sales, proficiency: 3 } },
  });
  const forBea = told(dryRunNewcomer(scene.state, { ...ring, particular: [agent(1), agent(2)] }, scene.now));
  expect([forBea.chosen, forBea.particular]).toEqual([
    { agent: scene.agent("bea"), rule: "particularAgent", eligible: 1 },
    [scene.agent("bea")],
  ]);
  expect(standings(scene, forBea)).toMatchObject({ ann: { kind: "notParticular" }, bea: { kind: "wouldTake" } });
});

test("[RT230] who is able and not free says why, and how many go before for each of them", () => {
  const scene = staffed();
  scene.waits();
  scene.talks("caller1", "leg1");
  const talkingSince = scene.now;
  scene.presence("bea", "notReady", "lunch");
  scene.signsIn("cid");
  scene.waits();
  scene.presence("cid", "notReady", "coffee");
  const answer = told(dryRunNewcomer(scene.state, ring, scene.now));
  expect([answer.chosen, answer.position, answer.waiting]).toEqual([undefined, 2, 1]);
  expect(standings(scene, answer)).toMatchObject({
    ann: { because: { kind: "engaged", engagement: "talking", interaction: scene.call("call1"), since: talkingSince } },
    bea: { because: { kind: "notReady", reason: "lunch" } },
    cid: { because: { kind: "engaged", engagement: "reserved", interaction: scene.call("call2") } },
  });
  scene.hangsUp("leg2", "USER_BUSY");
  const later = told(dryRunNewcomer(scene.state, { ...ring, priority: 1 }, scene.now));
  expect(standings(scene, later)).toMatchObject({ ann: { before: 0 }, cid: { before: 0 } });
  expect(standings(scene, told(dryRunNewcomer(scene.state, ring, scene.now)))).toMatchObject({
    ann: { before: 1 },
    bea: { before: 1 },
  });
});

test("[RT230] the steps to come, with their times and whom each makes able; passed ones are told no more", () => {
  const scene = staffed({
    relaxation: [
      { name: "everybody's", afterMs: 10_000, requirement: [{ skill: skills.sales, proficiency: 3 }], groups: [] },
      { name: "anybody", afterMs: 30_000, requirement: [] },
    ],
    ageing: [
      { afterMs: 20_000, priority: 2 },
      { afterMs: 40_000, priority: 5 },
    ],
    priority: 1,
  });
  scene.signsIn("dan");
  for (const name of ["ann", "bea", "dan"]) scene.presence(name, "notReady", "lunch");
  const came = scene.now;
  const all = [
    { kind: "relax", at: came + 10_000, name: "everybody's", more: 1, moreSignedIn: 1 },
    { kind: "age", at: came + 20_000, priority: 3 },
    { kind: "relax", at: came + 30_000, name: "anybody", more: 1, moreSignedIn: 0 },
    { kind: "age", at: came + 40_000, priority: 6 },
  ];
  expect(told(dryRunNewcomer(scene.state, ring, scene.now)).steps).toEqual(all);
  scene.waits();
  scene.passes(20_000);
  const answer = told(dryRunWaiting(scene.state, scene.call("call1"), scene.now));
  expect(answer).toMatchObject({ steps: all.slice(2), relaxedTo: "everybody's", priority: 3, position: 1, waiting: 1 });
});

test("[RT230] an obstacle is named: it rings already, the switch is away, the queue is full, nobody is there; a gone call is refused", () => {
  const scene = staffed({ waitingMax: 1 });
  scene.waits();
  const call = scene.call("call1");
  expect(told(dryRunWaiting(scene.state, call, scene.now))).toMatchObject({
    obstacle: "alerting",
    alerting: [scene.agent("ann")],
    chosen: { agent: scene.agent("bea") },
  });
  expect(told(dryRunNewcomer(scene.state, ring, scene.now)).obstacle).toBe("full");
  scene.linkLost();
  scene.hangsUp("leg1");
  expect(told(dryRunWaiting(scene.state, call, scene.now)).obstacle).toBe("outOfReach");
  const empty = given(site({ agents: [{ skills: able }], queue: { leaveWhenNobodySignedIn: true } }));
  expect(told(dryRunNewcomer(empty.state, ring, empty.now)).obstacle).toBe("nobodySignedIn");
  const gone = given(site({ config: { queues: [] } }));
  expect(dryRunNewcomer(gone.state, ring, gone.now)).toBe("unknownQueue");
  expect(dryRunWaiting(empty.state, call, empty.now)).toBe("unknownInteraction");
  const talking = staffed();
  talking.waits();
  talking.talks("caller1", "leg1");
  expect(dryRunWaiting(talking.state, talking.call("call1"), talking.now)).toBe("notWaiting");
});
