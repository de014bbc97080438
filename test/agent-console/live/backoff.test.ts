import { expect, test } from "vitest";
import { backoffMs } from "#agent-console/src/live/backoff.ts";
import { offsetKeeper } from "#agent-console/src/live/clock.ts";

const limits = { firstMs: 500, maxMs: 15_000 };

test("[CON3] the delay doubles up to its limit, half of it drawn by lot", () => {
  expect([0, 1, 2, 3, 9].map((attempt) => backoffMs(attempt, 0, limits))).toEqual([250, 500, 1_000, 2_000, 7_500]);
  expect(backoffMs(0, 0.999_999, limits)).toBe(500);
  expect(backoffMs(1_000_000, 0.999_999, limits)).toBe(15_000);
});

test("[CON8] the measurement with the shortest round trip sets the clock", () => {
  const keeper = offsetKeeper();
  expect(keeper.add(1_000, 1_400, 6_200)).toBe(5_000);
  expect(keeper.add(2_000, 2_020, 7_110)).toBe(5_100);
  expect(keeper.add(3_000, 3_900, 9_999)).toBe(5_100);
});
