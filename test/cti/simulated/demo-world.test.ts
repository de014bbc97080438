import { expect, test } from "vitest";
import { FIRST_CALLER_MS_MAX, startDemoWorld } from "#cti/simulated/demo-world.ts";
import type { DemoWorldOptions } from "#cti/simulated/demo-world.ts";
import { createSimulatedSwitch } from "#cti/simulated/switch.ts";
import { nodeId } from "#routing/ids.ts";

const startAt = Date.UTC(2026, 10, 21, 9, 0, 0);
const options: DemoWorldOptions = {
  name: "test",
  callsPerMinute: 30,
  callers: [
    { number: "34911000001", name: "Ana" },
    { number: "34911000002", name: "王小明" },
  ],
  lines: [
    { number: "900100", weight: 3, presses: [] },
    { number: "900200", weight: 1, presses: [] },
  ],
  strangerEvery: 5,
  strangerNumber: { begins: "34600", digits: 6 },
  talkMsMean: 60_000,
  patienceMs: [30_000, 90_000],
};

function arrivals(seed: string, forMs: number): readonly { at: number; from: string | undefined; to: string }[] {
  const sim = createSimulatedSwitch({ node: nodeId("demo"), seed, startAt });
  const seen: { at: number; from: string | undefined; to: string }[] = [];
  sim.listen((event) => {
    if (event.kind === "leg" && event.name === "CHANNEL_CREATE")
      seen.push({ at: sim.now() - startAt, from: event.leg.from, to: event.leg.to });
  });
  startDemoWorld(sim, options);
  sim.advance(startAt + forMs);
  return seen;
}

test("[SD1] the first caller of the demo comes within three seconds, whatever the seed", () => {
  for (const seed of ["a", "b", "c", "d", "e", "f", "g", "h"]) {
    expect(arrivals(seed, FIRST_CALLER_MS_MAX).length).toBeGreaterThan(0);
  }
});

test("[SD2] callers come at the pace that was asked for, irregularly", () => {
  const seen = arrivals("pace", 20 * 60_000);
  // 600 expected; three standard deviations of a Poisson count are 74.
  expect(Math.abs(seen.length - 600)).toBeLessThan(75);
  const gaps = seen.slice(1).map((one, at) => one.at - (seen[at]?.at ?? 0));
  const short = gaps.filter((gap) => gap < 1000).length / gaps.length;
  // 1 - exp(-1/2): many come close together, as with a Poisson process and unlike a fixed beat.
  expect(short).toBeGreaterThan(0.3);
  expect(short).toBeLessThan(0.5);
});

test("[SD3] most callers are on the list, some are strangers, a few withhold their number", () => {
  const seen = arrivals("who", 20 * 60_000);
  const isListed = (from: string | undefined): boolean => options.callers.some((caller) => caller.number === from);
  const strangers = seen.filter((one) => !isListed(one.from));
  expect(strangers.length / seen.length).toBeGreaterThan(0.12);
  expect(strangers.length / seen.length).toBeLessThan(0.28);
  expect(strangers.some((one) => one.from === undefined)).toBe(true);
  expect(seen.filter((one) => one.to === "900100").length).toBeGreaterThan(seen.length * 0.65);
});

test("[SD4] the same seed gives the same day, another one another", () => {
  expect(arrivals("same", 60_000)).toEqual(arrivals("same", 60_000));
  expect(arrivals("same", 60_000)).not.toEqual(arrivals("other", 60_000));
});

test("[SD5] nobody comes after the demo is over", () => {
  const sim = createSimulatedSwitch({ node: nodeId("demo"), seed: "over", startAt });
  const world = startDemoWorld(sim, options);
  sim.advance(startAt + 10_000);
  world[Symbol.dispose]();
  const before = world.callers();
  sim.advance(startAt + 120_000);
  expect(before).toBeGreaterThan(0);
  expect(world.callers()).toBe(before);
});
