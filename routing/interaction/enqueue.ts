/** Into a queue, and out of it by the exits that need no agent: time, nobody there, full, a key. */

import type { BlockingEffect } from "#ivr-flows/interpret.ts";
import type { Needs, Proficiency, QueueConfig, Requirement, RoutingConfig, SkillRequirement } from "../config.ts";
import type { FlowOutReason, Particular } from "../facts.ts";
import { NEVER } from "../instant.ts";
import { agentConfig, couldEverTake, needsOf, queueConfig, relaxed } from "../matching/eligible.ts";
import { endReservation } from "../reservation/release.ts";
import { placeOf } from "../evolve/reach.ts";
import type { Interaction, Waiting } from "../state.ts";
import type { Turn } from "../turn.ts";
import { advanceFlow, languageOf, positionPrompts } from "./follow-flow.ts";
import { customerLeg, isReachable, playMusic, tag } from "./leg.ts";
import { particularOf, visitWishes, weightOf } from "./visit-wishes.ts";

type Enqueue = Extract<BlockingEffect, { kind: "enqueue" }>;

/** [RT20] A flow sends a caller to wait. What makes waiting pointless takes him out by the exit that says so, at once. */
export function enqueue(turn: Turn, interaction: Interaction, effect: Enqueue): void {
  const { config } = turn.state;
  const wishes = visitWishes(turn, interaction, effect.queue);
  // [RT184] A rule leads elsewhere only once, so that a caller who flowed out of its queue is not led back into it.
  const wished = interaction.lastQueue === undefined ? queueConfig(config, wishes.queue) : undefined;
  const queue = wished ?? config.queues.find((each) => each.name === effect.queue);
  if (queue === undefined) return leaveByFlow(turn, interaction, "unknownQueue");
  const asked = combined(queue.requirement, requirementOf(config, effect.requirement));
  const needs: Needs = {
    ...needsOf(queue),
    requirement: combined(asked, wishes.requirement),
    preferred: [...queue.preferred, ...wishes.preferred],
  };
  const priority = (wishes.prioritySet ?? queue.priority + effect.priority) + wishes.priorityAdded;
  const weight = weightOf(config, interaction, wishes.tier);
  if (queue.waitingMax !== undefined && (turn.state.lines.get(queue.id)?.length ?? 0) >= queue.waitingMax) {
    return refuseVisit(turn, interaction, { queue, needs, priority, weight }, "full");
  }
  if (queue.leaveWhenNobodySignedIn && !isAnyoneSignedIn(turn, queue, needs)) {
    return refuseVisit(turn, interaction, { queue, needs, priority, weight }, "nobodySignedIn");
  }
  const overflowAfterMs = effect.overflowAfterMs ?? queue.overflowAfterMs;
  enter(turn, interaction, {
    queue,
    needs,
    weight,
    particular: particularOf(turn, interaction, queue, needs, wishes.particular),
    priority,
    enteredAt: turn.at,
    overflowAt: overflowAfterMs === undefined ? NEVER : turn.at + overflowAfterMs,
    isReturn: false,
    keys: effect.keys,
  });
}

interface Visit {
  readonly queue: QueueConfig;
  readonly needs: Needs;
  readonly weight: number;
  readonly particular: Particular | undefined;
  readonly priority: number;
  readonly enteredAt: number;
  readonly overflowAt: number;
  readonly isReturn: boolean;
  readonly keys: readonly string[];
}

/** Puts the caller in line, with music, and marks the leg so that the switch alone knows his place. */
export function enter(turn: Turn, interaction: Interaction, visit: Visit): void {
  const { queue, ...place } = visit;
  turn.record({ kind: "interaction.queued", interaction: interaction.id, queue: queue.id, ...place });
  const leg = customerLeg(turn, interaction);
  if (leg === undefined) return;
  playMusic(turn, leg);
  tag(turn, leg, marksOf(interaction));
}

/** What is written on a waiting caller's leg. */
export function marksOf({ stage }: Interaction): Readonly<Record<string, string>> {
  if (stage.kind !== "waiting") return {};
  return {
    queue: stage.queue,
    joined: String(stage.enteredAt),
    priority: String(stage.priority),
    ...(stage.weight === 1 ? {} : { weight: String(stage.weight) }),
  };
}

/** A visit that is over as it begins: counted as offered and flowed out, so that the figures add up. */
function refuseVisit(
  turn: Turn,
  interaction: Interaction,
  { queue, needs, priority, weight }: Pick<Visit, "queue" | "needs" | "priority" | "weight">,
  reason: FlowOutReason,
): void {
  turn.record({
    kind: "interaction.queued",
    interaction: interaction.id,
    queue: queue.id,
    priority,
    needs,
    weight,
    particular: undefined,
    enteredAt: turn.at,
    overflowAt: NEVER,
    isReturn: false,
    keys: [],
  });
  flowOut(turn, interaction, reason);
}

/** [RT22] Out of the queue by an exit of the flow; an alerting agent is let go. */
export function flowOut(turn: Turn, interaction: Interaction, reason: FlowOutReason, key?: string): void {
  const { stage } = interaction;
  if (stage.kind !== "waiting") return;
  leaveQueue(turn, interaction, stage, "flowedOut", reason);
  leaveByFlow(turn, interaction, reason, key);
}

function leaveByFlow(turn: Turn, interaction: Interaction, reason: FlowOutReason, key?: string): void {
  advanceFlow(turn, interaction, { kind: "queueLeft", reason, ...(key === undefined ? {} : { key }) });
}

/** The end of a visit: the reservation, if there is one, is withdrawn first. */
export function leaveQueue(
  turn: Turn,
  interaction: Interaction,
  waiting: Waiting,
  outcome: "abandoned" | "flowedOut" | "lost",
  flowOutReason: FlowOutReason | undefined,
): void {
  const reservation = waiting.reservation === undefined ? undefined : turn.state.reservations.get(waiting.reservation);
  if (reservation !== undefined) endReservation(turn, reservation, "withdrawn");
  turn.record({
    kind: "queue.left",
    interaction: interaction.id,
    queue: waiting.queue,
    outcome,
    waitMs: turn.at - waiting.since,
    flowOut: flowOutReason,
  });
}

/** [RT21] What is due for a waiting caller: an easier requirement, the overflow, an announcement. */
export function waitingDue(turn: Turn, interaction: Interaction): void {
  relaxWhatIsDue(turn, interaction);
  const { stage } = interaction;
  // While the switch cannot be reached nobody is moved; it is looked at again when the switch is back.
  if (stage.kind !== "waiting" || !isReachable(turn, interaction)) return;
  if (stage.overflowAt <= turn.at && !isBeingAnswered(turn, stage)) return flowOut(turn, interaction, "timeout");
  if (stage.nextAnnouncementAt <= turn.at) announcePosition(turn, interaction, stage);
}

/** [RT22] A key takes the caller out as long as no agent has picked up for him. */
export function leaveByKey(turn: Turn, interaction: Interaction, waiting: Waiting, digit: string): void {
  if (!waiting.keys.includes(digit)) return;
  if (isBeingAnswered(turn, waiting)) return turn.ignore("digit.pressed", "agentAnswered", interaction.id);
  flowOut(turn, interaction, "key", digit);
}

/** The agent who was rung has picked up; the two are about to be joined. */
function isBeingAnswered(turn: Turn, waiting: Waiting): boolean {
  const reservation = waiting.reservation === undefined ? undefined : turn.state.reservations.get(waiting.reservation);
  return reservation !== undefined && turn.state.legs.get(reservation.leg)?.isAnswered === true;
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

function announcePosition(turn: Turn, interaction: Interaction, waiting: Waiting): void {
  const position = turn.state.lines.get(waiting.queue)?.position(placeOf(interaction.id, waiting)) ?? 1;
  turn.record({ kind: "interaction.announced", interaction: interaction.id, position });
  const leg = customerLeg(turn, interaction);
  if (leg === undefined || !leg.isParked || waiting.reservation !== undefined) return;
  const language = languageOf(interaction, interaction.flow?.version.flow);
  turn.ask({
    kind: "prompt.announce",
    node: leg.node,
    leg: leg.id,
    prompts: positionPrompts(language, position),
  });
}

/**
 * [RT23] The last one who could ever take a queue's callers has signed out or was removed: they leave by the flow. A queue
 * that was removed keeps its callers as long as there is anybody for them.
 */
export function leaveIfNobodySignedIn(turn: Turn): void {
  for (const [id, line] of turn.state.lines) {
    const queue = queueConfig(turn.state.config, id);
    if (queue?.leaveWhenNobodySignedIn === false) continue;
    for (const place of line.places().slice()) {
      const interaction = turn.state.interactions.get(place.interaction);
      if (interaction?.stage.kind !== "waiting" || interaction.stage.reservation !== undefined) continue;
      const { needs, nextStep } = interaction.stage;
      if (isAnyoneSignedIn(turn, queue, needs, nextStep)) continue;
      flowOut(turn, interaction, queue === undefined ? "unknownQueue" : "nobodySignedIn");
    }
  }
}

/** Whether anybody who is signed in could take this, now or once the requirement has relaxed. */
export function isAnyoneSignedIn(turn: Turn, queue: QueueConfig | undefined, needs: Needs, nextStep = 0): boolean {
  for (const agent of turn.state.agents.values()) {
    if (agent.presence.kind === "signedOut") continue;
    const config = agentConfig(turn.state.config, agent.id);
    if (config !== undefined && couldEverTake(config, needs, queue, nextStep)) return true;
  }
  return false;
}

/** Flow files name skills; a name that is gone from the configuration asks for nothing. */
function requirementOf(config: RoutingConfig, named: Enqueue["requirement"]): readonly SkillRequirement[] {
  return named.flatMap(({ skill, proficiency }) => {
    const known = config.skills.find((each) => each.name.toLowerCase() === skill.toLowerCase());
    return known === undefined ? [] : [{ skill: known.id, proficiency: clamp(proficiency) }];
  });
}

function clamp(proficiency: number): Proficiency {
  return Math.max(1, Math.min(5, Math.round(proficiency))) as Proficiency; // 1 to 5 by construction
}

/** Both requirements at once: of the plain conditions on one skill the higher proficiency, everything else side by side. */
function combined(a: Requirement, b: Requirement): Requirement {
  const others = [...a];
  for (const each of b) {
    const isPlain = "skill" in each && each.proficiencyMax === undefined;
    const index = isPlain ? others.findIndex((known) => "skill" in known && known.skill === each.skill) : -1;
    const known = others[index];
    if (known === undefined || !("skill" in known) || !isPlain) others.push(each);
    else if (known.proficiency < each.proficiency) others[index] = { ...known, proficiency: each.proficiency };
  }
  return others;
}
