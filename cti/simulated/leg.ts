/** One leg as the simulated switch knows it. Only the model's own files change it. */

import type { DurationMs, Instant } from "#routing/instant.ts";

/** The switch's own states of a leg, by the names that it tells. */
type LegState =
  | "CS_INIT"
  | "CS_CONSUME_MEDIA"
  | "CS_EXECUTE"
  /** Parked because a bridge ended, outside of any application. */
  | "CS_PARK"
  /** First leg of a bridge. */
  | "CS_SOFT_EXECUTE"
  /** Second leg of a bridge. */
  | "CS_EXCHANGE_MEDIA"
  | "CS_HANGUP"
  | "CS_REPORTING";

/** Something that runs on a leg. The last of a leg's applications is heard; those below wait. */
export type RunningApp = {
  readonly name: string;
  readonly argument: string | undefined;
  /** Comes back as `Application-UUID`. */
  readonly uuid: string;
  /** Stops the application's timer, if one runs. */
  cancel: () => void;
} & (
  | { readonly kind: "park" }
  | { readonly kind: "playback"; readonly path: string; remainingMs: DurationMs | undefined; resumedAt: Instant }
  | CollectingApp
);

export interface CollectingApp {
  readonly kind: "collect";
  readonly plan: CollectPlan;
  phase: "prompt" | "digits" | "invalid";
  triesLeft: number;
  digits: string;
}

/** The arguments of `play_and_get_digits`. */
export interface CollectPlan {
  readonly min: number;
  readonly max: number;
  readonly tries: number;
  readonly timeoutMs: DurationMs;
  readonly terminators: string;
  readonly prompt: string;
  readonly invalidPrompt: string;
  readonly variable: string;
  readonly pattern: RegExp | undefined;
  readonly digitTimeoutMs: DurationMs;
}

/** How a leg ends; set once, as soon as the end is certain. */
export interface LegEnd {
  readonly cause: string;
  /** What the SIP side did: `recv_bye`, `send_bye`, `recv_cancel`, `send_cancel`, `recv_refuse`, `send_refuse`. */
  readonly disposition: string;
  /** A status that the far end sent; a status made up for a call that we took back counts as the INVITE's failure only. */
  readonly termStatus: number | undefined;
  readonly inviteFailureStatus: number | undefined;
  /** The URI that the far end named instead (302). */
  readonly elsewhere?: string | undefined;
}

/** A bridge that was asked for and has not happened. */
export interface BridgeAttempt {
  readonly first: SimulatedLeg;
  readonly second: SimulatedLeg;
  /** Both legs have left what they did before. */
  isPrepared: boolean;
  isOver: boolean;
}

/** What the far end does when things happen to its leg. */
export interface FarEndScript {
  readonly answered: () => void;
  readonly bridged: () => void;
  readonly unbridged: () => void;
  readonly promptStarted: (path: string) => void;
}

export interface ShownCaller {
  readonly name: string;
  readonly number: string;
}

export interface SimulatedLeg {
  readonly uuid: string;
  readonly direction: "inbound" | "outbound";
  /** Counts the legs since the switch was started. */
  readonly number: number;
  readonly name: string;
  readonly profile: "trunk" | "agents";
  readonly createdAt: Instant;
  /** Who calls; undefined: withheld. */
  readonly from: string | undefined;
  readonly fromName: string | undefined;
  /** Who the switch says is calling; on legs that it rings it changes with every park and bridge. */
  shown: ShownCaller;
  hitsDialplan: boolean;
  /** The number that was dialled, or the SIP user. */
  readonly to: string;
  readonly variables: Map<string, string>;
  /** How often and how the leg was transferred or bridged, as `variable_transfer_history` tells. */
  readonly history: string[];
  /** What it executes instead of its first destination, after a transfer. */
  destination: string;
  /** Only while it leaves what it did for that. */
  leavingFor: string | undefined;
  state: LegState;
  isRinging: boolean;
  hasEarlyMedia: boolean;
  progressAt: Instant | undefined;
  answeredAt: Instant | undefined;
  bridgedAt: Instant | undefined;
  end: LegEnd | undefined;
  apps: RunningApp[];
  /** Applications that wait for the one before (`event-lock`). */
  waiting: (() => void)[];
  partner: SimulatedLeg | undefined;
  attempt: BridgeAttempt | undefined;
  /** Its partner is gone and told so; that it is alone now is still to be told. */
  owesUnbridge: (() => void) | undefined;
  /** The last leg it was bridged with or was to be; the switch forgets it only at the next transfer. */
  lastOther: SimulatedLeg | undefined;
  isMuted: boolean;
  digitsHeard: string;
  readonly recordings: Map<string, { readonly startedAt: Instant; readonly cancel: () => void }>;
  lastRecordingMs: DurationMs | undefined;
  script: FarEndScript;
  /** The phone takes the call now; only while it rings at a phone or a carrier. */
  pickUp: (() => void) | undefined;
  /** Something outside the leg waits for its end: the job that made it. */
  whenEnded: (() => void) | undefined;
}

/** Alive for commands: the switch does not find a leg any more once its end is certain. */
export function isAlive(leg: SimulatedLeg | undefined): leg is SimulatedLeg {
  return leg !== undefined && leg.end === undefined;
}

/** What stands for a withheld number, and for a name that nobody gave. */
export function callerAsGiven(leg: Pick<SimulatedLeg, "from" | "fromName">): ShownCaller {
  const number = leg.from ?? "anonymous";
  return { name: leg.fromName ?? (leg.from === undefined ? "Anonymous" : number), number };
}

/** As the switch names a leg's goal: phones with their domain. */
export function destinationOf(leg: Pick<SimulatedLeg, "profile" | "to">): string {
  return leg.profile === "agents" ? `${leg.to}%${AGENTS_DOMAIN}` : leg.to;
}

export const AGENTS_DOMAIN = "cc.local";

export function isSet(leg: SimulatedLeg, variable: string): boolean {
  return leg.variables.get(variable) === "true";
}
