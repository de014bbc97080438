/** What the console needs of a phone, whatever is behind it. Five verbs; hold, mute, digits and transfer are the server's. */

import type { LineQuality } from "./quality.ts";

export type PhoneState =
  | { readonly kind: "closed" }
  | { readonly kind: "connecting" }
  | { readonly kind: "ready" }
  | { readonly kind: "lost"; readonly retryAt: number }
  | { readonly kind: "failed"; readonly why: "noMicrophone" | "microphoneDenied" | "credentials" };

/** Which devices to use; undefined is the system's default. The ringer is the ringer's business, not the phone's. */
export interface VoiceDevices {
  readonly microphone: string | undefined;
  readonly speaker: string | undefined;
}

export interface PhoneEvents {
  readonly onState: (state: PhoneState) => void;
  /** Each five seconds while voice runs, and undefined when it ends. */
  readonly onQuality: (quality: LineQuality | undefined) => void;
}

/** The ids by which the server knows the call that rings. */
export interface RingingCall {
  readonly interaction: string;
  readonly reservation: string | undefined;
}

export interface Phone {
  /** Makes the seat reachable and keeps it so until `close`. Resolves when it is, or when it has `failed`. */
  readonly open: () => Promise<void>;
  /** Takes the call that rings; false when there is nothing to take. */
  readonly answer: (call: RingingCall) => Promise<boolean>;
  /** The calls that the server told us about. The phone may pick up by itself for `autoAnswer` ones and for no others. */
  readonly expect: (calls: readonly (RingingCall & { readonly isAutoAnswered: boolean })[]) => void;
  /** Switches devices, also in the middle of a call. */
  readonly use: (devices: VoiceDevices) => Promise<void>;
  readonly close: () => Promise<void>;
}
