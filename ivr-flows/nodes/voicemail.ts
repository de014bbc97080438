/** Greets, beeps and records a message for a box. */

import { z } from "zod";
import { promptsSchema, siteNameSchema } from "../parts.ts";
import { spoken } from "../variables.ts";
import { IGNORE, leave, NO_MENTIONS, type NodeBehaviour, wait } from "./behaviour.ts";

export const voicemailConfig = z.strictObject({
  box: siteNameSchema,
  prompts: promptsSchema,
  maxSeconds: z.int().min(5).max(600).default(120),
});

export function voicemail(config: z.infer<typeof voicemailConfig>): NodeBehaviour {
  const { box, maxSeconds } = config;
  return {
    exits: ["recorded"],
    // Nobody may be told "your message has been saved" when it has not; hence no way round this one by `recorded`.
    optionalExits: ["failed"],
    instantExits: ["failed"],
    endsCall: false,
    needsAnswer: true,
    mentions: { ...NO_MENTIONS, prompts: config.prompts },
    enter: ({ cursor }) => wait({ kind: "voicemail", box, prompts: spoken(config.prompts, cursor), maxSeconds }),
    resume: (event) => {
      if (event.kind === "recorded") return leave("recorded");
      return event.kind === "failed" ? leave("failed") : IGNORE;
    },
  };
}
