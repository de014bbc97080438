/** The arithmetic of due dates, in the browser's own time zone: what people mean by "tomorrow" at half past four. */

export interface QuickDue {
  readonly kind: "inAnHour" | "today" | "tomorrow" | "weekday" | "nextWeek";
  readonly at: number;
  /** 1 is Monday. */
  readonly isoWeekday: number;
}

const HOUR_MS = 3_600_000;
const END_OF_DAY_HOUR = 17;

/** In an hour, today at five (while that lies ahead), tomorrow, the coming Friday, in a week; each once, in order. */
export function quickDues(now: number): readonly QuickDue[] {
  const dueIn = (days: number, kind: QuickDue["kind"]): QuickDue => {
    const day = new Date(now);
    day.setDate(day.getDate() + days);
    day.setHours(END_OF_DAY_HOUR, 0, 0, 0);
    return { kind, at: day.getTime(), isoWeekday: day.getDay() === 0 ? 7 : day.getDay() };
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
export function toLocalField(instant: number): string {
  const day = new Date(instant);
  const two = (value: number) => String(value).padStart(2, "0");
  const date = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  return `${date}T${two(day.getHours())}:${two(day.getMinutes())}`;
}

/** Undefined for an empty or unfinished field. */
export function fromLocalField(text: string): number | undefined {
  const instant = new Date(text).getTime();
  return Number.isNaN(instant) ? undefined : instant;
}
