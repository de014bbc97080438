/** The heads of the queues' lines as the board shows them: who waits, how far his needs have relaxed, whom he is for. */

import { WAITING_SHOWN_MAX, type WaitingRow } from "#protocol/views/waiting.ts";
import type { AgentId } from "#routing/ids.ts";
import { agentConfig } from "#routing/matching/eligible.ts";
import type { State } from "#routing/state.ts";

/** By interaction. */
export function waitingRows(state: State): Record<string, WaitingRow> {
  const rows: Record<string, WaitingRow> = {};
  const nameOf = (id: AgentId): string => agentConfig(state.config, id)?.name ?? id;
  for (const line of state.lines.values()) {
    let position = 0;
    for (const { interaction: id } of line) {
      position += 1;
      if (position > WAITING_SHOWN_MAX) break;
      const interaction = state.interactions.get(id);
      if (interaction?.stage.kind !== "waiting") continue;
      const { queue, enteredAt: since, priority, relaxedTo, particular, reservations } = interaction.stage;
      rows[id] = {
        id,
        queue,
        medium: interaction.medium === "voice" ? undefined : interaction.medium,
        number: interaction.direction === "inbound" ? interaction.from : interaction.to,
        position,
        since,
        priority,
        relaxedTo,
        particular: particular && { agents: particular.agents.map(nameOf), until: particular.until },
        alerting: reservations.flatMap((each) => state.reservations.get(each)?.agent ?? []).map(nameOf),
      };
    }
  }
  return rows;
}
