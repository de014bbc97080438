import { expect, test } from "vitest";
import { EndedLately } from "#routing/ended-lately.ts";
import { legId } from "#routing/ids.ts";
import { id } from "../simulation/site.ts";

const leg = (n: number) => legId(id("1e9", n));

test("[RT9] an ended leg is known for 60 s and not for longer, however many end", () => {
  const ended = new EndedLately(60_000);
  for (let n = 0; n < 5_000; n += 1) ended.add(leg(n), 100 * n);
  // The last ended at 499.9 s: those of the last minute are known, the others are not.
  expect([ended.has(leg(4_999)), ended.has(leg(4_399)), ended.has(leg(4_398)), ended.has(leg(0))]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(ended.size).toBe(601);
});

test("[RT9] an end that is told twice counts once", () => {
  const ended = new EndedLately(60_000);
  ended.add(leg(1), 0);
  ended.add(leg(1), 30_000);
  ended.add(leg(2), 60_001);
  expect([ended.size, ended.has(leg(1))]).toEqual([1, false]);
});
