import { expect, test } from "vitest";
import { phoneWords } from "#agent-console/src/i18n/phone-words.ts";

test.each([
  ["8613800138013", "US", "+86 138 0013 8013"],
  ["+8613800138013", undefined, "+86 138 0013 8013"],
  ["34600165872", "US", "+34 600 16 58 72"],
  ["600165872", "ES", "+34 600 16 58 72"],
  ["12025550206", "US", "+1 202 555 0206"],
  ["2025550206", "US", "+1 202 555 0206"],
  ["13800138013", "CN", "+86 138 0013 8013"],
])("[CON66] %s at a site in %s reads %s", (number, country, words) => {
  expect(phoneWords(number, country)).toBe(words);
});

test.each(["1001", "5000", "911", "*98", "", "anonymous", "+999123", "00000000000000"])(
  "[CON66] %s is no public number and stays as it is",
  (number) => {
    expect(phoneWords(number, "CN")).toBe(number);
  },
);
