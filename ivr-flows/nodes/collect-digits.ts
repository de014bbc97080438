/** Asks the caller for a number (account, order, PIN) and keeps it in a variable. */

import { z } from "zod";
import { COLLECTED_DIGITS_MAX, labelSchema, patience, promptsSchema, variableNameSchema } from "../parts.ts";
import { leave, type Move, NO_MENTIONS, type NodeBehaviour, wait } from "./behaviour.ts";
import { askAgain, question, type Question } from "./question.ts";

export const collectDigitsConfig = z
  .strictObject({
    prompts: promptsSchema,
    min: z.int().min(1).max(COLLECTED_DIGITS_MAX),
    max: z.int().min(1).max(COLLECTED_DIGITS_MAX),
    /** The key that says "that was all"; empty: only `max` digits or a pause end the input. */
    terminator: z.enum(["#", ""]).default("#"),
    variable: variableNameSchema,
    /** What the number is, as an agent reads it: "Account number". */
    label: labelSchema,
    /** A PIN or the like: never shown, spoken, sent or logged. */
    sensitive: z.boolean().default(false),
    ...patience,
  })
  .refine((config) => config.min <= config.max, "min is more than max");

export function collectDigits(config: z.infer<typeof collectDigitsConfig>): NodeBehaviour {
  const { variable: name, label, sensitive } = config;
  const asked: Question = { ...config, terminators: config.terminator, accept: "digits" };
  return {
    exits: ["next", "timeout", "invalid"],
    optionalExits: [],
    instantExits: [],
    endsCall: false,
    needsAnswer: true,
    mentions: {
      ...NO_MENTIONS,
      prompts: [...config.prompts, ...config.invalidPrompts],
      writes: [{ name, sensitive }],
    },
    enter: ({ cursor }) => wait(question(asked, cursor)),
    resume: (event, { cursor }) => {
      if (event.kind !== "collected" && event.kind !== "failed") return { kind: "ignore" };
      const digits = event.kind === "collected" ? event.digits : undefined;
      if (digits !== undefined && isWanted(digits)) return keep(digits);
      const isSilence = event.kind === "failed" || (digits ?? event.invalid) === undefined;
      return askAgain(asked, cursor, isSilence ? "timeout" : "invalid");
    },
  };

  function isWanted(digits: string): boolean {
    return digits.length >= config.min && digits.length <= config.max && /^[0-9]+$/u.test(digits);
  }

  function keep(digits: string): Move {
    const shown = sensitive ? "" : digits;
    return leave(
      "next",
      [{ name, value: digits, sensitive }],
      [{ kind: "collectedValue", name, value: shown, label, sensitive }],
    );
  }
}
