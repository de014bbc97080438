/** Folds facts about legs: what is up, parked, bridged, asked for. */

import type { FactBody } from "../facts.ts";
import type { InteractionId, LegId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import type { State } from "../state.ts";
import { refreshAvailability } from "./agents.ts";
import { forgetIfDone, refreshPlace, withAgent, withInteraction } from "./reach.ts";

/** A leg that answered is parked by then, or it is taken to be without having been seen. */
export const PARK_OVERDUE_MS = 1_000;

export type LegFact = Extract<FactBody, { kind: `leg.${string}` }>;

export function evolveLeg(state: State, fact: LegFact, at: Instant): void {
  switch (fact.kind) {
    case "leg.opened":
      openLeg(state, fact, at);
      return;
    case "leg.rang": {
      const leg = state.legs.get(fact.leg);
      if (leg !== undefined) leg.hasRung = true;
      return;
    }
    case "leg.answered": {
      const leg = state.legs.get(fact.leg);
      if (leg === undefined) return;
      leg.isAnswered = true;
      refreshPlace(state, fact.interaction);
      state.deadlines.push(at + PARK_OVERDUE_MS, { kind: "leg", leg: leg.id });
      return;
    }
    case "leg.parked": {
      const leg = state.legs.get(fact.leg);
      if (leg === undefined) return;
      leg.isParked = true;
      state.takingOver.delete(fact.leg);
      unlink(state, fact.leg);
      return;
    }
    case "leg.bridgeAsked": {
      const leg = state.legs.get(fact.leg);
      if (leg === undefined) return;
      leg.bridging = { other: fact.other, command: fact.command, attempt: fact.attempt, until: fact.until };
      state.deadlines.push(fact.until, { kind: "leg", leg: leg.id });
      return;
    }
    case "leg.bridgeGivenUp": {
      const leg = state.legs.get(fact.leg);
      if (leg !== undefined) leg.bridging = undefined;
      return;
    }
    case "leg.bridged":
      // A bridge takes its legs out of any other.
      unlink(state, fact.leg);
      unlink(state, fact.other);
      for (const [one, two] of [
        [fact.leg, fact.other],
        [fact.other, fact.leg],
      ] as const) {
        const leg = state.legs.get(one);
        if (leg === undefined) continue;
        leg.bridgedTo = two;
        leg.bridging = undefined;
        leg.isParked = false;
      }
      return;
    case "leg.unbridged":
      unlink(state, fact.leg);
      return;
    case "leg.replaced":
      replaceLeg(state, fact);
      return;
    case "leg.hangUpAsked": {
      const leg = state.legs.get(fact.leg);
      if (leg === undefined) return;
      leg.isHangUpAsked = true;
      refreshPlace(state, leg.interaction);
      return;
    }
    case "leg.ended":
      closeLeg(state, fact.leg, fact.interaction, at);
      return;
  }
}

function openLeg(state: State, fact: Extract<FactBody, { kind: "leg.opened" }>, at: Instant): void {
  state.legs.set(fact.leg, {
    id: fact.leg,
    interaction: fact.interaction,
    node: fact.node,
    role: fact.role,
    direction: fact.direction,
    agent: fact.agent,
    target: fact.target,
    openedAt: at,
    hasRung: false,
    isAnswered: false,
    isParked: false,
    bridgedTo: undefined,
    bridging: undefined,
    isHangUpAsked: false,
  });
  withInteraction(state, fact.interaction, (interaction) => {
    interaction.openLegs = [...interaction.openLegs, fact.leg];
  });
  if (fact.agent === undefined) return;
  withAgent(state, fact.agent, (agent) => {
    agent.openLegs.add(fact.leg);
    refreshAvailability(state, agent);
  });
}

/** Wherever the interaction knows the leg that goes as its far end, the one that comes takes its place. */
function replaceLeg(
  state: State,
  { leg, by, number, interaction: id }: Extract<FactBody, { kind: "leg.replaced" }>,
): void {
  state.takingOver.add(by);
  withInteraction(state, id, (interaction) => {
    const { stage } = interaction;
    if (interaction.customerLeg === leg) {
      interaction.customerLeg = by;
      state.handedOver.set(id, number);
    }
    if (stage.kind === "joined" && stage.leg === leg) interaction.stage = { ...stage, leg: by };
    if (stage.kind === "dialling" && stage.farLeg === leg) interaction.stage = { ...stage, farLeg: by };
    refreshPlace(state, id);
  });
}

function unlink(state: State, id: LegId): void {
  const leg = state.legs.get(id);
  if (leg?.bridgedTo === undefined) return;
  const other = state.legs.get(leg.bridgedTo);
  if (other !== undefined) other.bridgedTo = undefined;
  leg.bridgedTo = undefined;
}

function closeLeg(state: State, id: LegId, interaction: InteractionId, at: Instant): void {
  unlink(state, id);
  const whose = state.legs.get(id)?.agent;
  state.legs.delete(id);
  state.takingOver.delete(id);
  if (whose !== undefined) {
    withAgent(state, whose, (agent) => {
      agent.openLegs.delete(id);
      refreshAvailability(state, agent);
    });
  }
  state.endedLegs.add(id, at);
  withInteraction(state, interaction, (each) => {
    each.openLegs = each.openLegs.filter((open) => open !== id);
    refreshPlace(state, each.id);
    for (const open of each.openLegs) {
      const leg = state.legs.get(open);
      if (leg?.bridging?.other === id) leg.bridging = undefined;
    }
    if (each.customerLeg === id && each.stage.kind === "dialling" && each.stage.farLeg === id) {
      each.customerLeg = undefined;
    }
  });
  forgetIfDone(state, interaction);
}
