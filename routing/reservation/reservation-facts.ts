/** Facts about holding an agent for an interaction, from the choice to its end. */

import type { AgentRule, OrderRule, PassedOver, ReservationOutcome } from "../facts.ts";
import type { AgentId, CommandId, InteractionId, LegId, QueueId, ReservationId } from "../ids.ts";
import type { Instant } from "../instant.ts";

export type ReservationFactBody =
  | {
      readonly kind: "reservation.made";
      readonly reservation: ReservationId;
      readonly interaction: InteractionId;
      readonly agent: AgentId;
      readonly queue: QueueId | undefined;
      /** undefined: for mail or chat, which rings no phone. */
      readonly leg: LegId | undefined;
      readonly until: Instant;
      /** Agents who were free and able, the chosen one included. */
      readonly eligible: number;
      readonly passedOver: readonly PassedOver[];
      readonly rule: AgentRule;
      /** undefined: nothing else that waited was compared. */
      readonly order: OrderRule | undefined;
      /** The relaxation step that the needs had come to. */
      readonly relaxedTo: string | undefined;
    }
  | {
      readonly kind: "reservation.alerting";
      readonly reservation: ReservationId;
      readonly interaction: InteractionId;
      readonly agent: AgentId;
    }
  /** The agent pressed "answer" on a phone that the server controls. */
  | {
      readonly kind: "reservation.acceptAsked";
      readonly reservation: ReservationId;
      readonly interaction: InteractionId;
      readonly agent: AgentId;
    }
  | {
      readonly kind: "reservation.ended";
      readonly reservation: ReservationId;
      readonly interaction: InteractionId;
      readonly agent: AgentId;
      readonly outcome: ReservationOutcome;
    }
  /** She has picked up and hears what her queue, or this call's flow, has to say to her before she is joined. */
  | {
      readonly kind: "reservation.prompted";
      readonly reservation: ReservationId;
      readonly interaction: InteractionId;
      readonly agent: AgentId;
      readonly prompt: string;
      readonly language: string;
      readonly command: CommandId;
      /** When she is joined even if it has not come to its end. */
      readonly until: Instant;
    }
  | {
      readonly kind: "reservation.promptEnded";
      readonly reservation: ReservationId;
      readonly interaction: InteractionId;
      readonly agent: AgentId;
      readonly because: "played" | "limit";
    };
