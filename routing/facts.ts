/**
 * What happened, in the past tense: the spine of Cordboard. State, call records, KPIs, boards and recovery are folds of
 * this stream; nothing keeps a second truth. A fact is plain JSON and never changes its meaning once journalled.
 */

import type { FlowCursor } from "#ivr-flows/interpret.ts";
import type { AgentFactBody } from "./agent/agent-facts.ts";
import type { CallbackFact } from "./callback/facts.ts";
import type { DialTarget } from "./commands.ts";
import type { Needs, OverflowWhen, RoutingConfig, Strategy } from "./config.ts";
import type { AgentId, CommandId, ContactId, InteractionId, LegId, NodeId, QueueId } from "./ids.ts";
import type { DurationMs, Instant } from "./instant.ts";
import type { Destination } from "./inputs.ts";
import type { OverflowFact } from "./queue/overflow-facts.ts";
import type { WorkMedium } from "./work/capacity.ts";
import type { CountedOutcome } from "./reservation/policy.ts";
import type { ReservationFactBody } from "./reservation/reservation-facts.ts";
import type { PassedOnFact } from "./passed-on-facts.ts";

/** Why an interaction ended, by our rules; exactly one per interaction. */
export type EndReason =
  | "abandonedInFlow" // the caller left while a flow talked to him
  | "abandonedInQueue" // the caller left while waiting (also while an agent was alerting)
  | "completed" // a conversation took place and either side ended it
  | "flowEnded" // a flow hung up by design (closed, self service done)
  | "voicemailLeft"
  | "callbackBooked" // the caller left, we have his number and his place
  | "unknownNumber" // nothing is set up for the dialled number
  | "notAnswered" // outbound: the customer did not answer
  | "agentUnreachable" // outbound: the agent's own phone could not be reached
  | "cancelled" // outbound: the agent gave up before an answer
  | "withdrawn" // mail or chat: its source took it back
  | "transferFailed" // a transfer found nobody and there was no queue to go back to
  | "switchFailed"; // the switch, or our link to it, lost the call

/** How a visit to a queue ended. */
export type QueueOutcome = "answered" | "abandoned" | "flowedOut" | "callbackAccepted" | "lost";

/** Why a visit flowed out. */
export type FlowOutReason =
  | "timeout"
  | "nobodySignedIn"
  | "full"
  | "unknownQueue"
  | "key"
  /** The condition of the overflow rule that took him out. */
  | OverflowWhen["kind"];

/** What a leg is for. */
export type LegRole = "customer" | "agent" | "external";

/** Why a hang-up was asked for by the core; undefined in `leg.ended` when the far end or the switch did it. */
export type ReservationOutcome = "accepted" | CountedOutcome | "withdrawn" | "lost";

/** One candidate that was not chosen, and why: the decision can be explained afterwards. */
export interface PassedOver {
  readonly agent: AgentId;
  readonly reason:
    | "lacksSkill"
    | "otherGroup"
    /** Somebody was asked for by name. */
    | "notParticular"
    | "lessPreferred"
    | "idleShorter"
    | "lessProficient"
    | "busier"
    | "handledMore"
    | "reservedLater"
    | "lowerGroup"
    | "aboveShare"
    /** Equal in everything: the smaller id goes first. */
    | "largerId"
    /** She has more mail or chat open. */
    | "moreOpenWork";
}

/**
 * Which rule chose the agent. `onlyOne`: nobody else who was free could have taken it. `callback`: she was held while the
 * customer was called.
 */
export type AgentRule = "onlyOne" | "particularAgent" | "transfer" | "callback" | "preferred" | Strategy["kind"];

/** Which rule put an interaction before the others that its agent could have taken. */
export type OrderRule = "onlyOne" | "priority" | "medium" | "weightedWaitMax" | "weight" | "urgency" | "oldest";

/** Agents who are tried before everybody else, in this order, until a moment. */
export interface Particular {
  readonly agents: readonly AgentId[];
  readonly why: "lastAgent" | "owner" | "named";
  readonly until: Instant;
}

export type FactBody =
  | CallbackFact
  | { readonly kind: "engine.started"; readonly epoch: number; readonly seed: string }
  | { readonly kind: "config.adopted"; readonly config: RoutingConfig }
  | { readonly kind: "switch.wentUp"; readonly node: NodeId; readonly incarnation: string }
  | { readonly kind: "switch.wentDown"; readonly node: NodeId; readonly cause: string }
  /** An input that made no sense (late, repeated, unknown); kept so that it can be counted and explained. */
  | {
      readonly kind: "input.ignored";
      readonly input: string;
      readonly reason: string;
      readonly interaction: InteractionId | undefined;
    }
  | OverflowFact
  | PassedOnFact

  // agents
  | AgentFactBody

  // interactions
  | {
      readonly kind: "interaction.arrived";
      readonly interaction: InteractionId;
      readonly node: NodeId;
      readonly leg: LegId;
      readonly from: string | undefined;
      readonly fromName: string | undefined;
      readonly to: string;
    }
  /** Found alive on a switch after a restart, its facts lost: taken over with the id and the place that its leg carries. */
  | {
      readonly kind: "interaction.adopted";
      readonly interaction: InteractionId;
      readonly node: NodeId;
      readonly leg: LegId;
      readonly from: string | undefined;
      readonly to: string;
      readonly startedAt: Instant;
    }
  /** Mail or chat came in from its source. */
  | {
      readonly kind: "work.arrived";
      readonly interaction: InteractionId;
      readonly medium: WorkMedium;
      readonly from: string;
      readonly subject: string;
      readonly contact: ContactId | undefined;
      /** What its source calls it. */
      readonly ref: string;
    }
  | {
      readonly kind: "interaction.dialled";
      readonly interaction: InteractionId;
      readonly node: NodeId;
      readonly agent: AgentId;
      /** The agent's own leg, which is rung first, and until when. */
      readonly leg: LegId;
      readonly until: Instant;
      readonly to: string;
      readonly contact: ContactId | undefined;
    }
  | {
      readonly kind: "contact.identified";
      readonly interaction: InteractionId;
      readonly match: "none" | "maybe" | "known" | "withheld";
      readonly contact: ContactId | undefined;
      /** What the CRM knows of him, for rules and tiers; empty in older journals. */
      readonly values: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: "contact.attached";
      readonly interaction: InteractionId;
      readonly contact: ContactId;
      readonly agent: AgentId;
    }
  | {
      readonly kind: "flow.entered";
      readonly interaction: InteractionId;
      readonly flow: string;
      readonly version: number;
    }
  /** The flow moved: where it stands, so that a restart goes on from here, and what it waits for (a command) if anything. */
  | {
      readonly kind: "flow.advanced";
      readonly interaction: InteractionId;
      readonly cursor: FlowCursor;
      readonly awaiting: CommandId | undefined;
      /** When the switch is given up on and the step is asked for again. */
      readonly until: Instant;
      /** A greeting plays; when it has, this recording starts. */
      readonly pendingRecording: { readonly box: string; readonly maxMs: DurationMs } | undefined;
    }
  | { readonly kind: "flow.left"; readonly interaction: InteractionId; readonly to: "queue" | "transfer" | "end" }
  | {
      readonly kind: "value.collected";
      readonly interaction: InteractionId;
      readonly name: string;
      readonly label: string;
      readonly value: string;
      readonly isSensitive: boolean;
    }
  /** Rules of an admin held as the caller was sent to a queue; their names, in order. */
  | { readonly kind: "rules.applied"; readonly interaction: InteractionId; readonly rules: readonly string[] }
  | { readonly kind: "interaction.answered"; readonly interaction: InteractionId }
  /**
   * `enteredAt` is the original moment when a call goes back to the front; `isReturn` says that it did. With a position that
   * a flow asked for it is the moment that stands for it.
   */
  | {
      readonly kind: "interaction.queued";
      readonly interaction: InteractionId;
      readonly queue: QueueId;
      readonly priority: number;
      readonly needs: Needs;
      /** How fast the wait counts, by the contact's tier; 1 without one. */
      readonly weight: number;
      readonly particular: Particular | undefined;
      readonly enteredAt: Instant;
      readonly overflowAt: Instant;
      readonly isReturn: boolean;
      /** Digits that take the caller out of the queue by the flow's `key` exit. */
      readonly keys: readonly string[];
      /** What the agent hears before she is joined, instead of the queue's prompt; `none`: nothing. */
      readonly agentPrompt?: string | undefined;
    }
  | {
      readonly kind: "requirement.relaxed";
      readonly interaction: InteractionId;
      readonly step: number;
      readonly name: string;
      readonly needs: Needs;
    }
  /** The agents who were tried first are not waited for any more. */
  | {
      readonly kind: "particular.released";
      readonly interaction: InteractionId;
      readonly because: "timeout" | "signedOut";
    }
  /** It has waited for so long that it counts for more. */
  | {
      readonly kind: "priority.raised";
      readonly interaction: InteractionId;
      /** Index of the ageing band. */
      readonly band: number;
      readonly priority: number;
    }
  | {
      readonly kind: "interaction.announced";
      readonly interaction: InteractionId;
      readonly position: number;
      /** The wait that was told, as a range of minutes; undefined: none was. */
      readonly expectedMs?: DurationMs | undefined;
    }
  /** The end of a visit to a queue. `waitMs` from entry. `flowOut` only when it flowed out. */
  | {
      readonly kind: "queue.left";
      readonly interaction: InteractionId;
      readonly queue: QueueId;
      readonly outcome: QueueOutcome;
      readonly waitMs: DurationMs;
      /** `callback`: a callback left the line to be tried, postponed or given up. */
      readonly flowOut: FlowOutReason | "transferred" | "callback" | undefined;
    }
  | {
      readonly kind: "interaction.connected";
      readonly interaction: InteractionId;
      readonly agent: AgentId;
      /** undefined: mail or chat, accepted at her desk. */
      readonly leg: LegId | undefined;
    }
  /** The agent's part is over (not necessarily the interaction: a transfer goes on). */
  | {
      readonly kind: "interaction.disconnected";
      readonly interaction: InteractionId;
      readonly agent: AgentId;
      readonly by: "customer" | "agent" | "transfer" | "lost";
    }
  | { readonly kind: "interaction.held"; readonly interaction: InteractionId; readonly agent: AgentId }
  | { readonly kind: "interaction.retrieved"; readonly interaction: InteractionId; readonly agent: AgentId }
  | {
      readonly kind: "interaction.muted";
      readonly interaction: InteractionId;
      readonly agent: AgentId;
      readonly isMuted: boolean;
    }
  | {
      readonly kind: "interaction.transferred";
      readonly interaction: InteractionId;
      readonly agent: AgentId | undefined;
      readonly to: Destination;
    }
  | { readonly kind: "interaction.joined"; readonly interaction: InteractionId; readonly leg: LegId }
  | {
      readonly kind: "interaction.dispositioned";
      readonly interaction: InteractionId;
      readonly agent: AgentId;
      readonly disposition: string | undefined;
      readonly note: string;
    }
  | {
      readonly kind: "voicemail.started";
      readonly interaction: InteractionId;
      readonly box: string;
      readonly recording: CommandId;
    }
  | { readonly kind: "voicemail.stopAsked"; readonly interaction: InteractionId }
  | {
      readonly kind: "voicemail.left";
      readonly interaction: InteractionId;
      readonly box: string;
      readonly recording: CommandId;
      readonly durationMs: DurationMs;
    }
  | { readonly kind: "interaction.ended"; readonly interaction: InteractionId; readonly reason: EndReason }

  /** The interaction is over for us; what is left is that the switch hangs up. */
  | { readonly kind: "interaction.ending"; readonly interaction: InteractionId; readonly reason: EndReason }
  /** A far leg is rung over a trunk: an agent dials (`agent`), or the caller is passed on to a number (undefined). */
  | {
      readonly kind: "interaction.dialling";
      readonly interaction: InteractionId;
      readonly agent: AgentId | undefined;
      readonly leg: LegId;
      readonly trunk: number;
      readonly number: string;
      readonly until: Instant;
    }
  /** Touch tones were sent to the other side; how many, not which: they may be a PIN. */
  | {
      readonly kind: "digits.sent";
      readonly interaction: InteractionId;
      readonly agent: AgentId;
      readonly count: number;
    }

  // legs
  | {
      readonly kind: "leg.opened";
      readonly leg: LegId;
      readonly interaction: InteractionId;
      readonly node: NodeId;
      readonly role: LegRole;
      readonly direction: "inbound" | "outbound";
      readonly agent: AgentId | undefined;
      readonly target: DialTarget | undefined;
      readonly remote: string | undefined;
    }
  | { readonly kind: "leg.rang"; readonly leg: LegId; readonly interaction: InteractionId }
  | { readonly kind: "leg.answered"; readonly leg: LegId; readonly interaction: InteractionId }
  | { readonly kind: "leg.parked"; readonly leg: LegId; readonly interaction: InteractionId }
  | {
      readonly kind: "leg.bridgeAsked";
      readonly leg: LegId;
      readonly other: LegId;
      readonly interaction: InteractionId;
      readonly command: CommandId;
      readonly attempt: number;
      readonly until: Instant;
    }
  /** Asked so often that it is not going to happen. */
  | { readonly kind: "leg.bridgeGivenUp"; readonly leg: LegId; readonly interaction: InteractionId }
  | { readonly kind: "leg.bridged"; readonly leg: LegId; readonly other: LegId; readonly interaction: InteractionId }
  | { readonly kind: "leg.unbridged"; readonly leg: LegId; readonly interaction: InteractionId }
  | { readonly kind: "leg.hangUpAsked"; readonly leg: LegId; readonly interaction: InteractionId }
  | {
      readonly kind: "leg.ended";
      readonly leg: LegId;
      readonly interaction: InteractionId;
      readonly cause: string;
      readonly sipStatus: number | undefined;
    }

  // reservations
  | ReservationFactBody;

/** `n` counts from 1 without gaps within an installation; consumers use it to be idempotent. */
export type Fact = FactBody & { readonly n: number; readonly at: Instant };
