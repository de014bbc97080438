import { randomInt } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { Agenda } from "./agenda.ts";
import { flexibility } from "./skills.ts";
import { interval, studentT } from "./student.ts";
import { compare, erlangACases, erlangCCases, type PoolCase } from "./theory.ts";
import { told, toldCases, type ToldCase } from "./told.ts";

/** One seed that is always the same, and one that is another in every run; the title of a failing test has it. */
const fresh = String(randomInt(1, 2 ** 47));
const seeds = ["reference", fresh];

/** A second look at a doubtful figure of a hundred busy agents takes its time. */
const TIMEOUT_MS = 180_000;
vi.setConfig({ testTimeout: TIMEOUT_MS });

/**
 * A figure outside its interval may be chance, so it is asked again, at greater length and with other callers: what is
 * really wrong lies outside again, on the same side. With about 55 figures, most of them three to a run, the first question
 * is a false alarm in one run of twenty; that the second one is too, at 99.99 %, happens once in thousands of runs, even
 * though means of waits are skewed and Student's t is a little too sure of them.
 */
function disagreements(poolCase: PoolCase, seed: string): readonly string[] {
  const doubtful = compare(poolCase, { seed, replications: 20, relaxations: 2, confidence: 0.999 }).filter(
    ({ holds }) => !holds,
  );
  if (doubtful.length === 0) return [];
  const again = compare(poolCase, { seed: `${seed}/again`, replications: 20, relaxations: 15, confidence: 0.9999 });
  return again.flatMap(({ figure, theory, simulated, holds }) => {
    const first = doubtful.find((each) => each.figure === figure);
    if (holds || first === undefined) return [];
    const isSameSide = first.simulated.mean > theory === simulated.mean > theory;
    return isSameSide ? [`${figure}: theory ${theory}, simulated ${simulated.mean} ± ${simulated.half}`] : [];
  });
}

describe.each(seeds)("seed %s", (seed) => {
  test.each(erlangCCases)("[RT210] the core is Erlang C: $name", (poolCase) => {
    expect(disagreements(poolCase, seed)).toEqual([]);
  });

  test.each(erlangACases)("[RT211] the core is Erlang A: $name", (poolCase) => {
    expect(disagreements(poolCase, seed)).toEqual([]);
  });
});

/** A fixed seed for each, another one in every run for the case that is the most difficult to tell. */
const toldRuns: readonly (ToldCase & { readonly seed: string })[] = [
  ...toldCases.map((toldCase) => ({ ...toldCase, seed: "reference" })),
  ...toldCases.slice(-1).map((toldCase) => ({ ...toldCase, seed: fresh })),
];

test.each(toldRuns)("[RT213] what is told is what is waited: $name, seed $seed", ({ seed, ...toldCase }) => {
  const { callers, buckets, within } = told(toldCase, { seed, callers: 15_000 });
  expect(callers).toBeGreaterThan(1_500);
  expect(buckets.length).toBeGreaterThan(1);
  const off = buckets.filter(({ toldS, waitedS }) => Math.abs(toldS / waitedS - 1) > 0.25);
  expect(off).toEqual([]);
  expect(Math.abs(within.p50 - 0.5)).toBeLessThan(0.1);
  expect(Math.abs(within.p80 - 0.8)).toBeLessThan(0.06);
  expect(Math.abs(within.p90 - 0.9)).toBeLessThan(0.04);
});

test("[RT212] two skills an agent are almost as good as all six, and far better than one", () => {
  const seed = fresh;
  const effort = { seed, replications: 8, callers: 3_000 };
  const [one, two, six] = ([1, 2, 6] as const).map((skills) => flexibility(skills, effort));
  if (one === undefined || two === undefined || six === undefined) throw new Error("three were asked for");
  const [w1, w2, w6] = [one.meanWaitS.mean, two.meanWaitS.mean, six.meanWaitS.mean];
  // Of what all skills save of the wait, two save nearly everything.
  expect({ seed, saved: (w1 - w2) / (w1 - w6) > 0.9, better: w2 < w1 / 3 }).toEqual({
    seed,
    saved: true,
    better: true,
  });
  expect(w2).toBeGreaterThan(w6 * 0.95);
  expect(two.waits.mean).toBeGreaterThan(six.waits.mean);
  expect(one.waits.mean).toBeGreaterThan(two.waits.mean);
});

test("[RT210] a wrong theory is noticed: one agent less", () => {
  const wrong = { ...erlangCCases[5], agents: 13 } as PoolCase; // the case of 14 agents, its load unchanged
  const right = erlangCCases[5];
  if (right === undefined) throw new Error("the case is there");
  const simulated = compare(right, { seed: "wrong", replications: 20, relaxations: 2, confidence: 0.999 });
  const theory = compare(wrong, { seed: "wrong", replications: 2, relaxations: 2, confidence: 0.999 });
  for (const figure of ["waits", "in 20 s"] as const) {
    const found = simulated.find((each) => each.figure === figure)?.simulated;
    const said = theory.find((each) => each.figure === figure)?.theory ?? Number.NaN;
    expect(Math.abs((found?.mean ?? 0) - said)).toBeGreaterThan(found?.half ?? Infinity);
  }
});

test("[RT210] Student's t and the agenda are right", () => {
  expect(studentT(0.99, 9)).toBeCloseTo(3.2498, 4);
  expect(studentT(0.95, 19)).toBeCloseTo(2.093, 3);
  const { mean, half } = interval([1, 2, 3, 4], 0.95);
  expect([mean, half]).toEqual([2.5, expect.closeTo((3.1824 * 1.290_99) / 2, 3)]);
  const agenda = new Agenda();
  const moments = [5, 1, 4, 1, 3, 9, 2, 6, 5, 3];
  const seen: string[] = [];
  for (const [n, at] of moments.entries()) agenda.add(at, () => seen.push(`${at}/${n}`));
  for (let next = agenda.take(); next !== undefined; next = agenda.take()) next.act();
  expect(seen).toEqual(["1/1", "1/3", "2/6", "3/4", "3/9", "4/2", "5/0", "5/8", "6/7", "9/5"]);
});
