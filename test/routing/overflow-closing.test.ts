import { expect, test } from "vitest";
import { NEVER } from "#routing/instant.ts";
import { closedForAt } from "#routing/schedule/closing.ts";
import { openness, type Schedule } from "#routing/schedule/schedule.ts";
import { given, startAt } from "./given.ts";
import { rule, sales, siteWith, visits } from "./overflow-given.ts";

/** Mondays 09:00 to 09:10 UTC, which is when the tests begin, and again from 09:12. */
const office = schedule("UTC", [
  { weekday: 1, opens: 540, closes: 550 },
  { weekday: 1, opens: 552, closes: 600 },
]);
const MINUTE = 60_000;

function schedule(timeZone: string, weekly: Schedule["weekly"], exceptions: Schedule["exceptions"] = []): Schedule {
  return { name: "Office", timeZone, weekly, exceptions };
}

const closing = (graceMs: number) =>
  rule({ kind: "closing", schedule: "Office", graceMs }, { kind: "voicemail", box: "Sales" });
const closes = (graceMs: number, schedules = [office]) => sales([closing(graceMs)], {}, { config: { schedules } });

test("[RT131] closing: who still waits when the schedule has been closed for so long leaves at that millisecond", () => {
  const scene = closes(MINUTE);
  scene.waits();
  expect(scene.passes(11 * MINUTE - 1)).toBe("");
  expect(visits(scene.passes(1))).toContain(`waitMs=${11 * MINUTE} flowOut=closing`);
});

test("[RT131] closing: a break that is shorter than the grace moves nobody; without a rule they are kept", () => {
  const scene = closes(2 * MINUTE);
  scene.waits();
  expect(scene.passes(62 * MINUTE - 1)).toBe("");
  expect(visits(scene.passes(1))).toContain("flowOut=closing");

  const kept = sales([], {}, { config: { schedules: [office] } });
  kept.waits();
  expect(kept.passes(24 * 60 * MINUTE)).toBe("");
});

test("[RT131] closing: whoever enters when it is closed flows out at once; a schedule that is gone moves nobody", () => {
  const scene = closes(0);
  scene.passes(10 * MINUTE);
  expect(visits(scene.waits())).toContain("waitMs=0 flowOut=closing");
  const gone = closes(0, []);
  gone.waits();
  expect(gone.passes(24 * 60 * MINUTE)).toBe("");
});

test("[RT131] closing: hours that change while somebody waits count for him", () => {
  const config = (closesAt: number) =>
    siteWith(
      { Sales: { overflow: [closing(0)] } },
      {
        config: { schedules: [schedule("UTC", [{ weekday: 1, opens: 540, closes: closesAt }])] },
      },
    );
  const scene = given(config(700));
  scene.waits();
  scene.passes(MINUTE);
  scene.when({ kind: "config.replaced", config: config(545) });
  expect(scene.passes(4 * MINUTE - 1)).toBe("");
  expect(visits(scene.passes(1))).toContain("flowOut=closing");
});

const at = (text: string): number => Date.parse(text);

test.each([
  ["a missing hour", "2027-03-28T00:30:00Z", 150, "2027-03-28T01:00:00.000Z"],
  ["the first of two", "2026-10-24T22:30:00Z", 150, "2026-10-25T00:30:00.000Z"],
  ["the second of two", "2026-10-25T00:40:00Z", 150, "2026-10-25T00:30:00.000Z"],
  ["midnight", "2026-11-23T12:00:00Z", 1440, "2026-11-23T23:00:00.000Z"],
])("[RT141] the end of a day's hours follows the wall clock: %s", (_, from, closesAt, expected) => {
  const weekly = [1, 7].map((weekday) => ({ weekday, opens: 0, closes: closesAt }));
  expect(new Date(closedForAt(schedule("Europe/Madrid", weekly), 0, at(from))).toISOString()).toBe(expected);
});

test("[RT141] midnight closes nothing that opens again in the same instant; exceptions count", () => {
  const always = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: 0, closes: 1440 }));
  expect(closedForAt(schedule("Asia/Shanghai", always), 0, startAt)).toBe(NEVER);
  const holiday = [{ date: "2026-11-25", name: "Fiesta", hours: [{ opens: 0, closes: 600 }] }];
  expect(closedForAt(schedule("UTC", always, holiday), 1_000, startAt)).toBe(at("2026-11-25T10:00:01Z"));
});

test("[RT141] it is the first millisecond at which the schedule is not open, for a year of hours", () => {
  const hours = schedule("America/New_York", [
    ...[1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: 90, closes: 1_050 })),
    { weekday: 7, opens: 30, closes: 125 },
  ]);
  for (let from = startAt; from < startAt + 365 * 86_400_000; from += 7 * 3_600_000 + 11 * MINUTE) {
    const due = closedForAt(hours, 0, from);
    expect(openness(hours, due)).toBe("closed");
    expect(openness(hours, due - 1)).toBe("open");
    if (due > from) expect(openness(hours, from)).toBe("open");
  }
});
