/** Where a day begins and ends by the wall clocks of the site: 23, 24 or 25 hours apart. */

import { Temporal } from "temporal-polyfill";
import type { Instant } from "#routing/instant.ts";
import type { Interval } from "./handling.ts";

/** The day of `timeZone` (IANA name) that `at` lies in. Throws a RangeError for an unknown zone. */
export function dayOf(at: Instant, timeZone: string): Interval {
  const midnight = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).startOfDay();
  const next = midnight.add({ days: 1 }).startOfDay();
  return { startsAt: midnight.epochMilliseconds, endsAt: next.epochMilliseconds };
}
