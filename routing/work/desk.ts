/** What an agent does with mail and chat: takes it, closes it, passes it on, leaves it. */

import { wrapUpPolicyOf } from "../agent/wrap-up.ts";
import { NEVER } from "../instant.ts";
import type { AgentId, InteractionId } from "../ids.ts";
import type { WorkDestination } from "../inputs.ts";
import { finish } from "../interaction/end.ts";
import { weightAgain } from "../interaction/visit-wishes.ts";
import { needsOf, queueConfig } from "../matching/eligible.ts";
import { endReservation } from "../reservation/release.ts";
import { reserve } from "../reservation/reserve.ts";
import type { Agent, Interaction, Reservation, State } from "../state.ts";
import type { Turn } from "../turn.ts";
import { laneOf } from "./capacity.ts";
import { returnWork } from "./return.ts";

/** [RT249] Taking it is what counts as answered: there is nothing to ring. */
export function acceptWork(turn: Turn, reservation: Reservation): void {
  const { interaction: id, agent } = reservation;
  const stage = turn.state.interactions.get(id)?.stage;
  endReservation(turn, reservation, "accepted");
  if (stage?.kind === "waiting") {
    turn.record({
      kind: "queue.left",
      interaction: id,
      queue: stage.queue,
      outcome: "answered",
      waitMs: turn.at - stage.since,
      flowOut: undefined,
    });
  }
  turn.record({ kind: "interaction.connected", interaction: id, agent, leg: undefined });
}

/** [RT250] [RT330] Done, with the outcome where its queue asks for one: paperwork is part of the work, and no wrap-up follows. */
export function requestClose(turn: Turn, agent: AgentId, id: InteractionId): void {
  const interaction = workingOf(turn, agent, id);
  if (interaction === undefined) return;
  if (owesDisposition(turn.state, agent, interaction)) return turn.refuse("dispositionMissing");
  turn.record({ kind: "interaction.disconnected", interaction: id, agent, by: "agent" });
  finish(turn, interaction, "completed");
}

/** [RT330] Where the queue's wrap-up is `mandatory`, she who closes owes an outcome of her own choosing. */
export function owesDisposition(state: State, agent: AgentId, { id, disposition }: Interaction): boolean {
  if (wrapUpPolicyOf(state, id).mode !== "mandatory") return false;
  return disposition?.code === undefined || disposition.by !== agent;
}

/** [RT251] To another queue at its end, or to a colleague who has room for it. */
export function requestWorkTransfer(turn: Turn, agent: AgentId, id: InteractionId, to: WorkDestination): void {
  const interaction = workingOf(turn, agent, id);
  if (interaction === undefined) return;
  const queue = to.kind === "queue" ? queueConfig(turn.state.config, to.queue) : undefined;
  if (to.kind === "queue" && queue === undefined) return turn.refuse("unknownDestination");
  if (to.kind === "agent") {
    if (!turn.state.agents.has(to.agent)) return turn.refuse("unknownDestination");
    if (turn.state.floor.idle(laneOf(interaction.medium), to.agent) === undefined)
      return turn.refuse("destinationNotReady");
  }
  turn.record({ kind: "interaction.transferred", interaction: id, agent, to });
  turn.record({ kind: "interaction.disconnected", interaction: id, agent, by: "transfer" });
  if (to.kind === "agent") {
    return reserve(turn, interaction, to.agent, { eligible: 1, passedOver: [], rule: "transfer", order: undefined });
  }
  if (queue === undefined) return;
  turn.record({
    kind: "interaction.queued",
    interaction: id,
    queue: queue.id,
    priority: queue.priority,
    needs: needsOf(queue),
    weight: weightAgain(turn.state.config, interaction),
    particular: undefined,
    enteredAt: turn.at,
    overflowAt: NEVER,
    isReturn: false,
    keys: [],
  });
}

/** Hers and open; otherwise refuses. */
function workingOf(turn: Turn, agent: AgentId, id: InteractionId): Interaction | undefined {
  const interaction = turn.state.interactions.get(id);
  if (interaction === undefined) turn.refuse("unknownInteraction");
  else if (interaction.stage.kind === "ended" || interaction.stage.kind === "ending") turn.refuse("alreadyEnded");
  else if (interaction.stage.kind !== "working") turn.refuse("notConnected");
  else if (interaction.stage.agent !== agent) turn.refuse("notYourInteraction");
  else return interaction;
  return undefined;
}

/** [RT244] A call comes first: what she was offered and has not taken goes back to its place. */
export function withdrawOffer(turn: Turn, { work }: Pick<Agent, "work">): void {
  for (const { reservation: id } of work.values()) {
    const reservation = id === undefined ? undefined : turn.state.reservations.get(id);
    if (reservation !== undefined) endReservation(turn, reservation, "withdrawn");
  }
}

/** Offers of a process that is gone have not been seen by anybody who could still take them. */
export function withdrawAllOffers(turn: Turn): void {
  for (const reservation of turn.state.reservations.values()) {
    if (reservation.leg === undefined) endReservation(turn, reservation, "withdrawn");
  }
}

/**
 * [RT252] An agent who is not ready keeps what is open and is offered nothing. Who signs out leaves it, and so does who is
 * gone with a chat: at its other end somebody waits.
 */
export function leaveDesk(turn: Turn, id: AgentId): void {
  const agent = turn.state.agents.get(id);
  if (agent === undefined || agent.work.size === 0 || agent.presence.kind === "ready") return;
  withdrawOffer(turn, agent);
  const { presence } = agent;
  const isGone = presence.kind === "notReady" && presence.reason === "connectionLost";
  for (const [interactionId, { medium }] of agent.work) {
    const isLeft = presence.kind === "signedOut" || (isGone && medium === "chat");
    const interaction = isLeft ? turn.state.interactions.get(interactionId) : undefined;
    if (interaction === undefined) continue;
    turn.record({ kind: "interaction.disconnected", interaction: interactionId, agent: id, by: "lost" });
    returnWork(turn, interaction);
  }
}
