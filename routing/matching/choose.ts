/**
 * Who takes what. For a waiting interaction the longest-idle eligible agent; for a freed agent the first in line that she
 * is eligible for, compared across all queues by priority, then by age. Pure questions: nothing is reserved here.
 */

import type { PassedOver } from "../facts.ts";
import type { AgentId, InteractionId } from "../ids.ts";
import { byPlace, type Place } from "../queue/order.ts";
import type { Interaction, State } from "../state.ts";
import { agentConfig, isAble } from "./eligible.ts";

/** Facts stay small: so many candidates are explained, the rest is not. */
export const PASSED_OVER_MAX = 20;

export interface Choice {
  readonly agent: AgentId;
  /** Agents who were free and able, the chosen one included. */
  readonly eligible: number;
  readonly passedOver: readonly PassedOver[];
}

/** The longest-idle available agent who satisfies the requirement; ties go to the smaller id. */
export function chooseAgent(state: State, interaction: Interaction): Choice | undefined {
  if (!canBeOffered(state, interaction) || interaction.stage.kind !== "waiting") return undefined;
  const { needs } = interaction.stage;
  const passedOver: PassedOver[] = [];
  let best: AgentId | undefined;
  let bestSince = 0;
  let eligible = 0;
  for (const id of state.available) {
    const agent = state.agents.get(id);
    const config = agentConfig(state.config, id);
    if (agent === undefined || config === undefined) continue;
    if (!isAble(config, needs)) {
      note(passedOver, id, "lacksSkill");
      continue;
    }
    eligible += 1;
    const isBetter = best === undefined || agent.idleSince < bestSince || (agent.idleSince === bestSince && id < best);
    if (!isBetter) {
      note(passedOver, id, "idleShorter");
      continue;
    }
    if (best !== undefined) note(passedOver, best, "idleShorter");
    best = id;
    bestSince = agent.idleSince;
  }
  return best === undefined ? undefined : { agent: best, eligible, passedOver };
}

/** The interaction that a freed agent takes next. */
export function chooseInteraction(state: State, id: AgentId): InteractionId | undefined {
  const config = agentConfig(state.config, id);
  if (config === undefined || !state.available.has(id)) return undefined;
  let best: Place | undefined;
  for (const line of state.lines.values()) {
    for (const place of line.places()) {
      if (best !== undefined && byPlace(best, place) <= 0) break;
      const interaction = state.interactions.get(place.interaction);
      if (interaction?.stage.kind !== "waiting" || !canBeOffered(state, interaction)) continue;
      if (!isAble(config, interaction.stage.needs)) continue;
      best = place;
      break;
    }
  }
  return best?.interaction;
}

/** Waiting, not already alerting somebody, the caller's leg is there and its switch can be reached. */
function canBeOffered(state: State, interaction: Interaction): boolean {
  if (interaction.stage.kind !== "waiting" || interaction.stage.reservation !== undefined) return false;
  const leg = interaction.customerLeg === undefined ? undefined : state.legs.get(interaction.customerLeg);
  return leg !== undefined && !leg.isHangUpAsked && state.nodes.get(interaction.node)?.isUp === true;
}

function note(passedOver: PassedOver[], agent: AgentId, reason: PassedOver["reason"]): void {
  if (passedOver.length < PASSED_OVER_MAX) passedOver.push({ agent, reason });
}
