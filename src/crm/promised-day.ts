/** "I promised to ring on Friday": the day that a note speaks of, suggested as the due date of a task. */

import { Temporal } from "temporal-polyfill";
import type { Instant } from "#routing/instant.ts";

/** Suggested hour of the day, local time: before people go home. */
const HOUR = 17;

/** By ISO weekday, 1 is Monday; without accents, which are taken off the text first. */
const weekdayWords: readonly (readonly string[])[] = [
  ["monday", "lunes", "星期一", "周一", "礼拜一"],
  ["tuesday", "martes", "星期二", "周二", "礼拜二"],
  ["wednesday", "miercoles", "星期三", "周三", "礼拜三"],
  ["thursday", "jueves", "星期四", "周四", "礼拜四"],
  ["friday", "viernes", "星期五", "周五", "礼拜五"],
  ["saturday", "sabado", "星期六", "周六", "礼拜六"],
  ["sunday", "domingo", "星期日", "星期天", "周日", "周天", "礼拜天"],
];

/** Days from today; the longer words first, since "day after tomorrow" holds "tomorrow". */
const dayWords: readonly (readonly [string, number])[] = [
  ["day after tomorrow", 2],
  ["pasado manana", 2],
  ["后天", 2],
  ["tomorrow", 1],
  ["manana", 1],
  ["明天", 1],
  ["today", 0],
  ["hoy", 0],
  ["今天", 0],
];

/**
 * 17:00 of the first day that the text names, in that zone; undefined: it names none. A weekday is the next one, never
 * today; 下周 ("next week") is the one in the week after.
 */
export function promisedDay(text: string, now: Instant, timeZone: string): Instant | undefined {
  const plain = text
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .normalize("NFC")
    .toLowerCase();
  // "Por la mañana" is a time of day, not tomorrow.
  const said = plain.replaceAll(/\b(por|de|en) la manana\b/g, " ");
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  const day = writtenDate(said) ?? relativeDay(said, today) ?? weekday(said, today);
  return day?.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour: HOUR }) }).epochMilliseconds;
}

/** `2026-11-27`, the one form that everybody reads alike. */
function writtenDate(text: string): Temporal.PlainDate | undefined {
  const found = /\b(\d{4})-(\d{2})-(\d{2})\b/.exec(text);
  if (found === null) return undefined;
  const [year, month, day] = found.slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = Temporal.PlainYearMonth.from({ year, month: Math.min(Math.max(month, 1), 12) });
  return month >= 1 && month <= 12 && day >= 1 && day <= date.daysInMonth ? date.toPlainDate({ day }) : undefined;
}

function relativeDay(text: string, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const found = dayWords.find(([word]) => holds(text, word));
  return found === undefined ? undefined : today.add({ days: found[1] });
}

function weekday(text: string, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const index = weekdayWords.findIndex((words) => words.some((word) => holds(text, word)));
  if (index === -1) return undefined;
  const isNextWeek =
    weekdayWords[index]?.some((word) => text.includes(`下${word}`) || text.includes(`下个${word}`)) ?? false;
  if (isNextWeek) return today.add({ days: 7 - today.dayOfWeek + index + 1 });
  return today.add({ days: ((index + 1 - today.dayOfWeek + 6) % 7) + 1 });
}

/** A whole word where words have borders. */
function holds(text: string, word: string): boolean {
  return /[a-z]/.test(word) ? new RegExp(`\\b${word}\\b`).test(text) : text.includes(word);
}
