/** Ways to what a fact is about. A fact about something that is gone is harmless: it changes nothing. */

import { isWithoutCustomer } from "../callback/promised.ts";
import type { AgentId, InteractionId, ReservationId } from "../ids.ts";
import { NEVER, type Instant } from "../instant.ts";
import { queueConfig, ringAgentsOf } from "../matching/eligible.ts";
import type { Place } from "../queue/order.ts";
import type { Agent, Interaction, Stage, State, Waiting } from "../state.ts";
import { isWorkMedium, laneOf } from "../work/capacity.ts";

/** A claim is parked by then, or the flow begins without having seen it. The switch refuses an unclaimed caller earlier. */
export const CLAIM_MS = 5_000;

export function withAgent(state: State, id: AgentId, change: (agent: Agent) => void): void {
  const agent = state.agents.get(id);
  if (agent !== undefined) change(agent);
}

export function withInteraction(state: State, id: InteractionId, change: (interaction: Interaction) => void): void {
  const interaction = state.interactions.get(id);
  if (interaction !== undefined) change(interaction);
}

export function changeStage(state: State, id: InteractionId, stage: Stage): void {
  withInteraction(state, id, (interaction) => {
    leaveLine(state, interaction);
    interaction.stage = stage;
  });
}

/** Takes a waiting interaction out of its line; harmless for one that does not wait. */
export function leaveLine(state: State, interaction: Interaction): void {
  if (interaction.stage.kind !== "waiting") return;
  state.floor.forget(interaction.id);
  state.lines.get(interaction.stage.queue)?.remove(placeOf(interaction.id, interaction.stage));
}

/** The place of a waiting interaction in its line. */
export function placeOf(interaction: InteractionId, waiting: Waiting): Place {
  return { interaction, priority: waiting.priority, enteredAt: waiting.enteredAt };
}

/** Lists a waiting interaction on the floor if it can be offered now, and takes it off if it cannot. */
export function refreshPlace(state: State, id: InteractionId): void {
  const interaction = state.interactions.get(id);
  if (interaction?.stage.kind !== "waiting") return;
  if (!canBeOffered(state, interaction)) return state.floor.forget(id);
  const { queue, needs, weight, particular, reservations } = interaction.stage;
  const agents = particular?.agents ?? [];
  const isRinging = reservations.length > 0;
  const lane = laneOf(interaction.medium);
  state.floor.await({ lane, ...placeOf(id, interaction.stage), queue, needs, weight, particular: agents, isRinging });
}

/** [RT125] Nobody picks up yet, and one more may be rung; those who are asked for by name are tried one by one. */
function hasRoom(state: State, { reservations, particular, queue, nextStep }: Waiting): boolean {
  if (reservations.length === 0) return true;
  if (particular !== undefined) return false;
  if (reservations.length >= ringAgentsOf(queueConfig(state.config, queue), nextStep)) return false;
  return !reservations.some((id) => isAnswered(state, id));
}

/** The agent who was rung has picked up; the two are about to be joined. */
export function isAnswered(state: State, id: ReservationId): boolean {
  const reservation = state.reservations.get(id);
  return reservation?.leg !== undefined && state.legs.get(reservation.leg)?.isAnswered === true;
}

/**
/**
 * Waiting, with as few agents who alert as to need one more, the caller's leg is there and its switch can be reached. A
 * callback has no leg yet, mail and chat never have one; each of them is offered to one agent at a time.
 */
export function canBeOffered(state: State, interaction: Interaction): boolean {
  if (interaction.stage.kind !== "waiting" || !hasRoom(state, interaction.stage)) return false;
  if (isWorkMedium(interaction.medium)) return interaction.stage.reservations.length === 0;
  if (isWithoutCustomer(interaction)) {
    return interaction.stage.reservations.length === 0 && state.nodes.get(interaction.node)?.isUp === true;
  }
  const leg = interaction.customerLeg === undefined ? undefined : state.legs.get(interaction.customerLeg);
  return leg !== undefined && !leg.isHangUpAsked && state.nodes.get(interaction.node)?.isUp === true;
}

export function dueAt(state: State, at: Instant, interaction: InteractionId): void {
  if (at < NEVER) state.deadlines.push(at, { kind: "interaction", interaction });
}

/** An interaction leaves the state when it has ended, its legs are down and nobody wraps it up. */
export function forgetIfDone(state: State, id: InteractionId): void {
  const interaction = state.interactions.get(id);
  if (interaction?.stage.kind === "ended" && interaction.openLegs.length === 0 && interaction.wrappingUp.length === 0) {
    state.interactions.delete(id);
    state.handedOver.delete(id);
    state.agentPrompts.delete(id);
  }
}
