/** A caller whose agent was lost or could not be reached goes back to the front of the queue he came from. */

import type { Interaction } from "../state.ts";
import type { Turn } from "../turn.ts";
import { needsOf, queueConfig } from "../matching/eligible.ts";
import { enter } from "./enqueue.ts";
import { finish } from "./end.ts";
import { advanceFlow } from "./follow-flow.ts";
import { overflowAtOf } from "./overflow.ts";

/**
 * [RT24] With the place that his original entry gives him and what that visit required; his overflow counts anew. If the queue was removed meanwhile,
 * he leaves by his flow; without queue and flow the call ends.
 */
export function goBack(turn: Turn, interaction: Interaction): void {
  const queue = queueConfig(turn.state.config, interaction.lastQueue);
  if (queue === undefined) {
    const isInQueueNode = interaction.flow?.cursor.awaiting === "queueLeft";
    if (isInQueueNode) return advanceFlow(turn, interaction, { kind: "queueLeft", reason: "unknownQueue" });
    return finish(turn, interaction, "transferFailed");
  }
  enter(turn, interaction, {
    queue,
    needs: interaction.lastNeeds ?? needsOf(queue),
    weight: interaction.lastWeight,
    particular: undefined,
    priority: interaction.lastPriority,
    enteredAt: interaction.lastEnteredAt,
    overflowAt: overflowAtOf(turn, interaction, interaction.lastOverflowMs),
    isReturn: true,
    keys: [],
  });
}
