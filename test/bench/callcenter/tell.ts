/** What a run has found, in words, tables and results. */

import { median, type BenchResult } from "../result.ts";
import type { Arm } from "./arm.ts";
import type { BenchPlan } from "./plan.ts";
import { figure, promise, row, table } from "./report.ts";
import { blocksOf, rateP99Ms, total, type Measured, type Situation } from "./rounds.ts";

export interface Side {
  readonly arm: Arm;
  readonly of: Measured;
}

export interface Findings {
  readonly plan: BenchPlan;
  readonly theirs: Measured;
  readonly ours: Measured;
  /** Percent of a core for the media of as many callers as wait in the crowd. */
  readonly media: readonly number[];
  /** mod_callcenter with other databases. */
  readonly variants: Readonly<Record<string, Measured>>;
}

const head = ["in ms", "theirs p50", "theirs p99", "ours p50", "ours p99", "theirs / ours"];

/** Prints everything; the answer is what was promised. */
export function tell(findings: Findings): readonly BenchResult[] {
  const { plan, theirs, ours, media, variants } = findings;
  const words: Record<Situation, string> = {
    idle: "caller to agent's leg, nobody waits",
    crowd: `the same, ${plan.crowd} wait elsewhere`,
    bigCrowd: `the same, ${plan.bigCrowd} wait elsewhere`,
    noise: "the same, another queue is noisy",
    reoffer: "agent free to next leg, wrap-up 0",
    paper: "the same, wrap-up 1 s (included)",
  };
  const rows = (Object.keys(words) as Situation[]).map((situation) =>
    // the keys of a literal
    row(words[situation], blocksOf(theirs, situation), blocksOf(ours, situation)),
  );
  const others = Object.entries(variants).flatMap(([name, measured]) =>
    (["idle", "crowd", "reoffer"] as const).map((situation) =>
      row(`${name}: ${words[situation]}`, blocksOf(measured, situation), blocksOf(ours, situation)),
    ),
  );
  console.log(`\nMedians over ${plan.rounds} rounds (least to most).\n`);
  console.log(table(head, [...rows, ...others]));
  const [theirCpu, ourCpu] = [theirs, ours].map((side) => perCaller(plan, side, media));
  const processes = [theirs, ours].map((side) => JSON.stringify(side.crowdShares.map(rounded)));
  console.log(`\nPercent of a core while ${plan.crowd} wait: theirs ${processes[0]}, ours ${processes[1]}`);
  console.log(`Percent of a core for their media alone: ${media.map((each) => each.toFixed(0)).join(", ")}`);
  console.log(
    `Calls a second with p99 <= ${rateP99Ms} ms: theirs ${theirs.rates.join(", ")}; ours ${ours.rates.join(", ")}\n`,
  );
  const results = promises(plan, theirs, ours, theirCpu ?? Number.NaN, ourCpu ?? Number.NaN);
  for (const { holds, name, ratio, goal } of results)
    console.log(`${holds ? "holds" : "MISSED"}  ${name}: ratio ${ratio.toPrecision(3)} (goal ${goal})`);
  return results;
}

/** Percent of a core that one waiting caller costs beyond the music. */
function perCaller(plan: BenchPlan, side: Measured, media: readonly number[]): number {
  return (median(side.crowdShares.map(total)) - median(media)) / plan.crowd;
}

const rounded = (shares: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, Math.round(share)]));

function promises(
  plan: BenchPlan,
  theirs: Measured,
  ours: Measured,
  theirCpu: number,
  ourCpu: number,
): readonly BenchResult[] {
  const of = (side: Measured, situation: Situation, share: number): number =>
    figure(blocksOf(side, situation), share).value;
  const faster = (name: string, situation: Situation, share: number, bound: number): BenchResult => {
    const [value, baseline] = [of(ours, situation, share), of(theirs, situation, share)];
    return promise(name, "ms", { value, baseline, ratio: baseline / value }, ">=", bound);
  };
  const steady = (name: string, situation: Situation, share: number, bound: number): BenchResult => {
    const [value, baseline] = [of(ours, situation, share), of(ours, "idle", share)];
    return promise(name, "ms", { value, baseline, ratio: value / baseline }, "<=", bound);
  };
  const rates = { value: median(ours.rates), baseline: median(theirs.rates) };
  return [
    faster("caller to agent's leg, nobody waits, p50", "idle", 0.5, 5),
    faster("caller to agent's leg, nobody waits, p99", "idle", 0.99, 2.5),
    faster(`caller to agent's leg, ${plan.crowd} wait elsewhere, p50`, "crowd", 0.5, 40),
    faster(`caller to agent's leg, ${plan.crowd} wait elsewhere, p99`, "crowd", 0.99, 15),
    steady(`ours, ${plan.bigCrowd} wait elsewhere to nobody waits, p99`, "bigCrowd", 0.99, 1.5),
    faster("agent free to next leg, wrap-up 0, p50", "reoffer", 0.5, 100),
    steady("ours, a noisy queue beside to none, p50", "noise", 0.5, 1.2),
    steady("ours, a noisy queue beside to none, p99", "noise", 0.99, 1.2),
    promise("calls a second sustained", "1/s", { ...rates, ratio: rates.value / rates.baseline }, ">=", 1),
    promise(
      "processor for one waiting caller beyond the music",
      "% of a core",
      { value: ourCpu, baseline: theirCpu, ratio: ourCpu / theirCpu },
      "<=",
      0.2,
    ),
  ];
}
