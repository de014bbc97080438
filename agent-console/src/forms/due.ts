/** The arithmetic of due dates, in the reader's time zone (IANA name): what people mean by "tomorrow" at half past four. */

import { Temporal } from "temporal-polyfill";

export interface QuickDue {
  readonly kind: "inAnHour" | "today" | "tomorrow" | "weekday" | "nextWeek";
  readonly at: number;
  /** 1 is Monday. */
  readonly isoWeekday: number;
}

const HOUR_MS = 3_600_000;
const END_OF_DAY_HOUR = 17;

/** In an hour, today at five (while that lies ahead), tomorrow, the coming Friday, in a week; each once, in order. */
export function quickDues(now: number, timeZone: string): readonly QuickDue[] {
  const day = zoned(now, timeZone).toPlainDate();
  const plainTime = new Temporal.PlainTime(END_OF_DAY_HOUR);
  const dueIn = (days: number, kind: QuickDue["kind"]): QuickDue => {
    const due = day.add({ days }).toZonedDateTime({ timeZone, plainTime });
    return { kind, at: due.epochMilliseconds, isoWeekday: due.dayOfWeek };
  };
  const today = dueIn(0, "today");
  const toFriday = (5 - today.isoWeekday + 7) % 7;
  const inAnHour: QuickDue = { kind: "inAnHour", at: roundedToMinutes(now + HOUR_MS, 5), isoWeekday: today.isoWeekday };
  return [
    inAnHour,
    ...(today.at > inAnHour.at ? [today] : []),
    dueIn(1, "tomorrow"),
    ...(toFriday > 1 ? [dueIn(toFriday, "weekday")] : []),
    dueIn(7, "nextWeek"),
  ];
}

function roundedToMinutes(instant: number, minutes: number): number {
  const step = minutes * 60_000;
  return Math.ceil(instant / step) * step;
}

/** For `<input type="datetime-local">`, to the minute. */
export function toLocalField(instant: number, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDateTime().toString({ smallestUnit: "minute" });
}

/** Undefined for an empty or unfinished field. */
export function fromLocalField(text: string, timeZone: string): number | undefined {
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function zoned(instant: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
}
