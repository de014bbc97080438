/** What people ask about callbacks, and what the outside answers. */

import type { AgentId, CommandId, ContactId, InteractionId, QueueId } from "../ids.ts";
import type { Instant } from "../instant.ts";

export type CallbackRequest =
  /** The interaction that comes of it is in the fact `callback.booked`, or `callback.repeated` if there is one already. */
  | {
      readonly kind: "callback.bookRequested";
      readonly origin: "scheduled" | "web";
      /** undefined: not asked by an agent. */
      readonly by: AgentId | undefined;
      readonly queue: QueueId;
      readonly number: string;
      readonly name: string | undefined;
      readonly contact: ContactId | undefined;
      readonly timeZone: string | undefined;
      /** Not before; undefined: as soon as it is its turn. */
      readonly dueAt: Instant | undefined;
      /** Whose promise it is; undefined: anybody's of the queue. */
      readonly agent: AgentId | undefined;
      readonly note: string;
    }
  | { readonly kind: "callback.cancelRequested"; readonly interaction: InteractionId }
  | {
      readonly kind: "callback.rescheduleRequested";
      readonly interaction: InteractionId;
      readonly dueAt: Instant;
      readonly agent: AgentId | undefined;
    };

export type CallbackAnswer =
  /** Answers `callback.check`. `mayCall` undefined: nobody could say. */
  | {
      readonly kind: "callback.checked";
      readonly command: CommandId;
      readonly interaction: InteractionId;
      readonly mayCall: boolean | undefined;
      readonly timeZone: string | undefined;
    }
  /** Answers `promise.keep`: what was promised is durable. */
  | { readonly kind: "promise.kept"; readonly command: CommandId; readonly interaction: InteractionId };
