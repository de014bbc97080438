/** Asking the caller for keys, once and again: shared by the menu and by the collecting of digits. */

import type { BlockingEffect, FlowCursor } from "../interpret.ts";
import type { PromptRef } from "../parts.ts";
import { spoken } from "../variables.ts";
import { leave, type Move } from "./behaviour.ts";

export interface Question {
  readonly prompts: readonly PromptRef[];
  readonly invalidPrompts: readonly PromptRef[];
  readonly min: number;
  readonly max: number;
  readonly terminators: "#" | "";
  readonly accept: "digits" | readonly string[];
  readonly attempts: number;
  readonly timeoutMs: number;
  readonly digitTimeoutMs: number;
  readonly sensitive: boolean;
  readonly barge: boolean;
}

export function question(asked: Question, cursor: FlowCursor): BlockingEffect {
  const { min, max, terminators, accept, timeoutMs, digitTimeoutMs, sensitive, barge } = asked;
  const prompts = spoken(asked.prompts, cursor);
  return { kind: "collect", prompts, min, max, terminators, accept, timeoutMs, digitTimeoutMs, sensitive, barge };
}

/** After an unusable answer: the question again with a word about it first, or the exit when the tries are used up. */
export function askAgain(asked: Question, cursor: FlowCursor, exit: "timeout" | "invalid"): Move {
  if (cursor.attempts + 1 >= asked.attempts) return leave(exit);
  const prompts = [...asked.invalidPrompts, ...asked.prompts];
  return { kind: "again", effect: question({ ...asked, prompts }, cursor) };
}
