/** What the rest of the server may do with the engine: listen to facts, read the state, submit an input. Nothing else. */

import type { Fact } from "#routing/facts.ts";
import type { Input, Request, WorkInput } from "#routing/inputs.ts";
import type { Instant } from "#routing/instant.ts";
import type { Refusal } from "#routing/refusals.ts";
import type { State } from "#routing/state.ts";

/** Inputs that the edge may submit; observations of the switch come from the switch alone. */
export type EdgeInput =
  | Request
  | WorkInput
  | Extract<Input, { kind: "console.connected" | "console.disconnected" | "config.replaced" }>;

export interface Submitted {
  readonly refusal: Refusal | undefined;
  /** The facts that this input made, already folded and published. */
  readonly facts: readonly Fact[];
}

export interface Engine {
  /** Read only; changed in place by each step. Never hold on to a part of it across steps. */
  readonly state: State;
  now(): Instant;
  /** The listener is called synchronously, once per step that made facts, in order. Returns the end of the subscription. */
  subscribe(listener: (facts: readonly Fact[], state: State) => void): () => void;
  submit(input: EdgeInput): Submitted;
  /** Resolves when fact `n` and all before it are durable (PostgreSQL, or the fsynced spool while it is away). */
  durable(n: number): Promise<void>;
}

/** Where facts are kept. `append` never blocks and never throws; order is the order of `n`. */
export interface Journal extends AsyncDisposable {
  append(facts: readonly Fact[]): void;
  durable(n: number): Promise<void>;
  /** False while facts go to the local spool because PostgreSQL is away. */
  isStoreUp(): boolean;
  /** Facts not yet in PostgreSQL. */
  pending(): number;
}
