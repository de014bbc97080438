/** Calling windows: hours of the week on the customer's own clock, over the changes of that clock. */

import { Temporal } from "temporal-polyfill";
import type { Instant } from "../instant.ts";
import type { WeeklyHours } from "./schedule.ts";

/** The windows repeat every week; one more day for a window that began before midnight. */
const DAYS_MAX = 8;

/** Whether it is inside a window. No windows at all: always. A doubled hour (autumn) is inside both times. */
export function isWithin(windows: readonly WeeklyHours[], timeZone: string, at: Instant): boolean {
  if (windows.length === 0) return true;
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const minute = local.hour * 60 + local.minute;
  return windows.some((each) => each.weekday === local.dayOfWeek && each.opens <= minute && minute < each.closes);
}

/** The first instant at or after `at` that is inside a window; undefined: there is none, because no window ever opens. */
export function nextWithin(windows: readonly WeeklyHours[], timeZone: string, at: Instant): Instant | undefined {
  if (isWithin(windows, timeZone, at)) return at;
  return firstOf(windows, timeZone, at, "opens", (instant) => isWithin(windows, timeZone, instant));
}

/**
 * The first instant after `at`, which is inside a window, at which a window closes: whether another one goes on there is
 * for the caller to look at. undefined: no windows, so it never closes.
 */
export function windowCloses(windows: readonly WeeklyHours[], timeZone: string, at: Instant): Instant | undefined {
  return firstOf(windows, timeZone, at + 1, "closes", () => true);
}

function firstOf(
  windows: readonly WeeklyHours[],
  timeZone: string,
  at: Instant,
  edge: "opens" | "closes",
  isWanted: (instant: Instant) => boolean,
): Instant | undefined {
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
  for (let days = 0; days <= DAYS_MAX; days += 1) {
    const day = today.add({ days });
    const instants = windows
      .filter((each) => each.weekday === day.dayOfWeek)
      .flatMap((each) => [...instantsOf(day, each[edge], timeZone), ...(edge === "opens" ? jumpOf(day, timeZone) : [])])
      .filter((instant) => instant >= at && isWanted(instant));
    if (instants.length > 0) return Math.min(...instants);
  }
  return undefined;
}

/** Where the clock of this day is set: set back, it may be inside of a window again. */
function jumpOf(day: Temporal.PlainDate, timeZone: string): readonly Instant[] {
  const jump = day.toZonedDateTime(timeZone).getTimeZoneTransition("next");
  return jump !== null && jump.toPlainDate().equals(day) ? [jump.epochMilliseconds] : [];
}

/** A time on the wall is one instant; two when the hour is doubled; the moment of the jump when it is missing. */
function instantsOf(day: Temporal.PlainDate, minute: number, timeZone: string): readonly Instant[] {
  const wall = day.toPlainDateTime().add({ minutes: minute });
  const later = wall.toZonedDateTime(timeZone, { disambiguation: "later" });
  if (later.toPlainDateTime().equals(wall)) {
    const earlier = wall.toZonedDateTime(timeZone, { disambiguation: "earlier" });
    return [earlier.epochMilliseconds, later.epochMilliseconds];
  }
  const jump = later.getTimeZoneTransition("previous");
  return [jump === null ? later.epochMilliseconds : jump.epochMilliseconds];
}
