/** Carries out what a flow wants: turns its effects into facts and commands, and the switch's answers into its events. */

import {
  continueFlow,
  repeatFlow,
  startFlow,
  type BlockingEffect,
  type FlowContext,
  type FlowCursor,
  type FlowEffect,
  type FlowEvent,
  type FlowTurn,
} from "#ivr-flows/interpret.ts";
import type { FlowNode } from "#ivr-flows/schema.ts";
import type { FlowVersion } from "../config.ts";
import type { CommandId, InteractionId } from "../ids.ts";
import { NEVER, type Instant } from "../instant.ts";
import { couldEverTake, needsOf } from "../matching/eligible.ts";
import { expectedWait } from "../queue/expected-wait.ts";
import { endAside } from "../callback/aside.ts";
import { bookFromFlow } from "../callback/book.ts";
import { openness } from "../schedule/schedule.ts";
import type { Interaction, State } from "../state.ts";
import type { Turn } from "../turn.ts";
import { enqueue } from "./enqueue.ts";
import { finish, keepVoicemail } from "./end.ts";
import { customerLeg, isReachable } from "./leg.ts";
import { passToNumber } from "./transfer.ts";

/** Longer than any prompt of a flow: after it, the step is asked for again. */
export const PROMPT_MS = 120_000;
export const ANSWER_MS = 5_000;
export const FIND_CONTACT_MS = 3_000;
/** A promise that is not durable by then is asked for again. */
export const PROMISE_MS = 5_000;

/** Whether the claim may answer at once: the flow would say so first. Nothing is recorded. */
export function isFlowFirstAnswering(turn: Turn, id: InteractionId): boolean {
  const interaction = turn.state.interactions.get(id);
  if (interaction?.stage.kind !== "inFlow") return false;
  const { effects } = startFlow(interaction.stage.flow.flow, contextOf(turn, interaction));
  return effects.at(-1)?.kind === "answer";
}

/** Out of a queue into another flow, from its beginning. */
export function enterFlow(turn: Turn, interaction: Interaction, { name, version }: FlowVersion): void {
  turn.record({ kind: "flow.entered", interaction: interaction.id, flow: name, version });
  beginFlow(turn, interaction);
}

/** [RT10] The claimed caller's flow begins; the claim has answered already if that is what the flow does first. */
export function beginFlow(turn: Turn, interaction: Interaction): void {
  if (interaction.stage.kind !== "inFlow") return;
  const language = interaction.flow?.cursor.language;
  const { cursor, effects } = startFlow(interaction.stage.flow.flow, contextOf(turn, interaction), language);
  carryOut(turn, interaction, cursor, effects);
}

/** An event for the flow; one that it does not await changes nothing and is ignored by name. */
export function advanceFlow(turn: Turn, interaction: Interaction, event: FlowEvent): void {
  const version = interaction.stage.kind === "inFlow" ? interaction.stage.flow : interaction.flow?.version;
  const cursor = interaction.stage.kind === "inFlow" ? interaction.stage.cursor : interaction.flow?.cursor;
  if (version === undefined || cursor === undefined) return finish(turn, interaction, "flowEnded");
  const next = continueFlow(version.flow, cursor, event, contextOf(turn, interaction));
  if (next.ignored !== undefined) return turn.ignore(`flow.${event.kind}`, next.ignored, interaction.id);
  carryOut(turn, interaction, cursorAfter(cursor, next), next.effects);
}

/** The node that this event would take the caller to; looks, and changes nothing. undefined: none. */
export function peekFlow(turn: Turn, interaction: Interaction, event: FlowEvent): FlowNode | undefined {
  if (interaction.flow === undefined) return undefined;
  const { version, cursor } = interaction.flow;
  const next = continueFlow(version.flow, cursor, event, contextOf(turn, interaction));
  return next.cursor === undefined ? undefined : version.flow.nodes[next.cursor.node];
}

/** What a flow waited for has not come in time: a recording has ended unseen, anything else is asked for again. */
export function flowOverdue(turn: Turn, interaction: Interaction): void {
  const { stage } = interaction;
  if (stage.kind !== "inFlow" || stage.awaitingUntil > turn.at || !isReachable(turn, interaction)) return;
  if (stage.recording === undefined) return repeatFlowStep(turn, interaction);
  const durationMs = turn.at - stage.recording.since;
  keepVoicemail(turn, interaction);
  advanceFlow(turn, interaction, { kind: "recorded", seconds: Math.floor(durationMs / 1_000) });
}

/** [RT12] The switch has not answered, or we were away: the step where the flow stands is asked for again. */
export function repeatFlowStep(turn: Turn, interaction: Interaction): void {
  const { stage } = interaction;
  if (stage.kind !== "inFlow") return;
  if (stage.cursor === undefined) return beginFlow(turn, interaction);
  const again = repeatFlow(stage.flow.flow, stage.cursor, contextOf(turn, interaction));
  carryOut(turn, interaction, cursorAfter(stage.cursor, again), again.effects);
}

/** A flow that is over keeps the path that the caller took. */
function cursorAfter(before: FlowCursor, next: FlowTurn): FlowCursor {
  return next.cursor ?? { ...before, path: next.path, awaiting: "end" };
}

function carryOut(turn: Turn, interaction: Interaction, cursor: FlowCursor, effects: readonly FlowEffect[]): void {
  carryOutImmediate(turn, interaction, effects);
  const last = effects.at(-1);
  if (last === undefined || last.kind === "collectedValue") return finish(turn, interaction, "flowEnded");
  block(turn, interaction, cursor, last);
}

function carryOutImmediate(turn: Turn, interaction: Interaction, effects: readonly FlowEffect[]): void {
  for (const effect of effects) {
    if (effect.kind !== "collectedValue") continue;
    turn.record({
      kind: "value.collected",
      interaction: interaction.id,
      name: effect.name,
      label: effect.label,
      value: effect.value,
      isSensitive: effect.sensitive,
    });
  }
}

function block(turn: Turn, interaction: Interaction, cursor: FlowCursor, effect: BlockingEffect): void {
  const leg = customerLeg(turn, interaction);
  if (leg === undefined) return;
  const target = { node: leg.node, leg: leg.id };
  const wait = (command: CommandId, forMs: number, pendingRecording?: { box: string; maxMs: number }): void => {
    turn.record({
      kind: "flow.advanced",
      interaction: interaction.id,
      cursor,
      awaiting: command,
      until: turn.at + forMs,
      pendingRecording,
    });
  };
  switch (effect.kind) {
    case "answer":
      if (leg.isAnswered) {
        // By the claim, or by an earlier node: the switch would not say it again.
        rememberCursor(turn, interaction, cursor);
        return advanceFlow(turn, interaction, { kind: "answered" });
      }
      wait(turn.ask({ kind: "leg.answer", ...target }), ANSWER_MS);
      return;
    case "play":
      wait(turn.ask({ kind: "prompt.play", ...target, prompts: effect.prompts }), PROMPT_MS);
      return;
    case "collect":
      wait(
        turn.ask({
          kind: "digits.collect",
          ...target,
          prompts: effect.prompts,
          min: effect.min,
          max: effect.max,
          terminator: effect.terminators === "#" ? "#" : undefined,
          accept: effect.accept === "digits" ? undefined : effect.accept,
          timeoutMs: effect.timeoutMs,
          digitTimeoutMs: effect.digitTimeoutMs,
          isSensitive: effect.sensitive,
        }),
        PROMPT_MS + effect.timeoutMs + effect.max * effect.digitTimeoutMs,
      );
      return;
    case "findContact":
      wait(turn.askContact({ interaction: interaction.id, number: effect.value }), FIND_CONTACT_MS);
      return;
    case "voicemail":
      endAside(turn, interaction, "flowedOut");
      wait(turn.ask({ kind: "prompt.play", ...target, prompts: effect.prompts }), PROMPT_MS, {
        box: effect.box,
        maxMs: effect.maxSeconds * 1_000,
      });
      return;
    case "enqueue":
      rememberCursor(turn, interaction, cursor);
      turn.record({ kind: "flow.left", interaction: interaction.id, to: "queue" });
      return enqueue(turn, interaction, effect);
    case "transfer":
      rememberCursor(turn, interaction, cursor);
      endAside(turn, interaction, "flowedOut");
      turn.record({ kind: "flow.left", interaction: interaction.id, to: "transfer" });
      return passToNumber(turn, interaction, effect.to, undefined);
    case "callback":
      return promiseCallback(turn, interaction, cursor, effect, wait);
    case "hangUp":
      rememberCursor(turn, interaction, cursor);
      turn.record({ kind: "flow.left", interaction: interaction.id, to: "end" });
      return finish(turn, interaction, "flowEnded", hangUpCauses[effect.cause]);
  }
}

/** [RT150] Told to the caller only when it is durable; a "no" at once. */
function promiseCallback(
  turn: Turn,
  interaction: Interaction,
  cursor: FlowCursor,
  effect: Extract<BlockingEffect, { kind: "callback" }>,
  wait: (command: CommandId, forMs: number) => void,
): void {
  const refusal = bookFromFlow(turn, interaction, effect);
  if (refusal !== undefined) {
    rememberCursor(turn, interaction, cursor);
    const result = refusal === "numberMalformed" || refusal === "numberNotAllowed" ? "numberRefused" : "unavailable";
    return advanceFlow(turn, interaction, { kind: "callbackAnswered", result });
  }
  const id = turn.newCommandId();
  wait(id, PROMISE_MS);
  turn.commands.push({ kind: "promise.keep", id, interaction: interaction.id, fact: turn.state.lastFact });
}

const hangUpCauses = { normal: "NORMAL_CLEARING", busy: "USER_BUSY", rejected: "CALL_REJECTED" } as const;

function rememberCursor(turn: Turn, interaction: Interaction, cursor: FlowCursor): void {
  turn.record({
    kind: "flow.advanced",
    interaction: interaction.id,
    cursor,
    awaiting: undefined,
    until: NEVER,
    pendingRecording: undefined,
  });
}

/** Greets, then records: called when the greeting of a voicemail has played. */
export function startRecording(turn: Turn, interaction: Interaction): void {
  const leg = customerLeg(turn, interaction);
  if (interaction.stage.kind !== "inFlow" || interaction.stage.pendingRecording === undefined || leg === undefined)
    return;
  const { box, maxMs } = interaction.stage.pendingRecording;
  const recording = turn.newCommandId();
  turn.record({ kind: "voicemail.started", interaction: interaction.id, box, recording });
  turn.ask({ kind: "recording.start", node: leg.node, leg: leg.id, interaction: interaction.id, maxMs }, recording);
}

/** What a flow may look at. */
export function contextOf(turn: Turn, interaction: Interaction): FlowContext {
  const { state, at } = turn;
  return {
    at,
    caller: { number: interaction.from, dialled: interaction.to },
    isOpen: (name) => {
      const schedule = state.config.schedules.find((each) => each.name === name);
      return schedule === undefined ? "unknown" : openness(schedule, at);
    },
    queue: (name) => queueFigures(state, name, at),
  };
}

function queueFigures(state: State, name: string, at: Instant) {
  const queue = state.config.queues.find((each) => each.name === name);
  if (queue === undefined) {
    return { exists: false, waiting: 0, staffed: 0, ready: 0, longestWaitMs: 0, expectedWaitMs: undefined };
  }
  const line = state.lines.get(queue.id);
  let staffed = 0;
  let ready = 0;
  let oldest = at;
  for (const place of line ?? []) oldest = Math.min(oldest, place.enteredAt);
  for (const config of state.config.agents) {
    const agent = state.agents.get(config.id);
    if (agent === undefined || agent.presence.kind === "signedOut") continue;
    if (!couldEverTake(config, needsOf(queue), queue)) continue;
    staffed += 1;
    if (state.available.has(config.id)) ready += 1;
  }
  return {
    exists: true,
    waiting: line?.length ?? 0,
    staffed,
    ready,
    longestWaitMs: at - oldest,
    expectedWaitMs: expectedWait(state, queue, at)?.expectedMs,
  };
}
