/** Mail and chat that nobody has in hand any more goes back to where it waited. */

import { NEVER } from "../instant.ts";
import { finish } from "../interaction/end.ts";
import type { Interaction } from "../state.ts";
import type { Turn } from "../turn.ts";

/** [RT253] With the place of its original entry and what that visit required, also if its queue is gone: it waits on. */
export function returnWork(turn: Turn, interaction: Interaction): void {
  const { lastQueue, lastNeeds } = interaction;
  if (lastQueue === undefined || lastNeeds === undefined) return finish(turn, interaction, "transferFailed");
  turn.record({
    kind: "interaction.queued",
    interaction: interaction.id,
    queue: lastQueue,
    priority: interaction.lastPriority,
    needs: lastNeeds,
    weight: interaction.lastWeight,
    particular: undefined,
    enteredAt: interaction.lastEnteredAt,
    overflowAt: NEVER,
    isReturn: true,
    keys: [],
  });
}
