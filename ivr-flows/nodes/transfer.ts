/** Sends the caller to another number. Which numbers are allowed is the core's to say: here may stand what a caller typed. */

import { z } from "zod";
import { templateSchema } from "../parts.ts";
import { namesIn } from "../template.ts";
import { renderOutside } from "../variables.ts";
import { IGNORE, leave, NO_MENTIONS, type NodeBehaviour, wait } from "./behaviour.ts";

export const transferConfig = z.strictObject({ to: templateSchema.min(1) });

/** E.164, or the short digits of a site's own plan. */
const DIALLABLE = /^\+?[0-9]{2,20}$/u;

export function transfer(config: z.infer<typeof transferConfig>): NodeBehaviour {
  return {
    exits: ["failed"],
    optionalExits: [],
    instantExits: ["failed"],
    endsCall: true,
    needsAnswer: false,
    mentions: { ...NO_MENTIONS, sends: namesIn(config.to) },
    enter: ({ cursor }) => {
      const to = renderOutside(config.to, cursor).trim();
      return DIALLABLE.test(to) ? wait({ kind: "transfer", to }) : leave("failed");
    },
    resume: (event) => (event.kind === "transferFailed" || event.kind === "failed" ? leave("failed") : IGNORE),
  };
}
