/**
 * What an admin has set up, as the core needs it: replaced whole by one input, so that a change is atomic and a bad one
 * is refused before it gets here. Names are unique, ids are stable.
 */

import type { Flow } from "#ivr-flows/schema.ts";
import type { AgentId, NodeId, QueueId, SkillId } from "./ids.ts";
import type { DurationMs } from "./instant.ts";
import type { Schedule } from "./schedule/schedule.ts";

/** How well an agent can do something: 1 (beginner) to 5 (best). */
export type Proficiency = 1 | 2 | 3 | 4 | 5;

/** At least this proficiency in this skill. */
export interface SkillRequirement {
  readonly skill: SkillId;
  readonly proficiency: Proficiency;
}

/** After this long in the queue, the requirement is replaced by an easier one. */
export interface RelaxationStep {
  readonly afterMs: DurationMs;
  readonly requirement: readonly SkillRequirement[];
}

export interface SkillConfig {
  readonly id: SkillId;
  readonly name: string;
}

export interface QueueConfig {
  readonly id: QueueId;
  readonly name: string;
  /** What every interaction of this queue needs; a flow may ask for more. */
  readonly requirement: readonly SkillRequirement[];
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
  /** How long an agent's phone rings before the reservation is missed. */
  readonly alertMs: DurationMs;
  readonly wrapUpMs: DurationMs;
  /** Leaves the queue by its `overflow` exit after this long; undefined: waits for ever. */
  readonly overflowAfterMs: DurationMs | undefined;
  /** Leaves the queue by its `nobodySignedIn` exit when no agent who could ever take it is signed in. */
  readonly leaveWhenNobodySignedIn: boolean;
  /** Refused by the `full` exit beyond this many waiting; undefined: no limit. */
  readonly waitingMax: number | undefined;
  /** Position announcement over the music; undefined: none. */
  readonly announceEveryMs: DurationMs | undefined;
}

export interface AgentConfig {
  readonly id: AgentId;
  readonly name: string;
  /** The seat: the SIP user that the agent's phone registers. */
  readonly sipUser: string;
  readonly skills: readonly SkillRequirement[];
  /** undefined: the queue's wrap-up time. */
  readonly wrapUpMs: DurationMs | undefined;
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
  readonly queues: readonly QueueConfig[];
  readonly agents: readonly AgentConfig[];
  readonly flows: readonly FlowVersion[];
  readonly numbers: readonly NumberConfig[];
  readonly schedules: readonly Schedule[];
  readonly trunks: readonly TrunkConfig[];
  /** Destinations that agents and flows may dial, as prefixes of the digits; an empty list forbids all. */
  readonly dialPrefixes: readonly string[];
  /** After a missed reservation the agent becomes not ready with this reason. */
  readonly missedReason: string;
  /** How long a vanished console is waited for before its agent becomes not ready. */
  readonly consoleGraceMs: DurationMs;
  readonly nodes: readonly NodeId[];
}
