/** The order of the measurement: A, B, A, B in every situation, so that what else the machine does meets both alike. */

import { loadavg } from "node:os";
import type { Arm } from "./arm.ts";
import { crowd, dispatches, noise, processorShare, reoffers } from "./measure.ts";
import { queueOf, type BenchPlan } from "./plan.ts";
import { percentile } from "../result.ts";
import type { Blocks } from "./report.ts";
import { musicNumber } from "./theirs.ts";

export const situations = ["idle", "crowd", "bigCrowd", "noise", "reoffer", "paper"] as const;
export type Situation = (typeof situations)[number];

/** Everything measured on one arm. */
export interface Measured {
  readonly latencies: Record<Situation, number[][]>;
  /** Percent of a core by process while the crowd waits, one for each round. */
  readonly crowdShares: Record<string, number>[];
  /** Highest rate in calls a second with p99 at or under the limit, one for each ramp. */
  readonly rates: number[];
}

export const nothing = (): Measured => ({
  latencies: { idle: [], crowd: [], bigCrowd: [], noise: [], reoffer: [], paper: [] },
  crowdShares: [],
  rates: [],
});

/** A dispatch that takes longer is not sustained. */
export const rateP99Ms = 200;
const warmUpCalls = 20;

export interface Measuring {
  readonly plan: BenchPlan;
  readonly say: (line: string) => void;
}

/** Compilers, caches and first rows are paid for before anything counts. */
export async function warmUp({ plan }: Measuring, arm: Arm): Promise<void> {
  await dispatches(arm, queueOf(plan, "free"), warmUpCalls, plan.everyMs);
  await reoffers(arm, queueOf(plan, "single"), 1);
}

/** One block of the situation; on an arm that has just been left empty, and leaves it so. */
export async function block(measuring: Measuring, arm: Arm, into: Measured, situation: Situation): Promise<void> {
  const { plan, say } = measuring;
  const took = await latenciesOf(plan, arm, into, situation);
  into.latencies[situation].push(took);
  const [p50, p99] = [percentile(took, 0.5), percentile(took, 0.99)];
  say(`${arm.name}, ${situation}: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms; load ${load()}`);
}

export const load = (): string => loadavg()[0]?.toFixed(1) ?? "?";

async function latenciesOf(plan: BenchPlan, arm: Arm, into: Measured, situation: Situation): Promise<number[]> {
  const free = queueOf(plan, "free");
  const crowded = queueOf(plan, "crowded");
  const calls = async (): Promise<number[]> => await dispatches(arm, free, plan.calls, plan.everyMs);
  switch (situation) {
    case "idle":
      return await calls();
    case "crowd": {
      const waiting = await crowd(arm, crowded, plan.crowd);
      into.crowdShares.push(await processorShare(arm, plan.cpuMs));
      const took = await calls();
      await waiting.leave();
      return took;
    }
    case "bigCrowd": {
      const waiting = await crowd(arm, crowded, plan.bigCrowd);
      const took = await calls();
      await waiting.leave();
      return took;
    }
    case "noise": {
      const other = await noise(arm, crowded, plan.noise.waiting, plan.noise.everyMs);
      const took = await calls();
      await other.leave();
      return took;
    }
    case "reoffer":
      return await reoffers(arm, queueOf(plan, "single"), plan.reoffers);
    case "paper":
      return await reoffers(arm, queueOf(plan, "paper"), plan.paperReoffers);
  }
}

/** The highest rate, in calls a second, up to which every one was kept up; 0: not even the first. */
export async function ramp({ plan, say }: Measuring, arm: Arm): Promise<number> {
  let sustained = 0;
  for (const rate of plan.rates) {
    const calls = Math.ceil((rate * plan.rateMs) / 1_000);
    const p99 = percentile(await dispatches(arm, queueOf(plan, "free"), calls, 1_000 / rate), 0.99);
    say(`${arm.name}, ${rate} calls/s: p99 ${p99.toFixed(0)} ms; load ${load()}`);
    if (p99 > rateP99Ms) break;
    sustained = rate;
  }
  return sustained;
}

/** Percent of a core for as many callers who hear music and are in no queue. */
export async function mediaOnly({ plan, say }: Measuring, arm: Arm): Promise<number> {
  const waiting = await crowd(arm, musicNumber, plan.crowd);
  const share = total(await processorShare(arm, plan.cpuMs));
  await waiting.leave();
  say(`${plan.crowd} callers with music and no queue: ${share.toFixed(0)} % of a core`);
  return share;
}

export const total = (shares: Readonly<Record<string, number>>): number =>
  Object.values(shares).reduce((sum, each) => sum + each, 0);

/** Latencies of all blocks of a situation. */
export const blocksOf = (measured: Measured, situation: Situation): Blocks => measured.latencies[situation];
