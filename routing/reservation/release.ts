/** How a reservation ends without a conversation, and what becomes of the agent and of the caller. */

import { applyNextPresence } from "../agent/availability.ts";
import type { ReservationOutcome } from "../facts.ts";
import type { ReservationId } from "../ids.ts";
import { customerLeg, hangUp } from "../interaction/leg.ts";
import { goBack } from "../interaction/go-back.ts";
import { queueConfig } from "../matching/eligible.ts";
import type { Leg, Reservation } from "../state.ts";
import type { Turn } from "../turn.ts";
import { returnWork } from "../work/return.ts";
import { BACK_OFF_MS_MIN, PLAIN_RESERVATION_POLICY, type CountedOutcome } from "./policy.ts";

/** Causes that say "nobody is there": the phone is not registered or cannot be reached. */
const unreachableCauses = new Set([
  "USER_NOT_REGISTERED",
  "SUBSCRIBER_ABSENT",
  "NORMAL_TEMPORARY_FAILURE",
  "DESTINATION_OUT_OF_ORDER",
  "NETWORK_OUT_OF_ORDER",
  "INVALID_GATEWAY",
  "CHAN_NOT_IMPLEMENTED",
  "INCOMPATIBLE_DESTINATION",
  "RECOVERY_ON_TIMER_EXPIRE",
  "NO_ROUTE_DESTINATION",
  "UNALLOCATED_NUMBER",
  // A phone that wants the call to go elsewhere.
  "REQUESTED_CHAN_UNAVAIL",
]);
/**
 * [RT110] What the end of an agent's unanswered leg means. Many phones say "busy" when their owner pushes a call away: only
 * one that has not even rung was engaged.
 */
export function outcomeOfCause(cause: string, hasRung: boolean): ReservationOutcome {
  if (cause === "USER_BUSY") return hasRung ? "declined" : "busy";
  if (cause === "CALL_REJECTED") return "declined";
  if (unreachableCauses.has(cause)) return "unreachable";
  return "missed";
}

/** The live reservation for which this leg rings; found through its agent, who is in one at most. */
export function reservationOfLeg(turn: Turn, leg: Leg): Reservation | undefined {
  const engagement = leg.agent === undefined ? undefined : turn.state.agents.get(leg.agent)?.engagement;
  if (engagement?.kind !== "reserved" || engagement.leg !== leg.id) return undefined;
  return turn.state.reservations.get(engagement.reservation);
}

/**
 * [RT50] The caller keeps his place; what becomes of the agent is her queue's policy. Withdrawn: she stays ready and keeps
 * her place among the idle.
 */
export function endReservation(turn: Turn, reservation: Reservation, outcome: ReservationOutcome): void {
  const { state } = turn;
  const leg = reservation.leg === undefined ? undefined : state.legs.get(reservation.leg);
  turn.record({
    kind: "reservation.ended",
    reservation: reservation.id,
    interaction: reservation.interaction,
    agent: reservation.agent,
    outcome,
  });
  if (outcome === "accepted") return;
  if (leg !== undefined) hangUp(turn, leg, leg.isAnswered ? "NORMAL_CLEARING" : "ORIGINATOR_CANCEL");
  // Mail and chat were not on her phone, which may be busy with something else.
  if (reservation.leg !== undefined) {
    turn.record({ kind: "agent.released", agent: reservation.agent, interaction: reservation.interaction });
  }
  spare(turn, reservation, outcome);
  applyNextPresence(turn, reservation.agent);

  const interaction = state.interactions.get(reservation.interaction);
  if (interaction !== undefined && reservation.leg === undefined && interaction.stage.kind === "connecting") {
    return returnWork(turn, interaction);
  }
  const isCustomerThere = interaction !== undefined && customerLeg(turn, interaction) !== undefined;
  if (isCustomerThere && interaction.stage.kind === "connecting") goBack(turn, interaction);
}

/** Nobody's doing and nobody's fault: each of them stays ready and keeps her place among the idle. */
export function withdraw(turn: Turn, reservations: readonly ReservationId[]): void {
  for (const id of reservations) {
    const reservation = turn.state.reservations.get(id);
    if (reservation !== undefined) endReservation(turn, reservation, "withdrawn");
  }
}

/** [RT126] She was the first to pick up: the others who are rung for the same caller are let go. */
export function withdrawOthers(turn: Turn, { id, interaction }: Reservation): void {
  const stage = turn.state.interactions.get(interaction)?.stage;
  if (stage?.kind !== "waiting") return;
  withdraw(
    turn,
    stage.reservations.filter((other) => other !== id),
  );
}

/** [RT111] [RT112] Not ready, or ready and not rung for a while. What she has chosen herself comes before either. */
function spare(turn: Turn, { agent: id, queue }: Reservation, outcome: Exclude<ReservationOutcome, "accepted">): void {
  const agent = turn.state.agents.get(id);
  if (outcome === "withdrawn" || agent?.presence.kind !== "ready" || agent.nextPresence !== undefined) return;
  const notReady = (reason: string): void => {
    const presence = { kind: "notReady", reason } as const;
    // She may be on the phone with something else.
    if (agent.engagement.kind !== "idle") turn.record({ kind: "agent.nextPresenceChosen", agent: id, presence });
    else turn.record({ kind: "agent.presenceChanged", agent: id, presence, by: "system" });
  };
  if (outcome === "lost") return notReady("connectionLost");
  const policies = queueConfig(turn.state.config, queue)?.reservationPolicy ?? PLAIN_RESERVATION_POLICY;
  const { notReadyAfter, reason, backOffMs } = policies[outcome];
  if (notReadyAfter > 0 && agent.inARow[outcome] >= notReadyAfter) return notReady(reason ?? nameOf(turn, outcome));
  const until = turn.at + Math.max(backOffMs, BACK_OFF_MS_MIN);
  turn.record({ kind: "agent.backedOff", agent: id, outcome, until });
}

function nameOf(turn: Turn, outcome: CountedOutcome): string {
  return outcome === "missed" ? turn.state.config.missedReason : outcome;
}
