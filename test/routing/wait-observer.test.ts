import { describe, expect, test } from "vitest";
import type { Needs } from "#routing/config.ts";
import { agentId, interactionId, skillId } from "#routing/ids.ts";
import { SAMPLES_MIN, type Predictions } from "#routing/queue/estimate-wait.ts";
import {
  ERRORS_KEPT,
  GAVE_UP_MIN,
  knownPool,
  newSharedLine,
  newWaitObserver,
  noteEntry,
  noteFree,
  noteLeft,
  noteNotTaken,
  noteRinging,
  noteTaken,
  patienceMs,
  poolOf,
  POOLS_MAX,
  shareLine,
  startEveryMs,
  STARTS_KEPT,
  type WaitObserver,
} from "#routing/queue/wait-observer.ts";
import { id } from "../simulation/site.ts";

const needing = (n: number): Needs => ({
  requirement: [{ skill: skillId(id("5a", n)), proficiency: 1 }],
  preferred: [],
  groups: [],
  strategy: { kind: "longestIdle" },
});
const call = (n: number) => interactionId(id("ca11", n));
const ann = agentId(id("a0", 1));
const bea = agentId(id("a0", 2));
const nothing: Predictions = {
  queueLength: undefined,
  queueLengthPatience: undefined,
  sharedLength: undefined,
  ownRate: undefined,
  lastToEnter: undefined,
  headOfLine: undefined,
};

function enter(observer: WaitObserver, n: number, at: number, predictions: Predictions | undefined = nothing) {
  noteEntry(observer, call(n), { pool: poolOf(observer, needing(1)), at, predictions });
  return poolOf(observer, needing(1));
}

/** A caller who waits for `waitMs`, with what was predicted for him. */
function serve(observer: WaitObserver, n: number, at: number, waitMs: number, predictions?: Predictions): void {
  enter(observer, n, at, predictions);
  noteRinging(observer, call(n), at + waitMs);
  noteTaken(observer, call(n), ann);
  noteLeft(observer, call(n), at + waitMs, "answered");
}

describe("[RT206] a queue is observed", () => {
  test("a call takes an agent's time from her first ring until she is free", () => {
    const observer = newWaitObserver();
    enter(observer, 1, 1_000);
    noteRinging(observer, call(1), 5_000);
    noteTaken(observer, call(1), ann);
    noteLeft(observer, call(1), 8_000, "answered");
    expect(observer.alert).toEqual({ count: 1, value: 3_000 });
    noteFree(observer, call(2), ann, 60_000);
    noteFree(observer, call(1), bea, 60_000);
    expect(observer.handle.count).toBe(0);
    noteFree(observer, call(1), ann, 65_000);
    noteFree(observer, call(1), ann, 66_000);
    expect(observer.handle).toEqual({ count: 1, value: 60_000 });
    expect(poolOf(observer, needing(1)).shared.handle).toEqual({ count: 1, value: 60_000 });
    expect([observer.notes.size, observer.busy.size]).toEqual([0, 0]);
  });

  test("the own rate counts the time in which somebody waited, and no other", () => {
    const observer = newWaitObserver();
    const pool = enter(observer, 1, 0);
    enter(observer, 2, 4_000);
    noteRinging(observer, call(1), 10_000);
    noteRinging(observer, call(2), 25_000);
    // Empty until here: whoever comes now and is served at once says nothing about a line.
    serve(observer, 3, 100_000, 0);
    expect(startEveryMs(pool)).toBeUndefined();
    for (const n of [1, 2]) {
      noteTaken(observer, call(n), ann);
      noteLeft(observer, call(n), 200_000, "answered");
    }
    expect([pool.gaps, startEveryMs(pool), pool.lastWaitMs, pool.waiting]).toEqual([
      [10_000, 15_000],
      12_500,
      21_000,
      0,
    ]);
  });

  test("a start that came to nothing is none: its time goes on", () => {
    const observer = newWaitObserver();
    const pool = enter(observer, 1, 0);
    noteRinging(observer, call(1), 10_000);
    expect(pool.waiting).toBe(0);
    noteNotTaken(observer, call(1), 25_000);
    expect(pool.waiting).toBe(1);
    noteRinging(observer, call(1), 30_000);
    noteTaken(observer, call(1), ann);
    noteLeft(observer, call(1), 30_000, "answered");
    // 10 s before the first ring and 5 s after it; nobody waited for an agent while it rang.
    expect(pool.gaps).toEqual([15_000]);
  });

  test("several who ring for one are one start, and the others being let go changes nothing", () => {
    const observer = newWaitObserver();
    const pool = enter(observer, 1, 0);
    noteRinging(observer, call(1), 10_000);
    noteRinging(observer, call(1), 10_000);
    noteNotTaken(observer, call(1), 12_000);
    expect(pool.waiting).toBe(0);
    noteRinging(observer, call(1), 12_000);
    noteTaken(observer, call(1), ann);
    noteNotTaken(observer, call(1), 14_000);
    noteLeft(observer, call(1), 14_000, "answered");
    expect([pool.waiting, pool.gaps]).toEqual([0, [10_000]]);
  });

  test("only the last starts count, in a ring that does not grow", () => {
    const observer = newWaitObserver();
    for (let n = 1; n <= STARTS_KEPT; n += 1) serve(observer, n, n * 100_000, 10_000);
    for (let n = 1; n <= 20; n += 1) serve(observer, n, n * 100_000, 30_000);
    const pool = poolOf(observer, needing(1));
    expect(pool.gaps).toHaveLength(STARTS_KEPT);
    expect(startEveryMs(pool)).toBe(((STARTS_KEPT - 20) * 10_000 + 20 * 30_000) / STARTS_KEPT);
  });

  test("patience is all time waited by all, divided by those who gave up", () => {
    const observer = newWaitObserver();
    serve(observer, 1, 0, 50_000);
    enter(observer, 2, 0);
    noteLeft(observer, call(2), 20_000, "flowedOut");
    for (let n = 0; n <= GAVE_UP_MIN; n += 1) {
      // The last one is one more than is needed: those before fade a little with each visit.
      expect(patienceMs(observer)).toBeUndefined();
      enter(observer, 3, 0);
      noteLeft(observer, call(3), 30_000, "abandoned");
    }
    const waitedMs = 50_000 + 20_000 + (GAVE_UP_MIN + 1) * 30_000;
    expect((patienceMs(observer) ?? 0) / (waitedMs / (GAVE_UP_MIN + 1))).toBeCloseTo(1, 1);
    expect([observer.notes.size, poolOf(observer, needing(1)).waiting]).toEqual([0, 0]);
  });

  test("who leaves while it rings takes the start with him", () => {
    const observer = newWaitObserver();
    const pool = enter(observer, 1, 0);
    noteRinging(observer, call(1), 10_000);
    noteNotTaken(observer, call(1), 11_000);
    noteLeft(observer, call(1), 11_000, "abandoned");
    serve(observer, 2, 50_000, 4_000);
    expect([pool.gaps, pool.waiting]).toEqual([[14_000], 0]);
    // Nobody said that she was let go.
    enter(observer, 3, 100_000);
    noteRinging(observer, call(3), 107_000);
    noteLeft(observer, call(3), 108_000, "lost");
    serve(observer, 4, 150_000, 4_000);
    expect([pool.gaps, pool.waiting]).toEqual([[14_000, 11_000], 0]);
  });

  test("who came back or is called back takes his turn, but nobody else's patience or ringing is judged by him", () => {
    const observer = newWaitObserver();
    const pool = poolOf(observer, needing(1));
    for (let n = 1; n <= 2 * GAVE_UP_MIN; n += 1) {
      noteEntry(observer, call(n), { pool, at: 0, predictions: undefined });
      if (n > 1) noteLeft(observer, call(n), 7_200_000, "abandoned");
    }
    noteRinging(observer, call(1), 7_210_000);
    noteTaken(observer, call(1), ann);
    noteLeft(observer, call(1), 7_230_000, "answered");
    expect([observer.gaveUp, observer.waitedMs, observer.alert.count, pool.lastWaitMs]).toEqual([0, 0, 0, undefined]);
    expect([pool.gaps, pool.waiting]).toEqual([[7_210_000], 0]);
  });

  test("who enters twice is counted once", () => {
    const observer = newWaitObserver();
    enter(observer, 1, 0);
    expect(enter(observer, 1, 5_000).waiting).toBe(1);
  });

  test("a line is shared: its waiting are counted together, and move with their pool", () => {
    const observer = newWaitObserver();
    const [one, other] = [poolOf(observer, needing(1)), poolOf(observer, needing(2))];
    enter(observer, 1, 0);
    noteEntry(observer, call(2), { pool: other, at: 0, predictions: nothing });
    shareLine(other, one.shared);
    expect(one.shared).toMatchObject({ waiting: 2 });
    noteRinging(observer, call(2), 5_000);
    expect(one.shared.waiting).toBe(1);
    noteTaken(observer, call(2), ann);
    noteFree(observer, call(2), ann, 65_000);
    expect(one.shared.handle).toEqual({ count: 1, value: 60_000 });
    shareLine(one, newSharedLine());
    expect([one.shared, other.shared]).toEqual([
      // It takes the experience along.
      { waiting: 1, agents: undefined, handle: { count: 1, value: 60_000 } },
      { waiting: 0, agents: undefined, handle: { count: 1, value: 60_000 } },
    ]);
  });

  test("different needs are observed apart, up to a limit, and then together", () => {
    const observer = newWaitObserver();
    const pools = Array.from({ length: POOLS_MAX + 5 }, (_, n) => poolOf(observer, needing(n)));
    expect(observer.pools.size).toBe(POOLS_MAX + 1);
    expect(new Set(pools).size).toBe(POOLS_MAX + 1);
    expect(knownPool(observer, needing(0))).toBe(pools[0]);
    expect(knownPool(observer, needing(99))).toBe(pools[POOLS_MAX]);
    expect(knownPool(newWaitObserver(), needing(0))).toBeUndefined();
  });
});

describe("[RT207] the method is chosen by its error", () => {
  const predicted = { ...nothing, queueLengthPatience: 30_000, ownRate: 18_000, headOfLine: 5_000 };

  test("the first one until enough callers were compared, then the one that was least off", () => {
    const observer = newWaitObserver();
    const pool = poolOf(observer, needing(1));
    for (let n = 1; n < SAMPLES_MIN; n += 1) serve(observer, n, n * 100_000, n % 2 === 0 ? 19_000 : 21_000, predicted);
    expect(pool.method).toBe("queueLengthPatience");
    serve(observer, 99, 0, 19_000, predicted);
    expect(pool.method).toBe("ownRate");
    // Half of them 1 s too short, half 3 s: 2 s too short on average, root of the mean square √5 s.
    expect(pool.errors.ownRate.samples).toBe(SAMPLES_MIN);
    expect(pool.errors.ownRate.bias).toBeCloseTo(-2_000, 6);
    expect(Math.sqrt(pool.errors.ownRate.meanSquare)).toBeCloseTo(Math.sqrt(5) * 1_000, 6);
    expect(pool.errors.ownRate.predicted).toBeCloseTo(18_000, 6);
    expect(pool.errors.queueLength.samples).toBe(0);
  });

  test("it changes again when another one is clearly better, and not for a hair's breadth", () => {
    const observer = newWaitObserver();
    const pool = poolOf(observer, needing(1));
    const near = { ...nothing, ownRate: 30_000, headOfLine: 40_100 };
    for (let n = 1; n <= SAMPLES_MIN; n += 1) serve(observer, n, n * 100_000, 35_000, near);
    expect(pool.method).toBe("ownRate");
    // 34.9 s would be 4.9 s and 5.2 s off; so the head of the line is better now, but by less than a twentieth.
    for (let n = 1; n <= 3 * ERRORS_KEPT; n += 1) serve(observer, n, n * 100_000, 35_100, near);
    expect(pool.method).toBe("ownRate");
    for (let n = 1; n <= 3 * ERRORS_KEPT; n += 1) serve(observer, n, n * 100_000, 39_000, near);
    expect(pool.method).toBe("headOfLine");
  });

  test("who was served at once, gave up or came back is no measure of any method", () => {
    const observer = newWaitObserver();
    serve(observer, 1, 0, 0, predicted);
    enter(observer, 2, 0, predicted);
    noteLeft(observer, call(2), 9_000, "abandoned");
    noteEntry(observer, call(3), { pool: poolOf(observer, needing(1)), at: 0, predictions: undefined });
    noteRinging(observer, call(3), 9_000);
    noteTaken(observer, call(3), ann);
    noteLeft(observer, call(3), 9_000, "answered");
    expect(poolOf(observer, needing(1)).errors.ownRate.samples).toBe(0);
    expect(poolOf(observer, needing(1)).lastWaitMs).toBeUndefined();
  });
});
