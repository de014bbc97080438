/**
 * What an end-to-end scenario needs of the world: a service as a process of its own, a switch, people with telephones, and
 * hands that break things. Two worlds have it: a real FreeSWITCH with SIP telephones (test/freeswitch/support), and the
 * simulated event socket over TCP. A scenario is written once and cannot tell them apart.
 */

import type { LegTimes } from "#src/records/reconcile.ts";
import type { TestAgent } from "./agent.ts";
import type { TestDatabase } from "./database.ts";
import type { Service } from "./service.ts";
import type { Spy } from "./spy.ts";

/** What somebody hears: `voice of X`, X being the caller's label, the agent's login, or `carrierVoice`. */
export type Hearing = "silence" | "music" | "prompt" | `voice of ${string}`;

/** One telephone with at most one call. */
export interface Party {
  /** Its last call was answered and has not ended. */
  isUp(): boolean;
  /** Keys, one after another. */
  press(digits: string): Promise<void>;
  /** BYE, CANCEL, or a refusal, whatever fits; nothing without a call. */
  hangUp(): void;
  hears(): Hearing;
  /** Keys that came in so far. */
  digitsHeard(): string;
}

export interface CallerSpec {
  /** Undefined: withheld. */
  readonly from: string | undefined;
  readonly name?: string | undefined;
  /** Default: the number of the test flow. */
  readonly to?: string | undefined;
  /** For `voice of`; default: `from`. */
  readonly label?: string | undefined;
}

export interface Caller extends Party, AsyncDisposable {
  readonly label: string;
}

export type Answering =
  | { readonly kind: "answers"; readonly afterMs: number }
  | { readonly kind: "rings" }
  | { readonly kind: "declines"; readonly afterMs: number }
  /** The switch does not know where the phone is. */
  | { readonly kind: "unregistered" };

export interface Phone extends Party {
  /** How it takes the calls that come from now on. */
  answerWith(how: Answering): Promise<void>;
}

export interface Carrier extends Party {
  answerWith(how: { readonly kind: "answers"; readonly afterMs: number } | { readonly kind: "fails" }): void;
}

export interface WorldOptions {
  /** More customers, each with one number as written. */
  readonly contacts?: readonly { readonly name: string; readonly number: string }[] | undefined;
  /** A PostgreSQL for this world alone, which can be frozen and killed. */
  readonly ownDatabase?: boolean | undefined;
  /** What the service believes to be the event socket's password; default: the right one. */
  readonly eslPassword?: string | undefined;
}

/** Names of the gateways, in the order in which they are tried. */
export const carrierNames = ["carrier-one", "carrier-two"] as const;
/** Whoever is called over a carrier. */
export const carrierVoice = "somebody outside";
export type CarrierName = (typeof carrierNames)[number];

export interface World extends AsyncDisposable {
  readonly kind: "freeswitch" | "simulated";
  /** How much later than on a quiet machine things may come: 1 where figures are proved, more where others run beside us. */
  readonly slack: number;
  readonly service: Service;
  readonly database: TestDatabase;
  readonly spy: Spy;
  /** Signs in with a phone that answers after 300 ms; not ready yet. */
  agent(login: string): Promise<TestAgent>;
  /** Sets off a call. */
  caller(spec: CallerSpec): Promise<Caller>;
  carrier(name: CarrierName): Carrier;
  /** Cuts the event socket for so long; resolves when it can be had again, with that moment of the monotonic clock. */
  cutLink(forMs: number): Promise<number>;
  /** Kills the switch; starts it again after so long. Resolves when its event socket listens, with that moment. */
  crashSwitch(downMs: number): Promise<number>;
  /** The switch's own account of the legs that have ended. */
  ledger(): Promise<readonly LegTimes[]>;
  /** The end of what the switch logged, for a failing test. */
  switchLog(): Promise<string>;
}
