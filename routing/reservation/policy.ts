/**
 * What becomes of an agent whose reservation came to nothing, as an admin set it up for a queue. A caller loses nothing by
 * any of this: he keeps his place, and somebody else is tried at once.
 */

import type { DurationMs } from "../instant.ts";

/** The outcomes that say something about the agent or her phone. `busy`: it was engaged and never rang. */
export const COUNTED_OUTCOMES = ["missed", "declined", "busy", "unreachable"] as const;
export type CountedOutcome = (typeof COUNTED_OUTCOMES)[number];

export interface OutcomePolicy {
  /** Not ready when it has happened so often in a row; 1: at once, 0: never. */
  readonly notReadyAfter: number;
  /** The reason that she is then not ready for; undefined: the outcome's own name. */
  readonly reason: string | undefined;
  /** As long as she stays ready: not rung for so long, and never for less than `BACK_OFF_MS_MIN`. */
  readonly backOffMs: DurationMs;
}

export type ReservationPolicy = Readonly<Record<CountedOutcome, OutcomePolicy>>;

/** Without any pause, a phone that refuses at once would be rung without end. */
export const BACK_OFF_MS_MIN = 1_000;

/**
 * Whoever does not take a call is not ready from then on, so that nobody rings a desk where nobody sits. An engaged phone
 * says the opposite: she works, and is tried again a little later.
 */
export const PLAIN_RESERVATION_POLICY: ReservationPolicy = {
  missed: { notReadyAfter: 1, reason: undefined, backOffMs: 0 },
  declined: { notReadyAfter: 1, reason: undefined, backOffMs: 0 },
  busy: { notReadyAfter: 0, reason: undefined, backOffMs: 15_000 },
  unreachable: { notReadyAfter: 1, reason: undefined, backOffMs: 0 },
};

export function isCounted(outcome: string): outcome is CountedOutcome {
  return COUNTED_OUTCOMES.some((each) => each === outcome);
}
