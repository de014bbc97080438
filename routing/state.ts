/**
 * All that the core knows, as a fold of facts. Only `evolve.ts` writes here; everyone else reads.
 * Maps hold what is live; an interaction leaves when it has ended and nobody wraps it up any more.
 */

import type { FlowCursor } from "#ivr-flows/interpret.ts";
import type { Presence } from "./agent/presence.ts";
import type { DialTarget } from "./commands.ts";
import type { FlowVersion, RoutingConfig, SkillRequirement } from "./config.ts";
import type { EndReason, LegRole } from "./facts.ts";
import type { AgentId, CommandId, ContactId, InteractionId, LegId, NodeId, QueueId, ReservationId } from "./ids.ts";
import type { Instant } from "./instant.ts";
import type { WaitingLine } from "./queue/order.ts";
import type { DeadlineHeap } from "./deadlines.ts";

/** Where an interaction stands. One of these, and only the fields that the stage really has. */
export type Stage =
  | {
      readonly kind: "inFlow";
      readonly flow: FlowVersion;
      readonly cursor: FlowCursor;
      readonly awaiting: CommandId | undefined;
      readonly recording: { readonly command: CommandId; readonly box: string } | undefined;
    }
  | Waiting
  /** An agent's leg is being rung outside a queue: click-to-dial, or a transfer to a particular agent. */
  | { readonly kind: "connecting"; readonly reservation: ReservationId; readonly fallbackQueue: QueueId | undefined }
  /** A customer's or outside party's leg is being rung. `agent` undefined: a transfer to a number. */
  | {
      readonly kind: "dialling";
      readonly agent: AgentId | undefined;
      readonly leg: LegId;
      readonly trunk: number;
      readonly number: string;
    }
  | {
      readonly kind: "talking";
      readonly agent: AgentId;
      readonly leg: LegId;
      readonly isHeld: boolean;
      readonly isMuted: boolean;
      readonly since: Instant;
    }
  /** Two outside parties, no agent. */
  | { readonly kind: "joined"; readonly leg: LegId }
  | { readonly kind: "ended"; readonly reason: EndReason; readonly at: Instant };

export interface Waiting {
  readonly kind: "waiting";
  readonly queue: QueueId;
  readonly priority: number;
  readonly enteredAt: Instant;
  readonly overflowAt: Instant;
  readonly requirement: readonly SkillRequirement[];
  /** Index of the next relaxation step. */
  readonly nextStep: number;
  readonly nextAnnouncementAt: Instant;
  /** The live reservation, if an agent is alerting for it. */
  readonly reservation: ReservationId | undefined;
}

export interface Interaction {
  readonly id: InteractionId;
  readonly medium: "voice";
  readonly direction: "inbound" | "outbound";
  readonly node: NodeId;
  readonly startedAt: Instant;
  /** The customer's number; undefined: withheld. */
  readonly from: string | undefined;
  readonly fromName: string | undefined;
  /** The number dialled. */
  readonly to: string;
  customerLeg: LegId | undefined;
  stage: Stage;
  /** The flow that a queue's exit goes back to; kept while waiting. */
  flow: { readonly version: FlowVersion; readonly cursor: FlowCursor } | undefined;
  match: "none" | "maybe" | "known" | "withheld" | undefined;
  contact: ContactId | undefined;
  /** What the caller chose or typed, in order; sensitive values are not kept here. */
  readonly values: { readonly name: string; readonly label: string; readonly value: string }[];
  /** The flow's path so far, as node names, for the pop. */
  lastQueue: QueueId | undefined;
  /** The wait of the queue visits so far. */
  waitedMs: number;
  disposition: { readonly code: string | undefined; readonly note: string } | undefined;
  /** Agents who still wrap it up. */
  readonly wrappingUp: Set<AgentId>;
}

/** What the system knows that an agent is doing. */
export type Engagement =
  | { readonly kind: "idle" }
  | {
      readonly kind: "reserved";
      readonly interaction: InteractionId;
      readonly reservation: ReservationId;
      readonly leg: LegId;
      readonly isAlerting: boolean;
      readonly until: Instant;
    }
  | { readonly kind: "dialling"; readonly interaction: InteractionId; readonly leg: LegId }
  | {
      readonly kind: "talking";
      readonly interaction: InteractionId;
      readonly leg: LegId;
      readonly reservation: ReservationId | undefined;
    }
  | {
      readonly kind: "wrapUp";
      readonly interaction: InteractionId;
      readonly until: Instant;
      readonly extensions: number;
    };

export interface Agent {
  readonly id: AgentId;
  presence: Presence;
  presenceSince: Instant;
  nextPresence: Presence | undefined;
  engagement: Engagement;
  engagementSince: Instant;
  isConsoleConnected: boolean;
  /** When a vanished console makes the agent not ready; NEVER while connected. */
  consoleGraceUntil: Instant;
}

export interface Leg {
  readonly id: LegId;
  readonly interaction: InteractionId;
  readonly node: NodeId;
  readonly role: LegRole;
  readonly direction: "inbound" | "outbound";
  readonly agent: AgentId | undefined;
  readonly target: DialTarget | undefined;
  readonly openedAt: Instant;
  isAnswered: boolean;
  isParked: boolean;
  bridgedTo: LegId | undefined;
  /** An asked bridge that has not been seen yet. */
  bridging: { readonly other: LegId; readonly until: Instant } | undefined;
  isHangUpAsked: boolean;
}

export interface Reservation {
  readonly id: ReservationId;
  readonly interaction: InteractionId;
  readonly agent: AgentId;
  readonly leg: LegId;
  readonly queue: QueueId | undefined;
  readonly until: Instant;
  isAlerting: boolean;
}

export interface SwitchNode {
  readonly id: NodeId;
  isUp: boolean;
  incarnation: string | undefined;
}

export interface State {
  epoch: number;
  seed: string;
  /** The number of the last fact. */
  lastFact: number;
  /** The moment of the last input. */
  now: Instant;
  config: RoutingConfig;
  readonly interactions: Map<InteractionId, Interaction>;
  readonly agents: Map<AgentId, Agent>;
  readonly legs: Map<LegId, Leg>;
  readonly reservations: Map<ReservationId, Reservation>;
  readonly nodes: Map<NodeId, SwitchNode>;
  /** The waiting interactions of each queue, best first. */
  readonly lines: Map<QueueId, WaitingLine>;
  /** Legs that ended lately, so that late events about them are known to be late. */
  readonly endedLegs: Map<LegId, Instant>;
  /** Moments at which something is due; entries may be stale and are checked against the state when popped. */
  readonly deadlines: DeadlineHeap;
}
