/** Sites for comparison with theory: one queue for each type of call, agents with the skills of some types, no extras. */

import { flowSchema } from "#ivr-flows/schema.ts";
import { PLAIN_AGENT, PLAIN_QUEUE, PLAIN_SITE, type RoutingConfig } from "#routing/config.ts";
import { queueId, skillId } from "#routing/ids.ts";
import { agent, id, node } from "../site.ts";

export const skillOf = (type: number) => skillId(id("5a", type));
export const queueOf = (type: number) => queueId(id("0e", type));
export const dialledOf = (type: number): string => `900${type}`;

/** `knows` has the types of each agent. Nobody wraps up, nobody is sent away, phones ring as long as they like. */
export function poolSite(types: number, knows: readonly (readonly number[])[]): RoutingConfig {
  const kinds = Array.from({ length: types }, (_, type) => type);
  return {
    ...PLAIN_SITE,
    version: 1,
    skills: kinds.map((type) => ({ id: skillOf(type), name: `skill ${type}` })),
    queues: kinds.map((type) => ({
      ...PLAIN_QUEUE,
      id: queueOf(type),
      name: `Queue ${type}`,
      requirement: [{ skill: skillOf(type), proficiency: 1 }],
      relaxation: [],
      priority: 0,
      answerWithinMs: 20_000,
      serviceLevelGoal: 0.8,
      shortAbandonMs: 0,
      alertMs: 3_600_000,
      wrapUpMs: 0,
      overflowAfterMs: undefined,
      leaveWhenNobodySignedIn: false,
      waitingMax: undefined,
      announceEveryMs: undefined,
    })),
    agents: knows.map((types, n) => ({
      ...PLAIN_AGENT,
      id: agent(n),
      name: `Agent ${n}`,
      sipUser: `agent${n}`,
      skills: types.map((type) => ({ skill: skillOf(type), proficiency: 3 })),
      wrapUpMs: 0,
    })),
    flows: kinds.map((type) => ({ name: `To ${type}`, version: 1, flow: toQueue(type) })),
    numbers: kinds.map((type) => ({ dialled: dialledOf(type), flow: `To ${type}` })),
    schedules: [],
    trunks: [],
    dialPrefixes: [],
    missedReason: "missed",
    consoleGraceMs: 15_000,
    nodes: [node],
  };
}

function toQueue(type: number) {
  return flowSchema.parse({
    formatVersion: 1,
    id: `to-${type}`,
    name: `To ${type}`,
    type: "voice",
    entry: "answer",
    languages: ["en"],
    nodes: {
      answer: { type: "answer", config: {}, exits: { next: "queue" } },
      queue: {
        type: "enqueue",
        config: { queue: `Queue ${type}` },
        exits: { overflow: "bye", nobodySignedIn: "bye", full: "bye" },
      },
      bye: { type: "hangUp", config: {}, exits: {} },
    },
  });
}
