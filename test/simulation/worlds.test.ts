import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { keptSeeds } from "./kept-seeds.ts";
import { mediaSite, overflowingSite, passingSite, siteConfig } from "./site.ts";
import { workloads } from "./workload.ts";
import { faultKinds, type FaultKind } from "./faults.ts";
import { runWorld, type WorldReport } from "./world.ts";

function world(
  seed: string,
  agents: number,
  callsPerHour: number,
  hours: number,
  faults: readonly FaultKind[],
  site = siteConfig,
): WorldReport {
  return runWorld({ seed, config: site(agents), hours, callsPerHour, faults, checkEvery: 1 });
}

/** Another seed in every run; the title of a failing test has it. */
const fresh = () => String(randomInt(1, 2 ** 47));

test.each(keptSeeds)("[RT5] seed $seed: $shows", ({ seed, agents, callsPerHour, hours, faults }) => {
  expect(world(seed, agents, callsPerHour, hours, faults ?? faultKinds).breaches).toEqual([]);
});

test.each(Array.from({ length: 12 }, fresh))("[RT5] a small site with every fault, seed %s", (seed) => {
  expect(world(seed, 8, 120, 3, faultKinds).breaches).toEqual([]);
});

test.each(Array.from({ length: 6 }, fresh))("[RT5] three agents for too many callers, every fault, seed %s", (seed) => {
  expect(world(seed, 3, 250, 2, faultKinds).breaches).toEqual([]);
});

test.each(Array.from({ length: 6 }, fresh))("[RT5] queues that overflow, every fault, seed %s", (seed) => {
  expect(world(seed, 6, 150, 3, faultKinds, overflowingSite).breaches).toEqual([]);
});

test.each(Array.from({ length: 6 }, fresh))("[RT5] mail and chat beside the calls, every fault, seed %s", (seed) => {
  const { breaches, book } = world(seed, 8, 100, 2, faultKinds, mediaSite);
  expect(breaches).toEqual([]);
  expect(book.interactions).toBeGreaterThan(200);
});

test.each(Array.from({ length: 6 }, fresh))("[RT5] phones that pass calls on, every fault, seed %s", (seed) => {
  expect(world(seed, 8, 120, 2, faultKinds, passingSite).breaches).toEqual([]);
});

test.each(Array.from({ length: 3 }, fresh))("[RT5] a busy site with every fault, seed %s", (seed) => {
  expect(world(seed, 40, 600, 1, faultKinds).breaches).toEqual([]);
});

test.each(workloads)("[RT5] calls come as %s, with every fault", (workload) => {
  const seed = fresh();
  const { breaches, calls } = runWorld({
    seed,
    config: siteConfig(10),
    hours: 3,
    callsPerHour: 150,
    workload,
    faults: faultKinds,
    checkEvery: 1,
  });
  expect({ seed, breaches }).toEqual({ seed, breaches: [] });
  expect(calls).toBeGreaterThan(150);
});

test.each(Array.from({ length: 3 }, fresh))("[RT31] a day without faults loses nobody, seed %s", (seed) => {
  const { breaches, book, calls } = world(seed, 12, 120, 4, []);
  expect(breaches).toEqual([]);
  expect(calls).toBeGreaterThan(0);
  expect(book.endReasons.get("switchFailed")).toBeUndefined();
  expect(book.outcomes.get("lost")).toBeUndefined();
});

test.each(faultKinds)("[RT5] %s alone", (fault) => {
  const seed = fresh();
  expect({ seed, breaches: world(seed, 8, 120, 2, [fault]).breaches }).toEqual({ seed, breaches: [] });
});

test("[RT6] the same seed gives the same facts to the last byte, another one does not", () => {
  const [one, again, other] = ["7", "7", "8"].map((seed) => world(seed, 8, 120, 1, faultKinds));
  expect(one?.facts).toBeGreaterThan(500);
  expect(again?.digest).toBe(one?.digest);
  expect(other?.digest).not.toBe(one?.digest);
});

test("[RT9] nothing is left of a day when it is over: no interaction, leg, reservation, place in a line", () => {
  const seed = fresh();
  const { state } = world(seed, 8, 120, 2, faultKinds);
  const left = [state.interactions.size, state.legs.size, state.reservations.size];
  const waiting = [...state.lines.values(), ...state.waits.values()].map((line) =>
    "notes" in line ? line.notes.size : line.length,
  );
  expect({ seed, left, waiting }).toEqual({ seed, left: [0, 0, 0], waiting: waiting.map(() => 0) });
  // Ended legs are remembered for a minute, deadlines until they are due.
  expect(state.endedLegs.size).toBeLessThan(50);
  expect(state.deadlines.size).toBeLessThan(500);
});
