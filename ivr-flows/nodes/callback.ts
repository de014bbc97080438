/**
 * Offers to call back instead of letting the caller wait: his number is read out digit by digit and confirmed, or he types
 * another one. He keeps his place, whether he hangs up or stays on the line.
 */

import { z } from "zod";
import type { FlowCursor } from "../interpret.ts";
import { patience, siteNameSchema, type PromptRef } from "../parts.ts";
import { valueIn } from "../variables.ts";
import { IGNORE, leave, type Move, NO_MENTIONS, type NodeBehaviour } from "./behaviour.ts";
import { askAgain, question, type Question } from "./question.ts";

export const callbackConfig = z
  .strictObject({
    /** Absent: the queue that he was waiting in, with his place; another queue: behind everybody. */
    queue: siteNameSchema.optional(),
    /** Whether he may give another number than the one he calls from. */
    otherNumber: z.boolean().default(true),
    /** Digits of a number that he types. */
    min: z.int().min(2).max(20).default(6),
    max: z.int().min(2).max(20).default(15),
    ...patience,
  })
  .refine((config) => config.min <= config.max, "min is more than max");

/** The number that is going to be called. */
const NUMBER_VARIABLE = "callback.number";
/** What he has been asked; empty while the node is not at work. */
const STEP_VARIABLE = "callback.step";
type Step = "confirm" | "type" | "book";

const KEYS = { yes: "1", other: "2", stay: "3" } as const;
const CONFIRM: readonly PromptRef[] = [
  { name: "callback-will-call" },
  { say: "digits", value: `{{${NUMBER_VARIABLE}}}` },
];

export function callback(config: z.infer<typeof callbackConfig>): NodeBehaviour {
  const { otherNumber } = config;
  const asked = { ...config, sensitive: false } as const;
  const confirm: Question = {
    ...asked,
    prompts: [...CONFIRM, { name: otherNumber ? "callback-choice" : "callback-choice-short" }],
    min: 1,
    max: 1,
    terminators: "",
    accept: otherNumber ? [KEYS.yes, KEYS.other, KEYS.stay] : [KEYS.yes, KEYS.stay],
  };
  const type: Question = { ...asked, prompts: [{ name: "callback-enter" }], terminators: "#", accept: "digits" };
  const refused: Question = { ...type, prompts: [{ name: "callback-not-possible" }, ...type.prompts] };
  return {
    exits: ["booked", "declined", "unavailable"],
    optionalExits: [],
    instantExits: [],
    endsCall: false,
    needsAnswer: true,
    mentions: {
      ...NO_MENTIONS,
      prompts: [...confirm.prompts, ...refused.prompts, ...config.invalidPrompts],
      queues: config.queue === undefined ? [] : [config.queue],
      reads: [NUMBER_VARIABLE],
      writes: [NUMBER_VARIABLE, STEP_VARIABLE].map((name) => ({ name, sensitive: false })),
    },
    enter: ({ cursor, context }) => {
      const step = stepIn(cursor);
      if (step !== undefined) return again(step, cursor);
      const own = context.caller.number ?? "";
      if (/^\+?[0-9]+$/u.test(own)) return ask("confirm", own, cursor);
      return otherNumber ? ask("type", "", cursor) : done("unavailable");
    },
    resume: (event, { cursor }) => {
      const step = stepIn(cursor);
      if (event.kind === "callbackAnswered" && step === "book") return booked(event.result, cursor);
      if (event.kind === "failed") return done("unavailable");
      if (event.kind !== "collected" || step === undefined || step === "book") return IGNORE;
      const { digits, invalid } = event;
      if (step === "type") return typed(digits, (digits ?? invalid) === undefined, cursor);
      if (digits === KEYS.yes) return ask("book", valueIn(cursor, NUMBER_VARIABLE), cursor);
      if (digits === KEYS.other && otherNumber) return ask("type", "", cursor);
      if (digits === KEYS.stay) return done("declined");
      return declineAfter(askAgain(confirm, cursor, "timeout"));
    },
  };

  function ask(step: Step, number: string, cursor: FlowCursor): Move {
    const sets = [
      { name: NUMBER_VARIABLE, value: number, sensitive: false },
      { name: STEP_VARIABLE, value: step, sensitive: false },
    ];
    const variables = { ...cursor.variables, [NUMBER_VARIABLE]: number };
    return { ...again(step, { ...cursor, variables }), sets };
  }

  function again(step: Step, cursor: FlowCursor): Extract<Move, { kind: "wait" }> {
    const number = valueIn(cursor, NUMBER_VARIABLE);
    if (step === "book") return { kind: "wait", effect: { kind: "callback", queue: config.queue, number } };
    return { kind: "wait", effect: question(step === "confirm" ? confirm : type, cursor) };
  }

  function typed(digits: string | undefined, isSilence: boolean, cursor: FlowCursor): Move {
    const isNumber = digits !== undefined && digits.length >= config.min && digits.length <= config.max;
    if (isNumber && /^[0-9]+$/u.test(digits)) return ask("confirm", digits, cursor);
    return declineAfter(askAgain(type, cursor, isSilence ? "timeout" : "invalid"));
  }

  function booked(result: "booked" | "numberRefused" | "unavailable", cursor: FlowCursor): Move {
    if (result === "booked") {
      const value = valueIn(cursor, NUMBER_VARIABLE);
      const name = NUMBER_VARIABLE;
      return leave("booked", [LEFT], [{ kind: "collectedValue", name, value, label: "Callback", sensitive: false }]);
    }
    if (result === "unavailable" || !otherNumber) return done("unavailable");
    const move = ask("type", "", cursor);
    return move.kind === "wait" ? { ...move, effect: question(refused, cursor) } : move;
  }

  /** Who says nothing, or nothing that makes sense, stays where he was. */
  function declineAfter(move: Move): Move {
    return move.kind === "leave" ? done("declined") : move;
  }
}

const LEFT = { name: STEP_VARIABLE, value: "", sensitive: false } as const;

function done(exit: "declined" | "unavailable"): Move {
  return leave(exit, [LEFT]);
}

function stepIn(cursor: FlowCursor): Step | undefined {
  const step = valueIn(cursor, STEP_VARIABLE);
  return step === "confirm" || step === "type" || step === "book" ? step : undefined;
}
