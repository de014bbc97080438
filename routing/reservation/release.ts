/** How a reservation ends without a conversation, and what becomes of the agent and of the caller. */

import type { Presence } from "../agent/presence.ts";
import { applyNextPresence } from "../agent/availability.ts";
import type { ReservationOutcome } from "../facts.ts";
import { customerLeg, hangUp } from "../interaction/leg.ts";
import { goBack } from "../interaction/go-back.ts";
import type { Leg, Reservation } from "../state.ts";
import type { Turn } from "../turn.ts";

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
]);
const declinedCauses = new Set(["USER_BUSY", "CALL_REJECTED"]);

/** What the end of an agent's unanswered leg means. */
export function outcomeOfCause(cause: string): ReservationOutcome {
  if (declinedCauses.has(cause)) return "declined";
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
 * [RT50] Missed, declined or unreachable: the agent becomes not ready, so that the caller is not offered to her again; the
 * caller keeps his place. Withdrawn: the agent stays ready and keeps her place among the idle.
 */
export function endReservation(turn: Turn, reservation: Reservation, outcome: ReservationOutcome): void {
  const { state } = turn;
  const leg = state.legs.get(reservation.leg);
  turn.record({
    kind: "reservation.ended",
    reservation: reservation.id,
    interaction: reservation.interaction,
    agent: reservation.agent,
    outcome,
  });
  if (outcome === "accepted") return;
  if (leg !== undefined) hangUp(turn, leg, leg.isAnswered ? "NORMAL_CLEARING" : "ORIGINATOR_CANCEL");
  turn.record({ kind: "agent.released", agent: reservation.agent, interaction: reservation.interaction });
  const presence = presenceAfter(turn, outcome);
  const agent = state.agents.get(reservation.agent);
  if (presence !== undefined && agent?.presence.kind === "ready" && agent.nextPresence === undefined) {
    turn.record({ kind: "agent.presenceChanged", agent: reservation.agent, presence, by: "system" });
  }
  applyNextPresence(turn, reservation.agent);

  const interaction = state.interactions.get(reservation.interaction);
  const isCustomerThere = interaction !== undefined && customerLeg(turn, interaction) !== undefined;
  if (isCustomerThere && interaction.stage.kind === "connecting") goBack(turn, interaction);
}

function presenceAfter(turn: Turn, outcome: ReservationOutcome): Presence | undefined {
  switch (outcome) {
    case "missed":
      return { kind: "notReady", reason: turn.state.config.missedReason };
    case "declined":
      return { kind: "notReady", reason: "declined" };
    case "unreachable":
      return { kind: "notReady", reason: "unreachable" };
    case "lost":
      return { kind: "notReady", reason: "connectionLost" };
    case "accepted":
    case "withdrawn":
      return undefined;
  }
}
