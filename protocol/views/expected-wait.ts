/** How long somebody who enters a queue now is going to wait, and how that is known. Durations in milliseconds. */

import { z } from "zod";

export const expectedWaitView = z.object({
  /** The mean. */
  expectedMs: z.int(),
  /** Half, four fifths and nine tenths of the callers wait no longer than this. */
  p50Ms: z.int(),
  p80Ms: z.int(),
  p90Ms: z.int(),
  /** Which reckoning is believed (docs/spec/routing.md, RT204); `agentFree`: somebody is free. */
  method: z.enum([
    "agentFree",
    "queueLength",
    "queueLengthPatience",
    "sharedLength",
    "ownRate",
    "lastToEnter",
    "headOfLine",
  ]),
  /** Root mean squared error of that reckoning of late; absent when it was not measured yet. */
  errorMs: z.int().optional(),
  /** Callers with whom it was compared. */
  samples: z.int(),
});
export type ExpectedWaitView = z.infer<typeof expectedWaitView>;
