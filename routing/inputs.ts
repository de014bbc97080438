/**
 * Everything that can happen to the core: what the switch showed, what a person asked for, what a look-up answered,
 * that time passed. Observations are in the past tense, requests say who asks.
 */

import type { Presence } from "./agent/presence.ts";
import type { CallbackAnswer, CallbackRequest } from "./callback/inputs.ts";
import type { Requirement, RoutingConfig } from "./config.ts";
import type { AgentId, CommandId, ContactId, InteractionId, LegId, NodeId, QueueId, ReservationId } from "./ids.ts";
import type { Instant } from "./instant.ts";
import type { WorkMedium } from "./work/capacity.ts";

/** A live leg as the switch lists it; what recovery is made of. `tags` are our own `cc_*` marks, without the prefix. */
export interface LegSnapshot {
  readonly leg: LegId;
  readonly direction: "inbound" | "outbound";
  readonly createdAt: Instant;
  readonly isAnswered: boolean;
  /** The leg it is bridged to; undefined: parked, ringing or playing. */
  readonly bridgedTo: LegId | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** It has taken over a call and is not marked yet: the leg whose place it took, or that it is bridged with now. */
  readonly tookOverFrom?: LegId | undefined;
}

/** What the switch showed. `node` is the switch that the leg lives on. */
export type SwitchObservation =
  /** A caller is at the door: parked, unanswered, unclaimed. `from` is undefined when withheld. */
  | {
      readonly kind: "leg.arrived";
      readonly node: NodeId;
      readonly leg: LegId;
      readonly from: string | undefined;
      readonly fromName: string | undefined;
      readonly to: string;
    }
  /** The leg is ours and parked (after claim, split, a bridge that ended, or an originate that answered). */
  | { readonly kind: "leg.parked"; readonly node: NodeId; readonly leg: LegId; readonly isAnswered: boolean }
  | { readonly kind: "leg.created"; readonly node: NodeId; readonly leg: LegId }
  | { readonly kind: "leg.ringing"; readonly node: NodeId; readonly leg: LegId; readonly hasEarlyMedia: boolean }
  | { readonly kind: "leg.answered"; readonly node: NodeId; readonly leg: LegId }
  | { readonly kind: "leg.bridged"; readonly node: NodeId; readonly leg: LegId; readonly other: LegId }
  | { readonly kind: "leg.unbridged"; readonly node: NodeId; readonly leg: LegId; readonly other: LegId }
  /** The one and only end of a leg. `cause` is a Q.850 name, `sipStatus` the far end's status if there was one. */
  | {
      readonly kind: "leg.hungUp";
      readonly node: NodeId;
      readonly leg: LegId;
      readonly cause: string;
      readonly sipStatus: number | undefined;
      readonly by: "party" | "switch" | "unknown";
      /** Whom its phone says to try instead (SIP 302), the user part of the first address as it came. */
      readonly redirectedTo?: string | undefined;
    }
  /**
   * The far end of `leg` has handed its call over to another one (SIP Replaces), which the switch has answered: `by` is new,
   * not ours yet, and already in the bridge of `leg` or about to be; `leg` ends behind this.
   */
  | {
      readonly kind: "leg.replaced";
      readonly node: NodeId;
      readonly leg: LegId;
      readonly by: LegId;
      readonly from: string | undefined;
    }
  /** An originate that made no leg at all (unknown user, gateway down, duplicate id). */
  | {
      readonly kind: "leg.notCreated";
      readonly node: NodeId;
      readonly leg: LegId;
      readonly command: CommandId;
      readonly cause: string;
    }
  | { readonly kind: "digit.pressed"; readonly node: NodeId; readonly leg: LegId; readonly digit: string }
  /** The prompt of `prompt.play` ended, or never played because a file is missing. */
  | {
      readonly kind: "prompt.played";
      readonly node: NodeId;
      readonly leg: LegId;
      readonly command: CommandId;
      readonly isComplete: boolean;
    }
  /** `digits` undefined: silence, or nothing that matched; then `invalid` has what was pressed, if anything. */
  | {
      readonly kind: "digits.collected";
      readonly node: NodeId;
      readonly leg: LegId;
      readonly command: CommandId;
      readonly digits: string | undefined;
      readonly invalid: string | undefined;
    }
  | {
      readonly kind: "recording.stopped";
      readonly node: NodeId;
      readonly leg: LegId;
      readonly command: CommandId;
      readonly durationMs: number;
    }
  /** The switch refused or did not carry out a command; `cause` is `LEG_GONE`, `LINK_DOWN`, or the switch's word for it. */
  | {
      readonly kind: "command.failed";
      readonly node: NodeId;
      readonly command: CommandId;
      /** Which leg it was about; of a bridge either of the two. */
      readonly leg: LegId;
      readonly cause: string;
    }
  /** The link is gone: we are blind, the calls on the switch are not. */
  | { readonly kind: "switch.lost"; readonly node: NodeId; readonly cause: string }
  /** The link is up again and this is all that lives there. `incarnation` changes when the switch was restarted. */
  | {
      readonly kind: "switch.resynced";
      readonly node: NodeId;
      readonly incarnation: string;
      readonly legs: readonly LegSnapshot[];
    };

/** Where a transfer or a dialled call goes. */
export type Destination =
  | { readonly kind: "queue"; readonly queue: QueueId }
  | { readonly kind: "agent"; readonly agent: AgentId }
  | { readonly kind: "number"; readonly number: string };

/** Where mail or chat is passed on to. */
export type WorkDestination = Exclude<Destination, { readonly kind: "number" }>;

/** The door for everything that is not a call: a connector says what has come in, and may take it back. */
export type WorkInput =
  | {
      readonly kind: "work.offered";
      /** Given by the source, so that offering it again is noticed. */
      readonly interaction: InteractionId;
      readonly medium: WorkMedium;
      readonly queue: QueueId;
      /** Who wrote, as text; shown and kept, not looked up. */
      readonly from: string;
      readonly subject: string;
      readonly contact: ContactId | undefined;
      /** What the CRM knows of the contact, for rules and tiers. */
      readonly values: Readonly<Record<string, string>>;
      /** Added to the queue's; bigger goes first. */
      readonly priority: number;
      /** Beside what the queue asks for. */
      readonly requirement: Requirement;
      /** What its source calls it; means nothing to us. */
      readonly ref: string;
    }
  | { readonly kind: "work.withdrawn"; readonly interaction: InteractionId };

/** What a person asked for, already authenticated; the core still refuses what makes no sense. */
export type Request =
  | CallbackRequest
  | { readonly kind: "agent.presenceRequested"; readonly agent: AgentId; readonly presence: Presence }
  /** `answer`: for phones that the server controls (simulated, desk phone); a browser phone answers by SIP. */
  | { readonly kind: "reservation.acceptRequested"; readonly agent: AgentId; readonly reservation: ReservationId }
  | { readonly kind: "reservation.declineRequested"; readonly agent: AgentId; readonly reservation: ReservationId }
  | {
      readonly kind: "call.dialRequested";
      readonly agent: AgentId;
      readonly number: string;
      readonly contact: ContactId | undefined;
    }
  | { readonly kind: "call.hangUpRequested"; readonly agent: AgentId; readonly interaction: InteractionId }
  | {
      readonly kind: "call.holdRequested";
      readonly agent: AgentId;
      readonly interaction: InteractionId;
      readonly isHeld: boolean;
    }
  | {
      readonly kind: "call.muteRequested";
      readonly agent: AgentId;
      readonly interaction: InteractionId;
      readonly isMuted: boolean;
    }
  | {
      readonly kind: "call.digitsRequested";
      readonly agent: AgentId;
      readonly interaction: InteractionId;
      readonly digits: string;
    }
  | {
      readonly kind: "call.transferRequested";
      readonly agent: AgentId;
      readonly interaction: InteractionId;
      readonly to: Destination;
    }
  | { readonly kind: "work.closeRequested"; readonly agent: AgentId; readonly interaction: InteractionId }
  | {
      readonly kind: "work.transferRequested";
      readonly agent: AgentId;
      readonly interaction: InteractionId;
      readonly to: WorkDestination;
    }
  | {
      readonly kind: "contact.attachRequested";
      readonly agent: AgentId;
      readonly interaction: InteractionId;
      readonly contact: ContactId;
    }
  | {
      readonly kind: "disposition.setRequested";
      readonly agent: AgentId;
      readonly interaction: InteractionId;
      readonly disposition: string | undefined;
      readonly note: string;
    }
  /** During the conversation, where a wrap-up has to be asked for. */
  | {
      readonly kind: "wrapUp.requested";
      readonly agent: AgentId;
      readonly interaction: InteractionId;
      readonly isWanted: boolean;
    }
  /** `queue` undefined: the whole site. `by`: the id of whoever asks, agent or not. */
  | {
      readonly kind: "emergency.switchRequested";
      readonly queue: QueueId | undefined;
      readonly isOn: boolean;
      readonly by: string;
    }
  | { readonly kind: "wrapUp.endRequested"; readonly agent: AgentId; readonly interaction: InteractionId }
  | { readonly kind: "wrapUp.extendRequested"; readonly agent: AgentId; readonly interaction: InteractionId };

export type Input =
  | SwitchObservation
  | Request
  | CallbackAnswer
  | WorkInput
  /** A boot: a fresh seed for ids and a fence. Always the first input of a process. */
  | { readonly kind: "engine.started"; readonly epoch: number; readonly seed: string }
  | { readonly kind: "config.replaced"; readonly config: RoutingConfig }
  | { readonly kind: "console.connected"; readonly agent: AgentId }
  | { readonly kind: "console.disconnected"; readonly agent: AgentId }
  /** The CRM's answer to `contact.find`. */
  | {
      readonly kind: "contact.found";
      readonly command: CommandId;
      readonly interaction: InteractionId;
      readonly match: "none" | "maybe" | "known" | "withheld";
      readonly contact: ContactId | undefined;
      readonly values: Readonly<Record<string, string>>;
    }
  | { readonly kind: "time.passed" };

/** An input with the moment at which the shell received it; `at` never goes back. */
export type StampedInput = Input & { readonly at: Instant };
