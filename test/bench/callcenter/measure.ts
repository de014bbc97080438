/** What is measured on one arm. Every wait has a limit; a call that is not offered within it counts as one that never was. */

import { setTimeout as delay } from "node:timers/promises";
import { until } from "#test/end-to-end/support/until.ts";
import type { Arm } from "./arm.ts";
import type { BenchQueue } from "./plan.ts";
import type { BenchCall } from "./probe.ts";
import { processorSeconds } from "./processor.ts";

/** A caller who is not offered to anybody within this hangs up. */
const patienceMs = 10_000;
/** From the bridge to the caller's hanging up. */
const talkMs = 60;
/** The caller whose bridge is not seen hangs up so long after the offer. */
const bridgeMsMax = 3_000;
const emptyMsMax = 30_000;
/** Hanging up that shows no effect for so long is done again. */
const againMs = 1_500;
/** Callers who are on their way in at once while a queue is filled. */
const fillAtOnce = 12;
const fillMsMax = 60_000;

/**
 * Calls to agents who are free, at fixed intervals whatever becomes of the earlier ones. Resolves when all have ended, to
 * the ms from each INVITE to its agent's leg; Infinity for a call that was not offered.
 */
export async function dispatches(arm: Arm, queue: BenchQueue, calls: number, everyMs: number): Promise<number[]> {
  const placed = await placedCalls(arm, queue, calls, everyMs);
  return placed.map(({ placedAt, offeredAt }) => (offeredAt === undefined ? Infinity : offeredAt - placedAt));
}

/** The calls themselves, likewise, once all have ended. */
export async function placedCalls(
  arm: Arm,
  queue: BenchQueue,
  calls: number,
  everyMs: number,
): Promise<readonly BenchCall[]> {
  const placed: BenchCall[] = [];
  const hangUpAfter = (call: BenchCall, ms: number): void => void setTimeout(() => arm.probe.hangUp(call), ms);
  const stop = arm.probe.listen((call, news) => {
    if (!placed.includes(call)) return;
    if (news === "bridged") hangUpAfter(call, talkMs);
    if (news === "offered") hangUpAfter(call, bridgeMsMax);
  });
  try {
    const began = performance.now();
    for (let n = 0; n < calls; n += 1) {
      await delay(Math.max(0, began + n * everyMs - performance.now()));
      const call = arm.probe.call(queue.dialled);
      placed.push(call);
      setTimeout(() => {
        if (call.offeredAt === undefined) arm.probe.hangUp(call);
      }, patienceMs);
    }
    await until(
      "all calls have ended",
      () => placed.every(isOver),
      patienceMs + emptyMsMax,
      () => arm.account(),
    );
  } finally {
    stop();
  }
  return placed;
}

const isOver = ({ endedAt, agentLeg, agentGoneAt }: BenchCall): boolean =>
  endedAt !== undefined && (agentLeg === undefined || agentGoneAt !== undefined);

/** All hang up, a few at a time; whoever was not heard does it again, for packets get lost when hundreds leave at once. */
async function endAll(arm: Arm, calls: readonly BenchCall[]): Promise<void> {
  const deadline = performance.now() + emptyMsMax;
  for (;;) {
    const left = calls.filter((call) => !isOver(call));
    if (left.length === 0) return;
    if (performance.now() > deadline) throw new Error(`${left.length} calls of ${arm.name} have not ended`);
    for (const [n, call] of left.entries()) {
      arm.probe.hangUp(call);
      if (n % 10 === 9) await delay(10);
    }
    await until("the calls have ended", () => left.every(isOver), againMs).catch(() => undefined);
  }
}

/** Callers who wait and are not served; `leave` ends them and waits until the switch is empty. */
export interface Crowd {
  readonly calls: readonly BenchCall[];
  leave(): Promise<void>;
}

/** Resolves when all are answered and, if the number is a queue's, waiting as the ACD itself counts. */
export async function crowd(arm: Arm, to: BenchQueue | string, size: number): Promise<Crowd> {
  const dialled = typeof to === "string" ? to : to.dialled;
  const calls: BenchCall[] = [];
  const leave = async (): Promise<void> => {
    await endAll(arm, calls);
    if (typeof to !== "string") await until("the queue is empty", async () => (await arm.waiting(to)) === 0);
  };
  try {
    const isAnswered = ({ answeredAt }: BenchCall): boolean => answeredAt !== undefined;
    const deadline = performance.now() + fillMsMax;
    while (calls.length < size) {
      if (calls.filter((call) => !isAnswered(call)).length < fillAtOnce) calls.push(arm.probe.call(dialled));
      if (performance.now() > deadline) throw new Error(`${arm.name} did not take ${size} callers in ${fillMsMax} ms`);
      await delay(4);
    }
    await until(`${size} callers are answered`, () => calls.every(isAnswered), fillMsMax);
    if (typeof to !== "string") {
      const isWaiting = async (): Promise<boolean> => (await arm.waiting(to)) === size;
      await until(`${size} callers wait`, isWaiting, fillMsMax, () => arm.account());
    }
  } catch (error) {
    for (const call of calls) arm.probe.hangUp(call);
    throw error;
  }
  return { calls, leave };
}

/** As `crowd`, with a new caller at each interval in the place of the one who has waited longest and gives up. */
export async function noise(arm: Arm, queue: BenchQueue, size: number, everyMs: number): Promise<Crowd> {
  const { calls: first } = await crowd(arm, queue, size);
  const calls = [...first];
  let oldest = 0;
  const timer = setInterval(() => {
    const leaving = calls[oldest];
    oldest += 1;
    if (leaving !== undefined) arm.probe.hangUp(leaving);
    calls.push(arm.probe.call(queue.dialled));
  }, everyMs);
  return {
    calls,
    leave: async () => {
      clearInterval(timer);
      await endAll(arm, calls);
      await until("the queue is empty", async () => (await arm.waiting(queue)) === 0);
    },
  };
}

/**
 * One agent and a backlog. Again and again the agent hangs up: the ms from his leg's end to his next leg. `wrapUpMs` is
 * not taken off.
 */
export async function reoffers(arm: Arm, queue: BenchQueue, samples: number): Promise<number[]> {
  const backlog = 5;
  const gaps: number[] = [];
  const calls: BenchCall[] = [];
  let freeAt: number | undefined;
  const stop = arm.probe.listen((call, news) => {
    if (!calls.includes(call)) return;
    if (news === "offered" && freeAt !== undefined) {
      if (call.offeredAt !== undefined) gaps.push(call.offeredAt - freeAt);
      freeAt = undefined;
    }
    if (news === "bridged" && gaps.length < samples) {
      setTimeout(() => arm.probe.endAgentLeg(call), talkMs);
      calls.push(arm.probe.call(queue.dialled));
    }
    if (news === "agentGone" && gaps.length < samples) freeAt = call.agentGoneAt;
  });
  try {
    for (let n = 0; n < backlog; n += 1) calls.push(arm.probe.call(queue.dialled));
    const enough = (): boolean => gaps.length >= samples;
    await until(`${samples} calls for one agent`, enough, samples * patienceMs, () => arm.account());
  } finally {
    stop();
  }
  await endAll(arm, calls);
  return gaps;
}

/** Percent of one core that each process of the arm takes, its children included. */
export async function processorShare(arm: Arm, forMs: number): Promise<Record<string, number>> {
  const [before, began] = [await processorSeconds(arm.processes), performance.now()];
  await delay(forMs);
  const after = await processorSeconds(arm.processes);
  const seconds = (performance.now() - began) / 1_000;
  return Object.fromEntries(
    Object.entries(after).map(([name, used]) => [name, (100 * (used - (before[name] ?? 0))) / seconds]),
  );
}
