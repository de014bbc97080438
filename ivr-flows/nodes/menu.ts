/** Lets the caller choose by one key. Silence and an unknown key both ask again, up to a limit. */

import { z } from "zod";
import { keySchema, labelSchema, patience, promptsSchema, variableNameSchema } from "../parts.ts";
import type { FlowCursor } from "../interpret.ts";
import { leave, type Move, NO_MENTIONS, type NodeBehaviour, wait } from "./behaviour.ts";
import { askAgain, question, type Question } from "./question.ts";

export const menuConfig = z.strictObject({
  prompts: promptsSchema,
  /** Key to the name of the choice, as an agent reads it. The key is also the name of the exit. */
  keys: z.record(keySchema, labelSchema).refine((keys) => Object.keys(keys).length > 0, "a menu needs a key"),
  /** What the choice is about, as an agent reads it: "Department". */
  label: labelSchema,
  /** Where the name of the choice is kept; undefined: only the agent sees it. */
  variable: variableNameSchema.optional(),
  ...patience,
});

export function menu(config: z.infer<typeof menuConfig>): NodeBehaviour {
  const keys = Object.keys(config.keys);
  const asked: Question = {
    ...config,
    min: 1,
    max: 1,
    terminators: "",
    accept: keys,
    sensitive: false,
  };
  return {
    exits: [...keys, "timeout", "invalid"],
    optionalExits: [],
    instantExits: [],
    endsCall: false,
    needsAnswer: true,
    mentions: {
      ...NO_MENTIONS,
      prompts: [...config.prompts, ...config.invalidPrompts],
      writes: config.variable === undefined ? [] : [{ name: config.variable, sensitive: false }],
    },
    enter: ({ cursor }) => wait(question(asked, cursor)),
    resume: (event, { cursor }) => {
      if (event.kind !== "collected" && event.kind !== "failed") return { kind: "ignore" };
      const key = event.kind === "collected" ? event.digits : undefined;
      if (key !== undefined && keys.includes(key)) return choose(key, cursor);
      const isSilence = event.kind === "failed" || (key ?? event.invalid) === undefined;
      return askAgain(asked, cursor, isSilence ? "timeout" : "invalid");
    },
  };

  function choose(key: string, cursor: FlowCursor): Move {
    const value = config.keys[key] ?? key;
    const sets = config.variable === undefined ? [] : [{ name: config.variable, value, sensitive: false }];
    const name = config.variable ?? cursor.node;
    return leave(key, sets, [{ kind: "collectedValue", name, value, label: config.label, sensitive: false }]);
  }
}
