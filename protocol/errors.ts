/** The closed set of ways in which the server says no. Dashboards and translations depend on these words. */

import { z } from "zod";

/** Refusals by the routing core, one to one with `RefusalCode` (held by a type test in `src/live`), and by the edge. */
export const refusalCode = z.enum([
  "unknownAgent",
  "notSignedIn",
  "unknownInteraction",
  "notYourInteraction",
  "alreadyEnded",
  "notConnected",
  "alreadyOnHold",
  "notOnHold",
  "busy",
  "numberNotAllowed",
  "numberMalformed",
  "noTrunk",
  "switchDown",
  "unknownDestination",
  "destinationNotReady",
  "unknownReservation",
  "notInWrapUp",
  "digitsMalformed",
  "wrapUpAtLimit",
  "wrapUpNotOver",
  "wrapUpNotOnRequest",
  "dispositionMissing",
  "callbacksOff",
  "timeMalformed",
  // the edge's own
  "forbidden",
  "malformed",
  "notSaved",
]);
export type WireRefusal = z.infer<typeof refusalCode>;

/** RFC 9457 problem details, the body of every HTTP error. `code` is what a program reads. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  /** Per field, for forms. */
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;
