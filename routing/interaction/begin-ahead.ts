/** A caller whose flow leads straight into a queue: he is in it as soon as he is answered, while the switch still parks him. */

import { continueFlow, startFlow, type BlockingEffect } from "#ivr-flows/interpret.ts";
import { queueNamed } from "../matching/eligible.ts";
import { NO_WISHES } from "../rules/apply.ts";
import type { Interaction, Leg } from "../state.ts";
import type { Turn } from "../turn.ts";
import { isAnyoneSignedIn } from "./enqueue.ts";
import { beginFlow, contextOf } from "./follow-flow.ts";
import { isFull } from "./overflow.ts";
import { visitNeeds } from "./visit-needs.ts";

/**
 * [RT10] Answered and known, but not yet seen parked. Nothing may be played before the park, so this is only for a flow
 * that plays nothing, and a queue that is sure to keep him; the agent's phone rings that much sooner.
 */
export function beginFlowAhead(turn: Turn, interaction: Interaction, leg: Leg): void {
  const { stage } = interaction;
  const isUnbegun = stage.kind === "inFlow" && stage.cursor === undefined && interaction.match !== undefined;
  if (!isUnbegun || !leg.isAnswered || leg.isHangUpAsked) return;
  const context = contextOf(turn, interaction);
  const first = startFlow(stage.flow.flow, context);
  if (first.cursor === undefined || first.effects.at(-1)?.kind !== "answer") return;
  const second = continueFlow(stage.flow.flow, first.cursor, { kind: "answered" }, context).effects.at(-1);
  if (second?.kind === "enqueue" && isSureToWait(turn, second)) beginFlow(turn, interaction);
}

/** Without rules, that is: what they would make of him is not worked out twice. */
function isSureToWait(turn: Turn, effect: Extract<BlockingEffect, { kind: "enqueue" }>): boolean {
  const { config } = turn.state;
  const queue = queueNamed(config, effect.queue);
  if (queue === undefined || config.rules.length > 0 || queue.overflow.length > 0 || isFull(turn, queue)) return false;
  if (!queue.leaveWhenNobodySignedIn) return true;
  return isAnyoneSignedIn(turn, queue, queue.id, visitNeeds(config, queue, effect.requirement, NO_WISHES));
}
