import { describe, expect, test } from "vitest";
import { erlangA, erlangB, erlangC, offeredLoad } from "#routing/queue/erlang.ts";
import { agentsNeeded, AGENTS_MAX, garnettWait, halfinWhittWait } from "#routing/queue/staffing.ts";

const percent = (share: number): string => (share * 100).toFixed(2);
const seconds = (ms: number): string => (ms / 1_000).toFixed(2);
const halfAnHour = (calls: number, handleS: number) => ({ gapMs: 1_800_000 / calls, handleMs: handleS * 1_000 });

describe("[RT200] Erlang B is the share that finds nobody free", () => {
  test.each([
    [1, 1, 0.5],
    [5, 3, 0.110054],
    [10, 5, 0.018385],
    [20, 15, 0.045593],
    [100, 90, 0.026957],
  ])("%i agents, %d erlangs", (agents, load, blocked) => {
    expect(erlangB(agents, load)).toBeCloseTo(blocked, 6);
  });

  test("thousands of agents overflow nothing", () => {
    // Square-root rule: B·√n comes to φ(0) ÷ Φ(0) = 0.7979 for as many agents as erlangs (Jagerman 1974).
    expect(erlangB(10_000, 10_000) * 100).toBeCloseTo(Math.sqrt(2 / Math.PI), 2);
    expect(erlangB(5_000, 1)).toBe(0);
  });
});

describe("[RT201] Erlang C: nobody gives up", () => {
  test.each([
    [2, 1, 0.333333],
    [5, 4, 0.554113],
    [20, 18, 0.550769],
    [100, 95, 0.506457],
  ])("%i agents, %d erlangs: who waits", (agents, load, waits) => {
    const figures = erlangC({ agents, gapMs: 1_000, handleMs: load * 1_000 });
    expect(figures.waitProbability).toBeCloseTo(waits, 6);
    expect(figures.utilisation).toBeCloseTo(load / agents, 12);
  });

  test.each([
    [12, "44.94", "64.02", "40.44"],
    [14, "17.41", "88.84", "7.84"],
  ])("100 calls of 180 s in half an hour, %i agents", (agents, waits, in20s, meanWait) => {
    const pool = { agents, ...halfAnHour(100, 180) };
    expect(offeredLoad(pool)).toBe(10);
    const figures = erlangC(pool);
    expect(percent(figures.waitProbability)).toBe(waits);
    expect(percent(figures.serviceLevel(20_000))).toBe(in20s);
    expect(seconds(figures.meanWaitMs)).toBe(meanWait);
  });

  test("as much load as agents, or more: the line grows for ever", () => {
    const figures = erlangC({ agents: 4, gapMs: 1_000, handleMs: 4_000 });
    expect([figures.waitProbability, figures.meanWaitMs, figures.serviceLevel(1e9)]).toEqual([1, Infinity, 0]);
  });
});

describe("[RT202] Erlang A: callers give up", () => {
  test("the worked example of Gans, Koole and Mandelbaum (2003)", () => {
    const figures = erlangA({ agents: 50, gapMs: 60_000 / 48, handleMs: 60_000, patienceMs: 120_000 });
    expect(percent(figures.abandonProbability)).toBe("3.09");
    expect(seconds(figures.meanWaitMs)).toBe("3.71");
    expect(percent(figures.utilisation)).toBe("93.03");
    expect(percent(figures.waitProbability)).toBe("46.78");
  });

  test.each([
    [20, "10.00", "18.00", "65.26"],
    [100, "4.49", "8.08", "80.19"],
  ])("as many erlangs as agents, %i of them", (agents, abandoned, meanWait, in20s) => {
    const pool = { agents, gapMs: 300_000 / agents, handleMs: 300_000, patienceMs: 180_000 };
    const figures = erlangA(pool);
    expect(percent(figures.abandonProbability)).toBe(abandoned);
    expect(seconds(figures.meanWaitMs)).toBe(meanWait);
    expect(percent(figures.serviceLevel(20_000))).toBe(in20s);
  });

  test("the three service levels differ by who is counted", () => {
    const figures = erlangA({ agents: 20, gapMs: 15_000, handleMs: 300_000, patienceMs: 180_000 });
    const [ofOffered, ofAnswered, withAbandons] = [
      figures.serviceLevel(20_000),
      figures.serviceLevelOfAnswered(20_000),
      figures.serviceLevelWithAbandons(20_000),
    ];
    expect(ofAnswered).toBeCloseTo(ofOffered / (1 - figures.abandonProbability), 9);
    // Computed by another way: the line of the states' own differential equations, in steps of 5 ms.
    expect(percent(withAbandons)).toBe("69.53");
    // In the long run everybody is answered or gone.
    expect(figures.serviceLevel(1e8)).toBeCloseTo(1 - figures.abandonProbability, 8);
    expect(figures.serviceLevelWithAbandons(1e8)).toBeCloseTo(1, 8);
    expect(figures.serviceLevelWithAbandons(0)).toBeCloseTo(1 - figures.waitProbability, 12);
  });

  test("endless patience is Erlang C", () => {
    const pool = { agents: 12, ...halfAnHour(100, 180) };
    const [patient, endless] = [erlangA({ ...pool, patienceMs: 1e13 }), erlangC(pool)];
    expect(patient.waitProbability).toBeCloseTo(endless.waitProbability, 6);
    expect(patient.meanWaitMs / endless.meanWaitMs).toBeCloseTo(1, 6);
    expect(patient.answeredWaitMs / endless.meanWaitMs).toBeCloseTo(1, 6);
    expect(patient.serviceLevel(20_000)).toBeCloseTo(endless.serviceLevel(20_000), 6);
  });

  test("patience as long as a call makes it a pool without end: the number in it is Poisson", () => {
    // λ = 20 a handling time, μ = θ: P(all busy) is the tail of Poisson(20) from 20 on, 0.52974.
    const figures = erlangA({ agents: 20, gapMs: 9_000, handleMs: 180_000, patienceMs: 180_000 });
    expect(figures.waitProbability).toBeCloseTo(0.52974, 5);
  });

  test("overload of any size stays within the numbers", () => {
    // Nine of ten have to give up, so the wait comes to where a tenth is left: patience · ln 10.
    const figures = erlangA({ agents: 100, gapMs: 100, handleMs: 100_000, patienceMs: 1e8 });
    expect(figures.abandonProbability).toBeCloseTo(0.9, 9);
    expect(figures.answeredWaitMs / (1e8 * Math.log(10))).toBeCloseTo(1, 4);
    expect(figures.utilisation).toBeCloseTo(1, 9);
    expect(figures.serviceLevel(20_000)).toBeCloseTo(0, 12);
    // Here the weights are scaled back just before they fall again, so that one forgotten would still be seen.
    const scaled = erlangA({ agents: 100, gapMs: 1_000, handleMs: 110_000, patienceMs: 1_100 * 123_000 });
    expect(scaled.waitProbability).toBeCloseTo(1, 9);
    const idle = erlangA({ agents: 2_000, gapMs: 1_000, handleMs: 1_000, patienceMs: 60_000 });
    expect([idle.waitProbability, idle.serviceLevel(0), idle.answeredWaitMs]).toEqual([0, 1, 0]);
  });
});

describe("[RT203] how many agents a goal takes", () => {
  test.each([
    [50, 240, 10, 9],
    [200, 300, 39, 35],
    [1_000, 300, 176, 159],
  ])("%i calls of %i s in half an hour, 80 % in 20 s", (calls, handleS, patient, impatient) => {
    const load = halfAnHour(calls, handleS);
    const goal = { withinMs: 20_000, share: 0.8 };
    expect(agentsNeeded((agents) => erlangC({ agents, ...load }), goal)).toBe(patient);
    expect(agentsNeeded((agents) => erlangA({ agents, ...load, patienceMs: 120_000 }), goal)).toBe(impatient);
  });

  test("a goal that nobody can reach is undefined", () => {
    const load = { gapMs: 1, handleMs: 2 * AGENTS_MAX };
    const goal = { withinMs: 20_000, share: 0.8 };
    expect(agentsNeeded((agents) => erlangC({ agents, ...load }), goal)).toBeUndefined();
  });

  test.each([
    [0.5, 0.5045],
    [1, 0.2234],
    [1.5, 0.0847],
  ])("square-root rule without impatience, beta %d", (beta, waits) => {
    expect(halfinWhittWait(beta)).toBeCloseTo(waits, 4);
    // The limit is near at a thousand erlangs.
    const agents = Math.round(1_000 + beta * Math.sqrt(1_000));
    const { waitProbability } = erlangC({ agents, gapMs: 1, handleMs: 1_000 });
    expect(Math.abs(waitProbability - waits)).toBeLessThan(0.02);
  });

  test.each([
    [0, 0.5],
    [0.5, 0.3085],
    [1, 0.1587],
  ])("square-root rule with a patience as long as a call, beta %d", (beta, waits) => {
    expect(garnettWait(beta, 1)).toBeCloseTo(waits, 4);
    const agents = Math.round(1_000 + beta * Math.sqrt(1_000));
    const { waitProbability } = erlangA({ agents, gapMs: 1, handleMs: 1_000, patienceMs: 1_000 });
    expect(Math.abs(waitProbability - waits)).toBeLessThan(0.02);
  });

  test("square-root rule with another patience", () => {
    const { waitProbability } = erlangA({ agents: 1_000, gapMs: 1, handleMs: 1_000, patienceMs: 500 });
    expect(Math.abs(garnettWait(0, 0.5) - waitProbability)).toBeLessThan(0.01);
  });
});
