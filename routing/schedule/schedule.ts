/** Opening hours with holidays, by the rules of a time zone: a day has 23 or 25 hours twice a year. */

import { Temporal } from "temporal-polyfill";
import type { Instant } from "../instant.ts";

/** A stretch of a day in minutes after local midnight; `closes` may be 1440, and is greater than `opens`. */
export interface Hours {
  readonly opens: number;
  readonly closes: number;
}

/** `weekday` is 1 (Monday) to 7 (Sunday), as in ISO 8601. */
export type WeeklyHours = Hours & { readonly weekday: number };

export interface Schedule {
  readonly name: string;
  /** IANA name, for example `America/Mexico_City`. */
  readonly timeZone: string;
  /** Several stretches a day are fine (lunch break). */
  readonly weekly: readonly WeeklyHours[];
  /** Days that replace the weekly hours: no hours at all is a holiday. `date` is `YYYY-MM-DD` in the schedule's zone. */
  readonly exceptions: readonly { readonly date: string; readonly name: string; readonly hours: readonly Hours[] }[];
}

/**
 * Whether the schedule is open at an instant. A missing hour (spring) is skipped by the clock itself; a doubled hour
 * (autumn) is open both times, since both read the same on the wall. `holiday` means closed on a day with an exception.
 */
export function openness(schedule: Schedule, at: Instant): "open" | "closed" | "holiday" {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(schedule.timeZone);
  const minute = local.hour * 60 + local.minute;
  const covers = (hours: Hours): boolean => hours.opens <= minute && minute < hours.closes;
  const date = local.toPlainDate().toString();
  const exception = schedule.exceptions.find((day) => day.date === date);
  if (exception) return exception.hours.some(covers) ? "open" : "holiday";
  return schedule.weekly.some((hours) => hours.weekday === local.dayOfWeek && covers(hours)) ? "open" : "closed";
}
