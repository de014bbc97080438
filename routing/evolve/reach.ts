/** Ways to what a fact is about. A fact about something that is gone is harmless: it changes nothing. */

import type { AgentId, InteractionId } from "../ids.ts";
import { NEVER, type Instant } from "../instant.ts";
import type { Place } from "../queue/order.ts";
import type { Agent, Interaction, Stage, State, Waiting } from "../state.ts";

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
  const { queue, needs, weight, particular } = interaction.stage;
  const agents = particular?.agents ?? [];
  state.floor.await({ ...placeOf(id, interaction.stage), queue, needs, weight, particular: agents });
}

/** Waiting, not already alerting somebody, the caller's leg is there and its switch can be reached. */
export function canBeOffered(state: State, interaction: Interaction): boolean {
  if (interaction.stage.kind !== "waiting" || interaction.stage.reservation !== undefined) return false;
  const leg = interaction.customerLeg === undefined ? undefined : state.legs.get(interaction.customerLeg);
  return leg !== undefined && !leg.isHangUpAsked && state.nodes.get(interaction.node)?.isUp === true;
}

export function dueAt(state: State, at: Instant, interaction: InteractionId): void {
  if (at < NEVER) state.deadlines.push(at, { kind: "interaction", interaction });
}

/** An interaction leaves the state when it has ended, its legs are down and nobody wraps it up. */
export function forgetIfDone(state: State, id: InteractionId): void {
  const interaction = state.interactions.get(id);
  if (interaction?.stage.kind === "ended" && interaction.openLegs.size === 0 && interaction.wrappingUp.size === 0) {
    state.interactions.delete(id);
  }
}
