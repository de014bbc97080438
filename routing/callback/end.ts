/** How a promise ends: kept, taken back, or given up; always with its outcome. */

import type { InteractionId } from "../ids.ts";
import { finish } from "../interaction/end.ts";
import { leaveQueue } from "../interaction/enqueue.ts";
import type { Interaction } from "../state.ts";
import type { Turn } from "../turn.ts";
import { letGo } from "./attempt.ts";
import { isSensible } from "./book.ts";
import { scheduleNext } from "./due.ts";
import type { CallbackOutcome } from "./facts.ts";
import type { CallbackRequest } from "./inputs.ts";
import { digitsOf, isPromised, isWithoutCustomer, policyOf, promised, type Promised } from "./promised.ts";

/** [RT163] Given up or taken back: out of the line, whoever rings for it is let go. */
export function endCallback(turn: Turn, interaction: Promised, outcome: Exclude<CallbackOutcome, "reached">): void {
  const { stage, callback } = interaction;
  if (stage.kind === "waiting") leaveQueue(turn, interaction, stage, "flowedOut", "callback");
  letGo(turn, interaction);
  turn.record({ kind: "callback.ended", interaction: interaction.id, outcome, attempts: callback.attempts });
  const isUnreached = outcome === "expired" || outcome === "exhausted";
  finish(turn, interaction, isUnreached ? "notAnswered" : "cancelled");
}

/**
 * [RT163] Two people talk. If it is a callback, the promise is kept. If somebody called again himself, what was promised to
 * his number in this queue is kept as well; what an agent arranged with him for a date stays.
 */
export function conversationBegan(turn: Turn, interaction: Interaction): void {
  if (isPromised(interaction)) {
    const { attempts } = interaction.callback;
    turn.record({ kind: "callback.ended", interaction: interaction.id, outcome: "reached", attempts: attempts + 1 });
    return;
  }
  if (interaction.direction !== "inbound" || interaction.from === undefined) return;
  const same = [...(turn.state.callbacks.get(digitsOf(interaction.from)) ?? [])];
  for (const id of same) {
    const other = promised(turn.state, id);
    if (other === undefined || other.callback.queue !== interaction.lastQueue) continue;
    if (other.callback.origin !== "scheduled" && isIdle(other)) endCallback(turn, other, "cancelled");
  }
}

/** Nobody rings or is called for it at this moment. */
function isIdle(interaction: Promised): boolean {
  const { stage } = interaction;
  if (stage.kind === "postponed") return true;
  return stage.kind === "waiting" && stage.reservations.length === 0 && isWithoutCustomer(interaction);
}

function openCallback(turn: Turn, id: InteractionId): Promised | undefined {
  const interaction = turn.state.interactions.get(id);
  if (interaction?.callback === undefined) turn.refuse("unknownInteraction");
  else if (!isPromised(interaction)) turn.refuse("alreadyEnded");
  else return interaction;
  return undefined;
}

/** [RT164] Also while it rings; not once they talk. */
export function requestCancel(turn: Turn, id: InteractionId): void {
  const interaction = openCallback(turn, id);
  if (interaction !== undefined) endCallback(turn, interaction, "cancelled");
}

/** [RT164] To another time, and to somebody else or anybody; not while it is being tried. */
export function requestReschedule(
  turn: Turn,
  { interaction: id, dueAt, agent }: Extract<CallbackRequest, { kind: "callback.rescheduleRequested" }>,
): void {
  const interaction = openCallback(turn, id);
  if (interaction === undefined) return;
  if (!isIdle(interaction)) return turn.refuse("busy");
  const policy = policyOf(turn.state, interaction.callback.queue);
  if (policy === undefined) return turn.refuse("callbacksOff");
  if (!isSensible(dueAt, turn.at)) return turn.refuse("timeMalformed");
  const due = Math.max(turn.at, dueAt);
  turn.record({
    kind: "callback.rescheduled",
    interaction: id,
    dueAt: due,
    expiresAt: due + policy.expiresAfterMs,
    agent,
  });
  scheduleNext(turn, interaction, due, "rescheduled");
}
