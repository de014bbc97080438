/** Dates, times, numbers and durations as the reader writes them. Instants are ms, durations ms. */

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { meQuery } from "../api/session.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `04:12`, or `1:02:33` from an hour on. Below zero counts as zero: clocks differ by a little. */
export function clockText(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / SECOND));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
}

const BCP47: Readonly<Record<string, string>> = { en: "en-GB", zh: "zh-CN", es: "es" };

export interface Format {
  readonly time: (instant: number) => string;
  readonly day: (instant: number) => string;
  readonly dayTime: (instant: number) => string;
  readonly full: (instant: number) => string;
  /** "3 days ago", "in 2 hours"; rounds to the biggest unit that fits. */
  readonly relative: (instant: number, now: number) => string;
  readonly count: (value: number) => string;
  readonly percent: (share: number) => string;
  readonly weekday: (isoWeekday: number) => string;
  readonly decimal: (value: number) => string;
}

export function formatFor(language: string, timeZone: string): Format {
  const tag = BCP47[language] ?? language;
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(tag, { ...options, timeZone });
    return (instant: number) => format.format(instant);
  };
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: "auto" });
  const count = new Intl.NumberFormat(tag);
  const percent = new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 0 });
  const decimal = new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const weekday = new Intl.DateTimeFormat(tag, { weekday: "long", timeZone: "UTC" });
  return {
    time: dates({ hour: "2-digit", minute: "2-digit" }),
    day: dates({ day: "numeric", month: "short", year: "numeric" }),
    dayTime: dates({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }),
    full: dates({ dateStyle: "medium", timeStyle: "medium" }),
    relative: (instant, now) => {
      const difference = instant - now;
      const size = Math.abs(difference);
      if (size < HOUR) return relative.format(Math.round(difference / MINUTE), "minute");
      if (size < DAY) return relative.format(Math.round(difference / HOUR), "hour");
      if (size < 60 * DAY) return relative.format(Math.round(difference / DAY), "day");
      return relative.format(Math.round(difference / (30 * DAY)), "month");
    },
    count: (value) => count.format(value),
    percent: (share) => percent.format(share),
    decimal: (value) => decimal.format(value),
    // 1 January 2024 was a Monday, ISO weekday 1.
    weekday: (isoWeekday) => weekday.format(Date.UTC(2024, 0, isoWeekday)),
  };
}

export function useFormat(): Format {
  const { i18n } = useTranslation();
  const timeZone = useTimeZone();
  return useMemo(() => formatFor(i18n.language, timeZone), [i18n.language, timeZone]);
}

/** The zone she chose in her settings; before signing in the browser's. */
export function useTimeZone(): string {
  const { data } = useQuery({ ...meQuery, enabled: false });
  return data?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
