/** Into a queue, and out of it by the exits that need no agent: time, nobody there, full, a key. */

import type { BlockingEffect } from "#ivr-flows/interpret.ts";
import type { Needs, OverflowWhen, QueueConfig } from "../config.ts";
import type { FlowOutReason, Particular } from "../facts.ts";
import type { InteractionId, QueueId } from "../ids.ts";
import { NEVER } from "../instant.ts";
import { queueConfig, queueNamed, relaxed } from "../matching/eligible.ts";
import { endAside, leadsToCallback, stepAside } from "../callback/aside.ts";
import { attemptFailed } from "../callback/attempt.ts";
import { isPromised, isWithoutCustomer } from "../callback/promised.ts";
import { endCallback } from "../callback/end.ts";
import { withdraw } from "../reservation/release.ts";
import { isAnswered } from "../evolve/reach.ts";
import type { Interaction, State, Waiting } from "../state.ts";
import type { Turn } from "../turn.ts";
import { momentOfPosition } from "../queue/position.ts";
import { announce } from "./announce.ts";
import { advanceFlow } from "./follow-flow.ts";
import { customerLeg, isReachable, playMusic, tag } from "./leg.ts";
import { marksOf } from "./marks.ts";
import { visitNeeds } from "./visit-needs.ts";
import { particularOf, visitWishes, weightOf } from "./visit-wishes.ts";
import { isFull, overflowAtEntry, overflowNow } from "./overflow.ts";

type Enqueue = Extract<BlockingEffect, { kind: "enqueue" }>;

/** Ways out that are not a rule's. */
type QueueExit = Exclude<FlowOutReason, OverflowWhen["kind"]>;

/** [RT20] A flow sends a caller to wait. What makes waiting pointless takes him out by the exit that says so, at once. */
export function enqueue(turn: Turn, interaction: Interaction, effect: Enqueue): void {
  const { config } = turn.state;
  const wishes = visitWishes(turn, interaction, effect.queue);
  // [RT184] A rule leads elsewhere only once, so that a caller who flowed out of its queue is not led back into it.
  const wished =
    interaction.lastQueue === undefined ? queueConfig(config, wishes.queue) : asideQueue(turn, interaction);
  const queue = wished ?? queueNamed(config, effect.queue);
  if (queue === undefined) return leaveByFlow(turn, interaction, "unknownQueue");
  const needs = visitNeeds(config, queue, effect.requirement, wishes);
  const priority = (wishes.prioritySet ?? queue.priority + effect.priority) + wishes.priorityAdded;
  const weight = weightOf(config, interaction, wishes.tier);
  const agentPrompt = wishes.agentPrompt ?? effect.agentPrompt;
  const overflowAfterMs = effect.overflowAfterMs ?? queue.overflowAfterMs;
  const aside = interaction.aside?.visit;
  if (aside !== undefined && aside.queue !== queue.id) endAside(turn, interaction, "flowedOut");
  const isBack = interaction.aside !== undefined;
  const asked: Visit = {
    queue,
    needs,
    weight,
    particular: isBack ? undefined : particularOf(turn, interaction, queue, needs, wishes.particular),
    priority,
    enteredAt: isBack ? turn.at : entryMoment(turn, interaction, queue, priority, effect.position),
    overflowAt: overflowAfterMs === undefined ? NEVER : turn.at + overflowAfterMs,
    isReturn: isBack,
    keys: effect.keys,
    ...(agentPrompt === undefined ? {} : { agentPrompt }),
  };
  const visit = isBack ? { ...asked, ...lastPlace(interaction, needs) } : asked;
  if (!isBack && overflowAtEntry(turn, interaction, visit)) return;
  if (!isBack && isFull(turn, queue)) return refuseVisit(turn, interaction, visit, "full");
  if (queue.leaveWhenNobodySignedIn && !isAnyoneSignedIn(turn, queue, queue.id, needs)) {
    return refuseVisit(turn, interaction, visit, "nobodySignedIn");
  }
  enter(turn, interaction, visit);
}

/** [RT325] The present, unless his flow asks for a place further ahead. [RT326] Nobody loses his by that who has waited too long. */
function entryMoment(
  turn: Turn,
  { id }: Interaction,
  queue: QueueConfig,
  priority: number,
  position: number | undefined,
): number {
  if (position === undefined) return turn.at;
  const { lines, config } = turn.state;
  return momentOfPosition(lines.get(queue.id), {
    place: { interaction: id, priority, enteredAt: turn.at },
    position,
    notBefore: config.weightedWaitMaxMs === undefined ? -Infinity : turn.at - config.weightedWaitMaxMs,
  });
}

/** The place that he had before he was asked about a callback. */
function lastPlace(interaction: Interaction, needs: Needs): Pick<Visit, "needs" | "weight" | "priority" | "enteredAt"> {
  const { lastNeeds, lastWeight, lastPriority, lastEnteredAt } = interaction;
  return { needs: lastNeeds ?? needs, weight: lastWeight, priority: lastPriority, enteredAt: lastEnteredAt };
}

/**
 * [RT150] He was only asked about a callback, and has come back to the node that he left: to the same queue, wherever a rule
 * has led him.
 */
function asideQueue(turn: Turn, { aside, flow }: Interaction): QueueConfig | undefined {
  if (aside === undefined || aside.node !== flow?.cursor.node) return undefined;
  return queueConfig(turn.state.config, aside.visit.queue);
}

export interface Visit {
  readonly queue: QueueConfig;
  readonly needs: Needs;
  readonly weight: number;
  readonly particular: Particular | undefined;
  readonly priority: number;
  readonly enteredAt: number;
  readonly overflowAt: number;
  readonly isReturn: boolean;
  readonly keys: readonly string[];
  readonly agentPrompt?: string | undefined;
}

/** Puts the caller in line, with music, and marks the leg so that the switch alone knows his place. */
export function enter(turn: Turn, interaction: Interaction, visit: Visit): void {
  queueUp(turn, interaction, visit);
  const leg = customerLeg(turn, interaction);
  if (leg === undefined) return;
  playMusic(turn, leg);
  // One who is not parked yet gets his marks with his music.
  if (leg.isParked) tag(turn, leg, marksOf(interaction));
}

/** The beginning of a visit alone: nothing is asked of the switch. */
export function queueUp(turn: Turn, interaction: Interaction, { queue, ...place }: Visit): void {
  turn.record({ kind: "interaction.queued", interaction: interaction.id, queue: queue.id, ...place });
}

/** A visit that is over as it begins: counted as offered and flowed out, so that the figures add up. */
function refuseVisit(turn: Turn, interaction: Interaction, visit: Visit, reason: QueueExit): void {
  queueUp(turn, interaction, { ...visit, particular: undefined, overflowAt: NEVER, keys: [] });
  flowOut(turn, interaction, reason);
}

/** [RT22] Out of the queue by an exit of the flow; an alerting agent is let go. */
export function flowOut(turn: Turn, interaction: Interaction, reason: QueueExit, key?: string): void {
  const { stage } = interaction;
  if (stage.kind !== "waiting") return;
  if (isPromised(interaction)) return callbackUnserved(turn, interaction, reason);
  if (leadsToCallback(turn, interaction, reason, key)) stepAside(turn, interaction, stage, reason);
  else leaveQueue(turn, interaction, stage, "flowedOut", reason);
  leaveByFlow(turn, interaction, reason, key);
}

/** [RT157] A promise waits for somebody to sign in, as long as it has time; the customer on the line does not. */
function callbackUnserved(turn: Turn, interaction: Parameters<typeof endCallback>[1], reason: FlowOutReason): void {
  if (reason === "unknownQueue") return endCallback(turn, interaction, "refused");
  if (!isWithoutCustomer(interaction)) attemptFailed(turn, interaction, "NOBODY_SIGNED_IN", false);
}

function leaveByFlow(turn: Turn, interaction: Interaction, reason: QueueExit, key?: string): void {
  advanceFlow(turn, interaction, { kind: "queueLeft", reason, ...(key === undefined ? {} : { key }) });
}

/** The end of a visit: whoever is rung for it is let go first. */
export function leaveQueue(
  turn: Turn,
  interaction: Interaction,
  waiting: Waiting,
  outcome: "abandoned" | "flowedOut" | "lost",
  flowOutReason: FlowOutReason | "callback" | undefined,
): void {
  withdraw(turn, waiting.reservations);
  turn.record({
    kind: "queue.left",
    interaction: interaction.id,
    queue: waiting.queue,
    outcome,
    waitMs: turn.at - waiting.since,
    flowOut: flowOutReason,
  });
}

/** What is due for a waiting caller: an easier requirement, a higher priority, an overflow, an announcement. */
export function waitingDue(turn: Turn, interaction: Interaction): void {
  relaxWhatIsDue(turn, interaction);
  ageWhatIsDue(turn, interaction);
  releaseParticular(turn, interaction);
  const { stage } = interaction;
  // While the switch cannot be reached nobody is moved; it is looked at again when the switch is back.
  if (stage.kind !== "waiting" || !isReachable(turn, interaction)) return;
  if (overflowNow(turn, interaction)) return;
  if (stage.overflowAt <= turn.at && !isBeingAnswered(turn.state, stage)) return flowOut(turn, interaction, "timeout");
  if (stage.nextAnnouncementAt <= turn.at) announce(turn, interaction, stage);
}

/** [RT22] A key takes the caller out as long as no agent has picked up for him. */
export function leaveByKey(turn: Turn, interaction: Interaction, waiting: Waiting, digit: string): void {
  if (!waiting.keys.includes(digit)) return;
  if (isBeingAnswered(turn.state, waiting)) return turn.ignore("digit.pressed", "agentAnswered", interaction.id);
  flowOut(turn, interaction, "key", digit);
}

export function isBeingAnswered(state: State, waiting: Waiting): boolean {
  return waiting.reservations.some((id) => isAnswered(state, id));
}

function relaxWhatIsDue(turn: Turn, interaction: Interaction): void {
  for (;;) {
    const { stage } = interaction;
    if (stage.kind !== "waiting") return;
    const step = queueConfig(turn.state.config, stage.queue)?.relaxation[stage.nextStep];
    if (step === undefined || stage.enteredAt + step.afterMs > turn.at) return;
    turn.record({
      kind: "requirement.relaxed",
      interaction: interaction.id,
      step: stage.nextStep,
      name: step.name,
      needs: relaxed(stage.needs, step),
    });
  }
}

/** [RT220] Bands count from the moment of entry, like steps; what a band adds, it adds to the priority before ageing. */
function ageWhatIsDue(turn: Turn, interaction: Interaction): void {
  for (;;) {
    const { stage } = interaction;
    if (stage.kind !== "waiting") return;
    const ageing = queueConfig(turn.state.config, stage.queue)?.ageing;
    const band = ageing?.[stage.nextBand];
    if (band === undefined || stage.enteredAt + band.afterMs > turn.at) return;
    const before = ageing?.[stage.nextBand - 1]?.priority ?? 0;
    turn.record({
      kind: "priority.raised",
      interaction: interaction.id,
      band: stage.nextBand,
      priority: stage.priority - before + band.priority,
    });
  }
}

/** [RT224] Whoever is tried first is waited for until a moment, and not at all once all of them have signed out. */
function releaseParticular(turn: Turn, interaction: Interaction): void {
  const { stage } = interaction;
  if (stage.kind !== "waiting" || stage.particular === undefined) return;
  const isAnyThere = stage.particular.agents.some((agent) => turn.state.floor.isSignedIn(agent));
  if (isAnyThere && turn.at < stage.particular.until) return;
  const because = isAnyThere ? "timeout" : "signedOut";
  turn.record({ kind: "particular.released", interaction: interaction.id, because });
}

/**
 * [RT23] The last one who could ever take a queue's callers has signed out or was removed: they leave by the flow. A queue
 * that was removed keeps its callers as long as there is anybody for them. Looked at by class, then one by one only where
 * nobody is there.
 */
export function leaveIfNobodySignedIn(turn: Turn): void {
  for (const { interaction: id } of turn.state.floor.askingForTheAbsent()) {
    const interaction = turn.state.interactions.get(id);
    if (interaction !== undefined) releaseParticular(turn, interaction);
  }
  for (const each of turn.state.floor.occupiedClasses()) {
    // [RT247] Mail and chat wait for somebody to come.
    if (each.lane !== "voice") continue;
    const queue = queueConfig(turn.state.config, each.queue);
    if (queue?.leaveWhenNobodySignedIn === false) continue;
    if (turn.state.floor.isStaffed(each.queue, each.needs, each.weight, [])) continue;
    // Whoever leaves is taken off the line while we look.
    const waiting = Array.from(each.line, ({ interaction }) => interaction);
    for (const id of waiting) leaveIfForNobody(turn, id, queue);
  }
}

function leaveIfForNobody(turn: Turn, id: InteractionId, queue: QueueConfig | undefined): void {
  const interaction = turn.state.interactions.get(id);
  if (interaction?.stage.kind !== "waiting") return;
  const { needs, nextStep } = interaction.stage;
  if (isAnyoneSignedIn(turn, queue, interaction.stage.queue, needs, nextStep)) return;
  if (overflowNow(turn, interaction)) return;
  flowOut(turn, interaction, queue === undefined ? "unknownQueue" : "nobodySignedIn");
}

/** Whether anybody who is signed in could take this, now or once the needs have relaxed. */
export function isAnyoneSignedIn(
  turn: Turn,
  queue: QueueConfig | undefined,
  id: QueueId,
  needs: Needs,
  nextStep = 0,
): boolean {
  return turn.state.floor.isStaffed(id, needs, 1, queue?.relaxation.slice(nextStep) ?? []);
}
