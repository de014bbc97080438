import { expect, test } from "vitest";
import { createThrottle, throttleLimits } from "#src/platform/throttle.ts";

test("[PF10] five failures of one login from one address; others from there and elsewhere go on", () => {
  let at = 0;
  const throttle = createThrottle(() => at);
  for (let n = 0; n < 5; n += 1) {
    expect(throttle.waitMs("ana", "10.0.0.1")).toBe(0);
    throttle.failed("ana", "10.0.0.1");
  }
  expect(throttle.waitMs("ana", "10.0.0.1")).toBe(15 * 60_000);
  expect(throttle.waitMs("ben", "10.0.0.1")).toBe(0);
  expect(throttle.waitMs("ana", "10.0.0.2")).toBe(0);
  at = 15 * 60_000;
  expect(throttle.waitMs("ana", "10.0.0.1")).toBe(0);
});

test("[PF10] a right password clears the pair alone", () => {
  const throttle = createThrottle(() => 0);
  for (let n = 0; n < 4; n += 1) throttle.failed("ana", "10.0.0.1");
  throttle.succeeded("ana", "10.0.0.1");
  for (let n = 0; n < 4; n += 1) throttle.failed("ana", "10.0.0.1");
  expect(throttle.waitMs("ana", "10.0.0.1")).toBe(0);
  throttle.failed("ana", "10.0.0.1");
  expect(throttle.waitMs("ana", "10.0.0.1")).toBeGreaterThan(0);
});

test("[AQ22, PF11] one address that tries many logins, and many addresses that try one login, are stopped at fifty", () => {
  const throttle = createThrottle(() => 0);
  for (let n = 0; n < 50; n += 1) throttle.failed(`user${n}`, "10.0.0.1");
  expect(throttle.waitMs("somebody", "10.0.0.1")).toBeGreaterThan(0);
  for (let n = 0; n < 50; n += 1) throttle.failed("ana", `10.1.0.${n}`);
  expect(throttle.waitMs("ana", "10.9.9.9")).toBeGreaterThan(0);
  expect(throttle.waitMs("ben", "10.9.9.9")).toBe(0);
});

test("[PF11] an office of two hundred that signs in from one address stops nobody, and gives nobody free guesses", () => {
  const throttle = createThrottle(() => 0);
  for (let n = 0; n < 20; n += 1) throttle.failed(`stranger${n}`, "10.0.0.1");
  for (let n = 0; n < 200; n += 1) {
    throttle.failed(`agent${n}`, "10.0.0.1");
    throttle.succeeded(`agent${n}`, "10.0.0.1");
  }
  expect(throttle.waitMs("late", "10.0.0.1")).toBe(0);
  for (let n = 0; n < 30; n += 1) throttle.failed(`guess${n}`, "10.0.0.1");
  expect(throttle.waitMs("late", "10.0.0.1")).toBeGreaterThan(0);
});

test("[PF12] a million strangers take no more memory than the table's bound", () => {
  const throttle = createThrottle(() => 0, { ...throttleLimits, entriesMax: 1_000 });
  for (let n = 0; n < 50_000; n += 1) throttle.failed(`user${n}`, `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);
  expect(throttle.size()).toBeLessThanOrEqual(1_000);
});
