import { expect, test } from "vitest";
import { contactToChange, emptyContact } from "#agent-console/src/forms/contact-values.ts";
import { fromLocalField, quickDues, toLocalField } from "#agent-console/src/forms/due.ts";
import { changedFields, mergeEdits } from "#agent-console/src/forms/merge-edits.ts";
import { fieldMinute, minuteField, minuteText } from "#agent-console/src/forms/minutes.ts";
import { contactChange } from "#protocol/api/crm.ts";

const base = { name: "Ana", jobTitle: "Buyer", tags: ["a"], tier: "gold" };

test("[CON30] changes of different fields are both kept, without a question", () => {
  const merged = mergeEdits(base, { ...base, name: "Ana López" }, { ...base, tags: ["a", "b"] });
  expect(merged).toEqual({ values: { ...base, name: "Ana López", tags: ["a", "b"] }, conflicts: [] });
});

test("[CON30] the same field changed by both is a conflict, and mine stays on screen", () => {
  const merged = mergeEdits(base, { ...base, jobTitle: "Head" }, { ...base, jobTitle: "Chief", tier: "silver" });
  expect(merged).toEqual({ values: { ...base, jobTitle: "Head", tier: "silver" }, conflicts: ["jobTitle"] });
});

test("[CON30] both made the same change: nothing to decide", () => {
  const same = { ...base, tags: ["x"] };
  expect(mergeEdits(base, same, { ...base, tags: ["x"] }).conflicts).toEqual([]);
  expect(changedFields(base, { ...base, tags: ["a"] })).toEqual([]);
});

test("[CON31] only what was changed is sent, and clearing a field says so", () => {
  const before = { ...emptyContact({ name: "Ana", phone: "+34911" }), jobTitle: "Buyer", language: "es" } as const;
  const change = contactToChange(before, { ...before, jobTitle: "", name: "Ana L." }, 7);
  expect(change).toEqual({ version: 7, name: "Ana L.", jobTitle: null });
  expect(contactChange.parse(change)).toEqual(change);
});

const zones = ["Europe/Madrid", "Asia/Shanghai", "America/Los_Angeles"];

test.each(zones)("[CON32] quick due dates lie in the future, in order, once each: %s", (timeZone) => {
  for (let hour = 0; hour < 24; hour += 1) {
    const now = Date.UTC(2026, 10, 19, hour, 31);
    const dues = quickDues(now, timeZone).map(({ at }) => at);
    expect(dues.every((at) => at > now)).toBe(true);
    expect(dues.toSorted((a, b) => a - b)).toEqual(dues);
    expect(new Set(dues).size).toBe(dues.length);
  }
});

test("[CON32] tomorrow at five is the reader's tomorrow, across a change of the clocks too", () => {
  // Saturday evening in Madrid, Sunday morning in Shanghai; Madrid's clocks go back in the night.
  const now = Date.UTC(2026, 9, 24, 20);
  const tomorrow = (timeZone: string) => quickDues(now, timeZone).find(({ kind }) => kind === "tomorrow");
  expect(tomorrow("Europe/Madrid")).toMatchObject({ at: Date.UTC(2026, 9, 25, 16), isoWeekday: 7 });
  expect(tomorrow("Asia/Shanghai")).toMatchObject({ at: Date.UTC(2026, 9, 26, 9), isoWeekday: 1 });
});

test("[CON32] a field's text and the instant are the same minute in the reader's time zone", () => {
  const instant = Date.UTC(2026, 0, 5, 7, 9);
  expect(toLocalField(instant, "UTC")).toBe("2026-01-05T07:09");
  expect(toLocalField(instant, "Asia/Shanghai")).toBe("2026-01-05T15:09");
  for (const timeZone of zones) expect(fromLocalField(toLocalField(instant, timeZone), timeZone)).toBe(instant);
  expect(["", "2026-01", "never"].map((text) => fromLocalField(text, "UTC"))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("[CON33] minutes of the day, with the end of the day as 00:00 in a closing field", () => {
  expect(minuteText(545)).toBe("09:05");
  expect(minuteField(1_440)).toBe("00:00");
  expect(fieldMinute("00:00", true)).toBe(1_440);
  expect(fieldMinute("00:00", false)).toBe(0);
  expect(fieldMinute("9:5", false)).toBeUndefined();
});
