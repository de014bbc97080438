/** What every kind of node has to say for itself: to the interpreter (enter, resume) and to the checker (exits, mentions). */

import type { BlockingEffect, CollectedValue, FlowContext, FlowCursor, FlowEvent } from "../interpret.ts";
import type { PromptRef } from "../parts.ts";
import type { Assignment } from "../variables.ts";

/** What a node sees when it runs. */
export interface Scene {
  readonly cursor: FlowCursor;
  readonly context: FlowContext;
}

/** An event that may reach a waiting node. */
type Answer = Exclude<FlowEvent, { kind: "started" }>;

/** What a node decides. */
export type Move =
  /** Wait for the outside. `sets`: a node with several questions remembers which one it has come to; tries begin anew. */
  | { readonly kind: "wait"; readonly effect: BlockingEffect; readonly sets?: readonly Assignment[] | undefined }
  /** The answer was unusable: ask again. Counts as an attempt and as a step. */
  | { readonly kind: "again"; readonly effect: BlockingEffect }
  | {
      readonly kind: "leave";
      readonly exit: string;
      readonly sets: readonly Assignment[];
      readonly collected: readonly CollectedValue[];
    }
  /** Nothing sensible is left to do here: apologise and hang up. */
  | { readonly kind: "giveUp" }
  /** The event says nothing to this node. */
  | { readonly kind: "ignore" };

/** The names and variables that a configuration uses. */
export interface Mentions {
  readonly prompts: readonly PromptRef[];
  readonly queues: readonly string[];
  readonly skills: readonly string[];
  readonly schedules: readonly string[];
  readonly languages: readonly string[];
  /** Variables read and kept inside the flow. */
  readonly reads: readonly string[];
  /** Variables whose values go outside: dialled, looked up. Spoken ones are in `prompts`. */
  readonly sends: readonly string[];
  readonly writes: readonly { readonly name: string; readonly sensitive: boolean }[];
}

export interface NodeBehaviour {
  /** Must be wired. */
  readonly exits: readonly string[];
  /** May be wired; an unwired one ends the call with an apology. */
  readonly optionalExits: readonly string[];
  /** Exits that can be taken at once, without the caller hearing, pressing or waiting: a loop of these would spin. */
  readonly instantExits: readonly string[];
  /** Whether the call can come to its proper end here: with an agent, another number, or by hanging up. */
  readonly endsCall: boolean;
  /** Whether the caller has to be connected for it. */
  readonly needsAnswer: boolean;
  readonly mentions: Mentions;
  enter(scene: Scene): Move;
  resume(event: Answer, scene: Scene): Move;
}

export const NO_MENTIONS: Mentions = {
  prompts: [],
  queues: [],
  skills: [],
  schedules: [],
  languages: [],
  reads: [],
  sends: [],
  writes: [],
};

export const IGNORE: Move = { kind: "ignore" };

export function wait(effect: BlockingEffect): Move {
  return { kind: "wait", effect };
}

export function leave(exit: string, sets: readonly Assignment[] = [], collected: readonly CollectedValue[] = []): Move {
  return { kind: "leave", exit, sets, collected };
}
