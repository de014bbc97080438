/**
 * All that the core knows, as a fold of facts. Only `evolve.ts` writes here; everyone else reads.
 * Maps hold what is live; an interaction leaves when it has ended and nobody wraps it up any more.
 */

import type { FlowCursor } from "#ivr-flows/interpret.ts";
import type { Presence } from "./agent/presence.ts";
import type { WrapUpPolicy } from "./agent/wrap-up-policy.ts";
import type { CallbackOrigin, CallbackOutcome } from "./callback/facts.ts";
import type { DialTarget } from "./commands.ts";
import type { FlowVersion, Needs, RoutingConfig } from "./config.ts";
import type { EndReason, FlowOutReason, LegRole, Particular } from "./facts.ts";
import type {
  AgentId,
  CommandId,
  ContactId,
  GroupId,
  InteractionId,
  LegId,
  NodeId,
  QueueId,
  ReservationId,
} from "./ids.ts";
import type { DurationMs, Instant } from "./instant.ts";
import type { WaitingLine } from "./queue/order.ts";
import type { WaitObserver } from "./queue/wait-observer.ts";
import type { CountedOutcome } from "./reservation/policy.ts";
import type { DeadlineHeap } from "./deadlines.ts";
import type { IdSeed } from "./random.ts";
import type { EndedLately } from "./ended-lately.ts";
import type { Floor } from "./matching/floor.ts";
import type { Capacity, Medium, OpenWork } from "./work/capacity.ts";

/** Where an interaction stands. One of these, and only the fields that the stage really has. */
export type Stage =
  | InFlow
  | Waiting
  /** A callback whose time has not come (again): in no line until then. */
  | { readonly kind: "postponed"; readonly queue: QueueId; readonly until: Instant }
  /** An agent's leg is being rung outside a queue, for a transfer to a particular agent. */
  | { readonly kind: "connecting"; readonly reservation: ReservationId }
  | Dialling
  | {
      readonly kind: "talking";
      readonly agent: AgentId;
      readonly leg: LegId;
      readonly isHeld: boolean;
      readonly isMuted: boolean;
      readonly since: Instant;
    }
  /** Mail or chat that an agent has open at her desk. */
  | { readonly kind: "working"; readonly agent: AgentId; readonly since: Instant }
  /** Two outside parties, no agent. */
  | { readonly kind: "joined"; readonly leg: LegId }
  /** Over for us; the switch still has to hang up. */
  | { readonly kind: "ending"; readonly reason: EndReason }
  | { readonly kind: "ended"; readonly reason: EndReason; readonly at: Instant };

export interface InFlow {
  readonly kind: "inFlow";
  readonly flow: FlowVersion;
  /** undefined until the first step of the flow has been taken. */
  readonly cursor: FlowCursor | undefined;
  readonly awaiting: CommandId | undefined;
  /** When the switch, or its answer, is given up on; NEVER when nothing is awaited. */
  readonly awaitingUntil: Instant;
  readonly pendingRecording: { readonly box: string; readonly maxMs: number } | undefined;
  readonly recording: { readonly command: CommandId; readonly box: string; readonly since: Instant } | undefined;
}

/** A far leg is rung. `agent` undefined: a caller is passed on to a number. */
export interface Dialling {
  readonly kind: "dialling";
  readonly agent: AgentId | undefined;
  /** The agent's own leg, rung first; undefined as well while she is held for a callback. */
  readonly agentLeg: LegId | undefined;
  /** undefined while the agent's own leg is still rung. */
  readonly farLeg: LegId | undefined;
  readonly trunk: number;
  readonly number: string;
  /** When the far end, or the agent's phone before it, is given up on. */
  readonly until: Instant;
}

export interface Waiting {
  readonly kind: "waiting";
  readonly queue: QueueId;
  readonly priority: number;
  /** What the place in the line is reckoned from; earlier than `since` for a call that came back. */
  readonly enteredAt: Instant;
  /** When this visit began. */
  readonly since: Instant;
  readonly keys: readonly string[];
  readonly overflowAt: Instant;
  readonly needs: Needs;
  /** How fast the wait counts, by the contact's tier. */
  readonly weight: number;
  /** Who is tried before everybody else; undefined: nobody, or not any more. */
  readonly particular: Particular | undefined;
  /** The relaxation step that the needs have come to. */
  readonly relaxedTo: string | undefined;
  /** Index of the next ageing band. */
  readonly nextBand: number;
  /** Index of the next relaxation step. */
  readonly nextStep: number;
  readonly nextAnnouncementAt: Instant;
  /** The live reservations, the oldest first: one for each agent who is being rung for it. */
  readonly reservations: readonly ReservationId[];
}

/** The promise to ring back, as long as the interaction lives. */
export interface Callback {
  readonly origin: CallbackOrigin;
  readonly from: InteractionId | undefined;
  readonly queue: QueueId;
  readonly number: string;
  readonly language: string;
  readonly priority: number;
  readonly needs: Needs;
  readonly weight: number;
  readonly note: string;
  enteredAt: Instant;
  dueAt: Instant;
  expiresAt: Instant;
  /** Whose promise it is. */
  agent: AgentId | undefined;
  timeZone: string | undefined;
  /** Until when it may stay in the line; NEVER while it is in none. */
  lineUntil: Instant;
  /** Tries that counted. */
  attempts: number;
  /** The question whether he may be called, while it is open. */
  check: { readonly command: CommandId; readonly until: Instant } | undefined;
  /** The newest question was answered with yes. */
  isClear: boolean;
  /** undefined: still promised. */
  outcome: CallbackOutcome | undefined;
}

export interface Interaction {
  readonly id: InteractionId;
  readonly medium: Medium;
  readonly direction: "inbound" | "outbound";
  readonly node: NodeId;
  readonly startedAt: Instant;
  /** The customer's number; undefined: withheld. */
  readonly from: string | undefined;
  readonly fromName: string | undefined;
  /** The number dialled; empty for mail and chat. */
  readonly to: string;
  /** What its source said of mail or chat; undefined for calls. */
  readonly work: WorkOrigin | undefined;
  customerLeg: LegId | undefined;
  stage: Stage;
  /** The flow that a queue's exit goes back to; kept while waiting. */
  flow: { readonly version: FlowVersion; readonly cursor: FlowCursor } | undefined;
  match: "none" | "maybe" | "known" | "withheld" | undefined;
  contact: ContactId | undefined;
  /** What the CRM knows of the contact that the look-up found; empty once an agent has attached another. */
  contactValues: Readonly<Record<string, string>>;
  /** Names of the rules that were applied to it, the last time that any was. */
  rules: readonly string[];
  /** What the caller chose or typed, in order; sensitive values are not kept here. */
  values: readonly { readonly name: string; readonly label: string; readonly value: string }[];
  /** The flow's path so far, as node names, for the pop. */
  lastQueue: QueueId | undefined;
  /** What the last visit's place in the line was reckoned from, for a call that comes back. */
  lastEnteredAt: Instant;
  /** Before any ageing. */
  lastPriority: number;
  /** What that visit asked for before anything was relaxed. */
  lastNeeds: Needs | undefined;
  lastWeight: number;
  /** After how long that visit would have left by the flow's `overflow` exit; undefined: never. */
  lastOverflowMs: DurationMs | undefined;
  /** How often overflow rules have moved him on their own account. */
  overflows: number;
  /** The wait of the queue visits so far. */
  waitedMs: number;
  /** True once an agent has talked with the customer. */
  hadConversation: boolean;
  /** What ended, so that a late voicemail is not taken for an abandoned call. */
  leftVoicemail: boolean;
  /** A callback was promised to him in this call. */
  hasCallbackPromise: boolean;
  /** The visit that goes on outside the line while a flow asks him where to call; the reason if it ends there. */
  aside: { readonly visit: Waiting; readonly reason: FlowOutReason; readonly node: string | undefined } | undefined;
  /** He would rather stay on the line. */
  hasDeclinedCallback: boolean;
  /** undefined: not a callback. */
  callback: Callback | undefined;
  /** Legs that are still up. */
  openLegs: readonly LegId[];
  /** The last word, and whose it is. */
  disposition: { readonly code: string | undefined; readonly note: string; readonly by: AgentId } | undefined;
  /** Agents who still wrap it up. */
  wrappingUp: readonly AgentId[];
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
  /** `leg` undefined: held for a callback while the customer is called first. */
  | { readonly kind: "dialling"; readonly interaction: InteractionId; readonly leg: LegId | undefined }
  | {
      readonly kind: "talking";
      readonly interaction: InteractionId;
      readonly leg: LegId;
      readonly reservation: ReservationId | undefined;
      /** She asked for a wrap-up after it. */
      readonly isWrapUpWanted: boolean;
    }
  | {
      readonly kind: "wrapUp";
      readonly interaction: InteractionId;
      /** NEVER: no clock ends it. */
      readonly until: Instant;
      readonly extensions: number;
      readonly policy: WrapUpPolicy;
    };

export interface Agent {
  readonly id: AgentId;
  presence: Presence;
  presenceSince: Instant;
  nextPresence: Presence | undefined;
  engagement: Engagement;
  engagementSince: Instant;
  /** Since when the agent has been free to take work: what "longest idle" means. A withdrawn reservation does not change it. */
  idleSince: Instant;
  /** What she has done in this shift, for the strategies that share work out fairly. */
  readonly shift: Shift;
  /** How often in a row each outcome has come, since she last accepted a call or changed her presence herself. */
  inARow: Readonly<Record<CountedOutcome, number>>;
  /** She is ready and yet not rung, until then; undefined otherwise. */
  backOff: { readonly outcome: CountedOutcome; readonly until: Instant } | undefined;
  /** Her profile, or the site's. */
  capacity: Capacity;
  /** Mail and chat that she has accepted, or is offered: beside what her phone does. */
  readonly work: Map<InteractionId, DeskWork>;
  /** Legs to her phone that are still up, one that is being taken back included: until they are down she cannot be rung. */
  readonly openLegs: Set<LegId>;
  isConsoleConnected: boolean;
  /** When a vanished console makes the agent not ready, and later signed out; NEVER while connected. */
  consoleGraceUntil: Instant;
}

/** Where mail or chat comes from. */
export interface WorkOrigin {
  readonly subject: string;
  /** What the source calls it; means nothing to us. */
  readonly ref: string;
}

/** One piece of mail or chat at an agent's desk. */
export interface DeskWork extends OpenWork {
  readonly since: Instant;
  /** Offered and not accepted yet; undefined: open. An agent is offered one thing at a time. */
  readonly reservation: ReservationId | undefined;
}

/** Survives breaks and short sign-outs, so that nobody gains or loses by them. */
export interface Shift {
  /** Up to when the times below are counted. */
  countedAt: Instant;
  /** Ready or busy with interactions. */
  staffedMs: number;
  /** Talking, dialling, wrapping up, or with mail or chat open; two at once count once. */
  busyMs: number;
  /** Conversations. */
  handled: number;
  /** The number of the fact of her last reservation; 0: none yet. */
  reservedLast: number;
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
  hasRung: boolean;
  isAnswered: boolean;
  isParked: boolean;
  bridgedTo: LegId | undefined;
  /** An asked bridge that has not been seen yet. */
  bridging:
    | { readonly other: LegId; readonly command: CommandId; readonly attempt: number; readonly until: Instant }
    | undefined;
  isHangUpAsked: boolean;
}

export interface Reservation {
  readonly id: ReservationId;
  readonly interaction: InteractionId;
  readonly agent: AgentId;
  /** undefined: for mail or chat, which rings no phone. Another one when her phone passes the call on. */
  leg: LegId | undefined;
  readonly queue: QueueId | undefined;
  readonly until: Instant;
  /** The group whose share of the queue it was counted in. */
  readonly share: GroupId | undefined;
  /** Her phone has passed it on to a number, over the trunk of this index; undefined: it has not. */
  redirected: { readonly number: string; readonly trunk: number } | undefined;
  /** What she hears before she is joined, from the moment that it was asked for. */
  prompt: { readonly command: CommandId; readonly until: Instant; readonly isOver: boolean } | undefined;
  isAlerting: boolean;
  /** How many agents might be rung at once for this interaction when it was made, this one included. */
  readonly ringAgents: number;
}

export interface SwitchNode {
  readonly id: NodeId;
  isUp: boolean;
  incarnation: string | undefined;
}

export interface State {
  epoch: number;
  seed: IdSeed;
  /** The number of the last fact. */
  lastFact: number;
  /** The moment of the last input. */
  now: Instant;
  config: RoutingConfig;
  readonly interactions: Map<InteractionId, Interaction>;
  readonly agents: Map<AgentId, Agent>;
  readonly legs: Map<LegId, Leg>;
  /** Agents who are ready and idle, with a phone that is free: the only ones that matching looks at. */
  readonly available: Set<AgentId>;
  readonly reservations: Map<ReservationId, Reservation>;
  readonly nodes: Map<NodeId, SwitchNode>;
  /** Who is free and who waits, arranged for deciding. */
  readonly floor: Floor;
  /** How many of a queue's latest reservations went to each group, where percentages are asked for; older ones fade. */
  readonly shares: Map<QueueId, Map<GroupId, number>>;
  /** The waiting interactions of each queue, best first. */
  readonly lines: Map<QueueId, WaitingLine>;
  /** What each queue has shown of its waits; what the expected wait is reckoned from. */
  readonly waits: Map<QueueId, WaitObserver>;
  /** Queues whose emergency switch is on; undefined among them: the whole site's is. */
  readonly emergencies: Set<QueueId | undefined>;
  /** Calls that the customer's side has handed over: who talks from now on, as a number if it is one. Few, so kept apart. */
  readonly handedOver: Map<InteractionId, string | undefined>;
  /** What a call's flow wants its agent to hear instead of the queue's prompt. Few, so kept apart. */
  readonly agentPrompts: Map<InteractionId, string>;
  /** Legs that have taken over a call and were not seen parked since. */
  readonly takingOver: Set<LegId>;
  /** Callbacks that are still promised, by the digits of their number. */
  readonly callbacks: Map<string, Set<InteractionId>>;
  /** Legs that ended lately, so that late events about them are known to be late. */
  readonly endedLegs: EndedLately<LegId>;
  /** Mail and chat that ended lately, so that a source that repeats itself does not bring it back. */
  readonly endedWork: EndedLately<InteractionId>;
  /** Moments at which something is due; entries may be stale and are checked against the state when popped. */
  readonly deadlines: DeadlineHeap;
}
