import type { Command } from "./commands.ts";
import type { Fact } from "./facts.ts";
import type { StampedInput } from "./inputs.ts";
import type { Instant } from "./instant.ts";
import type { Refusal } from "./refusals.ts";
import type { State } from "./state.ts";

export interface StepResult {
  readonly facts: readonly Fact[];
  readonly commands: readonly Command[];
  /** The one moment at which the core wants `time.passed`; NEVER if there is none. */
  readonly wakeAt: Instant;
  /** Set when the input was a person's request and the answer is no. */
  readonly refusal: Refusal | undefined;
}

/** One input in; facts (already folded into `state`), commands and the next wake-up out. */
export declare function step(state: State, input: StampedInput): StepResult;
