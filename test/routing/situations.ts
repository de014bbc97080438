/** Random situations on the floor, and what looking at everybody says about them. */

import fc from "fast-check";
import {
  PLAIN_AGENT,
  PLAIN_QUEUE,
  type AgentConfig,
  type Needs,
  type Proficiency,
  type QueueConfig,
  type RoutingConfig,
  type Strategy,
} from "#routing/config.ts";
import { emptyState } from "#routing/evolve.ts";
import { agentId, groupId, interactionId, queueId, skillId } from "#routing/ids.ts";
import { isAble, satisfies } from "#routing/matching/eligible.ts";
import type { Offerable } from "#routing/matching/floor.ts";
import type { IdleAgent } from "#routing/matching/pool.ts";
import type { State } from "#routing/state.ts";
import { PLAIN_CAPACITY, type Lane } from "#routing/work/capacity.ts";
import { id, siteConfig } from "../simulation/site.ts";

export const NOW = 1_000_000;
const skillIds = [0, 1, 2].map((n) => skillId(id("5a", n)));
const groupIds = [0, 1].map((n) => groupId(id("96", n)));
const queueIds = [0, 1, 2].map((n) => queueId(id("0e", n)));
const agentIds = Array.from({ length: 12 }, (_, n) => agentId(id("a0", n)));

const proficiency = fc.constantFrom<Proficiency>(1, 3, 5);
const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values);
const skillCondition = fc.record({ skill: oneOf(skillIds), proficiency });
const condition = fc.oneof(
  { weight: 4, arbitrary: skillCondition },
  fc.record({ anyOf: fc.array(skillCondition, { minLength: 1, maxLength: 2 }) }),
  fc.record({ noneOf: fc.array(skillCondition, { minLength: 1, maxLength: 2 }) }),
);
const strategy: fc.Arbitrary<Strategy> = fc.oneof(
  oneOf<Strategy>([
    { kind: "longestIdle" },
    { kind: "mostProficient" },
    { kind: "leastOccupied" },
    { kind: "fewestHandled" },
    { kind: "roundRobin" },
  ]),
  fc.subarray(groupIds).map((groups): Strategy => ({ kind: "topDown", groups })),
);
export const needs: fc.Arbitrary<Needs> = fc.record({
  requirement: fc.array(condition, { maxLength: 2 }),
  preferred: fc.array(
    fc.tuple(skillCondition, fc.integer({ min: 1, max: 3 })).map(([wish, weight]) => ({ ...wish, weight })),
    { maxLength: 2 },
  ),
  groups: fc.subarray(groupIds),
  strategy,
});
export const agents: fc.Arbitrary<AgentConfig[]> = fc.tuple(
  ...agentIds.map((agent) =>
    fc
      .record({
        skills: fc.uniqueArray(skillCondition, { selector: ({ skill }) => skill, maxLength: 3 }),
        groups: fc.subarray(groupIds),
        capacity: fc
          .record({ voice: oneOf([0, 1] as const), mail: fc.nat(1), chat: fc.nat(1) })
          .map((some) => ({ ...PLAIN_CAPACITY, ...some })),
        queueWeights: fc.array(fc.record({ queue: oneOf(queueIds), weight: oneOf([0.5, 2, 3]) }), { maxLength: 1 }),
      })
      .map((more) => ({ ...PLAIN_AGENT, ...more, id: agent, name: agent, sipUser: agent, wrapUpMs: undefined })),
  ),
);
export const lanes: Lane[] = ["voice", "chat", "mail"];
interface Free extends IdleAgent {
  readonly lanes: readonly Lane[];
}
const figure = fc.record({
  since: fc.nat(3),
  load: fc.nat(1),
  occupancy: fc.nat(2),
  handled: fc.nat(2),
  last: fc.nat(9),
  lanes: fc.subarray(lanes, { minLength: 1 }),
});
const idleAgents: fc.Arbitrary<Free[]> = fc
  .tuple(fc.subarray(agentIds), fc.infiniteStream(figure))
  .map(([free, figures]) =>
    free.map((agent) => {
      const { since, occupancy, last, ...more } = figures.next().value;
      return { ...more, id: agent, idleSince: NOW - since, occupancy: occupancy / 2, reservedLast: last };
    }),
  );
/** Of few kinds, so that often several wait in one line. */
const waiting: fc.Arbitrary<Offerable[]> = fc
  .tuple(
    fc.array(needs, { minLength: 1, maxLength: 3 }),
    fc.array(
      fc.record({
        lane: oneOf<Lane>([...lanes, "voice", "voice", "voice"]),
        priority: fc.nat(1),
        enteredAt: fc.nat(4).map((ago) => NOW - 20_000 * ago),
        queue: oneOf(queueIds),
        kind: fc.nat(2),
        weight: oneOf([1, 1, 2]),
        particular: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(agentIds, { maxLength: 3 })),
        isRinging: fc.constant(false),
      }),
      { minLength: 1, maxLength: 16 },
    ),
  )
  .map(([kinds, all]) =>
    all.map(({ kind, ...each }, n) => ({
      ...each,
      needs: kinds[kind % kinds.length] as Needs,
      interaction: interactionId(id("ca", n)),
    })),
  );

export interface Situation {
  readonly config: RoutingConfig;
  readonly idle: readonly Free[];
  readonly all: readonly Offerable[];
}

export const situation: fc.Arbitrary<Situation> = fc
  .record({
    agents,
    idle: idleAgents,
    all: waiting,
    serviceOrder: oneOf(["oldest", "urgency"] as const),
    weightedWaitMaxMs: oneOf([undefined, 50_000]),
  })
  .map(({ idle: everywhere, all, ...more }) => {
    // Nobody is free for a medium that she does not take.
    const takes = (agent: Free, lane: Lane) =>
      (more.agents.find(({ id: known }) => known === agent.id)?.capacity ?? PLAIN_CAPACITY)[lane] > 0;
    const idle = everywhere.map((agent) => ({ ...agent, lanes: agent.lanes.filter((lane) => takes(agent, lane)) }));
    const [first] = siteConfig(0).queues;
    const queues = queueIds.map((queue, n): QueueConfig => ({
      ...PLAIN_QUEUE,
      ...(first as QueueConfig),
      id: queue,
      answerWithinMs: 10_000 * (n + 1),
    }));
    return { config: { ...siteConfig(0), queues, ...more }, idle, all };
  });

/** Takes some away and puts them back, so that the floor has had something to forget. */
export function arranged({ config, idle, all }: Situation): State {
  const state = emptyState();
  state.now = NOW;
  state.config = config;
  state.floor.openForWork();
  for (const { lanes: free, ...agent } of idle)
    for (const lane of free) state.floor.free(lane, { ...agent, idleSince: 1 });
  for (const each of all) state.floor.await({ ...each, priority: 9 });
  state.floor.adopt(config);
  for (const { lanes: free, ...agent } of idle) for (const lane of free) state.floor.free(lane, agent);
  for (const each of all) state.floor.forget(each.interaction);
  for (const each of all) state.floor.await(each);
  return state;
}

const weights = (agent: AgentConfig, each: Offerable) =>
  each.weight * (agent.queueWeights.find(({ queue }) => queue === each.queue)?.weight ?? 1);

/** Everybody who could take it, best first, by the rules as they are written. */
export function plainAgents({ config, idle }: Situation, each: Offerable): readonly string[] {
  const configOf = (agent: IdleAgent) => config.agents.find((known) => known.id === agent.id) as AgentConfig;
  if (each.particular.length > 0) {
    return each.particular.filter((agent) => {
      const free = idle.find((known) => known.id === agent);
      return free?.lanes.includes(each.lane) === true && satisfies(configOf(free).skills, each.needs.requirement);
    });
  }
  const { strategy: by, preferred } = each.needs;
  const asked = (known: unknown): string[] =>
    typeof known !== "object" || known === null
      ? []
      : "anyOf" in known
        ? (known.anyOf as unknown[]).flatMap(asked)
        : "skill" in known
          ? [String(known.skill)]
          : [];
  const keyOf = (agent: IdleAgent): readonly number[] => {
    const { skills, groups } = configOf(agent);
    const preference = preferred.reduce((sum, wish) => sum + (satisfies(skills, [wish]) ? wish.weight : 0), 0);
    const named = [...each.needs.requirement, ...preferred].flatMap(asked);
    const sum = skills.reduce((total, has) => total + (named.includes(has.skill) ? has.proficiency : 0), 0);
    const place = by.kind === "topDown" ? by.groups.findIndex((group) => groups.includes(group)) : 0;
    const measure = {
      longestIdle: 0,
      mostProficient: -sum,
      leastOccupied: agent.occupancy,
      fewestHandled: agent.handled,
      roundRobin: agent.reservedLast,
      topDown: place < 0 ? 99 : place,
      percentage: 0,
    }[by.kind];
    return [-preference, measure, agent.load, agent.idleSince];
  };
  return idle
    .filter((agent) => agent.lanes.includes(each.lane) && isAble(configOf(agent), each.needs))
    .toSorted((a, b) => {
      const [one, two] = [keyOf(a), keyOf(b)];
      const at = one.findIndex((value, n) => value !== two[n]);
      return at < 0 ? (a.id < b.id ? -1 : 1) : (one[at] ?? 0) - (two[at] ?? 0);
    })
    .map((agent) => agent.id);
}

/** All that she could take, first to last, by the rules as they are written. */
export function plainInteractions(
  { config, all }: Situation,
  agent: AgentConfig,
  free: readonly Lane[],
): readonly string[] {
  const { serviceOrder, weightedWaitMaxMs = Number.POSITIVE_INFINITY } = config;
  const target = (each: Offerable) => config.queues.find(({ id: queue }) => queue === each.queue)?.answerWithinMs ?? 1;
  const keyOf = (each: Offerable): readonly number[] => {
    const waited = NOW - each.enteredAt;
    const isLate = waited > weightedWaitMaxMs;
    const score = (waited * weights(agent, each)) / (serviceOrder === "urgency" ? target(each) : 1);
    return [-each.priority, lanes.indexOf(each.lane), isLate ? 0 : 1, isLate ? each.enteredAt : -score, each.enteredAt];
  };
  return all
    .filter(({ lane }) => free.includes(lane))
    .filter((each) =>
      each.particular.length > 0
        ? each.particular.includes(agent.id) && satisfies(agent.skills, each.needs.requirement)
        : isAble(agent, each.needs),
    )
    .toSorted((a, b) => {
      const [one, two] = [keyOf(a), keyOf(b)];
      const at = one.findIndex((value, n) => value !== two[n]);
      return at < 0 ? (a.interaction < b.interaction ? -1 : 1) : (one[at] ?? 0) - (two[at] ?? 0);
    })
    .map((each) => each.interaction);
}
