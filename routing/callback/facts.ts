/**
 * What happens to callbacks, in the past tense. A callback is an interaction of its own: it begins with `callback.booked`
 * (instead of an arrival), takes its place in a queue's line without anybody on a leg, and ends like every other.
 */

import type { Needs } from "../config.ts";
import type { AgentId, CommandId, ContactId, InteractionId, LegId, NodeId, QueueId } from "../ids.ts";
import type { Instant } from "../instant.ts";

/** How a callback came about. `virtualHold`: the caller gave up his leg, not his place. */
export type CallbackOrigin = "virtualHold" | "abandoned" | "scheduled" | "web";

/** How the promise ended. `reached`: agent and customer talked. `refused`: the number cannot or may not be dialled. */
export type CallbackOutcome = "reached" | "expired" | "exhausted" | "cancelled" | "doNotCall" | "refused";

/** Why a callback waits outside the line. */
export type PostponeReason = "notDue" | "window" | "retry" | "rescheduled";

export type CallbackFact =
  /** A waiting caller is asked where to call him: his visit goes on outside the line, where nobody can be rung for him. */
  | { readonly kind: "callback.asked"; readonly interaction: InteractionId; readonly reason: string }
  | {
      readonly kind: "callback.booked";
      readonly interaction: InteractionId;
      readonly origin: CallbackOrigin;
      /** The call that it was promised in. */
      readonly from: InteractionId | undefined;
      readonly node: NodeId;
      readonly queue: QueueId;
      /** As it will be dialled: digits with an optional `+`. */
      readonly number: string;
      readonly name: string | undefined;
      readonly contact: ContactId | undefined;
      /** IANA name; undefined: not known, the queue's is taken. */
      readonly timeZone: string | undefined;
      readonly language: string;
      readonly priority: number;
      readonly needs: Needs;
      readonly weight: number;
      /** What its place in the line is reckoned from. */
      readonly enteredAt: Instant;
      readonly dueAt: Instant;
      readonly expiresAt: Instant;
      /** Tried first, and for a bounded time alone. */
      readonly agent: AgentId | undefined;
      readonly note: string;
      readonly by: AgentId | undefined;
    }
  /** Asked for once more: one callback stays, with the older place and the earlier time. */
  | {
      readonly kind: "callback.repeated";
      readonly interaction: InteractionId;
      readonly from: InteractionId | undefined;
      readonly enteredAt: Instant;
      readonly dueAt: Instant;
    }
  | {
      readonly kind: "callback.postponed";
      readonly interaction: InteractionId;
      readonly until: Instant;
      readonly reason: PostponeReason;
    }
  /** Somebody moved it; `agent` undefined: anybody of the queue. */
  | {
      readonly kind: "callback.rescheduled";
      readonly interaction: InteractionId;
      readonly dueAt: Instant;
      readonly expiresAt: Instant;
      readonly agent: AgentId | undefined;
    }
  /** It may be called now and until then: the calling window closes, or the promise expires. */
  | { readonly kind: "callback.due"; readonly interaction: InteractionId; readonly until: Instant }
  | {
      readonly kind: "callback.checking";
      readonly interaction: InteractionId;
      readonly command: CommandId;
      readonly until: Instant;
    }
  /** `mayCall` undefined: nobody could say. */
  | {
      readonly kind: "callback.checked";
      readonly interaction: InteractionId;
      readonly mayCall: boolean | undefined;
      readonly timeZone: string | undefined;
    }
  /** `leg`: the agent's, who has picked up; undefined: she is held while the customer is called first. */
  | {
      readonly kind: "callback.attempted";
      readonly interaction: InteractionId;
      readonly attempt: number;
      readonly agent: AgentId;
      readonly leg: LegId | undefined;
      readonly number: string;
      readonly until: Instant;
    }
  /** `counts`: the customer was called and could not be had; false: it was our side that failed. */
  | {
      readonly kind: "callback.attemptFailed";
      readonly interaction: InteractionId;
      readonly attempt: number;
      readonly cause: string;
      readonly counts: boolean;
    }
  | {
      readonly kind: "callback.ended";
      readonly interaction: InteractionId;
      readonly outcome: CallbackOutcome;
      readonly attempts: number;
    };
