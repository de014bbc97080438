/** Ends the call. */

import { z } from "zod";
import { IGNORE, NO_MENTIONS, type NodeBehaviour, wait } from "./behaviour.ts";

export const hangUpConfig = z.strictObject({ cause: z.enum(["normal", "busy", "rejected"]).default("normal") });

export function hangUp(config: z.infer<typeof hangUpConfig>): NodeBehaviour {
  return {
    exits: [],
    optionalExits: [],
    instantExits: [],
    endsCall: true,
    needsAnswer: false,
    mentions: NO_MENTIONS,
    enter: () => wait({ kind: "hangUp", cause: config.cause }),
    resume: () => IGNORE,
  };
}
