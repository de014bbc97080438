/** What a caller hears over the music while he waits: his place in the line, and how long that is going to take. */

import type { Flow } from "#ivr-flows/schema.ts";
import type { Prompt } from "../commands.ts";
import { placeOf } from "../evolve/reach.ts";
import type { DurationMs } from "../instant.ts";
import { queueConfig } from "../matching/eligible.ts";
import { remainingWait } from "../queue/expected-wait.ts";
import { positionIn } from "../queue/order.ts";
import type { Interaction, Waiting } from "../state.ts";
import type { Turn } from "../turn.ts";
import { customerLeg } from "./leg.ts";

/**
 * The ranges that are told, each up to so many milliseconds, and the prompt that says it. Wider the longer the wait:
 * nobody can know half an hour to the minute, and a caller who heard "7" would hold us to it.
 */
export const waitRanges: readonly { readonly untilMs: DurationMs; readonly prompt: string }[] = [
  { untilMs: 60_000, prompt: "wait-under-1" },
  { untilMs: 120_000, prompt: "wait-1-2" },
  { untilMs: 300_000, prompt: "wait-2-5" },
  { untilMs: 600_000, prompt: "wait-5-10" },
  { untilMs: 900_000, prompt: "wait-10-15" },
  { untilMs: 1_200_000, prompt: "wait-15-20" },
  { untilMs: 1_800_000, prompt: "wait-20-30" },
  { untilMs: 2_700_000, prompt: "wait-30-45" },
  { untilMs: 3_600_000, prompt: "wait-45-60" },
  { untilMs: Infinity, prompt: "wait-over-60" },
];

/** [RT21] Recorded each time; heard unless an agent rings. [RT209] The expected wait goes with it if the queue says so. */
export function announce(turn: Turn, interaction: Interaction, waiting: Waiting): void {
  const { state } = turn;
  const line = state.lines.get(waiting.queue);
  const position = line === undefined ? 1 : positionIn(line, placeOf(interaction.id, waiting));
  const isWaitTold = queueConfig(state.config, waiting.queue)?.announceWait === true;
  const expectedMs = isWaitTold ? remainingWait(state, interaction.id, turn.at)?.expectedMs : undefined;
  turn.record({ kind: "interaction.announced", interaction: interaction.id, position, expectedMs });
  const leg = customerLeg(turn, interaction);
  if (leg === undefined || !leg.isParked || waiting.reservations.length > 0) return;
  const language = languageOf(interaction, interaction.flow?.version.flow);
  const names = [...placePrompts(position), ...waitPrompts(expectedMs), "thank-you-for-waiting"];
  const prompts: readonly Prompt[] = names.map((name) => ({ language, name }));
  turn.ask({ kind: "prompt.announce", node: leg.node, leg: leg.id, prompts });
}

/** "You are number", the digits, "in the queue". */
function placePrompts(position: number): readonly string[] {
  return ["you-are-number", ...String(position).split(""), "in-the-queue"];
}

/** The range that the expected wait lies in; undefined: nothing can be said, and nothing is. */
export function waitPrompts(expectedMs: DurationMs | undefined): readonly string[] {
  const range = expectedMs === undefined ? undefined : waitRanges.find(({ untilMs }) => expectedMs < untilMs);
  return range === undefined ? [] : [range.prompt];
}

/** The language that the caller chose. */
function languageOf(interaction: Interaction, flow: Flow | undefined): string {
  return interaction.flow?.cursor.language ?? flow?.languages[0] ?? "en";
}
