/**
 * A waiting caller who is asked whether to be called back: his visit to the queue goes on, outside the line. It ends with
 * the promise, with his hang-up, or with whatever else his flow does; he can also go back to his place.
 */

import type { FlowOutReason } from "../facts.ts";
import type { FlowEvent } from "#ivr-flows/interpret.ts";
import { peekFlow } from "../interaction/follow-flow.ts";
import { withdraw } from "../reservation/release.ts";
import type { Interaction, Waiting } from "../state.ts";
import type { Turn } from "../turn.ts";

/** [RT150] Whether this exit of the queue leads straight to a callback node; looks, and changes nothing. */
export function leadsToCallback(
  turn: Turn,
  interaction: Interaction,
  reason: Extract<FlowEvent, { kind: "queueLeft" }>["reason"],
  key?: string,
): boolean {
  const event = { kind: "queueLeft", reason, ...(key === undefined ? {} : { key }) } as const;
  return peekFlow(turn, interaction, event)?.type === "callback";
}

/** [RT150] Out of the line, not out of the queue: an alerting agent is let go, and nobody else is rung. */
export function stepAside(turn: Turn, interaction: Interaction, visit: Waiting, reason: FlowOutReason): void {
  withdraw(turn, visit.reservations);
  turn.record({ kind: "callback.asked", interaction: interaction.id, reason });
}

/** The end of a visit that went on aside; harmless when there is none. */
export function endAside(
  turn: Turn,
  interaction: Interaction,
  outcome: "abandoned" | "flowedOut" | "callbackAccepted" | "lost",
): void {
  const { aside } = interaction;
  if (aside === undefined) return;
  turn.record({
    kind: "queue.left",
    interaction: interaction.id,
    queue: aside.visit.queue,
    outcome,
    waitMs: turn.at - aside.visit.since,
    flowOut: outcome === "flowedOut" ? aside.reason : undefined,
  });
}
