/**
 * Overflow: a queue's rules take somebody out before an agent has him. Looked at when he enters, when something is due for
 * him, and when a fact changes what a rule counts; never by asking again and again.
 */

import { leadsToCallback, stepAside } from "../callback/aside.ts";
import { isPromised } from "../callback/promised.ts";
import type { OverflowRule, OverflowTarget, OverflowWhen, QueueConfig } from "../config.ts";
import { placeOf } from "../evolve/reach.ts";
import type { Fact } from "../facts.ts";
import type { AgentId, QueueId } from "../ids.ts";
import { NEVER } from "../instant.ts";
import { needsOf, queueConfig } from "../matching/eligible.ts";
import { boxFlow } from "../queue/box-flow.ts";
import { couldServe, holds, isBroughtAboutByFacts, watchedQueues, type Standing } from "../queue/overflow.ts";
import type { Interaction, Waiting } from "../state.ts";
import type { Turn } from "../turn.ts";
import { dialable, mayDial, ringFar } from "./dial.ts";
import { enter, isAnyoneSignedIn, isBeingAnswered, leaveQueue, queueUp, type Visit } from "./enqueue.ts";
import { advanceFlow, enterFlow } from "./follow-flow.ts";
import { customerLeg, isReachable, playMusic } from "./leg.ts";

/** [RT139] So often rules move one interaction; after that it stays where it is. */
export const OVERFLOWS_MAX = 5;
/** After so long in the queue, a way out that the flow decides on is the flow's own business and not counted. */
export const VISIT_MIN_MS = 1_000;

interface Choice {
  readonly index: number;
  readonly rule: OverflowRule;
}

/** [RT130] A visit begins, or is over as it begins because a rule takes him on at once. Then: true. */
export function overflowAtEntry(turn: Turn, interaction: Interaction, visit: Visit): boolean {
  const line = turn.state.lines.get(visit.queue.id);
  const place = { ...visit, interaction: interaction.id };
  const ahead = line?.before(place) ?? 0;
  const him = { ahead, since: turn.at, isNew: true, ringing: 0 };
  const choice = chooseRule(turn, interaction, visit.queue, him);
  if (choice === undefined) return false;
  queueUp(turn, interaction, { ...visit, particular: undefined, overflowAt: NEVER, keys: [] });
  follow(turn, interaction, choice);
  return true;
}

/** [RT131] Whether a rule takes him out now; an agent who has picked up keeps him. */
export function overflowNow(turn: Turn, interaction: Interaction): boolean {
  const { stage } = interaction;
  if (stage.kind !== "waiting" || !isReachable(turn, interaction) || isBeingAnswered(turn.state, stage)) return false;
  const queue = queueConfig(turn.state.config, stage.queue);
  if (queue === undefined || queue.overflow.length === 0 || customerLeg(turn, interaction) === undefined) return false;
  if (isPromised(interaction)) return false;
  const ahead = turn.state.lines.get(stage.queue)?.before(placeOf(interaction.id, stage)) ?? 0;
  const him = { ahead, since: stage.since, isNew: false, ringing: stage.reservations.length };
  const choice = chooseRule(turn, interaction, queue, him);
  if (choice === undefined) return false;
  follow(turn, interaction, choice);
  return true;
}

/**
 * [RT132] What the facts from this one on have brought about, queue by queue, the last in line first. True when somebody
 * was moved, so that he has to be matched where he is now.
 */
export function overflowByFacts(turn: Turn, from: number): boolean {
  const watched = watchedQueues(turn.state.config);
  if (watched.length === 0) return false;
  const touched = touchedBy(turn.facts.slice(from));
  let isAnyMoved = false;
  for (const queue of watched) {
    const isTouched =
      touched.everything ||
      touched.queues.has(queue.id) ||
      [...touched.agents].some((agent) => couldServe(turn.state.config, queue, agent));
    if (isTouched && sweep(turn, queue)) isAnyMoved = true;
  }
  return isAnyMoved;
}

function touchedBy(facts: readonly Fact[]) {
  const queues = new Set<QueueId>();
  const agents = new Set<AgentId>();
  let everything = false;
  for (const fact of facts) {
    switch (fact.kind) {
      case "config.adopted":
        everything = true;
        break;
      case "emergency.switched":
        if (fact.queue === undefined) everything = true;
        else queues.add(fact.queue);
        break;
      case "interaction.queued":
        queues.add(fact.queue);
        break;
      case "agent.presenceChanged":
      case "agent.nextPresenceChosen":
      case "reservation.made":
      case "reservation.ended":
      case "interaction.dialled":
        agents.add(fact.agent);
        break;
      default:
        break;
    }
  }
  return { everything, queues, agents };
}

/** From the tail, as far as something that facts bring about holds; whoever cannot be moved is passed over. */
function sweep(turn: Turn, queue: QueueConfig): boolean {
  const { state } = turn;
  const rules = queue.overflow.filter(({ when }) => isBroughtAboutByFacts(when));
  const holdsFor = (ahead: number): boolean =>
    rules.some(({ when }) => holds(state, queue, when, { ahead, since: turn.at, isNew: false, ringing: 0 }));
  const line = state.lines.get(queue.id);
  if (line === undefined || line.length === 0 || !holdsFor(line.length - 1)) return false;
  let isAnyMoved = false;
  const places = [...line];
  for (let ahead = places.length - 1; ahead >= 0 && holdsFor(ahead); ahead -= 1) {
    const place = places[ahead];
    const interaction = place === undefined ? undefined : state.interactions.get(place.interaction);
    if (interaction !== undefined && overflowNow(turn, interaction)) isAnyMoved = true;
  }
  return isAnyMoved;
}

/** The first rule that holds and whose target can have him now. */
function chooseRule(turn: Turn, interaction: Interaction, queue: QueueConfig, him: Standing): Choice | undefined {
  for (const [index, rule] of queue.overflow.entries()) {
    if (!holds(turn.state, queue, rule.when, him)) continue;
    if (counts(rule.to, turn.at - him.since) && interaction.overflows >= OVERFLOWS_MAX) continue;
    const exit = exitOf(rule.to, rule.when);
    // [RT150] He has said that he would rather stay.
    const isDeclined =
      interaction.hasDeclinedCallback && exit !== undefined && leadsToCallback(turn, interaction, exit);
    if (!isDeclined && canHave(turn, interaction, queue, rule.to)) return { index, rule };
  }
  return undefined;
}

function counts(to: OverflowTarget, waitedMs: number): boolean {
  return (to.kind !== "exit" && to.kind !== "callback") || waitedMs < VISIT_MIN_MS;
}

/** [RT138] What cannot have him now is passed over: the next rule is looked at. */
function canHave(turn: Turn, interaction: Interaction, from: QueueConfig, to: OverflowTarget): boolean {
  const { state } = turn;
  switch (to.kind) {
    case "queue": {
      const queue = queueConfig(state.config, to.queue);
      if (queue === undefined || queue.id === from.id) return false;
      if (isFull(turn, queue)) return false;
      return !queue.leaveWhenNobodySignedIn || isAnyoneSignedIn(turn, queue, queue.id, needsOf(queue));
    }
    case "flow":
      return state.config.flows.some(({ name }) => name === to.flow);
    case "voicemail":
      return true;
    case "number": {
      const number = dialable(to.number);
      const isForCallers = interaction.direction === "inbound" && state.config.trunks.length > 0;
      return isForCallers && number !== undefined && mayDial(turn, number);
    }
    case "callback": {
      const cursor = interaction.flow?.cursor;
      const node = cursor === undefined ? undefined : interaction.flow?.version.flow.nodes[cursor.node];
      return canExit(interaction) && node?.exits["callback"] !== undefined;
    }
    case "exit":
      return canExit(interaction);
  }
}

/** His flow stands at the queue, waiting to hear how he left it. */
export function canExit({ flow }: Interaction): boolean {
  return flow?.cursor.awaiting === "queueLeft";
}

export function isFull(turn: Turn, queue: QueueConfig): boolean {
  return queue.waitingMax !== undefined && (turn.state.lines.get(queue.id)?.length ?? 0) >= queue.waitingMax;
}

/** How the flow is told; undefined: the target is none of the flow's. */
function exitOf(to: OverflowTarget, when: OverflowWhen): OverflowWhen["kind"] | "callback" | undefined {
  if (to.kind === "callback") return "callback";
  return to.kind === "exit" ? when.kind : undefined;
}

/** The visit ends with the rule's condition as its reason; an agent who rings is let go without charge. */
function follow(turn: Turn, interaction: Interaction, { index, rule: { when, to } }: Choice): void {
  const { stage } = interaction;
  if (stage.kind !== "waiting") return;
  turn.record({
    kind: "interaction.overflowed",
    interaction: interaction.id,
    queue: stage.queue,
    rule: index,
    when: when.kind,
    to,
    counts: counts(to, turn.at - stage.since),
  });
  const exit = exitOf(to, when);
  if (exit !== undefined && leadsToCallback(turn, interaction, exit)) stepAside(turn, interaction, stage, when.kind);
  else leaveQueue(turn, interaction, stage, "flowedOut", when.kind);
  switch (to.kind) {
    case "queue":
      return goOn(turn, interaction, stage, to);
    case "flow": {
      const flow = turn.state.config.flows.find(({ name }) => name === to.flow);
      return flow === undefined ? undefined : enterFlow(turn, interaction, flow);
    }
    case "voicemail":
      return enterFlow(turn, interaction, boxFlow(to.box));
    case "number":
      return passOn(turn, interaction, to.number);
    case "callback":
      return advanceFlow(turn, interaction, { kind: "queueLeft", reason: "callback" });
    case "exit":
      return advanceFlow(turn, interaction, { kind: "queueLeft", reason: when.kind });
  }
}

/** [RT136] Into another queue, whose own rules are looked at as he enters. */
function goOn(
  turn: Turn,
  interaction: Interaction,
  left: Waiting,
  to: Extract<OverflowTarget, { kind: "queue" }>,
): void {
  const queue = queueConfig(turn.state.config, to.queue);
  if (queue === undefined) return;
  const visit: Visit = {
    queue,
    needs: needsOf(queue),
    weight: left.weight,
    particular: undefined,
    priority: to.keepsPriority ? interaction.lastPriority : queue.priority,
    enteredAt: to.keepsTime ? left.enteredAt : turn.at,
    overflowAt: overflowAtOf(turn, interaction, queue.overflowAfterMs),
    isReturn: false,
    keys: canExit(interaction) ? left.keys : [],
  };
  if (!overflowAtEntry(turn, interaction, visit)) enter(turn, interaction, visit);
}

/** When a visit that begins now leaves by its flow, if the flow can take him. */
export function overflowAtOf(turn: Turn, interaction: Interaction, afterMs: number | undefined): number {
  return afterMs === undefined || !canExit(interaction) ? NEVER : turn.at + afterMs;
}

function passOn(turn: Turn, interaction: Interaction, to: string): void {
  const number = dialable(to);
  if (number === undefined) return;
  turn.record({
    kind: "interaction.transferred",
    interaction: interaction.id,
    agent: undefined,
    to: { kind: "number", number },
  });
  ringFar(turn, interaction, undefined, number, 0);
  const leg = customerLeg(turn, interaction);
  if (leg !== undefined) playMusic(turn, leg);
}
