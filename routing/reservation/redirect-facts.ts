/** Facts about a phone that passes a call on instead of ringing. */

import type { AgentId, InteractionId, LegId, ReservationId } from "../ids.ts";

export type RedirectFact =
  /** Her phone named a number to try instead, and it is: `leg` is rung in the place of the one that was refused. */
  {
    readonly kind: "reservation.redirected";
    readonly reservation: ReservationId;
    readonly interaction: InteractionId;
    readonly agent: AgentId;
    readonly leg: LegId;
    readonly number: string;
    /** Index of the way out that it is rung over. */
    readonly trunk: number;
  };
