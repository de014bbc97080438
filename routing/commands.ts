/** What the core asks of the outside. Imperatives; each has an id; none of them says why. */

import type { CommandId, ContactId, InteractionId, LegId, NodeId } from "./ids.ts";
import type { DurationMs } from "./instant.ts";

/** A prompt by its name; the adapter finds the file of that language. */
export interface Prompt {
  readonly language: string;
  readonly name: string;
}

/** Where a new leg rings. */
export type DialTarget =
  /** The phone that an agent has registered. */
  | { readonly kind: "seat"; readonly sipUser: string }
  | { readonly kind: "trunk"; readonly gateway: string; readonly number: string };

export type SwitchCommand = { readonly id: CommandId; readonly node: NodeId } & (
  | { readonly kind: "leg.claim"; readonly leg: LegId; readonly interaction: InteractionId; readonly answer: boolean }
  | { readonly kind: "leg.answer"; readonly leg: LegId }
  /** Marks and protects a leg that has taken over a call, like a claim; it goes on with what it does. Nothing is told. */
  | {
      readonly kind: "leg.adopt";
      readonly leg: LegId;
      readonly interaction: InteractionId;
      readonly role: "customer" | "external";
    }
  /** Rings a new leg and parks it when it answers. `callerName` is for display only and may be cut down by the adapter. */
  | {
      readonly kind: "leg.originate";
      readonly leg: LegId;
      readonly interaction: InteractionId;
      readonly role: "agent" | "customer" | "external";
      readonly target: DialTarget;
      readonly callerNumber: string | undefined;
      readonly timeoutMs: DurationMs;
      readonly autoAnswer: boolean;
    }
  /** Joins two parked legs. `survivor` is kept (parked) when the other side ends. Done only when `leg.bridged` says so. */
  | { readonly kind: "leg.bridge"; readonly survivor: LegId; readonly other: LegId }
  /** Takes a bridge apart; both legs are parked. */
  | { readonly kind: "leg.split"; readonly leg: LegId }
  | {
      readonly kind: "leg.hangUp";
      readonly leg: LegId;
      readonly cause:
        | "NORMAL_CLEARING"
        | "ORIGINATOR_CANCEL"
        | "USER_BUSY"
        | "CALL_REJECTED"
        | "NO_ANSWER"
        | "UNALLOCATED_NUMBER"
        | "NORMAL_TEMPORARY_FAILURE";
    }
  | { readonly kind: "leg.mute"; readonly leg: LegId; readonly isMuted: boolean }
  | { readonly kind: "leg.sendDigits"; readonly leg: LegId; readonly digits: string }
  /** Writes `cc_<key>` marks on the leg, so that the switch alone can tell who it is after our restart. */
  | { readonly kind: "leg.tag"; readonly leg: LegId; readonly tags: Readonly<Record<string, string>> }
  /** Endless until something else plays, the leg is bridged or it ends. */
  | { readonly kind: "music.start"; readonly leg: LegId; readonly sound: "music" | "ringback" }
  /** Over the music, which goes on by itself afterwards. Nothing is reported back. */
  | { readonly kind: "prompt.announce"; readonly leg: LegId; readonly prompts: readonly Prompt[] }
  /** Ends with `prompt.played`. */
  | { readonly kind: "prompt.play"; readonly leg: LegId; readonly prompts: readonly Prompt[] }
  /** One try; ends with `digits.collected`. `accept` lists the whole inputs that count (menu) or undefined for any digits. */
  | {
      readonly kind: "digits.collect";
      readonly leg: LegId;
      readonly prompts: readonly Prompt[];
      readonly min: number;
      readonly max: number;
      readonly terminator: "#" | undefined;
      readonly accept: readonly string[] | undefined;
      readonly timeoutMs: DurationMs;
      readonly digitTimeoutMs: DurationMs;
      readonly isSensitive: boolean;
    }
  /** Ends with `recording.stopped`. The file's name is `<interaction>/<command id>.wav`. */
  | {
      readonly kind: "recording.start";
      readonly leg: LegId;
      readonly interaction: InteractionId;
      readonly maxMs: DurationMs;
    }
  | {
      readonly kind: "recording.stop";
      readonly leg: LegId;
      readonly interaction: InteractionId;
      readonly recording: CommandId;
    }
);

/** The leg that a command is about; of a bridge the one that is to survive it. */
export const legOf = (command: SwitchCommand): LegId =>
  command.kind === "leg.bridge" ? command.survivor : command.leg;

/** Asks the CRM who is calling; answered by `contact.found`. */
export interface FindContact {
  readonly id: CommandId;
  readonly kind: "contact.find";
  readonly interaction: InteractionId;
  readonly number: string | undefined;
}

/** Asks whether this number may be called back now, and in which time zone it is; answered by `callback.checked`. */
export interface CheckCallback {
  readonly id: CommandId;
  readonly kind: "callback.check";
  readonly interaction: InteractionId;
  readonly number: string;
  readonly contact: ContactId | undefined;
}

/** Asks to be told, by `promise.kept`, when every fact up to now is durable: only then is a promise told to a person. */
export interface KeepPromise {
  readonly id: CommandId;
  readonly kind: "promise.keep";
  readonly interaction: InteractionId;
  /** The number of the last fact of the promise. */
  readonly fact: number;
}

export type Command = SwitchCommand | FindContact | CheckCallback | KeepPromise;
