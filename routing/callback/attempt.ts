/**
 * One try at reaching the customer, by the dialling of every other call: trunk after trunk.
 *
 *   agentFirst:     agent rings ─▶ answers ─▶ may he be called? ─▶ customer rings ─▶ answers ─▶ bridge
 *   customerFirst:  agent held ─▶ may he be called? ─▶ customer rings ─▶ answers ─▶ music, at his place in the line ─▶ agent rings
 *                                                          │ busy, no answer ─▶ agent free, tried again later
 */

import { applyNextPresence } from "../agent/availability.ts";
import type { AgentId } from "../ids.ts";
import { FAR_LEG_MS, mayDial, releaseDialler, ringFar } from "../interaction/dial.ts";
import { enter, leaveQueue } from "../interaction/enqueue.ts";
import { hangUp, openLegs } from "../interaction/leg.ts";
import { queueConfig } from "../matching/eligible.ts";
import { NEVER } from "../instant.ts";
import { endReservation } from "../reservation/release.ts";
import { reserve } from "../reservation/reserve.ts";
import type { Dialling, Leg, Reservation } from "../state.ts";
import type { Turn } from "../turn.ts";
import { askCheck, CHECK_MS, isCallable, scheduleNext } from "./due.ts";
import { endCallback } from "./end.ts";
import { policyOf, type Promised } from "./promised.ts";

/** The network says that there is no such number: calling again would not help. */
const numberCauses = new Set(["UNALLOCATED_NUMBER", "INVALID_NUMBER_FORMAT", "NUMBER_CHANGED", "NO_ROUTE_TRANSIT_NET"]);

/** A network that cannot carry the call, or a switch that lost it, says nothing about the customer. */
const ourCauses = new Set(["NO_TRUNK", "LOST", "SWITCH_RESTARTED", "SYSTEM_SHUTDOWN"]);

/** [RT160] True when this callback calls the customer before the agent: she is held for him, and not rung yet. */
export function holdForCustomer(turn: Turn, interaction: Promised, agent: AgentId): boolean {
  const { callback, stage } = interaction;
  if (policyOf(turn.state, callback.queue)?.mode !== "customerFirst" || stage.kind !== "waiting") return false;
  leaveQueue(turn, interaction, stage, "flowedOut", "callback");
  turn.record({
    kind: "callback.attempted",
    interaction: interaction.id,
    attempt: callback.attempts + 1,
    agent,
    leg: undefined,
    number: callback.number,
    until: turn.at + CHECK_MS + FAR_LEG_MS,
  });
  askCheck(turn, interaction);
  return true;
}

/** [RT160] The agent is held and he may be called. */
export function callHeldCustomer(turn: Turn, interaction: Promised, stage: Dialling): void {
  if (stage.farLeg !== undefined || stage.agent === undefined) return;
  if (!isStillAllowed(turn, interaction)) return;
  ringFar(turn, interaction, stage.agent, interaction.callback.number, 0);
}

/** [RT161] The agent has picked up: the customer is called as soon as it is known that he may be. */
export function agentReady(turn: Turn, interaction: Promised, reservation: Reservation, leg: Leg): void {
  const { callback, stage } = interaction;
  if (stage.kind !== "waiting") return;
  if (!callback.isClear) {
    if (callback.check === undefined) askCheck(turn, interaction);
    return;
  }
  if (!isStillAllowed(turn, interaction)) return;
  endReservation(turn, reservation, "accepted");
  leaveQueue(turn, interaction, stage, "flowedOut", "callback");
  turn.record({
    kind: "callback.attempted",
    interaction: interaction.id,
    attempt: callback.attempts + 1,
    agent: reservation.agent,
    leg: leg.id,
    number: callback.number,
    until: turn.at + FAR_LEG_MS,
  });
  ringFar(turn, interaction, reservation.agent, callback.number, 0);
  turn.ask({ kind: "music.start", node: leg.node, leg: leg.id, sound: "ringback" });
}

/** What may have changed since the promise: the queue, the numbers that may be dialled, the hour. */
function isStillAllowed(turn: Turn, interaction: Promised): boolean {
  const { callback } = interaction;
  const policy = policyOf(turn.state, callback.queue);
  if (policy === undefined || !mayDial(turn, callback.number)) {
    endCallback(turn, interaction, "refused");
    return false;
  }
  if (isCallable(turn, interaction, policy)) return true;
  attemptFailed(turn, interaction, "WINDOW_CLOSED", false);
  return false;
}

/** [RT160] The customer, called first, is on the line: music at his place, and the agent who was held for him is rung. */
export function customerReady(turn: Turn, interaction: Promised, agent: AgentId): void {
  const { callback } = interaction;
  const queue = queueConfig(turn.state.config, callback.queue);
  releaseDialler(turn, interaction, agent);
  if (queue === undefined) return endCallback(turn, interaction, "refused");
  enter(turn, interaction, {
    queue,
    needs: callback.needs,
    weight: callback.weight,
    particular: undefined,
    priority: callback.priority,
    enteredAt: Math.min(callback.enteredAt, turn.at),
    overflowAt: NEVER,
    isReturn: true,
    keys: [],
  });
  const leg = interaction.customerLeg;
  if (leg !== undefined) {
    const prompts = [{ language: callback.language, name: "callback-hello" }];
    turn.ask({ kind: "prompt.announce", node: interaction.node, leg, prompts });
  }
  if (!turn.state.available.has(agent)) return;
  reserve(turn, interaction, agent, { eligible: 1, passedOver: [], rule: "callback", order: undefined });
}

/** [RT162] The agent gave up, or her phone went, before the customer could be had: not his fault, and not tried on her again. */
export function agentGone(
  turn: Turn,
  interaction: Promised,
  agent: AgentId,
  presence: "declined" | "unreachable",
): void {
  attemptFailed(turn, interaction, "AGENT_GONE", false, 0);
  const her = turn.state.agents.get(agent);
  if (her?.engagement.kind !== "idle" || her.presence.kind !== "ready") return;
  turn.record({
    kind: "agent.presenceChanged",
    agent,
    presence: { kind: "notReady", reason: presence },
    by: "system",
  });
}

/**
 * [RT162] This try has come to nothing: everybody is let go, and it is tried again when the policy says so, or given up. Only
 * what the customer's own phone did counts. `afterMs` undefined: the policy's pause.
 */
export function attemptFailed(
  turn: Turn,
  interaction: Promised,
  cause: string,
  counts = !ourCauses.has(cause),
  afterMs?: number,
): void {
  const { callback, stage } = interaction;
  const agent = stage.kind === "dialling" ? stage.agent : undefined;
  if (stage.kind === "waiting") leaveQueue(turn, interaction, stage, "flowedOut", "callback");
  turn.record({
    kind: "callback.attemptFailed",
    interaction: interaction.id,
    attempt: callback.attempts + 1,
    cause,
    counts,
  });
  for (const leg of openLegs(turn, interaction.id)) {
    hangUp(turn, leg, leg.isAnswered ? "NORMAL_CLEARING" : "ORIGINATOR_CANCEL");
  }
  if (agent !== undefined) releaseDialler(turn, interaction, agent);
  const policy = policyOf(turn.state, callback.queue);
  if (policy === undefined || (counts && numberCauses.has(cause))) return endCallback(turn, interaction, "refused");
  if (callback.attempts >= policy.attemptsMax) return endCallback(turn, interaction, "exhausted");
  scheduleNext(turn, interaction, turn.at + (afterMs ?? policy.retryAfterMs), "retry");
}

/** She is free for whatever is next. */
export function letGo(turn: Turn, interaction: Promised): void {
  const { stage } = interaction;
  if (stage.kind !== "dialling" || stage.agent === undefined) return;
  releaseDialler(turn, interaction, stage.agent);
  applyNextPresence(turn, stage.agent);
}
