import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { siteConfig } from "./site.ts";
import { faultKinds } from "./faults.ts";
import { runWorld } from "./world.ts";

const WORLDS = 100;
const HOURS = 10;
/** Worlds a test, so that a failing one names few. */
const BATCH = 10;

/** Another thousand hours in every run; a breach names the seed, which then belongs into kept-seeds.ts. */
const seeds = Array.from({ length: WORLDS }, () => String(randomInt(1, 2 ** 47)));

test.each(
  Array.from(
    { length: WORLDS / BATCH },
    (_, batch) => [batch + 1, seeds.slice(batch * BATCH, (batch + 1) * BATCH)] as const,
  ),
)("[RT5] a thousand hours with every fault, tenth %i: no invariant is broken", { timeout: 240_000 }, (_, batch) => {
  const broken = batch.flatMap((seed) => {
    const { breaches } = runWorld({
      seed,
      config: siteConfig(6),
      hours: HOURS,
      callsPerHour: 40,
      faults: faultKinds,
      checkEvery: 1,
    });
    return breaches.length === 0 ? [] : [{ seed, breaches }];
  });
  expect(broken).toEqual([]);
});
