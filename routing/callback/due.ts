/**
 * When a callback may be called: not before its time, only inside the calling windows, not after it expired, and never
 * without asking first whether the number may be called at all.
 */

import type { CallbackPolicy } from "../config.ts";
import { NEVER, type Instant } from "../instant.ts";
import { enter, isBeingAnswered, leaveQueue } from "../interaction/enqueue.ts";
import { queueConfig } from "../matching/eligible.ts";
import { nextWithin, windowCloses } from "../schedule/windows.ts";
import type { Turn } from "../turn.ts";
import { agentReady, attemptFailed, callHeldCustomer } from "./attempt.ts";
import { endCallback } from "./end.ts";
import type { PostponeReason } from "./facts.ts";
import type { CallbackAnswer } from "./inputs.ts";
import { isWithoutCustomer, policyOf, promised, type Promised } from "./promised.ts";

/** An answer that takes longer will not come. */
export const CHECK_MS = 4_000;

/** [RT155] The customer's zone as far as it is known and valid; the policy's was checked when it was set up. */
function nextWindow(policy: CallbackPolicy, timeZone: string | undefined, at: Instant): Instant | undefined {
  return withZone(policy, timeZone, (zone) => nextWithin(policy.windows, zone, at));
}

function withZone<T>(policy: CallbackPolicy, timeZone: string | undefined, ask: (zone: string) => T): T {
  if (timeZone !== undefined) {
    try {
      return ask(timeZone);
    } catch (error) {
      // A zone that this process does not know: outside text, checked here because only the zone's table can tell.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return ask(policy.timeZone);
}

/** [RT155] Into the line if it may be called now; postponed to the next window; expired if that is too late. */
export function scheduleNext(turn: Turn, interaction: Promised, earliest: Instant, reason: PostponeReason): void {
  const { callback } = interaction;
  const policy = policyOf(turn.state, callback.queue);
  if (policy === undefined) return endCallback(turn, interaction, "refused");
  const from = Math.max(turn.at, earliest);
  const next = nextWindow(policy, callback.timeZone, from);
  if (next === undefined || next >= callback.expiresAt) return endCallback(turn, interaction, "expired");
  const { stage } = interaction;
  if (stage.kind === "waiting") leaveQueue(turn, interaction, stage, "flowedOut", "callback");
  if (next > turn.at) {
    const why = next > from ? "window" : reason;
    turn.record({ kind: "callback.postponed", interaction: interaction.id, until: next, reason: why });
    return;
  }
  takePlace(turn, interaction, policy);
}

/** [RT151] Into the line at the place that the promise keeps; no leg, so nobody hears anything yet. */
function takePlace(turn: Turn, interaction: Promised, policy: CallbackPolicy): void {
  const { callback } = interaction;
  const queue = queueConfig(turn.state.config, callback.queue);
  if (queue === undefined) return endCallback(turn, interaction, "refused");
  turn.record({ kind: "callback.due", interaction: interaction.id, until: lineUntil(turn, interaction, policy) });
  const { agent } = callback;
  enter(turn, interaction, {
    queue,
    needs: callback.needs,
    weight: callback.weight,
    particular:
      agent === undefined || policy.personalMs === 0
        ? undefined
        : { agents: [agent], why: "named", until: turn.at + policy.personalMs },
    priority: callback.priority,
    enteredAt: Math.min(callback.enteredAt, turn.at),
    overflowAt: NEVER,
    isReturn: callback.attempts > 0,
    keys: [],
  });
}

function lineUntil(turn: Turn, { callback }: Promised, policy: CallbackPolicy): Instant {
  if (policy.windows.length === 0) return callback.expiresAt;
  const closes = withZone(policy, callback.timeZone, (zone) => windowCloses(policy.windows, zone, turn.at));
  return Math.min(callback.expiresAt, closes ?? NEVER);
}

/** What may be due about a callback: its time, the end of its window, its end, an answer that does not come. */
export function callbackDue(turn: Turn, interaction: Promised): void {
  const { callback, stage } = interaction;
  if (callback.check !== undefined && callback.check.until <= turn.at) {
    return checked(turn, interaction, undefined, undefined);
  }
  if (stage.kind === "postponed" && stage.until <= turn.at) return scheduleNext(turn, interaction, turn.at, "notDue");
  if (stage.kind !== "waiting" || !isWithoutCustomer(interaction) || callback.lineUntil > turn.at) return;
  // The agent has picked up for him: this attempt is still made.
  if (isBeingAnswered(turn.state, stage)) return;
  const policy = policyOf(turn.state, callback.queue);
  const isOpen = policy !== undefined && nextWindow(policy, callback.timeZone, turn.at) === turn.at;
  if (isOpen && turn.at < callback.expiresAt) {
    // One window went over into the next: he keeps standing where he stands.
    const until = lineUntil(turn, interaction, policy);
    return turn.record({ kind: "callback.due", interaction: interaction.id, until });
  }
  scheduleNext(turn, interaction, turn.at, "window");
}

/** [RT156] Asked when it is booked and before every single attempt: a "no" that came meanwhile counts. */
export function askCheck(turn: Turn, interaction: Promised): void {
  const { callback, id, contact } = interaction;
  const command = turn.newCommandId();
  turn.record({ kind: "callback.checking", interaction: id, command, until: turn.at + CHECK_MS });
  turn.commands.push({ kind: "callback.check", id: command, interaction: id, number: callback.number, contact });
}

/** [RT156] "No" ends it, for good; no answer is not taken for a yes. */
export function callbackChecked(turn: Turn, answer: Extract<CallbackAnswer, { kind: "callback.checked" }>): void {
  const interaction = promised(turn.state, answer.interaction);
  if (interaction === undefined || interaction.callback.check?.command !== answer.command) {
    return turn.ignore(answer.kind, "notAwaited", answer.interaction);
  }
  checked(turn, interaction, answer.mayCall, answer.timeZone);
}

function checked(turn: Turn, interaction: Promised, mayCall: boolean | undefined, timeZone: string | undefined): void {
  turn.record({ kind: "callback.checked", interaction: interaction.id, mayCall, timeZone });
  const { stage, callback } = interaction;
  if (mayCall === false) return endCallback(turn, interaction, "doNotCall");
  const isAttempt =
    (stage.kind === "waiting" && stage.reservations.length > 0) ||
    (stage.kind === "dialling" && stage.farLeg === undefined);
  if (isAttempt && mayCall === undefined) return attemptFailed(turn, interaction, "CHECK_FAILED", false);
  if (stage.kind === "dialling") return callHeldCustomer(turn, interaction, stage);
  // One agent at a time is rung for a promise.
  const held = stage.kind === "waiting" ? stage.reservations[0] : undefined;
  if (held !== undefined) {
    const reservation = turn.state.reservations.get(held);
    const leg = reservation?.leg === undefined ? undefined : turn.state.legs.get(reservation.leg);
    if (reservation !== undefined && leg?.isAnswered === true && leg.isParked) {
      agentReady(turn, interaction, reservation, leg);
    }
    return;
  }
  // It was booked by the queue's clock; now his own is known.
  if (timeZone === undefined) return;
  if (stage.kind === "postponed") return scheduleNext(turn, interaction, callback.dueAt, "notDue");
  const policy = policyOf(turn.state, callback.queue);
  if (stage.kind !== "waiting" || policy === undefined) return;
  if (nextWindow(policy, callback.timeZone, turn.at) === turn.at) {
    return turn.record({
      kind: "callback.due",
      interaction: interaction.id,
      until: lineUntil(turn, interaction, policy),
    });
  }
  scheduleNext(turn, interaction, turn.at, "window");
}

/** Whether the customer's clock lets him be called at this moment. */
export function isCallable(turn: Turn, { callback }: Promised, policy: CallbackPolicy): boolean {
  return nextWindow(policy, callback.timeZone, turn.at) === turn.at;
}
