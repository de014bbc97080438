/**
 * What the contract suite needs of a world around a switch port: callers, phones, carriers and a link that can break.
 * One harness per implementation; virtual time or real time is the harness's own affair.
 *
 * How a real-time harness does it: `newCaller` starts a SIPp call and returns at once (the suite waits for
 * `leg.arrived`); `press` may send RFC 2833 digits or use `uuid_recv_dtmf` on a second socket; `hangUp` makes the far end
 * send BYE or CANCEL. `phone` registers a SIPp UAS (or takes its registration away), `gateway` starts one behind a carrier
 * gateway. What a harness cannot show (what a party hears) it answers with undefined, and the suite leaves that check out.
 */

import type { SwitchPort } from "#cti/port.ts";
import type { Prompt } from "#routing/commands.ts";
import type { SwitchObservation } from "#routing/inputs.ts";

/** How an agent's phone takes the next calls. `declined` rings first and refuses after `afterMs`. */
export type PhoneBehaviour =
  | { readonly kind: "answers"; readonly afterMs: number }
  | { readonly kind: "noAnswer" }
  | { readonly kind: "busy" }
  | { readonly kind: "declined"; readonly afterMs: number }
  /** Says where else to try (SIP 302), as a URI. */
  | { readonly kind: "redirects"; readonly to: string }
  | { readonly kind: "unregistered" }
  /** Registered, but nothing listens there. */
  | { readonly kind: "closed" };

/** What the network behind a gateway does with a number. `missing`: no gateway of that name is configured. */
export type GatewayBehaviour =
  | { readonly kind: "answers"; readonly afterMs: number }
  | { readonly kind: "noAnswer" }
  | { readonly kind: "busy" }
  | { readonly kind: "unallocated" }
  | { readonly kind: "failed" }
  | { readonly kind: "missing" };

export interface CallerSpec {
  /** Undefined: the number is withheld. */
  readonly from: string | undefined;
  readonly fromName: string | undefined;
  /** Digits only, 3 to 15; the suite uses each number once, so that it finds the leg by it. */
  readonly to: string;
}

export type Hearing = "silence" | "music" | "prompt" | "party";

/** A far end: a caller, or whoever took the last call at a phone or behind a gateway. */
export interface FarEnd {
  /** Keys `0-9*#`, one after another in the far end's own rhythm (at most 300 ms each). */
  press(digits: string): Promise<void>;
  /** Ends the call from outside: BYE when answered, CANCEL while it still rings. */
  hangUp(): Promise<void>;
  /** Hands its answered call over to another phone (INVITE with Replaces), which calls from this number. */
  handOver(from: string): Promise<FarEnd>;
  /** What it hears now; undefined: this harness cannot tell. */
  hears(): Promise<Hearing | undefined>;
  /** The keys that were sent to it so far; undefined: this harness cannot tell. */
  digitsHeard(): Promise<string | undefined>;
}

export interface PortHarness extends AsyncDisposable {
  /** Started by the harness, link up: the first `switch.resynced` is already in `observations`. */
  readonly port: SwitchPort;
  /** All that the port observed, oldest first; grows. */
  readonly observations: readonly SwitchObservation[];
  /** `short` lasts 0.3 to 1.5 s, `long` 4 to 20 s, `missing` has no file. */
  readonly prompts: { readonly short: Prompt; readonly long: Prompt; readonly missing: Prompt };
  /** SIP users whose phones the suite may set up. */
  readonly seats: readonly [string, string, string];
  /** The name of a gateway for `leg.originate`; `missing` is configured nowhere. */
  readonly gateways: { readonly carrier: string; readonly missing: string };
  /** Sets the caller off and returns without waiting for the arrival. */
  newCaller(spec: CallerSpec): Promise<FarEnd>;
  /** Sets up the phone of a seat; the far end is who answers there. */
  phone(sipUser: string, behaviour: PhoneBehaviour): Promise<FarEnd>;
  /** Sets up a number behind the carrier gateway. */
  gateway(number: string, behaviour: Exclude<GatewayBehaviour, { readonly kind: "missing" }>): Promise<FarEnd>;
  /** Cuts the link without a goodbye; it can be made again after `forMs`. The port itself must come back. */
  dropLink(forMs: number): Promise<void>;
  /** Restarts the switch: all legs gone, another incarnation. Undefined: this harness cannot. */
  readonly restart: (() => Promise<void>) | undefined;
  /** The first defined result of `pick` over all observations, looked at again after each; rejects after `withinMs`. */
  waitFor<T>(what: string, pick: (seen: readonly SwitchObservation[]) => T | undefined, withinMs: number): Promise<T>;
  /** Lets that much of the switch's time go by. */
  pass(ms: number): Promise<void>;
}

export type MakeHarness = () => Promise<PortHarness>;
