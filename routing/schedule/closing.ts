/** When a schedule closes, to the millisecond: for whoever still waits at that moment. */

import { Temporal } from "temporal-polyfill";
import { NEVER, type DurationMs, type Instant } from "../instant.ts";
import { openness, type Schedule } from "./schedule.ts";

/** So many days before and after the present one are looked at; nobody waits for longer. */
export const HORIZON_DAYS = 8;

const DAY_MS = 86_400_000;

/** From this instant on, until the next change. */
interface Change {
  readonly at: Instant;
  readonly isOpen: boolean;
}

/**
 * When this schedule has been closed for `graceMs` without a break: the first such instant whose closed stretch reaches
 * beyond `at`, so that the answer may lie before `at`. NEVER if there is none within the horizon.
 */
export function closedForAt(schedule: Schedule, graceMs: DurationMs, at: Instant): Instant {
  const changes = changesAround(schedule, at);
  for (const [index, change] of changes.entries()) {
    const until = changes[index + 1]?.at ?? NEVER;
    const due = change.at + graceMs;
    if (!change.isOpen && until > at && due < until) return due;
  }
  return NEVER;
}

/** A schedule is a value that never changes; the same day asks for the same changes again and again. */
const remembered = new WeakMap<Schedule, { readonly day: number; readonly changes: readonly Change[] }>();

function changesAround(schedule: Schedule, at: Instant): readonly Change[] {
  const day = Math.floor(at / DAY_MS);
  const known = remembered.get(schedule);
  if (known?.day === day) return known.changes;
  const changes: Change[] = [];
  for (const instant of turningPoints(schedule, day)) {
    const isOpen = openness(schedule, instant) === "open";
    if (changes.at(-1)?.isOpen !== isOpen) changes.push({ at: instant, isOpen });
  }
  remembered.set(schedule, { day, changes });
  return changes;
}

/**
 * Every instant at which the schedule could change, in order: its hours, the ends of its days, and the clock changes, which
 * skip a time or show it twice. Whether it does change, only `openness` says.
 */
function turningPoints(schedule: Schedule, day: number): readonly Instant[] {
  const { timeZone, weekly, exceptions } = schedule;
  const zoned = (at: Instant) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const from = zoned((day - HORIZON_DAYS) * DAY_MS).toPlainDate();
  const points = new Set<Instant>();
  for (let n = 0; n <= 2 * HORIZON_DAYS + 1; n += 1) {
    const date = from.add({ days: n });
    const exception = exceptions.find((each) => each.date === date.toString());
    const hours = exception?.hours ?? weekly.filter((each) => each.weekday === date.dayOfWeek);
    for (const minute of new Set([0, ...hours.flatMap(({ opens, closes }) => [opens, closes])])) {
      const local = date.toPlainDateTime().add({ minutes: minute });
      for (const disambiguation of ["earlier", "later"] as const) {
        points.add(local.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds);
      }
    }
    const change = date.toZonedDateTime(timeZone).getTimeZoneTransition("next");
    if (change !== null && change.toPlainDate().equals(date)) points.add(change.epochMilliseconds);
  }
  return [...points].toSorted((a, b) => a - b);
}
