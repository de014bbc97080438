/** Takes the call: from here on the caller hears us and is charged for it. */

import { z } from "zod";
import { IGNORE, leave, NO_MENTIONS, type NodeBehaviour, wait } from "./behaviour.ts";

export const answerConfig = z.strictObject({});

export function answer(_config: z.infer<typeof answerConfig>): NodeBehaviour {
  return {
    exits: ["next"],
    optionalExits: [],
    instantExits: ["next"],
    endsCall: false,
    needsAnswer: false,
    mentions: NO_MENTIONS,
    enter: () => wait({ kind: "answer" }),
    resume: (event) => {
      if (event.kind === "answered") return leave("next");
      return event.kind === "failed" ? { kind: "giveUp" } : IGNORE;
    },
  };
}
