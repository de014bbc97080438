/** Many calls of every kind: each has one record with one end, and the switch's own account agrees to the second. */

import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { reconcile } from "#src/records/reconcile.ts";
import type { TestAgent } from "../support/agent.ts";
import { closedCalls, expectWholeJournal, ms, recordedLegs, report, type RecordedLeg } from "../support/records.ts";
import { doubleOffers } from "../support/spy.ts";
import { until } from "../support/until.ts";
import type { World } from "../support/world.ts";

export interface HundredCalls {
  readonly calls: number;
  readonly atOnce: number;
  /** How long people talk. */
  readonly talkMs: readonly [least: number, most: number];
}

const logins = ["emma", "james", "lucia", "wei", "noah"] as const;
/** Longer than a caller needs to leave a queue that he has just entered. */
const ringMs = 1_200;
const patienceMs = 120_000;
const secondMs = 1_000;

type Kind = "leavesMenu" | "leavesQueue" | "silent" | "callerEnds" | "agentEnds";
const reasons: Readonly<Record<Kind, string>> = {
  leavesMenu: "abandonedInFlow",
  leavesQueue: "abandonedInQueue",
  silent: "flowEnded",
  callerEnds: "completed",
  agentEnds: "completed",
};

/** Of twenty: three leave in the menu, three in the queue, one says nothing, the others talk. */
function kindOf(call: number): Kind {
  const place = call % 20;
  if (place < 3) return "leavesMenu";
  if (place < 6) return "leavesQueue";
  if (place === 6) return "silent";
  return place % 2 === 0 ? "callerEnds" : "agentEnds";
}

const numberOf = (call: number): string => `1202556${String(call).padStart(4, "0")}`;

export async function hundredCalls(world: World, plan: HundredCalls): Promise<void> {
  await world.service.start();
  await using stack = new AsyncDisposableStack();
  const agents: TestAgent[] = [];
  for (const login of logins) {
    const agent = stack.use(await world.agent(login));
    await agent.phone.answerWith({ kind: "answers", afterMs: ringMs });
    await agent.ready();
    agents.push(agent);
  }
  const byLogin = new Map(agents.map((agent) => [agent.login, agent]));
  const over = new AbortController();
  const working = agents.map((agent) => doPaperwork(agent, over.signal));

  let next = 0;
  const heardBothWays = new Set<number>();
  const beganAt = performance.now();
  const callOneAfterAnother = async (): Promise<void> => {
    for (let call = next++; call < plan.calls; call = next++) {
      if (await makeCall(world, plan, byLogin, call)) heardBothWays.add(call);
    }
  };
  await Promise.all(Array.from({ length: plan.atOnce }, callOneAfterAnother));
  const tookMs = performance.now() - beganAt;

  const calls = await closedCalls(world, plan.calls);
  over.abort();
  await Promise.all(working);
  const wanted = Array.from({ length: plan.calls }, (_, call) => [numberOf(call), reasons[kindOf(call)]] as const);
  expect(new Map(calls.map(({ from, endReason }) => [from, endReason]))).toEqual(new Map(wanted));
  expect(calls.length, "a record too many").toBe(plan.calls);
  const talked = wanted.filter(([, reason]) => reason === "completed").length;
  expect(heardBothWays.size, "calls in which both heard each other").toBe(talked);
  expect(doubleOffers(world.spy)).toEqual([]);
  const facts = await expectWholeJournal(world);
  const figures = await expectSwitchAgrees(world, plan.calls);
  const share = (kind: Kind): number => wanted.filter((_, call) => kindOf(call) === kind).length;
  report(
    world,
    "E2E2",
    `${calls.length} calls in ${(tookMs / 1_000).toFixed(0)} s (${share("leavesMenu")} left in the menu, ` +
      `${share("leavesQueue")} in the queue, ${share("silent")} said nothing, ${talked} talked, both ways heard), ${facts} facts; ${figures}`,
  );
}

/** True when both sides heard each other. */
async function makeCall(
  world: World,
  { talkMs: [least, most] }: HundredCalls,
  agents: ReadonlyMap<string, TestAgent>,
  call: number,
): Promise<boolean> {
  const kind = kindOf(call);
  await using caller = await world.caller({ from: numberOf(call) });
  await until(`call ${call} is answered`, () => caller.isUp(), patienceMs);
  await delay(500);
  switch (kind) {
    case "leavesMenu":
      caller.hangUp();
      return false;
    case "silent":
      await until(`call ${call} is told goodbye`, () => !caller.isUp());
      return false;
    case "leavesQueue":
      await caller.press("1");
      await until(`call ${call} waits`, () => caller.hears() === "music");
      caller.hangUp();
      return false;
    case "callerEnds":
    case "agentEnds": {
      await caller.press(call % 4 < 2 ? "1" : "2");
      const agent = await until(
        `call ${call} is taken`,
        () => agents.get(caller.hears().replace(/^voice of /, "")),
        patienceMs,
      );
      await until(`call ${call} is heard`, () => agent.phone.hears() === `voice of ${caller.label}`);
      await delay(least + ((call * 7_919) % (most - least)));
      if (kind === "callerEnds") caller.hangUp();
      else agent.phone.hangUp();
      await until(`call ${call} is over`, () => !caller.isUp());
      return true;
    }
  }
}

/** Ends every wrap-up at once until told to stop. */
async function doPaperwork(agent: TestAgent, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const desk = await agent.browser().desk(() => true);
    if (desk.engagement === "wrapUp") await agent.endWrapUp();
    else await delay(50);
  }
}

/** Our legs against the switch's own; resolves to the figures. */
export async function expectSwitchAgrees(world: World, calls: number): Promise<string> {
  const made = world.spy.legs.length;
  await until("the switch has accounted for every leg", async () => (await world.ledger()).length >= made);
  const theirs = await world.ledger();
  const recorded = await recordedLegs(world);
  const witnessed = new Set(theirs.map(({ id }) => id));
  // A phone that was to ring for a caller who left in the same moment: taken back before the switch had made the leg.
  const neverMade = recorded.filter(
    (leg) => !witnessed.has(leg.id) && leg.role === "agent" && leg.answeredAt === undefined,
  );
  const ours = recorded.filter((leg) => !neverMade.includes(leg));
  const compared = reconcile(ours, theirs, secondMs);
  expect(compared).toEqual({ missing: [], unwitnessed: [], duplicate: [], differences: [] });
  const worstMs = Math.max(...ours.map((leg) => differenceMs(leg, theirs)));
  const [sumOurs, sumTheirs] = [sumMs(ours), sumMs(theirs)];
  expect(Math.abs(sumOurs - sumTheirs)).toBeLessThanOrEqual(calls * secondMs);
  return (
    `${ours.length} legs against ${theirs.length} of the switch: 0 missing, 0 duplicate, 0 over a second, worst ${ms(worstMs)}; ` +
    `together ${(sumOurs / 1_000).toFixed(1)} s against ${(sumTheirs / 1_000).toFixed(1)} s, ` +
    `${ms((sumOurs - sumTheirs) / calls)} a call` +
    (neverMade.length === 0 ? "" : `; ${neverMade.length} taken back before they were made`)
  );
}

type Times = Pick<RecordedLeg, "id" | "createdAt" | "endedAt">;

function lastedMs({ createdAt, endedAt }: Omit<Times, "id">): number {
  return (endedAt ?? Number.NaN) - createdAt;
}

function sumMs(legs: readonly Omit<Times, "id">[]): number {
  return legs.reduce((sum, leg) => sum + lastedMs(leg), 0);
}

function differenceMs(leg: Times, theirs: readonly Times[]): number {
  const witness = theirs.find(({ id }) => id === leg.id);
  return witness === undefined ? Number.NaN : Math.abs(lastedMs(leg) - lastedMs(witness));
}
