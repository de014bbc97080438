/**
 * What an admin has set up, as the core needs it: replaced whole by one input, so that a change is atomic and a bad one
 * is refused before it gets here. Names are unique, ids are stable.
 */

import type { Flow } from "#ivr-flows/schema.ts";
import { PLAIN_WRAP_UP, type WrapUpPolicy } from "./agent/wrap-up-policy.ts";
import type { AgentId, GroupId, NodeId, QueueId, SkillId } from "./ids.ts";
import type { DurationMs } from "./instant.ts";
import { PLAIN_RESERVATION_POLICY, type ReservationPolicy } from "./reservation/policy.ts";
import type { RoutingRule } from "./rules/rule.ts";
import type { Schedule, WeeklyHours } from "./schedule/schedule.ts";
import { PLAIN_CAPACITY, type Capacity } from "./work/capacity.ts";

/** How well an agent can do something: 1 (beginner) to 5 (best). */
export type Proficiency = 1 | 2 | 3 | 4 | 5;

/** At least this proficiency in this skill; with `proficiencyMax` no better than that either (beginners' calls). */
export interface SkillRequirement {
  readonly skill: SkillId;
  readonly proficiency: Proficiency;
  readonly proficiencyMax?: Proficiency | undefined;
}

/** One thing asked of an agent's skills. `anyOf`: one of them will do; `noneOf`: not one may hold. */
export type SkillCondition =
  | SkillRequirement
  | { readonly anyOf: readonly SkillCondition[] }
  | { readonly noneOf: readonly SkillCondition[] };

/** All of these must hold; an empty list lets anybody. */
export type Requirement = readonly SkillCondition[];

/** A skill that is not needed but better: among able agents, the bigger sum of weights goes first. */
export interface PreferredSkill extends SkillRequirement {
  /** 1 to 100. */
  readonly weight: number;
}

/** Among equally preferred agents who are free, who is rung. What it compares and how ties are broken: docs/spec/routing.md. */
export type Strategy =
  | { readonly kind: "longestIdle" }
  | { readonly kind: "mostProficient" }
  | { readonly kind: "leastOccupied" }
  | { readonly kind: "fewestHandled" }
  | { readonly kind: "roundRobin" }
  /** The first group that has somebody free, in this order; who is in none of them comes last. */
  | { readonly kind: "topDown"; readonly groups: readonly GroupId[] }
  /** Keeps the groups' shares of the queue's reservations; `percent` are parts of their sum. */
  | { readonly kind: "percentage"; readonly shares: readonly { readonly group: GroupId; readonly percent: number }[] };

/** What an interaction asks of whoever takes it, and how one of several is chosen: its queue's, its flow's, or a step's. */
export interface Needs {
  readonly requirement: Requirement;
  readonly preferred: readonly PreferredSkill[];
  /** Whose agents may take it; empty: everybody's. */
  readonly groups: readonly GroupId[];
  readonly strategy: Strategy;
}

/** After this long in the queue the needs are replaced by easier ones; what is undefined stays as it was. */
export interface RelaxationStep {
  /** Shown to supervisors and kept with the decision. */
  readonly name: string;
  readonly afterMs: DurationMs;
  readonly requirement: Requirement;
  readonly preferred?: readonly PreferredSkill[] | undefined;
  readonly groups?: readonly GroupId[] | undefined;
  readonly strategy?: Strategy | undefined;
  readonly ringAgents?: number | undefined;
}

/** After this long in the queue, so much is added to the priority with which the interaction came. */
export interface AgeingBand {
  readonly afterMs: DurationMs;
  readonly priority: number;
}

/**
 * What makes somebody leave a queue before an agent has him. `expectedWait` asks about who enters; all others about who
 * waits as well. `waited` counts from the beginning of the visit.
 */
export type OverflowWhen =
  | { readonly kind: "waited"; readonly afterMs: DurationMs }
  | { readonly kind: "expectedWait"; readonly overMs: DurationMs }
  /** At least so many wait before him. */
  | { readonly kind: "length"; readonly ahead: number }
  /** Fewer agents than this are ready, the one who rings for him counted. */
  | { readonly kind: "agentsReady"; readonly below: number }
  /** Fewer agents than this are signed in. */
  | { readonly kind: "agentsStaffed"; readonly below: number }
  /** More than so many wait for each agent who is signed in. */
  | { readonly kind: "ratio"; readonly above: number }
  /** The schedule of this name has been closed for so long. */
  | { readonly kind: "closing"; readonly schedule: string; readonly graceMs: DurationMs }
  /** The emergency switch of the queue, or of the site, is on. */
  | { readonly kind: "emergency" };

export type OverflowTarget =
  | {
      readonly kind: "queue";
      readonly queue: QueueId;
      /** With the priority that he came with, else with that of the other queue. */
      readonly keepsPriority: boolean;
      /** His wait goes on counting, else it begins anew. */
      readonly keepsTime: boolean;
    }
  /** From its beginning, in the language that he chose. */
  | { readonly kind: "flow"; readonly flow: string }
  | { readonly kind: "voicemail"; readonly box: string }
  /** By the `callback` exit of his flow, if it has one. */
  | { readonly kind: "callback" }
  | { readonly kind: "number"; readonly number: string }
  /** By the `overflow` exit of his flow. */
  | { readonly kind: "exit" };

export interface OverflowRule {
  readonly when: OverflowWhen;
  readonly to: OverflowTarget;
}

/** A named set of agents: a team, a site, a partner. */
export interface GroupConfig {
  readonly id: GroupId;
  readonly name: string;
}

/** What a contact is worth in waiting: its wait counts `weight` times as fast, so that nobody is ever starved by it. */
export interface TierConfig {
  readonly name: string;
  /** 0.1 to 10; 1 for everybody who has no tier. */
  readonly weight: number;
}

export interface SkillConfig {
  readonly id: SkillId;
  readonly name: string;
}

/** How a queue calls back who did not want to wait, who gave up, or whom an agent promised it. */
export interface CallbackPolicy {
  /** Whose phone rings first. The customer first saves agents' time; he then waits with music at his place in the line. */
  readonly mode: "agentFirst" | "customerFirst";
  /** Calls to a customer who does not answer or is busy. */
  readonly attemptsMax: number;
  readonly retryAfterMs: DurationMs;
  /** The promise ends so long after it became due. */
  readonly expiresAfterMs: DurationMs;
  /** When a customer may be called, on his own clock; empty: at any time. */
  readonly windows: readonly WeeklyHours[];
  /** IANA name; for customers whose own time zone is not known. */
  readonly timeZone: string;
  /** How long a callback that an agent promised waits for her alone. */
  readonly personalMs: DurationMs;
  /** Who gives up after waiting for so long is called back; undefined: nobody who gives up. */
  readonly abandonedAfterMs: DurationMs | undefined;
}

export interface QueueConfig {
  readonly id: QueueId;
  readonly name: string;
  /** What every interaction of this queue needs; a flow may ask for more. */
  readonly requirement: Requirement;
  readonly preferred: readonly PreferredSkill[];
  /** Whose agents may take it; empty: everybody's. */
  readonly groups: readonly GroupId[];
  readonly strategy: Strategy;
  /** The agent who talked with this contact last is tried first, for so long; 0: no. */
  readonly lastAgentMs: DurationMs;
  /** The agent who owns this contact is tried first, for so long; 0: no. */
  readonly ownerMs: DurationMs;
  /** Ascending by `afterMs`. */
  readonly ageing: readonly AgeingBand[];
  /** Ascending by `afterMs`. */
  readonly relaxation: readonly RelaxationStep[];
  /** Added to the flow's priority; bigger goes first. */
  readonly priority: number;
  /** The service-level target: answered within this long. */
  readonly answerWithinMs: DurationMs;
  /** Service-level goal as a share, 0 to 1, for the boards. */
  readonly serviceLevelGoal: number;
  /** Abandons before this count as short. */
  readonly shortAbandonMs: DurationMs;
  /** So many agents are rung at once for one who waits; whoever picks up first has him. */
  readonly ringAgents: number;
  /** Played to the agent who has picked up, in her language, before she is joined; undefined: she is joined at once. */
  readonly agentPrompt: string | undefined;
  /** How long an agent's phone rings before the reservation is missed. */
  readonly alertMs: DurationMs;
  /** What becomes of an agent who does not take a call of this queue. */
  readonly reservationPolicy: ReservationPolicy;
  /** How long a wrap-up with a clock lasts, for agents who have no time of their own. */
  readonly wrapUpMs: DurationMs;
  readonly wrapUp: WrapUpPolicy;
  /** Tried in this order, before `waitingMax`, `leaveWhenNobodySignedIn` and `overflowAfterMs`; the first that can be followed is. */
  readonly overflow: readonly OverflowRule[];
  /** Leaves the queue by its `overflow` exit after this long; undefined: waits for ever. */
  readonly overflowAfterMs: DurationMs | undefined;
  /** Leaves the queue by its `nobodySignedIn` exit when no agent who could ever take it is signed in. */
  readonly leaveWhenNobodySignedIn: boolean;
  /** Refused by the `full` exit beyond this many waiting; undefined: no limit. */
  readonly waitingMax: number | undefined;
  /** Position announcement over the music; undefined: none. */
  readonly announceEveryMs: DurationMs | undefined;
  /** The expected wait is told with the position, where anything can be said. */
  readonly announceWait: boolean;
  /** undefined: this queue does not call back. */
  readonly callback: CallbackPolicy | undefined;
}

export interface AgentConfig {
  readonly id: AgentId;
  readonly name: string;
  /** The seat: the SIP user that the agent's phone registers. */
  readonly sipUser: string;
  /** In which prompts speak to her. */
  readonly language: string;
  readonly skills: readonly { readonly skill: SkillId; readonly proficiency: Proficiency }[];
  readonly groups: readonly GroupId[];
  /** How fast waiting counts for her in particular queues; 1 where nothing is said. */
  readonly queueWeights: readonly { readonly queue: QueueId; readonly weight: number }[];
  /** undefined: the queue's wrap-up time. */
  readonly wrapUpMs: DurationMs | undefined;
  /** undefined: the site's. */
  readonly capacity: Capacity | undefined;
}

/** A way out to the telephone network; tried in the order of the list. */
export interface TrunkConfig {
  /** The gateway's name in the switch's configuration. */
  readonly gateway: string;
  /** The number shown to the called party. */
  readonly callerNumber: string;
}

/** One published version of a flow; a running call stays on the version that it began with. */
export interface FlowVersion {
  readonly name: string;
  readonly version: number;
  readonly flow: Flow;
}

export interface NumberConfig {
  /** As dialled, digits with or without `+`. */
  readonly dialled: string;
  readonly flow: string;
}

/** Everything the core needs to know; a value, swapped whole. */
export interface RoutingConfig {
  readonly version: number;
  readonly skills: readonly SkillConfig[];
  readonly groups: readonly GroupConfig[];
  readonly tiers: readonly TierConfig[];
  /**
   * Which of several waiting interactions of equal priority a freed agent takes. `oldest`: the longest (weighted) wait.
   * `urgency`: the longest (weighted) wait in parts of its queue's target.
   */
  readonly serviceOrder: "oldest" | "urgency";
  /** Who has waited longer than this goes before every weight, oldest first; undefined: no such bound. */
  readonly weightedWaitMaxMs: DurationMs | undefined;
  /** What an agent takes at once who has no profile of her own. */
  readonly capacity: Capacity;
  /** What admins wrote over contacts' records and calls, in the order in which they are looked at. */
  readonly rules: readonly RoutingRule[];
  readonly queues: readonly QueueConfig[];
  readonly agents: readonly AgentConfig[];
  readonly flows: readonly FlowVersion[];
  readonly numbers: readonly NumberConfig[];
  readonly schedules: readonly Schedule[];
  readonly trunks: readonly TrunkConfig[];
  /** Destinations that agents and flows may dial, as prefixes of the digits; an empty list forbids all. */
  readonly dialPrefixes: readonly string[];
  /** An agent's phone may pass a call on to a number that may be dialled; else, such a phone counts as unreachable. */
  readonly followsRedirects: boolean;
  /** After a missed reservation the agent becomes not ready with this reason. */
  readonly missedReason: string;
  /** How long a vanished console is waited for before its agent becomes not ready. */
  readonly consoleGraceMs: DurationMs;
  readonly nodes: readonly NodeId[];
}

/** Anybody will do, and whoever has been idle for longest is rung. */
export const PLAIN_NEEDS: Needs = { requirement: [], preferred: [], groups: [], strategy: { kind: "longestIdle" } };

/** What a queue, an agent and a site do where nothing else is said; also read into configurations of older journals. */
export const PLAIN_QUEUE = {
  preferred: [],
  groups: [],
  strategy: { kind: "longestIdle" },
  lastAgentMs: 0,
  ownerMs: 0,
  ageing: [],
  ringAgents: 1,
  agentPrompt: undefined,
  reservationPolicy: PLAIN_RESERVATION_POLICY,
  wrapUp: PLAIN_WRAP_UP,
  overflow: [],
  announceWait: false,
  callback: undefined,
} as const satisfies Partial<QueueConfig>;

export const PLAIN_AGENT = {
  language: "en",
  groups: [],
  queueWeights: [],
  capacity: undefined,
} as const satisfies Partial<AgentConfig>;

export const PLAIN_SITE = {
  groups: [],
  tiers: [],
  serviceOrder: "oldest",
  weightedWaitMaxMs: undefined,
  capacity: PLAIN_CAPACITY,
  rules: [],
  followsRedirects: false,
} as const satisfies Partial<RoutingConfig>;
