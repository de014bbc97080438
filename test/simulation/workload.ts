/** How callers are spread over the time: Poisson, evenly or along a curve. */

import type { Random } from "#cti/simulated/random.ts";
import type { DurationMs } from "#routing/instant.ts";

/** `day`: two humps, the one before noon higher, squeezed into the hours there are. `bursts`: ten times the calls for a minute, now and then. */
export const workloads = ["steady", "day", "bursts"] as const;
export type Workload = (typeof workloads)[number];

/** Calls of each twelfth of an open day, as parts of the mean. */
const dayCurve = [0.2, 0.7, 1.4, 1.9, 1.7, 1.1, 0.9, 1.3, 1.4, 0.9, 0.4, 0.1];
const BURST_EVERY_MS = 1_200_000;
const BURST_MS = 60_000;
const BURST_FACTOR = 10;

/** Gives for a moment (milliseconds since the beginning) how long it is until the next caller. */
export function arrivals(
  workload: Workload,
  callsPerHour: number,
  totalMs: DurationMs,
  random: Random,
): (sinceStartMs: DurationMs) => DurationMs {
  const meanMs = 3_600_000 / callsPerHour;
  if (workload === "steady") return () => random.gapMs(meanMs);
  const factorAt = workload === "day" ? (at: DurationMs) => onDayCurve(at / totalMs) : inBurst;
  const most = workload === "day" ? Math.max(...dayCurve) : BURST_FACTOR;
  // Thinning: as many as at the busiest moment, of which so many stay as the moment's rate is of that one.
  return (sinceStartMs) => {
    let gap = 0;
    for (;;) {
      gap += random.gapMs(meanMs / most);
      if (sinceStartMs + gap > totalMs || random.chance(factorAt(sinceStartMs + gap) / most)) return gap;
    }
  };
}

function onDayCurve(share: number): number {
  return dayCurve[Math.min(dayCurve.length - 1, Math.floor(share * dayCurve.length))] ?? 0;
}

function inBurst(at: DurationMs): number {
  return at % BURST_EVERY_MS >= BURST_EVERY_MS - BURST_MS ? BURST_FACTOR : 0.6;
}
