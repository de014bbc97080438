/** What an agent may do with the call she is talking on; each request is refused by name when it makes no sense. */

import type { AgentId, ContactId, InteractionId, ReservationId } from "../ids.ts";
import { agentGone } from "../callback/attempt.ts";
import { isPromised } from "../callback/promised.ts";
import { endReservation } from "../reservation/release.ts";
import type { RefusalCode } from "../refusals.ts";
import type { Interaction, Stage } from "../state.ts";
import type { Turn } from "../turn.ts";
import { disconnectAgent, finish } from "./end.ts";
import { askBridge, customerLeg } from "./leg.ts";
import { applyNextPresence } from "../agent/availability.ts";
import { acceptWork } from "../work/desk.ts";

type Talking = Extract<Stage, { kind: "talking" }>;

/** The call if it is hers and she is talking on it; otherwise refuses. */
export function talkingOf(
  turn: Turn,
  agent: AgentId,
  id: InteractionId,
): { readonly interaction: Interaction; readonly stage: Talking } | undefined {
  const interaction = turn.state.interactions.get(id);
  if (interaction === undefined) return no(turn, "unknownInteraction");
  const { stage } = interaction;
  if (stage.kind === "ended" || stage.kind === "ending") return no(turn, "alreadyEnded");
  if (stage.kind !== "talking") return no(turn, "notConnected");
  if (stage.agent !== agent) return no(turn, "notYourInteraction");
  return { interaction, stage };
}

function no(turn: Turn, code: RefusalCode): undefined {
  turn.refuse(code);
  return undefined;
}

/** For what has to reach the switch at once: refused while it cannot, instead of being lost in silence. */
export function reachableTalkingOf(turn: Turn, agent: AgentId, id: InteractionId): ReturnType<typeof talkingOf> {
  const talking = talkingOf(turn, agent, id);
  if (talking === undefined || turn.state.nodes.get(talking.interaction.node)?.isUp === true) return talking;
  return no(turn, "switchDown");
}

/** [RT84] On a conversation: both legs. On a call in the making: the agent gives up. On an alert: she declines. */
export function requestHangUp(turn: Turn, agent: AgentId, id: InteractionId): void {
  const interaction = turn.state.interactions.get(id);
  if (interaction === undefined) return turn.refuse("unknownInteraction");
  const { stage } = interaction;
  if (stage.kind === "dialling" && stage.agent === agent) {
    if (isPromised(interaction)) return agentGone(turn, interaction, agent, "declined");
    turn.record({ kind: "agent.released", agent, interaction: id });
    applyNextPresence(turn, agent);
    return finish(turn, interaction, "cancelled");
  }
  const engagement = turn.state.agents.get(agent)?.engagement;
  if (engagement?.kind === "reserved" && engagement.interaction === id) {
    return requestDecline(turn, agent, engagement.reservation);
  }
  if (talkingOf(turn, agent, id) === undefined) return;
  disconnectAgent(turn, interaction, agent, "agent");
  finish(turn, interaction, "completed");
}

/** [RT85] Hold takes the bridge apart and plays music to the customer; the fact comes with the request. */
export function requestHold(turn: Turn, agent: AgentId, id: InteractionId, isHeld: boolean): void {
  const talking = reachableTalkingOf(turn, agent, id);
  if (talking === undefined) return;
  const { interaction, stage } = talking;
  const leg = turn.state.legs.get(stage.leg);
  const customer = customerLeg(turn, interaction);
  if (leg === undefined || customer === undefined) return turn.refuse("notConnected");
  if (isHeld === stage.isHeld) return turn.refuse(isHeld ? "alreadyOnHold" : "notOnHold");
  if (isHeld) {
    turn.record({ kind: "interaction.held", interaction: id, agent });
    turn.ask({ kind: "leg.split", node: leg.node, leg: leg.id });
    return;
  }
  if (customer.bridging === undefined) askBridge(turn, customer, leg, 1);
}

export function requestMute(turn: Turn, agent: AgentId, id: InteractionId, isMuted: boolean): void {
  const talking = reachableTalkingOf(turn, agent, id);
  if (talking === undefined || talking.stage.isMuted === isMuted) return;
  const leg = turn.state.legs.get(talking.stage.leg);
  if (leg === undefined) return turn.refuse("notConnected");
  turn.record({ kind: "interaction.muted", interaction: id, agent, isMuted });
  turn.ask({ kind: "leg.mute", node: leg.node, leg: leg.id, isMuted });
}

export function requestDigits(turn: Turn, agent: AgentId, id: InteractionId, digits: string): void {
  const talking = reachableTalkingOf(turn, agent, id);
  if (talking === undefined) return;
  if (!/^[0-9*#A-D]{1,32}$/.test(digits)) return turn.refuse("digitsMalformed");
  const customer = customerLeg(turn, talking.interaction);
  if (customer === undefined) return turn.refuse("notConnected");
  turn.record({ kind: "digits.sent", interaction: id, agent, count: digits.length });
  turn.ask({ kind: "leg.sendDigits", node: customer.node, leg: customer.id, digits });
}

/** [RT51] For phones that the server answers; a browser phone answers by itself. */
export function requestAccept(turn: Turn, agent: AgentId, id: ReservationId): void {
  const reservation = turn.state.reservations.get(id);
  if (reservation === undefined || reservation.agent !== agent) return turn.refuse("unknownReservation");
  if (reservation.leg === undefined) return acceptWork(turn, reservation);
  const leg = turn.state.legs.get(reservation.leg);
  if (leg === undefined || leg.isHangUpAsked) return turn.refuse("unknownReservation");
  // [RT303] What rings is not her phone: nobody can pick it up from here.
  if (leg.isAnswered || reservation.redirected !== undefined) return;
  if (!reservation.isAlerting) {
    turn.record({ kind: "reservation.alerting", reservation: id, interaction: reservation.interaction, agent });
  }
  turn.record({ kind: "reservation.acceptAsked", reservation: id, interaction: reservation.interaction, agent });
  turn.ask({ kind: "leg.answer", node: leg.node, leg: leg.id });
}

export function requestDecline(turn: Turn, agent: AgentId, id: ReservationId): void {
  const reservation = turn.state.reservations.get(id);
  if (reservation === undefined || reservation.agent !== agent) return turn.refuse("unknownReservation");
  endReservation(turn, reservation, "declined");
}

/** Hers: she talks on it, rings for it, dials it, wraps it up or has it on her desk. */
function isHers(turn: Turn, agent: AgentId, interaction: Interaction): boolean {
  const { engagement, work } = turn.state.agents.get(agent) ?? {};
  if (work?.has(interaction.id) === true) return true;
  if (engagement === undefined || engagement.kind === "idle") return false;
  return engagement.interaction === interaction.id;
}

export function requestAttach(turn: Turn, agent: AgentId, id: InteractionId, contact: ContactId): void {
  const interaction = turn.state.interactions.get(id);
  if (interaction === undefined) return turn.refuse("unknownInteraction");
  if (!isHers(turn, agent, interaction)) return turn.refuse("notYourInteraction");
  if (interaction.contact === contact) return;
  turn.record({ kind: "contact.attached", interaction: id, contact, agent });
}

/** [RT72] During the talk or the wrap-up; the last word counts. */
export function requestDisposition(
  turn: Turn,
  agent: AgentId,
  id: InteractionId,
  disposition: string | undefined,
  noteText: string,
): void {
  const interaction = turn.state.interactions.get(id);
  if (interaction === undefined) return turn.refuse("unknownInteraction");
  if (!isHers(turn, agent, interaction)) return turn.refuse("notYourInteraction");
  turn.record({ kind: "interaction.dispositioned", interaction: id, agent, disposition, note: noteText });
}
