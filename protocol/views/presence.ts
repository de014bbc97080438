/** Presence and engagement as a browser sees them. */

import { z } from "zod";

export const presenceView = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("signedOut") }),
  z.object({ kind: z.literal("notReady"), reason: z.string().min(1).max(40) }),
  z.object({ kind: z.literal("ready") }),
]);
export type PresenceView = z.infer<typeof presenceView>;

/** Ready and yet not rung, until then, because of what became of the last call. */
export const backOffView = z.object({
  outcome: z.enum(["missed", "declined", "busy", "unreachable"]),
  until: z.int(),
});

export const engagementView = z.enum(["idle", "reserved", "dialling", "talking", "wrapUp"]);
export type EngagementView = z.infer<typeof engagementView>;
