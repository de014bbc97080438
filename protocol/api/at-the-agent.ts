/** What a queue's calls are like at the agent: phones, what follows a call that is not taken, paperwork. */

import { z } from "zod";

/** How many phones ring at once for one caller. */
export const ringAgents = z.int().min(1).max(50);

/** Played to the agent who picks up, in her language, before she is joined. */
export const agentPrompt = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

/** What follows one outcome. */
export const outcomePolicy = z.object({
  /** Not ready when it has happened so often in a row; 0: never. */
  notReadyAfter: z.int().min(0).max(100),
  /** The code of the reason that she is then not ready for; absent: the outcome's own name. */
  reason: z.string().min(1).max(40).optional(),
  /** As long as she stays ready: not rung for so long, and never for less than a second. */
  backOffMs: z.int().min(0).max(3_600_000),
});
export type OutcomePolicyView = z.infer<typeof outcomePolicy>;

export const reservationPolicy = z.object({
  missed: outcomePolicy,
  declined: outcomePolicy,
  /** The phone was engaged and did not ring. */
  busy: outcomePolicy,
  unreachable: outcomePolicy,
});
export type ReservationPolicyView = z.infer<typeof reservationPolicy>;

/** As it is where nothing is said. */
export const plainReservationPolicy: ReservationPolicyView = {
  missed: { notReadyAfter: 1, backOffMs: 0 },
  declined: { notReadyAfter: 1, backOffMs: 0 },
  busy: { notReadyAfter: 0, backOffMs: 15_000 },
  unreachable: { notReadyAfter: 1, backOffMs: 0 },
};

export const wrapUpPolicy = z.object({
  mode: z.enum(["none", "optional", "mandatory", "timed", "onRequest"]),
  /** Whether one with a clock may be ended before its time. */
  canEndEarly: z.boolean(),
  extensionsMax: z.int().min(0).max(20),
  extensionMs: z.int().min(1_000).max(600_000),
});
export type WrapUpPolicyView = z.infer<typeof wrapUpPolicy>;

export const plainWrapUp: WrapUpPolicyView = {
  mode: "timed",
  canEndEarly: true,
  extensionsMax: 5,
  extensionMs: 30_000,
};
