/** A caller whose agent was lost or could not be reached goes back to the front of the queue he came from. */

import { NEVER } from "../instant.ts";
import type { Interaction } from "../state.ts";
import type { Turn } from "../turn.ts";
import { enter } from "./enqueue.ts";
import { finish } from "./end.ts";

/** [RT24] With the place that his original entry gives him; without a queue to go back to, the call ends. */
export function goBack(turn: Turn, interaction: Interaction): void {
  const queue = turn.state.config.queues.find((each) => each.id === interaction.lastQueue);
  if (queue === undefined) return finish(turn, interaction, "transferFailed");
  enter(turn, interaction, {
    queue,
    requirement: queue.requirement,
    priority: interaction.lastPriority,
    enteredAt: interaction.lastEnteredAt,
    overflowAt: NEVER,
    isReturn: true,
    keys: [],
  });
}
