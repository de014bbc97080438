/** Keeps a value for later nodes, or chooses the language (variable `language`). */

import { z } from "zod";
import { labelSchema, templateSchema, variableNameSchema } from "../parts.ts";
import { namesIn } from "../template.ts";
import { isTainted, LANGUAGE_VARIABLE, renderInside } from "../variables.ts";
import { IGNORE, leave, NO_MENTIONS, type NodeBehaviour } from "./behaviour.ts";

export const setVariableConfig = z.strictObject({
  variable: variableNameSchema,
  value: templateSchema,
  /** Given: the agent sees the value under this name. */
  label: labelSchema.optional(),
});

export function setVariable(config: z.infer<typeof setVariableConfig>): NodeBehaviour {
  const { variable: name, label } = config;
  const reads = namesIn(config.value);
  const isFixedLanguage = name === LANGUAGE_VARIABLE && reads.length === 0;
  return {
    exits: ["next"],
    optionalExits: [],
    instantExits: ["next"],
    endsCall: false,
    needsAnswer: false,
    mentions: {
      ...NO_MENTIONS,
      reads,
      languages: isFixedLanguage ? [config.value] : [],
      writes: [{ name, sensitive: false }],
    },
    enter: ({ cursor }) => {
      const value = renderInside(config.value, cursor);
      // What is made from a PIN is as secret as the PIN.
      const sensitive = isTainted(config.value, cursor);
      const shown = sensitive ? "" : value;
      return leave(
        "next",
        [{ name, value, sensitive }],
        label === undefined ? [] : [{ kind: "collectedValue", name, value: shown, label, sensitive }],
      );
    },
    resume: () => IGNORE,
  };
}
