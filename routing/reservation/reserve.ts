/** Holding an agent for an interaction and ringing her phone. */

import { holdForCustomer } from "../callback/attempt.ts";
import { askCheck } from "../callback/due.ts";
import { isWithoutCustomer } from "../callback/promised.ts";
import type { AgentRule, OrderRule, PassedOver } from "../facts.ts";
import type { AgentId, InteractionId } from "../ids.ts";
import { agentConfig, queueConfig } from "../matching/eligible.ts";
import { chooseAgent, chooseInteraction, chooseToRingMore, type AgentChoice } from "../matching/choose.ts";
import { byPlace } from "../queue/order.ts";
import type { WaitingEntry } from "../matching/waiting-class.ts";
import type { Interaction } from "../state.ts";
import type { Turn } from "../turn.ts";
import { isWorkMedium, LANE_ORDER } from "../work/capacity.ts";
import { withdrawOffer } from "../work/desk.ts";

/** How long an agent rings when no queue says so. */
export const ALERT_MS = 20_000;

/** [RT40] Matches what this step has freed with what waits; nothing eligible is left waiting for a free agent. */
export function match(turn: Turn): void {
  for (const agent of turn.freed) serve(turn, agent);
  for (let known = -1; known < turn.unmatched.length;) {
    known = turn.unmatched.length;
    for (const { interaction } of unmatchedIn(turn)) {
      // Asked again, because it may be listed twice: nobody has a second phone while others have none.
      if (turn.state.floor.entry(interaction)?.isRinging === false) reserveBest(turn, interaction, undefined);
    }
    // [RT244] A call may take an agent from what she was only offered, which then looks for somebody else.
    ringMore(turn);
  }
}

const NOBODY: readonly WaitingEntry[] = [];

function unmatchedIn(turn: Turn): readonly WaitingEntry[] {
  if (turn.unmatched.length === 0) return NOBODY;
  return turn.unmatched.flatMap((id) => turn.state.floor.entry(id) ?? []).toSorted(byMedium);
}

/** [RT242] Calls before work of the same priority. */
function byMedium(a: WaitingEntry, b: WaitingEntry): number {
  return b.priority - a.priority || LANE_ORDER[a.class.lane] - LANE_ORDER[b.class.lane] || byPlace(a, b);
}

/** [RT125] Whoever is still free is rung beside others, where a queue wants that. */
function ringMore(turn: Turn): void {
  const { floor, available } = turn.state;
  for (const { interaction } of unmatchedIn(turn)) {
    while (floor.entry(interaction)?.isRinging === true && reserveBest(turn, interaction, undefined));
  }
  for (const agent of turn.freed) {
    for (let colleagues = available.size; colleagues > 0; colleagues -= 1) {
      const next = chooseToRingMore(turn.state, agent);
      if (next === undefined || !reserveBest(turn, next.interaction, undefined)) break;
    }
  }
}

/**
 * Until the agent has work or there is none for her: what is next may go to a colleague who goes before her. That colleague
 * takes first what goes first for her: when many may be offered at once (a switch is back, a configuration is new), she may
 * be the only one for somebody more urgent. `asked`: who was looked at on the way, so that this ends.
 */
function serve(turn: Turn, agent: AgentId, asked: readonly AgentId[] = []): void {
  let known = asked;
  for (let colleagues = turn.state.floor.size; colleagues > 0; colleagues -= 1) {
    const next = chooseInteraction(turn.state, agent);
    if (next === undefined) return;
    const choice = chooseAgent(turn.state, next.entry);
    if (choice === undefined || choice.agent === agent || known.includes(choice.agent)) {
      reserveChosen(turn, next.entry.interaction, choice, next.order);
    } else {
      known = [...known, agent, choice.agent];
      serve(turn, choice.agent, known);
    }
  }
}

function reserveBest(turn: Turn, id: InteractionId, order: OrderRule | undefined): boolean {
  const entry = turn.state.floor.entry(id);
  return reserveChosen(turn, id, entry === undefined ? undefined : chooseAgent(turn.state, entry), order);
}

function reserveChosen(
  turn: Turn,
  id: InteractionId,
  choice: AgentChoice | undefined,
  order: OrderRule | undefined,
): boolean {
  const interaction = turn.state.interactions.get(id);
  if (choice === undefined || interaction === undefined) return false;
  reserve(turn, interaction, choice.agent, { ...choice, order });
  return true;
}

/** Why this agent: kept with the reservation, so that it can be explained afterwards. */
export interface Decision {
  /** Agents who were free and able, the chosen one included. */
  readonly eligible: number;
  readonly passedOver: readonly PassedOver[];
  readonly rule: AgentRule;
  /** undefined: nothing else that waited was compared. */
  readonly order: OrderRule | undefined;
}

/** Makes the reservation and asks the switch to ring. The caller has checked that the agent is free. */
export function reserve(turn: Turn, interaction: Interaction, agent: AgentId, decision: Decision): void {
  const { state, at } = turn;
  const config = agentConfig(state.config, agent);
  if (config === undefined) return;
  const isWork = isWorkMedium(interaction.medium);
  const desk = state.agents.get(agent);
  if (!isWork && desk !== undefined && desk.work.size > 0) withdrawOffer(turn, desk);
  const isUncalled = isWithoutCustomer(interaction);
  if (isUncalled && holdForCustomer(turn, interaction, agent)) return;
  const queueId = interaction.stage.kind === "waiting" ? interaction.stage.queue : undefined;
  const queue = queueConfig(state.config, queueId);
  const alertMs = queue?.alertMs ?? ALERT_MS;
  const reservation = turn.newReservationId();
  const leg = isWork ? undefined : turn.newLegId();
  turn.record({
    kind: "reservation.made",
    reservation,
    interaction: interaction.id,
    agent,
    queue: queueId,
    leg,
    until: at + alertMs,
    eligible: decision.eligible,
    passedOver: decision.passedOver,
    rule: decision.rule,
    order: decision.order,
    relaxedTo: interaction.stage.kind === "waiting" ? interaction.stage.relaxedTo : undefined,
  });
  if (leg === undefined) return;
  turn.record({
    kind: "leg.opened",
    leg,
    interaction: interaction.id,
    node: interaction.node,
    role: "agent",
    direction: "outbound",
    agent,
    target: { kind: "seat", sipUser: config.sipUser },
    remote: config.sipUser,
  });
  turn.ask({
    kind: "leg.originate",
    node: interaction.node,
    leg,
    interaction: interaction.id,
    role: "agent",
    target: { kind: "seat", sipUser: config.sipUser },
    callerNumber: interaction.from,
    // The switch's own timer is only a safety net: ours is exact and decides.
    timeoutMs: alertMs + 5_000,
    autoAnswer: false,
  });
  if (isUncalled) askCheck(turn, interaction);
}
