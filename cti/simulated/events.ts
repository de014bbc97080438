/** What the simulated switch tells its listeners; `leg` is the living record, to be read at once and not kept. */

import type { DurationMs } from "#routing/instant.ts";
import type { RunningApp, SimulatedLeg } from "./leg.ts";

type LegEventName =
  | "CHANNEL_CREATE"
  | "CHANNEL_PROGRESS"
  | "CHANNEL_PROGRESS_MEDIA"
  | "CHANNEL_ANSWER"
  | "CHANNEL_PARK"
  | "CHANNEL_HANGUP_COMPLETE";

export type SwitchEvent =
  | { readonly kind: "leg"; readonly name: LegEventName; readonly leg: SimulatedLeg }
  /** Told of the first leg only. */
  | {
      readonly kind: "bridge";
      readonly name: "CHANNEL_BRIDGE" | "CHANNEL_UNBRIDGE";
      readonly leg: SimulatedLeg;
      readonly other: SimulatedLeg;
    }
  | {
      readonly kind: "executed";
      readonly leg: SimulatedLeg;
      readonly app: Pick<RunningApp, "name" | "argument" | "uuid">;
      readonly response: string;
    }
  | { readonly kind: "digit"; readonly leg: SimulatedLeg; readonly digit: string; readonly source: "RTP" | "APP" }
  | {
      readonly kind: "playback";
      readonly leg: SimulatedLeg;
      readonly path: string;
      readonly status: "start" | "done" | "break";
    }
  | {
      readonly kind: "recording";
      readonly leg: SimulatedLeg;
      readonly path: string;
      /** Undefined: it starts. */
      readonly durationMs: DurationMs | undefined;
    }
  /** The outcome of a command in the background. */
  | {
      readonly kind: "job";
      readonly job: string;
      readonly command: string;
      readonly argument: string;
      readonly body: string;
    }
  | { readonly kind: "registration"; readonly sipUser: string; readonly isRegistered: boolean }
  | { readonly kind: "gateway"; readonly gateway: string; readonly isUp: boolean }
  | { readonly kind: "shuttingDown" }
  /** The process is gone, with all connections to it. */
  | { readonly kind: "stopped" }
  /** A new process, with another incarnation. */
  | { readonly kind: "started" };

export type SwitchListener = (event: SwitchEvent) => void;
