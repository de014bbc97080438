/** How interactions end, and what the end of a leg means for them. */

import type { SwitchCommand } from "../commands.ts";
import type { EndReason, ReservationOutcome } from "../facts.ts";
import type { AgentId } from "../ids.ts";
import { applyNextPresence } from "../agent/availability.ts";
import { startWrapUp } from "../agent/wrap-up.ts";
import { endAside } from "../callback/aside.ts";
import { attemptFailed } from "../callback/attempt.ts";
import { bookAbandoned } from "../callback/book.ts";
import { isPromised } from "../callback/promised.ts";
import { endReservation, outcomeOfCause, reservationOfLeg } from "../reservation/release.ts";
import { goesOnElsewhere } from "../reservation/redirect.ts";
import type { Interaction, Leg } from "../state.ts";
import type { Turn } from "../turn.ts";
import { dialEnded } from "./dial.ts";
import { leaveQueue } from "./enqueue.ts";
import { goBack } from "./go-back.ts";
import { customerLeg, hangUp, openLegs } from "./leg.ts";

/** Less than this is not a message. */
export const VOICEMAIL_MIN_MS = 1_000;

/** The causes of an agent's hang-up that mean "I am done"; every other end of her leg is a loss of her phone. */
const deliberateCauses = new Set(["NORMAL_CLEARING", "NORMAL_UNSPECIFIED", "USER_BUSY", "CALL_REJECTED"]);

/** Ends of legs that nobody chose: the switch went down under them. */
export const lostCauses: ReadonlySet<string> = new Set(["SYSTEM_SHUTDOWN", "SWITCH_RESTARTED", "LOST"]);

/** Our decision that it is over: asks the switch to hang up, and ends when the customer's leg has. */
export function finish(
  turn: Turn,
  interaction: Interaction,
  reason: EndReason,
  cause: Extract<SwitchCommand, { kind: "leg.hangUp" }>["cause"] = "NORMAL_CLEARING",
): void {
  const customer = customerLeg(turn, interaction);
  endAside(turn, interaction, "flowedOut");
  turn.record({ kind: "interaction.ending", interaction: interaction.id, reason });
  for (const leg of openLegs(turn, interaction.id)) hangUp(turn, leg, leg === customer ? cause : "NORMAL_CLEARING");
  if (customer === undefined) conclude(turn, interaction, reason);
}

function conclude(turn: Turn, interaction: Interaction, reason: EndReason): void {
  turn.record({ kind: "interaction.ended", interaction: interaction.id, reason: toldAs(interaction, reason) });
}

/** What came of it counts, not who hung up afterwards. */
function toldAs({ leftVoicemail, hasCallbackPromise }: Interaction, reason: EndReason): EndReason {
  if (reason === "flowEnded" && leftVoicemail) return "voicemailLeft";
  if (hasCallbackPromise && (reason === "flowEnded" || reason === "abandonedInFlow")) return "callbackBooked";
  return reason;
}

/** The end of a leg, as the switch tells it or as it is found out. */
export interface LegEnd {
  readonly cause: string;
  readonly sipStatus: number | undefined;
  /** Not hung up by anyone, but gone with the switch. */
  readonly isLost: boolean;
  /** It ended while the switch could not be seen: who ended it will never be known. */
  readonly isUnseen: boolean;
  /** Whom the phone says to try instead; as it came. */
  readonly redirectedTo?: string | undefined;
}

/** [RT30] The one end of a leg. */
export function legEnded(turn: Turn, leg: Leg, end: LegEnd): void {
  const interaction = turn.state.interactions.get(leg.interaction);
  const isCustomer = interaction?.customerLeg === leg.id;
  const { cause, sipStatus } = end;
  turn.record({ kind: "leg.ended", leg: leg.id, interaction: leg.interaction, cause, sipStatus });
  const reservation = reservationOfLeg(turn, leg);
  if (reservation !== undefined && !isCustomer) {
    if (goesOnElsewhere(turn, reservation, leg, end)) return;
    return endReservation(turn, reservation, outcomeOf(leg, end));
  }
  if (interaction === undefined) return;
  if (isCustomer) return customerGone(turn, interaction, leg, end);
  partnerGone(turn, interaction, leg, end);
}

/**
 * An agent who hung up between answering and hearing the caller has declined; a phone that vanished was lost. Nobody is
 * charged for what we could not see.
 */
function outcomeOf(leg: Leg, { cause, isLost, isUnseen }: LegEnd): ReservationOutcome {
  if (isLost) return "lost";
  if (isUnseen) return "withdrawn";
  if (leg.isAnswered) return deliberateCauses.has(cause) ? "declined" : "lost";
  return outcomeOfCause(cause, leg.hasRung);
}

/** [RT31] The customer's leg is down: whatever stage it was, this is where the interaction ends. */
function customerGone(turn: Turn, interaction: Interaction, leg: Leg, end: LegEnd): void {
  const { stage } = interaction;
  const { isLost } = end;
  // He hung up on the way to somebody else.
  const onTheWay = isLost ? "switchFailed" : interaction.hadConversation ? "completed" : "abandonedInFlow";
  switch (stage.kind) {
    case "inFlow": {
      keepVoicemail(turn, interaction);
      const visit = interaction.aside?.visit;
      const inQueue = visit === undefined ? "abandonedInFlow" : "abandonedInQueue";
      const abandoned = interaction.leftVoicemail ? "voicemailLeft" : inQueue;
      endAside(turn, interaction, isLost ? "lost" : "abandoned");
      if (visit !== undefined && !isLost) bookAbandoned(turn, interaction, visit);
      partWays(turn, interaction, isLost ? "switchFailed" : abandoned);
      return;
    }
    case "waiting":
      // A callback's customer who is on the line already, and does not wait for the agent: it was one try.
      if (isPromised(interaction)) return attemptFailed(turn, interaction, isLost ? "LOST" : "LEFT_WAITING");
      leaveQueue(turn, interaction, stage, isLost ? "lost" : "abandoned", undefined);
      if (!isLost) bookAbandoned(turn, interaction, stage);
      partWays(turn, interaction, isLost ? "switchFailed" : "abandonedInQueue");
      return;
    case "connecting": {
      const reservation = turn.state.reservations.get(stage.reservation);
      if (reservation !== undefined) endReservation(turn, reservation, "withdrawn");
      partWays(turn, interaction, onTheWay);
      return;
    }
    case "dialling":
      if (stage.agent !== undefined) return dialEnded(turn, interaction, stage, leg, end);
      partWays(turn, interaction, onTheWay);
      return;
    case "talking":
      disconnectAgent(turn, interaction, stage.agent, isLost ? "lost" : "customer");
      if (isLost) stopOffering(turn, stage.agent);
      partWays(turn, interaction, isLost ? "switchFailed" : "completed");
      return;
    case "joined":
      partWays(turn, interaction, isLost ? "switchFailed" : "completed");
      return;
    case "ending":
      conclude(turn, interaction, stage.reason);
      return;
    case "postponed":
    case "working":
    case "ended":
      return;
  }
}

/** The other legs have nobody left to talk to. */
function partWays(turn: Turn, interaction: Interaction, reason: EndReason): void {
  for (const leg of openLegs(turn, interaction.id)) {
    hangUp(turn, leg, leg.isAnswered ? "NORMAL_CLEARING" : "ORIGINATOR_CANCEL");
  }
  conclude(turn, interaction, reason);
}

/** A caller who hangs up while recording has left his message; the switch's own figure may come too late or never. */
export function keepVoicemail(turn: Turn, interaction: Interaction): void {
  if (interaction.stage.kind !== "inFlow" || interaction.stage.recording === undefined) return;
  const { command, box, since } = interaction.stage.recording;
  voicemailRecorded(turn, interaction, box, command, turn.at - since);
}

export function voicemailRecorded(
  turn: Turn,
  interaction: Interaction,
  box: string,
  recording: Parameters<Turn["ask"]>[1] & string,
  durationMs: number,
): void {
  if (durationMs < VOICEMAIL_MIN_MS) return;
  turn.record({ kind: "voicemail.left", interaction: interaction.id, box, recording, durationMs });
}

/** [RT32] The agent's, or an outside party's, leg is down while the customer is still there. */
function partnerGone(turn: Turn, interaction: Interaction, leg: Leg, end: LegEnd): void {
  const { stage } = interaction;
  if (stage.kind === "talking" && stage.leg === leg.id) {
    const isDone = !end.isLost && deliberateCauses.has(end.cause);
    if (isDone || interaction.lastQueue === undefined) {
      disconnectAgent(turn, interaction, stage.agent, isDone ? "agent" : "lost");
      if (!isDone && !end.isUnseen) stopOffering(turn, stage.agent);
      return finish(turn, interaction, "completed");
    }
    // Her phone vanished, she did not hang up: the caller goes back to the front, she gets no more calls.
    disconnectAgent(turn, interaction, stage.agent, "lost");
    if (!end.isUnseen) stopOffering(turn, stage.agent);
    return goBack(turn, interaction);
  }
  if (stage.kind === "dialling") return dialEnded(turn, interaction, stage, leg, end);
  if (stage.kind === "joined" && stage.leg === leg.id) finish(turn, interaction, "completed");
}

/** The agent's part is over: she wraps up. */
export function disconnectAgent(
  turn: Turn,
  interaction: Interaction,
  agent: AgentId,
  by: "customer" | "agent" | "transfer" | "lost",
): void {
  turn.record({ kind: "interaction.disconnected", interaction: interaction.id, agent, by });
  startWrapUp(turn, agent, interaction.id);
}

/** Her phone is gone: after her wrap-up she is not rung until she says so. */
function stopOffering(turn: Turn, id: AgentId): void {
  const agent = turn.state.agents.get(id);
  if (agent?.presence.kind !== "ready" || agent.nextPresence !== undefined) return;
  const presence = { kind: "notReady", reason: "connectionLost" } as const;
  turn.record({ kind: "agent.nextPresenceChosen", agent: id, presence });
  applyNextPresence(turn, id);
}
