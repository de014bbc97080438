/** Facts about calls that the other side's phones pass on by themselves. */

import type { AgentId, InteractionId, LegId, ReservationId } from "./ids.ts";

export type PassedOnFact =
  /** Her phone named a number to try instead, and it is: `leg` is rung in the place of the one that was refused. */
  | {
      readonly kind: "reservation.redirected";
      readonly reservation: ReservationId;
      readonly interaction: InteractionId;
      readonly agent: AgentId;
      readonly leg: LegId;
      readonly number: string;
      /** Index of the way out that it is rung over. */
      readonly trunk: number;
    }
  /** The far end of `leg` has handed its call over to another one, which goes on with it as `by`; `leg` is about to end. */
  | {
      readonly kind: "leg.replaced";
      readonly leg: LegId;
      readonly interaction: InteractionId;
      readonly by: LegId;
      /** Who talks from now on; undefined: withheld, or no number. */
      readonly number: string | undefined;
    };
