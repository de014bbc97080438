/** Branches on the opening hours: what makes a site serve day and night. */

import { z } from "zod";
import { siteNameSchema } from "../parts.ts";
import { IGNORE, leave, NO_MENTIONS, type NodeBehaviour } from "./behaviour.ts";

export const hoursConfig = z.strictObject({ schedule: siteNameSchema });

/** The variable that tells afterwards what the schedule said, also `unknown`. */
const HOURS_VARIABLE = "hours";

export function hours(config: z.infer<typeof hoursConfig>): NodeBehaviour {
  const exits = ["open", "closed", "holiday"];
  return {
    exits,
    optionalExits: [],
    instantExits: exits,
    endsCall: false,
    needsAnswer: false,
    mentions: {
      ...NO_MENTIONS,
      schedules: [config.schedule],
      writes: [{ name: HOURS_VARIABLE, sensitive: false }],
    },
    enter: ({ context }) => {
      const found = context.isOpen(config.schedule);
      // A schedule that somebody deleted must not turn callers away from people who are there.
      const exit = found === "unknown" ? "open" : found;
      return leave(exit, [{ name: HOURS_VARIABLE, value: found, sensitive: false }]);
    },
    resume: () => IGNORE,
  };
}
