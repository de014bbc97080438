/**
 * Dialling out over trunks: the agent's own leg first, then the far end, gateway after gateway.
 *
 *   agent leg rings ─▶ answers ─▶ far leg rings over trunk 0 ─▶ answers ─▶ bridge ─▶ talking
 *                                      │ 503, gateway down … ─▶ trunk 1 …
 */

import type { RoutingConfig } from "../config.ts";
import type { AgentId, ContactId } from "../ids.ts";
import { agentConfig } from "../matching/eligible.ts";
import { applyNextPresence } from "../agent/availability.ts";
import { startWrapUp } from "../agent/wrap-up.ts";
import { agentGone, attemptFailed, customerReady } from "../callback/attempt.ts";
import { isPromised } from "../callback/promised.ts";
import type { Dialling, Interaction, Leg } from "../state.ts";
import type { Turn } from "../turn.ts";
import { withdrawOffer } from "../work/desk.ts";
import { finish, type LegEnd } from "./end.ts";
import { advanceFlow } from "./follow-flow.ts";
import { goBack } from "./go-back.ts";
import { askBridge, customerLeg, hangUp, isReachable } from "./leg.ts";

/** How long an agent's own phone is rung when she dials out. */
export const AGENT_LEG_MS = 20_000;
/** How long the far end is rung over one trunk. */
export const FAR_LEG_MS = 45_000;

/** Ends that say something about the trunk, not about the number (408, 480, 503, 504 …). Never 404, 486 or 603. */
const trunkCauses = new Set([
  "NORMAL_TEMPORARY_FAILURE",
  "INVALID_GATEWAY",
  "GATEWAY_DOWN",
  "NETWORK_OUT_OF_ORDER",
  "SERVICE_UNAVAILABLE",
  "SWITCH_CONGESTION",
  "NORMAL_CIRCUIT_CONGESTION",
  "RECOVERY_ON_TIMER_EXPIRE",
  "NO_ROUTE_DESTINATION",
  "NO_USER_RESPONSE",
  "CHAN_NOT_IMPLEMENTED",
]);

/** [RT82] It says something about the way out, and another one may do better. */
export function isTrunkFault(cause: string): boolean {
  return trunkCauses.has(cause);
}

/** What an agent typed or clicked, as digits with an optional `+`; undefined when it is no number. */
export function dialable(text: string): string | undefined {
  const digits = text.replace(/[\s().\-/]/g, "");
  return /^\+?[0-9]{2,20}$/.test(digits) ? digits : undefined;
}

/** [RT80] Default deny: the digits must begin with a prefix that an admin allowed. */
export function mayDial(turn: Turn, number: string): boolean {
  return isDialAllowed(turn.state.config, number);
}

/** The same for a number that is only being set up. */
export function isDialAllowed({ dialPrefixes }: Pick<RoutingConfig, "dialPrefixes">, number: string): boolean {
  const digits = number.replace(/^\+/, "");
  return dialPrefixes.some((prefix) => digits.startsWith(prefix.replace(/^\+/, "")));
}

/** [RT81] An idle agent's phone is rung first, so that nobody is called into silence. */
export function requestDial(turn: Turn, id: AgentId, text: string, contact: ContactId | undefined): void {
  const { state, at } = turn;
  const agent = state.agents.get(id);
  const config = agentConfig(state.config, id);
  if (agent === undefined || config === undefined) return turn.refuse("unknownAgent");
  if (agent.presence.kind === "signedOut") return turn.refuse("notSignedIn");
  if (agent.engagement.kind !== "idle") return turn.refuse("busy");
  const number = dialable(text);
  if (number === undefined) return turn.refuse("numberMalformed");
  if (!mayDial(turn, number)) return turn.refuse("numberNotAllowed");
  if (state.config.trunks.length === 0) return turn.refuse("noTrunk");
  const node = [...state.nodes.values()].find((each) => each.isUp);
  if (node === undefined) return turn.refuse("switchDown");

  withdrawOffer(turn, agent);
  const interaction = turn.newInteractionId();
  const leg = turn.newLegId();
  turn.record({
    kind: "interaction.dialled",
    interaction,
    node: node.id,
    agent: id,
    leg,
    until: at + AGENT_LEG_MS,
    to: number,
    contact,
  });
  const target = { kind: "seat", sipUser: config.sipUser } as const;
  turn.record({
    kind: "leg.opened",
    leg,
    interaction,
    node: node.id,
    role: "agent",
    direction: "outbound",
    agent: id,
    target,
    remote: config.sipUser,
  });
  turn.ask({
    kind: "leg.originate",
    node: node.id,
    leg,
    interaction,
    role: "agent",
    target,
    callerNumber: number.replace(/^\+/, ""),
    timeoutMs: AGENT_LEG_MS + 5_000,
    autoAnswer: true,
  });
  turn.askContact({ interaction, number });
}

/** Rings the number over the trunk with this index. */
export function ringFar(
  turn: Turn,
  interaction: Interaction,
  agent: AgentId | undefined,
  number: string,
  trunk: number,
): void {
  const gateway = turn.state.config.trunks[trunk];
  if (gateway === undefined) return farFailed(turn, interaction, agent, trunk === 0 ? "NO_TRUNK" : "TRUNKS_FAILED");
  const leg = turn.newLegId();
  turn.record({
    kind: "interaction.dialling",
    interaction: interaction.id,
    agent,
    leg,
    trunk,
    number,
    until: turn.at + FAR_LEG_MS,
  });
  // [RT327] Without an agent it is the customer himself who is passed on, whoever called whom.
  const role = agent === undefined ? "external" : "customer";
  const target = { kind: "trunk", gateway: gateway.gateway, number } as const;
  turn.record({
    kind: "leg.opened",
    leg,
    interaction: interaction.id,
    node: interaction.node,
    role,
    direction: "outbound",
    agent: undefined,
    target,
    remote: number,
  });
  turn.ask({
    kind: "leg.originate",
    node: interaction.node,
    leg,
    interaction: interaction.id,
    role,
    target,
    callerNumber: gateway.callerNumber,
    timeoutMs: FAR_LEG_MS + 5_000,
    autoAnswer: false,
  });
}

/** A leg of a call in the making is answered and parked: the next one is rung, or the two are joined. */
export function dialLegReady(turn: Turn, interaction: Interaction, stage: Dialling, leg: Leg): void {
  if (leg.id === stage.agentLeg && stage.farLeg === undefined) {
    ringFar(turn, interaction, stage.agent, stage.number, 0);
    turn.ask({ kind: "music.start", node: leg.node, leg: leg.id, sound: "ringback" });
    return;
  }
  if (leg.id !== stage.farLeg) return;
  if (isPromised(interaction) && stage.agent !== undefined && stage.agentLeg === undefined) {
    return customerReady(turn, interaction, stage.agent);
  }
  const partner = stage.agentLeg === undefined ? customerLeg(turn, interaction) : turn.state.legs.get(stage.agentLeg);
  if (partner === undefined) return;
  const [survivor, other] = stage.agent === undefined ? [partner, leg] : [leg, partner];
  if (survivor.bridging?.other !== other.id) askBridge(turn, survivor, other, 1);
}

/** [RT82] A leg of a call in the making is down. A fault of the trunk goes on to the next one; the reason stays on the leg. */
export function dialEnded(turn: Turn, interaction: Interaction, stage: Dialling, leg: Leg, end: LegEnd): void {
  const isFault = end.isLost || end.isUnseen;
  if (leg.id === stage.agentLeg) {
    if (isFault) return dialLost(turn, interaction, stage);
    if (isPromised(interaction) && stage.agent !== undefined) {
      return agentGone(turn, interaction, stage.agent, leg.isAnswered ? "declined" : "unreachable");
    }
    releaseDialler(turn, interaction, stage.agent);
    return finish(turn, interaction, leg.isAnswered ? "cancelled" : "agentUnreachable");
  }
  if (leg.id !== stage.farLeg) return;
  if (isFault && stage.agent !== undefined) return dialLost(turn, interaction, stage);
  // Whoever has picked up once is not called a second time.
  const isOfTrunk = !isFault && !leg.isAnswered && isTrunkFault(end.cause);
  if (isOfTrunk) return ringFar(turn, interaction, stage.agent, stage.number, stage.trunk + 1);
  farFailed(turn, interaction, stage.agent, end.cause);
}

/** The switch lost an agent's call before anybody could talk: she is free at once. */
export function dialLost(turn: Turn, interaction: Interaction, stage: Dialling): void {
  if (isPromised(interaction)) return attemptFailed(turn, interaction, "LOST");
  releaseDialler(turn, interaction, stage.agent);
  finish(turn, interaction, "switchFailed");
}

/** Nobody at the far end: an agent's own call is over, a caller goes back to where he came from. */
export function farFailed(turn: Turn, interaction: Interaction, agent: AgentId | undefined, cause = "NO_ANSWER"): void {
  if (isPromised(interaction)) return attemptFailed(turn, interaction, cause);
  if (agent !== undefined) {
    startWrapUp(turn, agent, interaction.id);
    return finish(turn, interaction, "notAnswered");
  }
  if (interaction.flow?.cursor.awaiting === "transferFailed") {
    return advanceFlow(turn, interaction, { kind: "transferFailed", cause: "notAnswered" });
  }
  goBack(turn, interaction);
}

/** [RT83] Nobody answered in time. */
export function dialOverdue(turn: Turn, interaction: Interaction, stage: Dialling): void {
  if (stage.until > turn.at || !isReachable(turn, interaction)) return;
  const id = stage.farLeg ?? stage.agentLeg;
  const leg = id === undefined ? undefined : turn.state.legs.get(id);
  // An answered leg is waiting for its bridge, which has a deadline of its own.
  if (leg?.isAnswered === true) return;
  if (leg !== undefined) hangUp(turn, leg, "NO_ANSWER");
  if (stage.farLeg === undefined && !isPromised(interaction)) {
    releaseDialler(turn, interaction, stage.agent);
    return finish(turn, interaction, "agentUnreachable");
  }
  farFailed(turn, interaction, stage.agent);
}

/** Who dialled, or was held for a callback, is free again. */
export function releaseDialler(turn: Turn, interaction: Interaction, agent: AgentId | undefined): void {
  if (agent === undefined || turn.state.agents.get(agent)?.engagement.kind !== "dialling") return;
  turn.record({ kind: "agent.released", agent, interaction: interaction.id });
  applyNextPresence(turn, agent);
}
