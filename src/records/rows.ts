/** The rows that facts become, as plain values with instants in milliseconds; `write.ts` brings them into the tables of the same names. */

import type {
  AgentRuleWord,
  OrderRuleWord,
  ParticularWord,
  PassedOverWord,
  WaitChange,
} from "#protocol/api/decisions.ts";
import type { OverflowTarget } from "#routing/config.ts";
import type { CallbackOrigin, CallbackOutcome } from "#routing/callback/facts.ts";
import type { EndReason, LegRole } from "#routing/facts.ts";
import type { AgentId, ContactId, InteractionId, LegId, NodeId, QueueId } from "#routing/ids.ts";
import type { DurationMs, Instant } from "#routing/instant.ts";
import type { Medium } from "#routing/work/capacity.ts";

/** One call as a whole. Sums are of its segments of that kind that have ended; `waitMs` is of its queue segments. */
export interface InteractionRow {
  readonly id: InteractionId;
  readonly medium: Medium;
  readonly direction: "inbound" | "outbound";
  readonly fromNumber: string | undefined;
  readonly fromName: string | undefined;
  readonly toNumber: string;
  contact: ContactId | undefined;
  match: "none" | "maybe" | "known" | "withheld" | undefined;
  flow: string | undefined;
  flowVersion: number | undefined;
  firstQueue: QueueId | undefined;
  /** The last queue. */
  queue: QueueId | undefined;
  /** The last agent. */
  agent: AgentId | undefined;
  readonly startedAt: Instant;
  answeredAt: Instant | undefined;
  connectedAt: Instant | undefined;
  endedAt: Instant | undefined;
  endReason: EndReason | undefined;
  waitMs: DurationMs;
  alertMs: DurationMs;
  talkMs: DurationMs;
  holdMs: DurationMs;
  wrapUpMs: DurationMs;
  disposition: string | undefined;
  note: string | undefined;
  /** The number of the last fact folded into this record. */
  lastFact: number;
}

/** `connecting`: nobody is there yet (a number is dialled, a transfer is on its way). `ending`: the switch has still to hang up. */
/** `callback`: nobody is on the line, a promise to ring back is open. */
export type SegmentKind =
  | "flow"
  | "callback"
  | "queue"
  | "connecting"
  | "alert"
  | "talk"
  /** Mail or chat that an agent has open. */
  | "work"
  | "hold"
  | "external"
  | "voicemail"
  | "wrapUp"
  | "ending";

/** What a segment of its kind has besides; stored as `segments.data`. */
export interface SegmentMore {
  readonly flow?: string | undefined;
  readonly version?: number | undefined;
  /** flow: the nodes visited so far. */
  readonly path?: readonly { readonly node: string; readonly exit?: string | undefined }[] | undefined;
  /** queue: what the place in the line is reckoned from; earlier than the segment's start for a call that came back. */
  readonly enteredAt?: Instant | undefined;
  /** queue: the wait as the core measured it, from entry to the end of the visit. */
  readonly waitMs?: DurationMs | undefined;
  readonly flowOut?: string | undefined;
  /** queue: where a rule of the queue sent the caller. */
  readonly overflowTo?: OverflowTarget["kind"] | undefined;
  readonly priority?: number | undefined;
  /** queue: the rules over the caller that led him here, by name. */
  readonly rules?: readonly string[] | undefined;
  /** queue: who was to be tried before everybody else. */
  readonly particular?: { readonly why: ParticularWord; readonly agents: readonly AgentId[] } | undefined;
  /** queue: what changed while he waited, in order; the first so many. */
  readonly changes?: readonly WaitChange[] | undefined;
  /** alert: the decision behind the reservation. */
  readonly reservation?: string | undefined;
  readonly rule?: AgentRuleWord | undefined;
  readonly order?: OrderRuleWord | undefined;
  readonly eligible?: number | undefined;
  readonly relaxedTo?: string | undefined;
  readonly passedOver?: readonly { readonly agent: AgentId; readonly reason: PassedOverWord }[] | undefined;
  /** talk, work: true for the stretch that began the conversation, not for those after a hold. */
  readonly opens?: boolean | undefined;
  readonly box?: string | undefined;
  readonly recording?: string | undefined;
}

export interface SegmentRow {
  readonly interaction: InteractionId;
  readonly ordinal: number;
  kind: SegmentKind;
  queue: QueueId | undefined;
  agent: AgentId | undefined;
  readonly startedAt: Instant;
  endedAt: Instant | undefined;
  outcome: string | undefined;
  more: SegmentMore;
}

/** A try at reaching the same number that failed before this leg. */
export interface Attempt {
  readonly leg: LegId;
  readonly trunk: string;
  readonly at: Instant;
  readonly cause: string;
  readonly sipStatus?: number | undefined;
}

export interface LegRow {
  readonly id: LegId;
  readonly interaction: InteractionId;
  readonly role: LegRole;
  readonly direction: "inbound" | "outbound";
  readonly agent: AgentId | undefined;
  readonly remote: string | undefined;
  readonly trunk: string | undefined;
  readonly node: NodeId;
  readonly createdAt: Instant;
  answeredAt: Instant | undefined;
  bridgedAt: Instant | undefined;
  endedAt: Instant | undefined;
  cause: string | undefined;
  sipStatus: number | undefined;
  readonly attempts: readonly Attempt[];
  /** The leg whose call it has taken over. */
  replaces: LegId | undefined;
}

export interface CollectedValueRow {
  readonly interaction: InteractionId;
  readonly ordinal: number;
  readonly name: string;
  readonly label: string;
  /** `MASK` when sensitive. */
  readonly value: string;
  readonly isSensitive: boolean;
  readonly at: Instant;
}

export interface VoicemailRow {
  /** The id of the recording that was asked for. */
  readonly id: string;
  readonly interaction: InteractionId;
  readonly box: string;
  readonly storageKey: string;
  readonly recordedAt: Instant;
  readonly durationMs: DurationMs;
}

/** A promise to ring back, with what became of it. */
export interface CallbackRow {
  readonly interaction: InteractionId;
  readonly origin: CallbackOrigin;
  readonly fromInteraction: InteractionId | undefined;
  readonly queue: QueueId;
  readonly number: string;
  readonly name: string | undefined;
  readonly contact: ContactId | undefined;
  agent: AgentId | undefined;
  readonly bookedBy: AgentId | undefined;
  readonly note: string;
  timeZone: string | undefined;
  readonly bookedAt: Instant;
  enteredAt: Instant;
  dueAt: Instant;
  expiresAt: Instant;
  /** Tries that counted. */
  attempts: number;
  lastAttemptAt: Instant | undefined;
  /** Why the last one came to nothing. */
  lastCause: string | undefined;
  /** undefined: still promised. */
  outcome: CallbackOutcome | undefined;
  endedAt: Instant | undefined;
}

/** A stretch in which an agent's presence and engagement did not change. Signed-out time has no rows. */
export interface AgentIntervalRow {
  readonly agent: AgentId;
  /** The number of the fact that began it. */
  readonly ordinal: number;
  presence: "notReady" | "ready";
  engagement: AgentEngagement;
  reason: string | undefined;
  interaction: InteractionId | undefined;
  readonly startedAt: Instant;
  endedAt: Instant | undefined;
}

export type AgentEngagement = "idle" | "reserved" | "dialling" | "talking" | "wrapUp";

/** A call that belongs to a contact, for the contact's timeline. */
export interface CallEntry {
  readonly interaction: InteractionId;
  readonly contact: ContactId;
  readonly agent: AgentId | undefined;
  readonly at: Instant;
  readonly direction: "inbound" | "outbound";
  readonly endReason: EndReason;
}

/** Stands for a value that must not be kept. */
export const MASK = "•••";
