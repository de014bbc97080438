/** Plays prompts. One that cannot be played (a missing file) is passed over: the caller is better off with the next node. */

import { z } from "zod";
import { promptsSchema } from "../parts.ts";
import { spoken } from "../variables.ts";
import { IGNORE, leave, NO_MENTIONS, type NodeBehaviour, wait } from "./behaviour.ts";

export const playConfig = z.strictObject({ prompts: promptsSchema });

export function play(config: z.infer<typeof playConfig>): NodeBehaviour {
  const saysValuesOnly = config.prompts.every((prompt) => "say" in prompt);
  return {
    exits: ["next"],
    optionalExits: [],
    instantExits: saysValuesOnly ? ["next"] : [],
    endsCall: false,
    needsAnswer: true,
    mentions: { ...NO_MENTIONS, prompts: config.prompts },
    enter: ({ cursor }) => {
      const prompts = spoken(config.prompts, cursor);
      return prompts.length === 0 ? leave("next") : wait({ kind: "play", prompts });
    },
    resume: (event) => (event.kind === "played" || event.kind === "failed" ? leave("next") : IGNORE),
  };
}
