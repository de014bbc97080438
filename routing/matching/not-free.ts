/** Why an agent who could take something is not free for it. */

import type { Presence } from "../agent/presence.ts";
import type { InteractionId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import type { CountedOutcome } from "../reservation/policy.ts";
import type { Agent, Engagement } from "../state.ts";

export type NotFree =
  | { readonly kind: "notReady"; readonly reason: string }
  | {
      readonly kind: "engaged";
      readonly engagement: Exclude<Engagement["kind"], "idle">;
      readonly interaction: InteractionId;
      readonly since: Instant;
    }
  /** She has chosen what comes after this. */
  | { readonly kind: "nextPresence"; readonly presence: Presence }
  /** Not rung for a while because of what became of her last reservation. */
  | { readonly kind: "backingOff"; readonly outcome: CountedOutcome; readonly until: Instant }
  /** What she has open, or her profile, leaves no room for it. */
  | { readonly kind: "noRoom" }
  /** A leg to her phone is still up, mostly one that is being taken back. */
  | { readonly kind: "phoneBusy" };

/** The most telling reason: what she does goes before what she said. To be asked of one who is signed in and not free. */
export function whyNotFree({ engagement, engagementSince, presence, nextPresence, backOff, openLegs }: Agent): NotFree {
  if (engagement.kind !== "idle") {
    const { kind, interaction } = engagement;
    return { kind: "engaged", engagement: kind, interaction, since: engagementSince };
  }
  if (presence.kind === "notReady") return { kind: "notReady", reason: presence.reason };
  if (nextPresence !== undefined) return { kind: "nextPresence", presence: nextPresence };
  if (backOff !== undefined) return { kind: "backingOff", ...backOff };
  return { kind: openLegs.size > 0 ? "phoneBusy" : "noRoom" };
}
