/** Mail and chat come in by one door and wait like callers; nobody hears them wait, so that only an agent or their source ends it. */

import type { WorkInput } from "../inputs.ts";
import { NEVER } from "../instant.ts";
import { finish } from "../interaction/end.ts";
import { leaveQueue } from "../interaction/enqueue.ts";
import { particularOf, visitWishes, weightOf } from "../interaction/visit-wishes.ts";
import { visitNeeds } from "../interaction/visit-needs.ts";
import { queueConfig } from "../matching/eligible.ts";
import { endReservation } from "../reservation/release.ts";
import type { Interaction } from "../state.ts";
import type { Turn } from "../turn.ts";
import { isWorkMedium } from "./capacity.ts";

type Offered = Extract<WorkInput, { kind: "work.offered" }>;

export function isWork(interaction: Interaction): boolean {
  return isWorkMedium(interaction.medium);
}

/** [RT246] Once for each id; what names a queue that is not set up is refused, so that its source can say so. */
export function workOffered(turn: Turn, offered: Offered): void {
  const { interaction: id, medium, from, subject, contact, ref } = offered;
  if (turn.state.interactions.has(id)) return turn.ignore(offered.kind, "repeated", id);
  if (turn.state.endedWork.has(id)) return turn.ignore(offered.kind, "ended", id);
  if (queueConfig(turn.state.config, offered.queue) === undefined) return turn.refuse("unknownDestination");
  turn.record({ kind: "work.arrived", interaction: id, medium, from, subject, contact, ref });
  if (contact !== undefined) {
    turn.record({ kind: "contact.identified", interaction: id, match: "known", contact, values: offered.values });
  }
  const interaction = turn.state.interactions.get(id);
  if (interaction !== undefined) enqueueWork(turn, interaction, offered);
}

/** [RT247] By the rules, skills, weights and particular agents of calls. What takes callers out of a queue does not apply. */
function enqueueWork(turn: Turn, interaction: Interaction, offered: Offered): void {
  const { config } = turn.state;
  const asked = queueConfig(config, offered.queue);
  if (asked === undefined) return;
  const wishes = visitWishes(turn, interaction, asked.name);
  const queue = queueConfig(config, wishes.queue) ?? asked;
  const requirement = [...offered.requirement, ...wishes.requirement];
  const needs = visitNeeds(config, queue, [], { ...wishes, requirement });
  turn.record({
    kind: "interaction.queued",
    interaction: interaction.id,
    queue: queue.id,
    priority: (wishes.prioritySet ?? queue.priority + offered.priority) + wishes.priorityAdded,
    needs,
    weight: weightOf(config, interaction, wishes.tier),
    particular: particularOf(turn, interaction, queue, needs, wishes.particular),
    enteredAt: turn.at,
    overflowAt: NEVER,
    isReturn: false,
    keys: [],
  });
}

/** [RT248] Its source has taken it back: it leaves the line, or the desk that it is on. */
export function workWithdrawn(turn: Turn, { interaction: id }: Extract<WorkInput, { kind: "work.withdrawn" }>): void {
  const interaction = turn.state.interactions.get(id);
  if (interaction === undefined || !isWork(interaction)) return turn.refuse("unknownInteraction");
  const { stage } = interaction;
  if (stage.kind === "waiting") leaveQueue(turn, interaction, stage, "abandoned", undefined);
  if (stage.kind === "working") {
    turn.record({ kind: "interaction.disconnected", interaction: id, agent: stage.agent, by: "customer" });
  }
  if (stage.kind !== "connecting") return finish(turn, interaction, "withdrawn");
  // Over before the colleague is told, or it would go back to its queue for want of her.
  turn.record({ kind: "interaction.ending", interaction: id, reason: "withdrawn" });
  const reservation = turn.state.reservations.get(stage.reservation);
  if (reservation !== undefined) endReservation(turn, reservation, "withdrawn");
  turn.record({ kind: "interaction.ended", interaction: id, reason: "withdrawn" });
}
