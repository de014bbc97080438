/**
 * Two kinds of callers whose waiting counts differently, against the mean waits that Kleinrock's accumulating priority
 * queue has: nobody is starved, and the difference is the one that was set up.
 */

import { expect, test } from "vitest";
import { erlangC } from "#routing/queue/erlang.ts";
import { drive } from "./drive.ts";
import { poolSite, queueOf } from "./pools.ts";
import { average, interval } from "./student.ts";

const AGENTS = 10;
const ERLANGS = 9;
const HANDLE_MS = 180_000;
const REPLICATIONS = 24;
const CALLERS = 3_000;

/** Mean waits, in ms, of the first kind (whose waiting counts `weight` times) and of the second; both come equally often. */
function theory(weight: number): readonly [number, number] {
  const { meanWaitMs: everybody } = erlangC({ agents: AGENTS, gapMs: HANDLE_MS / ERLANGS, handleMs: HANDLE_MS });
  const share = ERLANGS / AGENTS / 2;
  const slow = everybody / (1 - share * (1 - 1 / weight));
  return [everybody - share * slow * (1 - 1 / weight), slow];
}

/** Mean waits of each replication. */
function simulated(weight: number, weightedWaitMaxMs: number | undefined): readonly (readonly [number, number])[] {
  const site = poolSite(
    2,
    Array.from({ length: AGENTS }, () => [0, 1]),
  );
  const agents = site.agents.map((agent) => ({ ...agent, queueWeights: [{ queue: queueOf(0), weight }] }));
  return Array.from({ length: REPLICATIONS }, (_, n) => {
    const visits = drive({
      seed: `tiers/${n}`,
      config: { ...site, agents, weightedWaitMaxMs },
      gapMs: HANDLE_MS / ERLANGS,
      handleMs: HANDLE_MS,
      patienceMs: undefined,
      present: AGENTS,
      warmUp: 1_000,
      callers: CALLERS,
      isEstimated: false,
    });
    const meanOf = (type: number) => average(visits.filter((visit) => visit.type === type).map(({ waitMs }) => waitMs));
    return [meanOf(0), meanOf(1)] as const;
  });
}

test("[RT232] waits differ by the weight as theory says, and the slow ones are served", { timeout: 120_000 }, () => {
  const means = simulated(3, undefined);
  const [fast, slow] = [0, 1].map((kind) =>
    interval(
      means.map((mean) => mean[kind] ?? Number.NaN),
      0.99,
    ),
  );
  const [fastMs, slowMs] = theory(3);
  expect(fastMs / slowMs).toBeLessThan(0.5);
  expect(Math.abs((fast?.mean ?? Number.NaN) - fastMs)).toBeLessThan(fast?.half ?? 0);
  expect(Math.abs((slow?.mean ?? Number.NaN) - slowMs)).toBeLessThan(slow?.half ?? 0);
  // Wide limits would prove nothing.
  expect((slow?.half ?? Number.NaN) / slowMs).toBeLessThan(0.35);
});

test("[RT232] beyond the bound weights count no more: a bound of nothing makes all alike", { timeout: 120_000 }, () => {
  const [weighted, bound] = [undefined, 0].map((max) => {
    const means = simulated(3, max);
    return average(means.map(([fast, slow]) => fast / slow));
  });
  expect(weighted).toBeLessThan(0.5);
  expect(bound).toBeGreaterThan(0.95);
  expect(bound).toBeLessThan(1.05);
});
