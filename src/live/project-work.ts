/** Mail and chat on an agent's desk: what she is offered, and what she has open. Pure. */

import type { CallerCandidate, WorkView } from "#protocol/views/desk.ts";
import type { InteractionId } from "#routing/ids.ts";
import type { Agent, State } from "#routing/state.ts";
import { owesDisposition } from "#routing/work/desk.ts";

/** By interaction id; undefined when there is none, so that a desk of calls alone carries nothing. */
export function workOf(
  state: State,
  { id: agent, work }: Agent,
  contactOf: (interaction: InteractionId) => CallerCandidate | undefined,
): Record<string, WorkView> | undefined {
  if (work.size === 0) return undefined;
  const rows: Record<string, WorkView> = {};
  for (const [id, { medium, since, reservation }] of work) {
    const interaction = state.interactions.get(id);
    const reserved = reservation === undefined ? undefined : state.reservations.get(reservation);
    // What is offered without a reservation is on its way off the desk.
    if (interaction === undefined || (reservation !== undefined && reserved === undefined)) continue;
    rows[id] = {
      interaction: id,
      medium,
      from: interaction.from ?? "",
      subject: interaction.work?.subject ?? "",
      since,
      arrivedAt: interaction.startedAt,
      queue: state.config.queues.find((queue) => queue.id === interaction.lastQueue)?.name,
      offer: reserved === undefined ? undefined : { reservation: reserved.id, until: reserved.until },
      contact: contactOf(id),
      disposition: interaction.disposition?.code,
      note: interaction.disposition?.note,
      owesDisposition: reserved === undefined && owesDisposition(state, agent, interaction) ? true : undefined,
    };
  }
  return rows;
}
