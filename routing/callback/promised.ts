/** Questions about callbacks that many decisions ask; nothing is decided here. */

import { queueConfig } from "../matching/eligible.ts";
import type { CallbackPolicy } from "../config.ts";
import type { InteractionId, QueueId } from "../ids.ts";
import type { Callback, Interaction, State } from "../state.ts";

export type Promised = Interaction & { readonly callback: Callback };

/** A callback whose customer and agent have not talked yet. */
export function isPromised(interaction: Interaction): interaction is Promised {
  return interaction.callback !== undefined && interaction.callback.outcome === undefined;
}

/** Its customer has not been called, or is not on the line (any more): it waits in line as a promise, without a leg. */
export function isWithoutCustomer(interaction: Interaction): interaction is Promised {
  return isPromised(interaction) && interaction.customerLeg === undefined;
}

/** A number by its digits alone: `+` and no `+` are the same number. */
export function digitsOf(number: string): string {
  return number.replace(/^\+/, "");
}

/** The callback that this number has in this queue; there is one at most. */
export function promisedTo(state: State, queue: QueueId, number: string): Promised | undefined {
  for (const id of state.callbacks.get(digitsOf(number)) ?? []) {
    const interaction = promised(state, id);
    if (interaction?.callback.queue === queue) return interaction;
  }
  return undefined;
}

export function promised(state: State, id: InteractionId): Promised | undefined {
  const interaction = state.interactions.get(id);
  return interaction !== undefined && isPromised(interaction) ? interaction : undefined;
}

/** undefined: the queue is gone or does not call back (any more). */
export function policyOf(state: State, queue: QueueId): CallbackPolicy | undefined {
  return queueConfig(state.config, queue)?.callback;
}
