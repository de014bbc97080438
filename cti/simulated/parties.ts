/** The people and networks around the simulated switch, as data: what callers, phones and carriers will do. */

import type { DurationMs } from "#routing/instant.ts";

/** Presses keys `delayMs` after something: the answer, or each start of a prompt of that name. */
export interface ScriptedPress {
  readonly after: { readonly kind: "answer" } | { readonly kind: "prompt"; readonly name: string };
  readonly delayMs: DurationMs;
  /** Keys `0-9*#`, one every 200 ms. */
  readonly digits: string;
}

/** One caller. It arrives when it is handed to the switch, or `afterMs` later. */
export interface CallerScript {
  readonly afterMs: DurationMs;
  /** Undefined: the number is withheld. */
  readonly from: string | undefined;
  readonly fromName: string | undefined;
  readonly to: string;
  readonly presses: readonly ScriptedPress[];
  /** Hangs up after so long without a person to talk to, counted anew after each conversation; undefined: never. */
  readonly patienceMs: DurationMs | undefined;
  /** Hangs up after so long in conversation, holds not counted; undefined: waits for the other side. */
  readonly talkMs: DurationMs | undefined;
}

/** What an agent's phone does with the next call; `talkMs` as with callers. */
export type PhoneBehaviour =
  | { readonly kind: "answers"; readonly afterMs: DurationMs; readonly talkMs: DurationMs | undefined }
  /** Rings until `leg.answer` (a demo agent in a browser without SIP), or auto-answers. */
  | { readonly kind: "manual" }
  | { readonly kind: "noAnswer" }
  | { readonly kind: "busy" }
  /** Rings, then refuses. */
  | { readonly kind: "declined"; readonly afterMs: DurationMs }
  /** Says where else to try (302), as a URI. */
  | { readonly kind: "redirects"; readonly to: string }
  /** Registered, but temporarily unavailable (480). */
  | { readonly kind: "unavailable" }
  /** Registered, but nothing listens there: the switch makes up a 503 at once. */
  | { readonly kind: "closed" }
  /** Registered, but packets are lost: not even ringing comes back. */
  | { readonly kind: "unreachable" }
  | { readonly kind: "unregistered" };

/** What a number behind a gateway does. */
export type CarrierBehaviour =
  | {
      readonly kind: "answers";
      readonly afterMs: DurationMs;
      readonly talkMs: DurationMs | undefined;
      /** A ringing tone or an announcement comes before the answer (183 instead of 180). */
      readonly hasEarlyMedia: boolean;
    }
  | { readonly kind: "noAnswer" }
  | { readonly kind: "busy"; readonly afterMs: DurationMs }
  | { readonly kind: "declined"; readonly afterMs: DurationMs }
  | { readonly kind: "unallocated" }
  | { readonly kind: "failed" }
  | { readonly kind: "invalid" };

export interface Gateway {
  readonly isUp: boolean;
  readonly numbers: Readonly<Record<string, CarrierBehaviour>>;
  /** For every other number. */
  readonly otherwise: CarrierBehaviour;
}

/** How a far end refuses, with the Q.850 name and the SIP status that the switch tells. */
export interface Refusal {
  readonly cause: string;
  readonly sipStatus: number;
  /** The URI that it names instead. */
  readonly elsewhere?: string | undefined;
}

/** The user part of an address; undefined: it has none. */
export function userIn(uri: string): string | undefined {
  return /^(?:tel:([^;]+)|sips?:([^@]+)@.+)$/
    .exec(uri)
    ?.slice(1)
    .find((user) => user !== undefined);
}

export const refusals = {
  busy: { cause: "USER_BUSY", sipStatus: 486 },
  redirects: { cause: "REQUESTED_CHAN_UNAVAIL", sipStatus: 302 },
  declined: { cause: "CALL_REJECTED", sipStatus: 603 },
  unavailable: { cause: "NO_USER_RESPONSE", sipStatus: 480 },
  closed: { cause: "NORMAL_TEMPORARY_FAILURE", sipStatus: 503 },
  failed: { cause: "NORMAL_TEMPORARY_FAILURE", sipStatus: 503 },
  unallocated: { cause: "UNALLOCATED_NUMBER", sipStatus: 404 },
  invalid: { cause: "INVALID_NUMBER_FORMAT", sipStatus: 484 },
} as const satisfies Record<string, Refusal>;
