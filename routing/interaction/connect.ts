/**
 * From an answered phone to two people who hear each other: what the switch says about legs, and what follows from it.
 *
 *   agent leg answered ─▶ parked ─▶ bridge asked ─▶ bridged = connected
 *                                        │ nothing seen for 2 s: asked again, three times, then the agent is let go
 */

import type { CommandId, LegId } from "../ids.ts";
import { agentReady } from "../callback/attempt.ts";
import { conversationBegan } from "../callback/end.ts";
import { isWithoutCustomer } from "../callback/promised.ts";
import { PARK_OVERDUE_MS } from "../evolve/legs.ts";
import { agentPromptOverdue, agentPromptPlayed, isToHearFirst } from "../reservation/agent-prompt.ts";
import { endReservation, reservationOfLeg, withdrawOthers } from "../reservation/release.ts";
import type { Interaction, Leg, Reservation } from "../state.ts";
import type { Turn } from "../turn.ts";
import { beginFlowAhead } from "./begin-ahead.ts";
import { dialLegReady, dialLost, farFailed } from "./dial.ts";
import { advanceFlow, beginFlow, repeatFlowStep } from "./follow-flow.ts";
import { askBridge, BRIDGE_ATTEMPTS_MAX, customerLeg, hangUp, isReachable, playMusic, tag } from "./leg.ts";
import { marksOf } from "./marks.ts";

/** The far end of one of our legs picked up. */
export function legAnswered(turn: Turn, leg: Leg): void {
  if (leg.isAnswered) return;
  turn.record({ kind: "leg.answered", leg: leg.id, interaction: leg.interaction });
  const reservation = reservationOfLeg(turn, leg);
  if (reservation !== undefined) withdrawOthers(turn, reservation);
  const interaction = turn.state.interactions.get(leg.interaction);
  if (interaction?.customerLeg !== leg.id) return;
  turn.record({ kind: "interaction.answered", interaction: interaction.id });
  const { stage } = interaction;
  if (stage.kind === "inFlow" && stage.cursor?.awaiting === "answered") {
    advanceFlow(turn, interaction, { kind: "answered" });
  } else beginFlowAhead(turn, interaction, leg);
}

/** A leg has no partner and can be talked to, joined or moved. */
export function legParked(turn: Turn, leg: Leg): void {
  const interaction = turn.state.interactions.get(leg.interaction);
  const wasBridged = leg.bridgedTo !== undefined;
  const wasParked = leg.isParked;
  const hasTakenOver = turn.state.takingOver.has(leg.id);
  turn.record({ kind: "leg.parked", leg: leg.id, interaction: leg.interaction });
  if (interaction === undefined) return;
  // [RT311] Who took over in the middle of a flow hears its step from the beginning.
  if (hasTakenOver && isFlowHeard(interaction)) return repeatFlowStep(turn, interaction);
  if (interaction.customerLeg === leg.id) return customerParked(turn, interaction, leg, wasParked);
  if (leg.isAnswered && !wasBridged) partnerReady(turn, interaction, leg);
}

/** A recording goes on to its end, which is told or comes due. */
function isFlowHeard({ stage }: Interaction): boolean {
  return stage.kind === "inFlow" && stage.cursor !== undefined && stage.recording === undefined;
}

function customerParked(turn: Turn, interaction: Interaction, leg: Leg, wasParked: boolean): void {
  const { stage } = interaction;
  switch (stage.kind) {
    case "inFlow":
      if (stage.cursor === undefined) beginFlow(turn, interaction);
      return;
    case "waiting": {
      const rung = stage.reservations.flatMap(
        (id) => turn.state.legs.get(turn.state.reservations.get(id)?.leg ?? leg.id) ?? [],
      );
      const ready = rung.find((each) => each.id !== leg.id && each.isParked && each.isAnswered && !each.isHangUpAsked);
      // Picked up before the caller was seen parked; otherwise he hears music meanwhile.
      if (ready !== undefined) partnerReady(turn, interaction, ready);
      playMusic(turn, leg);
      // Not before the music: marks that are there tell recovery that both have arrived.
      if (!wasParked) tag(turn, leg, marksOf(interaction));
      return;
    }
    case "connecting":
      return playMusic(turn, leg);
    case "dialling":
      if (stage.agent !== undefined) return partnerReady(turn, interaction, leg);
      return playMusic(turn, leg);
    case "talking":
      if (stage.isHeld) playMusic(turn, leg);
      return;
    case "working":
    case "joined":
    case "postponed":
    case "ending":
    case "ended":
      return;
  }
}

/** An agent's or outside party's leg is answered and parked: bridge it, or take the next step of dialling. */
export function partnerReady(turn: Turn, interaction: Interaction, leg: Leg): void {
  if (leg.isHangUpAsked || !leg.isAnswered) return;
  const { stage } = interaction;
  if (stage.kind === "dialling") return dialLegReady(turn, interaction, stage, leg);
  const reservation = reservationOfLeg(turn, leg);
  if (reservation !== undefined && isWithoutCustomer(interaction)) {
    return agentReady(turn, interaction, reservation, leg);
  }
  const customer = customerLeg(turn, interaction);
  if (reservation === undefined || customer === undefined || customer.bridging?.other === leg.id) return;
  if (isToHearFirst(turn, interaction, reservation, leg)) return;
  // [RT45] He is still on his way from the door to his park, and a bridge would cross the claim.
  if (!customer.isParked && customer.direction === "inbound" && turn.at - customer.openedAt < PARK_OVERDUE_MS) return;
  askBridge(turn, customer, leg, 1);
}

/** [RT322] What an agent had to hear before she is joined has played. Anything else is waited for by nobody. */
export function agentHasHeard(
  turn: Turn,
  leg: Leg,
  seen: { readonly kind: string; readonly command: CommandId },
): void {
  const interaction = turn.state.interactions.get(leg.interaction);
  if (interaction === undefined || !agentPromptPlayed(turn, reservationOfLeg(turn, leg), seen.command)) {
    return turn.ignore(seen.kind, "notAwaited", leg.interaction);
  }
  partnerReady(turn, interaction, leg);
}

/** [RT322] The time of what she hears is up; while the switch is away, it is joined when that is back. */
export function agentHeardEnough(turn: Turn, reservation: Reservation, leg: Leg): void {
  const interaction = turn.state.interactions.get(reservation.interaction);
  if (interaction === undefined || !isReachable(turn, interaction)) return;
  if (agentPromptOverdue(turn, reservation)) partnerReady(turn, interaction, leg);
}

/** [RT45] Two legs hear each other: this is the moment that counts as answered. */
export function legsBridged(turn: Turn, leg: Leg, otherId: LegId): void {
  const { state } = turn;
  const other = state.legs.get(otherId);
  const interaction = state.interactions.get(leg.interaction);
  if (other === undefined || interaction === undefined || other.interaction !== leg.interaction) {
    return turn.ignore("leg.bridged", "notOurs", leg.interaction);
  }
  // Asked for while they were joined already: a retrieve after a hold that the switch never carried out.
  const isAskedFor = leg.bridging?.other === otherId || other.bridging?.other === leg.id;
  if (leg.bridgedTo === otherId && !isAskedFor) return turn.ignore("leg.bridged", "repeated", leg.interaction);
  turn.record({ kind: "leg.bridged", leg: leg.id, other: otherId, interaction: leg.interaction });
  const partner = interaction.customerLeg === leg.id ? other : leg;
  const { stage } = interaction;

  if (stage.kind === "talking" && stage.leg === partner.id) {
    if (stage.isHeld) turn.record({ kind: "interaction.retrieved", interaction: interaction.id, agent: stage.agent });
    return;
  }
  const reservation = reservationOfLeg(turn, partner);
  if (reservation !== undefined) {
    withdrawOthers(turn, reservation);
    endReservation(turn, reservation, "accepted");
    if (stage.kind === "waiting") {
      turn.record({
        kind: "queue.left",
        interaction: interaction.id,
        queue: stage.queue,
        outcome: "answered",
        waitMs: turn.at - stage.since,
        flowOut: undefined,
      });
    }
    turn.record({
      kind: "interaction.connected",
      interaction: interaction.id,
      agent: reservation.agent,
      leg: partner.id,
    });
    return conversationBegan(turn, interaction);
  }
  if (stage.kind !== "dialling") return turn.ignore("leg.bridged", "unexpected", interaction.id);
  if (stage.agent !== undefined && stage.agentLeg !== undefined) {
    turn.record({
      kind: "interaction.connected",
      interaction: interaction.id,
      agent: stage.agent,
      leg: stage.agentLeg,
    });
    conversationBegan(turn, interaction);
  } else {
    turn.record({ kind: "interaction.joined", interaction: interaction.id, leg: partner.id });
  }
}

/** Usually no news: the survivor's park comes first and says the same. */
export function legsUnbridged(turn: Turn, leg: Leg): void {
  if (leg.bridgedTo === undefined) return;
  turn.record({ kind: "leg.unbridged", leg: leg.id, interaction: leg.interaction });
}

/** What may be due about a leg: a bridge not seen, a park not seen. */
export function legDue(turn: Turn, leg: Leg): void {
  const interaction = turn.state.interactions.get(leg.interaction);
  if (interaction === undefined || leg.isHangUpAsked) return;
  if (leg.bridging !== undefined) {
    if (leg.bridging.until <= turn.at) bridgeFailed(turn, interaction, leg);
    return;
  }
  if (!isReachable(turn, interaction)) return;
  const isLoose = leg.isAnswered && !leg.isParked && leg.bridgedTo === undefined;
  const isInFlow = interaction.stage.kind === "inFlow";
  if (isLoose && (interaction.customerLeg !== leg.id || interaction.direction === "outbound" || !isInFlow)) {
    legParked(turn, leg);
  }
}

/** [RT46] Refused, or nothing seen: asked again a few times, then the agent is let go and the caller goes on waiting. */
export function bridgeFailed(turn: Turn, interaction: Interaction, survivor: Leg): void {
  const { bridging } = survivor;
  const other = bridging === undefined ? undefined : turn.state.legs.get(bridging.other);
  if (bridging === undefined) return;
  if (!isReachable(turn, interaction)) {
    // Nothing can be asked for now; when the switch is back, the two are joined if both are still there.
    turn.record({ kind: "leg.bridgeGivenUp", leg: survivor.id, interaction: interaction.id });
    return;
  }
  if (other !== undefined && !other.isHangUpAsked && bridging.attempt < BRIDGE_ATTEMPTS_MAX) {
    return askBridge(turn, survivor, other, bridging.attempt + 1);
  }
  turn.record({ kind: "leg.bridgeGivenUp", leg: survivor.id, interaction: interaction.id });
  const partner = interaction.customerLeg === survivor.id ? other : survivor;
  const reservation = partner === undefined ? undefined : reservationOfLeg(turn, partner);
  if (reservation !== undefined) return endReservation(turn, reservation, "lost");
  if (partner !== undefined) hangUp(turn, partner, "NORMAL_TEMPORARY_FAILURE");
  const { stage } = interaction;
  if (stage.kind !== "dialling") return;
  if (stage.agent === undefined) return farFailed(turn, interaction, undefined);
  dialLost(turn, interaction, stage);
}
