import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { promisedDay } from "#src/crm/promised-day.ts";
import { NOW } from "./world.ts";

test.each([
  ["Promised for Friday", "2026-11-27T17:00"],
  ["ring back tomorrow morning", "2026-11-26T17:00"],
  ["the day after tomorrow", "2026-11-27T17:00"],
  ["call again on WEDNESDAY", "2026-12-02T17:00"],
  ["Le prometí llamar el miércoles", "2026-12-02T17:00"],
  ["lo envío mañana", "2026-11-26T17:00"],
  ["pasado mañana", "2026-11-27T17:00"],
  ["mañana por la mañana", "2026-11-26T17:00"],
  ["llamar el viernes por la mañana", "2026-11-27T17:00"],
  ["el sábado", "2026-11-28T17:00"],
  ["周五之前回电", "2026-11-27T17:00"],
  ["下周一寄出", "2026-11-30T17:00"],
  ["下周五寄出", "2026-12-04T17:00"],
  ["后天给客户答复", "2026-11-27T17:00"],
  ["by 2026-12-24 at the latest", "2026-12-24T17:00"],
  ["today", "2026-11-25T17:00"],
])("[CT47] %s suggests %s", (text, local) => {
  const at = promisedDay(text, NOW, "Europe/Madrid");
  const shown = Temporal.Instant.fromEpochMilliseconds(at ?? 0)
    .toZonedDateTimeISO("Europe/Madrid")
    .toPlainDateTime();
  expect(shown.toString({ smallestUnit: "minute" })).toBe(local);
});

test.each(["", "Mrs Mondayson called", "2026-13-45", "2026-02-30", "no date at all", "mejor por la mañana"])(
  "[CT47] %j suggests nothing",
  (text) => {
    expect(promisedDay(text, NOW, "Europe/Madrid")).toBeUndefined();
  },
);

test("[CT47] the day is the customer's zone's, not the server's", () => {
  const lateEvening = Date.UTC(2026, 10, 25, 23, 30);
  expect(promisedDay("tomorrow", lateEvening, "Asia/Shanghai")).toBe(Date.UTC(2026, 10, 27, 9));
  expect(promisedDay("tomorrow", lateEvening, "UTC")).toBe(Date.UTC(2026, 10, 26, 17));
});
