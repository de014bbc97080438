import { describe, expect, test } from "vitest";
import {
  estimateWait,
  predictedWaits,
  SAMPLES_MIN,
  waitForFreeAgent,
  type LineSeen,
} from "#routing/queue/estimate-wait.ts";

const seen: LineSeen = {
  ahead: 3,
  elapsedMs: 0,
  agents: 4,
  handleMs: 200_000,
  shared: { ahead: 7, agents: 10, handleMs: 250_000 },
  patienceMs: 100_000,
  alertMs: 4_000,
  startEveryMs: 70_000,
  lastWaitMs: 90_000,
  headWaitMs: 60_000,
};

describe("[RT204] six ways to reckon a wait", () => {
  test("each goes by what it says", () => {
    const predictions = predictedWaits(seen);
    expect(predictions).toEqual({
      queueLength: 4_000 + (4 * 200_000) / 4,
      queueLengthPatience: expect.closeTo(4_000 + 1 / 2e-5 + 1 / 3e-5 + 1 / 4e-5 + 1 / 5e-5, 6),
      // His own line takes longer: 128 s against a sum of eight smaller terms.
      sharedLength: expect.closeTo(4_000 + 1 / 2e-5 + 1 / 3e-5 + 1 / 4e-5 + 1 / 5e-5, 6),
      ownRate: 4_000 + 4 * 70_000,
      lastToEnter: 94_000,
      headOfLine: 64_000,
    });
  });

  test("what was not seen yet is not made up", () => {
    const shared = { ahead: 7, agents: 0, handleMs: 1_000 };
    const nothing = {
      shared,
      handleMs: undefined,
      startEveryMs: undefined,
      lastWaitMs: undefined,
      headWaitMs: undefined,
    };
    const unknown = {
      queueLength: undefined,
      queueLengthPatience: undefined,
      sharedLength: undefined,
      ownRate: undefined,
      lastToEnter: undefined,
      headOfLine: undefined,
    };
    expect(predictedWaits({ ...seen, ...nothing })).toEqual(unknown);
    expect(estimateWait({ ...seen, ...nothing }, "queueLength", undefined)).toBeUndefined();
    // Without anybody to serve him a line has no pace, whatever a call takes.
    const { queueLength, queueLengthPatience } = predictedWaits({ ...seen, agents: 0 });
    expect([queueLength, queueLengthPatience]).toEqual([undefined, undefined]);
  });

  test("nobody gives up: both readings of the queue's length are the same, in lines of any length", () => {
    for (const ahead of [0, 5, 64, 65, 1_000]) {
      const { queueLength, queueLengthPatience } = predictedWaits({ ...seen, ahead, patienceMs: undefined });
      expect((queueLengthPatience ?? 0) / (queueLength ?? 1)).toBeCloseTo(1, 12);
    }
  });

  test("lines that share agents are one long line, but nobody passes his own", () => {
    const shared = { ahead: 39, agents: 10, handleMs: 250_000 };
    const { sharedLength } = predictedWaits({ ...seen, patienceMs: undefined, shared });
    expect(sharedLength).toBeCloseTo(4_000 + (40 * 250_000) / 10, 6);
    const short = predictedWaits({ ...seen, patienceMs: undefined, shared: { ...shared, ahead: 3 } });
    expect(short.sharedLength).toBeCloseTo(short.queueLength ?? 0, 6);
    expect(predictedWaits({ ...seen, shared: { ...shared, handleMs: undefined } }).sharedLength).toBeUndefined();
  });

  test("a long line is added up as exactly as a short one", () => {
    for (const ahead of [65, 300, 100_000]) {
      let sum = 0;
      for (let i = 0; i <= ahead; i += 1) sum += 1 / (4 / 200_000 + i / 100_000);
      const { queueLengthPatience } = predictedWaits({ ...seen, ahead, alertMs: 0 });
      expect((queueLengthPatience ?? 0) / sum).toBeCloseTo(1, 5);
    }
  });

  test("at the head of an empty line, what the last one waited stands for the head's wait", () => {
    expect(predictedWaits({ ...seen, ahead: 0 }).headOfLine).toBe(94_000);
    expect(predictedWaits({ ...seen, headWaitMs: undefined }).headOfLine).toBe(94_000);
  });

  test("who has waited already has that much less before him, but one more start at least", () => {
    const later = predictedWaits({ ...seen, elapsedMs: 30_000 });
    expect([later.lastToEnter, later.headOfLine]).toEqual([64_000, 54_000]);
    const { lastToEnter, queueLength } = predictedWaits({ ...seen, ahead: 0, elapsedMs: 300_000 });
    expect([lastToEnter, queueLength]).toEqual([54_000, 54_000]);
  });
});

describe("[RT205] a wait is told with what lies around it", () => {
  const measured = { samples: SAMPLES_MIN, meanSquare: 900e6, bias: 0, predicted: 100_000 };

  test("before anything was measured: as scattered as the services of a line are", () => {
    // One service is exponential: ln 2, ln 5 and ln 10 of its mean.
    const one = estimateWait({ ...seen, ahead: 0, alertMs: 0 }, "queueLength", undefined);
    expect(one).toMatchObject({ expectedMs: 50_000, method: "queueLength", errorMs: undefined, samples: 0 });
    expect((one?.p50Ms ?? 0) / 50_000).toBeCloseTo(Math.log(2), 1);
    expect((one?.p80Ms ?? 0) / 50_000).toBeCloseTo(Math.log(5), 1);
    expect((one?.p90Ms ?? 0) / 50_000).toBeCloseTo(Math.log(10), 1);
    // A hundred are nearly normal: σ is a tenth of the mean.
    const hundred = estimateWait({ ...seen, ahead: 99, alertMs: 0 }, "queueLength", undefined);
    expect(hundred?.expectedMs).toBe(5_000_000);
    expect((hundred?.p90Ms ?? 0) / 5_000_000).toBeCloseTo(1 + 0.1 * 1.28, 2);
  });

  test("as scattered as the method's errors were, in proportion to the root of the wait", () => {
    const expected = estimateWait({ ...seen, alertMs: 0, startEveryMs: 25_000 }, "ownRate", measured);
    expect(expected).toMatchObject({ expectedMs: 100_000, errorMs: 30_000, samples: SAMPLES_MIN });
    // Gamma with mean 100 s and σ 30 s: quantiles 0.5, 0.8, 0.9 are 97.0, 124.0 and 139.8 s.
    expect((expected?.p50Ms ?? 0) / 1_000).toBeCloseTo(97.0, 0);
    expect((expected?.p80Ms ?? 0) / 1_000).toBeCloseTo(124.0, 0);
    expect((expected?.p90Ms ?? 0) / 1_000).toBeCloseTo(139.8, 0);
    const longer = estimateWait({ ...seen, alertMs: 0, startEveryMs: 100_000 }, "ownRate", measured);
    // Four times the wait, twice the σ.
    expect((longer?.p80Ms ?? 0) / 1_000).toBeCloseTo(449.4, 0);
  });

  test("too few callers tell their error, but not yet how waits scatter", () => {
    const early = estimateWait({ ...seen, alertMs: 0 }, "queueLength", { ...measured, samples: SAMPLES_MIN - 1 });
    expect(early).toEqual({
      ...estimateWait({ ...seen, alertMs: 0 }, "queueLength", undefined),
      errorMs: 30_000,
      samples: SAMPLES_MIN - 1,
    });
  });

  test("somebody is free: only her ringing is left", () => {
    expect(waitForFreeAgent(3_499.6)).toEqual({
      expectedMs: 3_500,
      p50Ms: 3_500,
      p80Ms: 3_500,
      p90Ms: 3_500,
      method: "agentFree",
      errorMs: undefined,
      samples: 0,
    });
  });
});
