import fc from "fast-check";
import { expect, test } from "vitest";
import { openness, type Hours, type Schedule } from "#routing/schedule/schedule.ts";

/** Another reading of the same rules, by the runtime's own calendar. */
function oracle(schedule: Schedule, at: number): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: schedule.timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    weekday: "short",
    hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  const minute = Number(part("hour")) * 60 + Number(part("minute"));
  const isIn = ({ opens, closes }: Hours) => minute >= opens && minute < closes;
  const today = schedule.exceptions.find(({ date }) => date === `${part("year")}-${part("month")}-${part("day")}`);
  if (today !== undefined) return today.hours.some(isIn) ? "open" : "holiday";
  const weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(part("weekday")) + 1;
  return schedule.weekly.some((hours) => hours.weekday === weekday && isIn(hours)) ? "open" : "closed";
}

const zones = [
  "America/Mexico_City",
  "America/New_York",
  "Europe/Madrid",
  "Asia/Shanghai",
  "Australia/Lord_Howe",
  "UTC",
];
const hours = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
  .filter(([opens, closes]) => opens < closes)
  .map(([opens, closes]) => ({ opens, closes }));
const schedules: fc.Arbitrary<Schedule> = fc.record({
  name: fc.constant("Hours"),
  timeZone: fc.constantFrom(...zones),
  weekly: fc.array(fc.tuple(hours, fc.integer({ min: 1, max: 7 })).map(([each, weekday]) => ({ ...each, weekday }))),
  exceptions: fc.array(
    fc.record({
      date: fc
        .integer({ min: 0, max: 364 })
        .map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)),
      name: fc.constant("Day off"),
      hours: fc.array(hours, { maxLength: 2 }),
    }),
  ),
});

test("[RT18] open, closed or holiday, as the wall clock of the zone says, at any minute of 2026", () => {
  const instants = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });
  fc.assert(
    fc.property(schedules, fc.array(instants, { minLength: 100, maxLength: 100 }), (schedule, at) => {
      for (const each of at) expect(openness(schedule, each)).toBe(oracle(schedule, each));
    }),
    { numRuns: 20 },
  );
});

const allDay = (timeZone: string, opens: number, closes: number): Schedule => ({
  name: "Hours",
  timeZone,
  weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens, closes })),
  exceptions: [{ date: "2026-12-25", name: "Christmas", hours: [] }],
});

test.each([
  ["Europe/Madrid", Date.UTC(2026, 2, 29), 60],
  ["Europe/Madrid", Date.UTC(2026, 9, 25), 60],
  ["America/New_York", Date.UTC(2026, 2, 8, 6), 60],
  ["America/New_York", Date.UTC(2026, 10, 1, 4), 60],
  ["Australia/Lord_Howe", Date.UTC(2026, 3, 4, 14), 30],
])("[RT18] a hundred instants around a change of the clock in %s (%i)", (zone, from) => {
  const schedule = allDay(zone, 90, 150);
  for (let n = 0; n < 100; n += 1) {
    const at = from + n * 3 * 60_000;
    expect(openness(schedule, at)).toBe(oracle(schedule, at));
  }
});

test("[RT18] the missing hour is never open, the doubled one is open twice", () => {
  const minutesOpen = (day: number) => {
    let open = 0;
    for (let at = day; at < day + 30 * 3_600_000; at += 60_000) {
      if (openness(allDay("Europe/Madrid", 120, 180), at) === "open") open += 1;
    }
    return open;
  };
  // The 30 hours from local midnight of the change hold one two-o'clock hour of the day itself and one of the next day.
  expect(minutesOpen(Date.UTC(2026, 2, 28, 23))).toBe(60);
  expect(minutesOpen(Date.UTC(2026, 9, 24, 22))).toBe(180);
  expect(minutesOpen(Date.UTC(2026, 5, 9, 22))).toBe(120);
});

test("[RT18] opens on the minute and closes before it; a holiday is a holiday all day", () => {
  const schedule = allDay("UTC", 540, 1080);
  const nine = Date.UTC(2026, 5, 10, 9);
  expect([nine - 1, nine, nine + 9 * 3_600_000 - 1, nine + 9 * 3_600_000].map((at) => openness(schedule, at))).toEqual([
    "closed",
    "open",
    "open",
    "closed",
  ]);
  expect(openness(schedule, Date.UTC(2026, 11, 25, 12))).toBe("holiday");
});
