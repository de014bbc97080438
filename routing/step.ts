/**
 * The core's one door: an input goes in, what it means comes out. Sorts inputs to the file that decides about them, then
 * matches whatever became free with whatever waits.
 */

import {
  adoptConfig,
  backOffOverdue,
  connectConsole,
  consoleOverdue,
  disconnectConsole,
  requestPresence,
} from "./agent/availability.ts";
import { requestWrapUp, requestWrapUpEnd, requestWrapUpExtension, wrapUpOverdue } from "./agent/wrap-up.ts";
import { assert } from "./assert.ts";
import { requestBooking } from "./callback/book.ts";
import { callbackChecked, callbackDue } from "./callback/due.ts";
import { requestCancel, requestReschedule } from "./callback/end.ts";
import { isPromised } from "./callback/promised.ts";
import type { Command } from "./commands.ts";
import type { DueSubject } from "./deadlines.ts";
import type { Fact } from "./facts.ts";
import type { Input, StampedInput, SwitchObservation } from "./inputs.ts";
import { NEVER, type Instant } from "./instant.ts";
import { arrive } from "./interaction/arrive.ts";
import { agentHasHeard, agentHeardEnough, bridgeFailed, legAnswered, legDue } from "./interaction/connect.ts";
import { legParked, legsBridged, legsUnbridged } from "./interaction/connect.ts";
import { dialOverdue, requestDial } from "./interaction/dial.ts";
import { legEnded, lostCauses, VOICEMAIL_MIN_MS, voicemailRecorded } from "./interaction/end.ts";
import { leaveByKey, leaveIfNobodySignedIn, waitingDue } from "./interaction/enqueue.ts";
import { beginFlowAhead } from "./interaction/begin-ahead.ts";
import { advanceFlow, flowOverdue, repeatFlowStep, startRecording } from "./interaction/follow-flow.ts";
import { customerLeg, isReachable } from "./interaction/leg.ts";
import { legReplaced } from "./interaction/replaced.ts";
import {
  requestAccept,
  requestAttach,
  requestDecline,
  requestDigits,
  requestDisposition,
  requestHangUp,
  requestHold,
  requestMute,
} from "./interaction/talking.ts";
import { overflowByFacts } from "./interaction/overflow.ts";
import { requestTransfer } from "./interaction/transfer.ts";
import { switchEmergency } from "./queue/emergency.ts";
import type { Refusal } from "./refusals.ts";
import { endReservation, reservationOfLeg } from "./reservation/release.ts";
import { match } from "./reservation/reserve.ts";
import type { Leg, State } from "./state.ts";
import { switchLost, switchResynced } from "./switch/recover.ts";
import { Turn } from "./turn.ts";
import { leaveDesk, requestClose, requestWorkTransfer, withdrawAllOffers } from "./work/desk.ts";
import { workOffered, workWithdrawn } from "./work/offered.ts";

export interface StepResult {
  readonly facts: readonly Fact[];
  readonly commands: readonly Command[];
  /** The one moment at which the core wants `time.passed`; NEVER if there is none. May be in the past: then at once. */
  readonly wakeAt: Instant;
  /** Set when the input was a person's request and the answer is no. */
  readonly refusal: Refusal | undefined;
}

/** One input in; facts (already folded into `state`), commands and the next wake-up out. Never throws on an input. */
export function step(state: State, input: StampedInput): StepResult {
  const at = Math.max(state.now, input.at);
  state.now = at;
  const turn = new Turn(state, at);
  take(turn, input);
  passTime(turn);
  if (turn.facts.some(isFewerStaff)) leaveIfNobodySignedIn(turn);
  if (state.floor.isOpenForWork) for (const agent of turn.freed) leaveDesk(turn, agent);
  matchAndOverflow(turn);
  assert(!turn.wouldRepeatIds, "a step that hands out ids records at least one fact");
  return {
    facts: turn.facts,
    commands: turn.commands,
    wakeAt: state.deadlines.next() ?? NEVER,
    refusal: turn.refusal === undefined ? undefined : { refused: turn.refusal },
  };
}

/** Whoever an overflow moves is matched where he is now; that ends, since nobody is moved more than so often. */
function matchAndOverflow(turn: Turn): void {
  for (let [from, isAnyMoved] = [0, true]; isAnyMoved;) {
    match(turn);
    const until = turn.facts.length;
    isAnyMoved = overflowByFacts(turn, from);
    from = until;
  }
}

function isFewerStaff(fact: Fact): boolean {
  if (fact.kind === "config.adopted" || fact.kind === "switch.wentUp") return true;
  return fact.kind === "agent.presenceChanged" && fact.presence.kind === "signedOut";
}

function take(turn: Turn, input: Input): void {
  switch (input.kind) {
    case "engine.started":
      turn.record({ kind: "engine.started", epoch: input.epoch, seed: input.seed });
      return withdrawAllOffers(turn);
    case "config.replaced":
      return adoptConfig(turn, input.config);
    case "time.passed":
      return;
    case "console.connected":
      return connectConsole(turn, input.agent);
    case "console.disconnected":
      return disconnectConsole(turn, input.agent);
    case "contact.found":
      return contactFound(turn, input);
    case "agent.presenceRequested":
      return requestPresence(turn, input.agent, input.presence);
    case "reservation.acceptRequested":
      return requestAccept(turn, input.agent, input.reservation);
    case "reservation.declineRequested":
      return requestDecline(turn, input.agent, input.reservation);
    case "call.dialRequested":
      return requestDial(turn, input.agent, input.number, input.contact);
    case "call.hangUpRequested":
      return requestHangUp(turn, input.agent, input.interaction);
    case "call.holdRequested":
      return requestHold(turn, input.agent, input.interaction, input.isHeld);
    case "call.muteRequested":
      return requestMute(turn, input.agent, input.interaction, input.isMuted);
    case "call.digitsRequested":
      return requestDigits(turn, input.agent, input.interaction, input.digits);
    case "call.transferRequested":
      return requestTransfer(turn, input.agent, input.interaction, input.to);
    case "work.offered":
      return workOffered(turn, input);
    case "work.withdrawn":
      return workWithdrawn(turn, input);
    case "work.closeRequested":
      return requestClose(turn, input.agent, input.interaction);
    case "work.transferRequested":
      return requestWorkTransfer(turn, input.agent, input.interaction, input.to);
    case "contact.attachRequested":
      return requestAttach(turn, input.agent, input.interaction, input.contact);
    case "disposition.setRequested":
      return requestDisposition(turn, input.agent, input.interaction, input.disposition, input.note);
    case "wrapUp.requested":
      return requestWrapUp(turn, input.agent, input.interaction, input.isWanted);
    case "wrapUp.endRequested":
      return requestWrapUpEnd(turn, input.agent, input.interaction);
    case "wrapUp.extendRequested":
      return requestWrapUpExtension(turn, input.agent, input.interaction);
    case "emergency.switchRequested":
      return switchEmergency(turn, input.queue, input.isOn, input.by);
    case "callback.bookRequested":
      return requestBooking(turn, input);
    case "callback.cancelRequested":
      return requestCancel(turn, input.interaction);
    case "callback.rescheduleRequested":
      return requestReschedule(turn, input);
    case "callback.checked":
      return callbackChecked(turn, input);
    case "promise.kept":
      return promiseKept(turn, input);
    case "switch.lost":
      return switchLost(turn, input.node, input.cause);
    case "switch.resynced":
      return switchResynced(turn, input);
    case "leg.arrived":
      return arrive(turn, input);
    case "leg.replaced":
      return legReplaced(turn, input);
    case "command.failed":
      return commandFailed(turn, input);
    case "leg.parked":
    case "leg.created":
    case "leg.ringing":
    case "leg.answered":
    case "leg.bridged":
    case "leg.unbridged":
    case "leg.hungUp":
    case "leg.notCreated":
    case "digit.pressed":
    case "prompt.played":
    case "digits.collected":
    case "recording.stopped":
      return observed(turn, input);
  }
}

type LegObservation = Extract<
  SwitchObservation,
  {
    kind:
      | "leg.parked"
      | "leg.created"
      | "leg.ringing"
      | "leg.answered"
      | "leg.bridged"
      | "leg.unbridged"
      | "leg.hungUp"
      | "leg.notCreated"
      | "digit.pressed"
      | "prompt.played"
      | "digits.collected"
      | "recording.stopped";
  }
>;

/** [RT3] What is said about a leg that is gone or was never ours is ignored by name. */
function observed(turn: Turn, seen: LegObservation): void {
  const leg = turn.state.legs.get(seen.leg);
  if (leg === undefined) {
    return turn.ignore(seen.kind, turn.state.endedLegs.has(seen.leg) ? "legEnded" : "legUnknown");
  }
  switch (seen.kind) {
    case "leg.created":
      return;
    case "leg.parked":
      if (seen.isAnswered) legAnswered(turn, leg);
      return legParked(turn, leg);
    case "leg.ringing":
      return legRinging(turn, leg);
    case "leg.answered":
      if (leg.isAnswered) return turn.ignore(seen.kind, "repeated", leg.interaction);
      return legAnswered(turn, leg);
    case "leg.bridged":
      return legsBridged(turn, leg, seen.other);
    case "leg.unbridged":
      return legsUnbridged(turn, leg);
    case "leg.hungUp":
      return legEnded(turn, leg, { ...seen, isLost: lostCauses.has(seen.cause), isUnseen: false });
    case "leg.notCreated": {
      const isUnseen = turn.state.nodes.get(leg.node)?.isUp !== true;
      return legEnded(turn, leg, { cause: seen.cause, sipStatus: undefined, isLost: false, isUnseen });
    }
    case "digit.pressed":
      return digitPressed(turn, leg, seen.digit);
    case "prompt.played":
    case "digits.collected":
    case "recording.stopped":
      return flowAnswered(turn, leg, seen);
  }
}

function legRinging(turn: Turn, leg: Leg): void {
  if (leg.hasRung || leg.isAnswered)
    return turn.ignore("leg.ringing", leg.hasRung ? "repeated" : "late", leg.interaction);
  turn.record({ kind: "leg.rang", leg: leg.id, interaction: leg.interaction });
  const reservation = reservationOfLeg(turn, leg);
  if (reservation === undefined || reservation.isAlerting) return;
  turn.record({
    kind: "reservation.alerting",
    reservation: reservation.id,
    interaction: reservation.interaction,
    agent: reservation.agent,
  });
}

/** A key in a voicemail ends the recording; a key in a queue may be one of the flow's ways out. */
function digitPressed(turn: Turn, leg: Leg, digit: string): void {
  const interaction = turn.state.interactions.get(leg.interaction);
  if (interaction === undefined || interaction.customerLeg !== leg.id) return;
  const { stage } = interaction;
  if (stage.kind === "inFlow" && stage.recording !== undefined && digit === "#") {
    turn.record({ kind: "voicemail.stopAsked", interaction: interaction.id });
    turn.ask({
      kind: "recording.stop",
      node: leg.node,
      leg: leg.id,
      interaction: interaction.id,
      recording: stage.recording.command,
    });
    return;
  }
  if (stage.kind === "waiting") leaveByKey(turn, interaction, stage, digit);
}

/** The switch has done what the flow waited for. An answer to an older question is ignored by name. */
function flowAnswered(
  turn: Turn,
  leg: Leg,
  seen: Extract<LegObservation, { kind: "prompt.played" | "digits.collected" | "recording.stopped" }>,
): void {
  const interaction = turn.state.interactions.get(leg.interaction);
  const stage = interaction?.stage;
  if (interaction === undefined || stage?.kind !== "inFlow" || stage.awaiting !== seen.command) {
    return agentHasHeard(turn, leg, seen);
  }
  switch (seen.kind) {
    case "prompt.played":
      if (stage.pendingRecording !== undefined) return startRecording(turn, interaction);
      return advanceFlow(turn, interaction, { kind: "played" });
    case "digits.collected":
      return advanceFlow(turn, interaction, { kind: "collected", digits: seen.digits, invalid: seen.invalid });
    case "recording.stopped": {
      if (stage.recording === undefined) return;
      if (seen.durationMs < VOICEMAIL_MIN_MS) return repeatFlowStep(turn, interaction);
      voicemailRecorded(turn, interaction, stage.recording.box, seen.command, seen.durationMs);
      return advanceFlow(turn, interaction, { kind: "recorded", seconds: Math.floor(seen.durationMs / 1_000) });
    }
  }
}

function contactFound(turn: Turn, found: Extract<Input, { kind: "contact.found" }>): void {
  const interaction = turn.state.interactions.get(found.interaction);
  if (interaction === undefined) return turn.ignore(found.kind, "unknownInteraction", found.interaction);
  if (interaction.match === undefined) {
    turn.record({
      kind: "contact.identified",
      interaction: interaction.id,
      match: found.match,
      contact: found.contact,
      values: found.values,
    });
    const leg = customerLeg(turn, interaction);
    if (leg !== undefined) beginFlowAhead(turn, interaction, leg);
  }
  if (interaction.stage.kind !== "inFlow" || interaction.stage.awaiting !== found.command) return;
  advanceFlow(turn, interaction, {
    kind: "contactFound",
    match: found.match === "withheld" ? "none" : found.match,
    contact: found.contact,
    values: found.values,
  });
}

function promiseKept(turn: Turn, kept: Extract<Input, { kind: "promise.kept" }>): void {
  const interaction = turn.state.interactions.get(kept.interaction);
  if (interaction?.stage.kind !== "inFlow" || interaction.stage.awaiting !== kept.command) {
    return turn.ignore(kept.kind, "notAwaited", kept.interaction);
  }
  advanceFlow(turn, interaction, { kind: "callbackAnswered", result: "booked" });
}

/**
 * [RT4] Matters only for what is still waited for: the switch's other words about the leg decide the rest. A flow does not
 * go on because its switch is out of reach: its step is asked for again when the switch is back.
 */
function commandFailed(turn: Turn, failed: Extract<Input, { kind: "command.failed" }>): void {
  const { command, cause } = failed;
  const { legs, interactions } = turn.state;
  const of = legs.get(failed.leg)?.interaction;
  const interaction = of === undefined ? undefined : interactions.get(of);
  for (const id of interaction?.openLegs ?? []) {
    const leg = legs.get(id);
    if (interaction !== undefined && leg?.bridging?.command === command) return bridgeFailed(turn, interaction, leg);
  }
  if (interaction?.stage.kind !== "inFlow" || interaction.stage.awaiting !== command) {
    return turn.ignore("command.failed", cause.slice(0, 80));
  }
  if (!isReachable(turn, interaction)) return turn.ignore("command.failed", "switchDown", interaction.id);
  // He has just left: his end is on its way, and he has neither been silent nor pressed anything.
  if (cause === "LEG_GONE") return turn.ignore("command.failed", "legGone", interaction.id);
  advanceFlow(turn, interaction, { kind: "failed", reason: cause });
}

/** Works off everything that is due by now; entries that are stale say nothing. */
function passTime(turn: Turn): void {
  for (let due = turn.state.deadlines.pop(turn.at); due !== undefined; due = turn.state.deadlines.pop(turn.at)) {
    somethingDue(turn, due);
  }
}

function somethingDue(turn: Turn, due: DueSubject): void {
  const { state } = turn;
  switch (due.kind) {
    case "agent":
      wrapUpOverdue(turn, due.agent);
      backOffOverdue(turn, due.agent);
      consoleOverdue(turn, due.agent);
      return;
    case "leg": {
      const leg = state.legs.get(due.leg);
      if (leg !== undefined) legDue(turn, leg);
      return;
    }
    case "reservation": {
      const reservation = state.reservations.get(due.reservation);
      if (reservation === undefined) return;
      if (reservation.leg === undefined) return endReservation(turn, reservation, "missed");
      const leg = state.legs.get(reservation.leg);
      // She has picked up: what she hears, and the bridge, have deadlines of their own.
      if (leg?.isAnswered === true) return agentHeardEnough(turn, reservation, leg);
      // While the switch cannot be seen, nobody knows whether she has: decided when it can be (recover.ts).
      if (leg !== undefined && state.nodes.get(leg.node)?.isUp !== true) return;
      return endReservation(turn, reservation, leg === undefined ? "withdrawn" : "missed");
    }
    case "interaction": {
      const interaction = state.interactions.get(due.interaction);
      if (interaction === undefined) return;
      if (isPromised(interaction)) callbackDue(turn, interaction);
      const { stage } = interaction;
      if (stage.kind === "waiting") return waitingDue(turn, interaction);
      if (stage.kind === "dialling") return dialOverdue(turn, interaction, stage);
      if (stage.kind === "inFlow") return flowOverdue(turn, interaction);
      return;
    }
  }
}
