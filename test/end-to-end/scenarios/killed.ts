/** The service is killed, the switch is killed: who talks goes on talking, who waits keeps his place, no record is lost. */

import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { openBoard, type TestAgent } from "../support/agent.ts";
import { closedCalls, expectWholeJournal, ms, recordedCalls, report } from "../support/records.ts";
import { directNumber } from "../support/site.ts";
import { doubleOffers } from "../support/spy.ts";
import { until } from "../support/until.ts";
import type { Caller, World } from "../support/world.ts";

const salesPeople = ["emma", "lucia", "noah"] as const;
/** A killed service is away for at least so long. */
const awayMs = 3_000;
const reconnectMsMax = 5_000;

interface Floor extends AsyncDisposable {
  readonly agents: readonly TestAgent[];
  /** One for each agent, in her order. */
  readonly talking: readonly Caller[];
  /** In the order of their coming. */
  readonly waiting: readonly Caller[];
}

/** As many talk as there are agents; then the others queue up. */
async function busyFloor(world: World, waiting: number): Promise<Floor> {
  await using stack = new AsyncDisposableStack();
  const agents: TestAgent[] = [];
  const talking: Caller[] = [];
  for (const [at, login] of salesPeople.entries()) {
    const agent = stack.use(await world.agent(login));
    agents.push(agent);
    await agent.ready();
    const caller = stack.use(await world.caller({ from: `1202557100${at}`, to: directNumber }));
    talking.push(caller);
    await agent.desk("talks", (desk) => desk.call?.stage === "talking");
  }
  const queue: Caller[] = [];
  for (let at = 0; at < waiting; at += 1) {
    const caller = stack.use(await world.caller({ from: `1202557200${at}`, to: directNumber }));
    queue.push(caller);
    await until("music while he waits", () => caller.hears() === "music");
  }
  const owned = stack.move();
  return { agents, talking, waiting: queue, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function expectAllHear({ agents, talking, waiting }: Floor, when: string): Promise<void> {
  for (const [at, caller] of talking.entries()) {
    const agent = agents[at];
    await until(
      `${when}: ${caller.label} hears ${agent?.login}`,
      () => caller.hears() === `voice of ${agent?.login}`,
      3_000,
    );
    await until(`${when}: and is heard`, () => agent?.phone.hears() === `voice of ${caller.label}`, 3_000);
  }
  for (const caller of waiting)
    await until(`${when}: ${caller.label} hears music`, () => caller.hears() === "music", 5_000);
}

/** When each caller began to wait, by his number. */
async function waitingSince({ database }: World): Promise<ReadonlyMap<string | null, number>> {
  const rows = await database.db
    .selectFrom("cc.segments as segment")
    .innerJoin("cc.interactions as call", "call.id", "segment.interaction_id")
    .select(["call.from_number as from", "segment.started_at as since"])
    .where("segment.kind", "=", "queue")
    .where("call.ended_at", "is", null)
    .where("segment.ended_at", "is", null)
    .execute();
  return new Map(rows.map(({ from, since }) => [from, since]));
}

export async function serviceKilled(world: World): Promise<void> {
  await world.service.start();
  await using floor = await busyFloor(world, 3);
  const { agents, talking, waiting } = floor;
  const before = await until("three wait in the records", async () => {
    const since = await waitingSince(world);
    return since.size === 3 && since;
  });
  const legsBefore = world.spy.legs.length;

  await world.service.kill();
  const killedAt = performance.now();
  await expectAllHear(floor, "the service is dead");
  await delay(awayMs);
  await expectAllHear(floor, "the service is still dead");
  const startedAt = performance.now();
  await world.service.start();
  const upAt = performance.now();
  for (const agent of agents) await agent.comeBack();
  for (const agent of agents) await agent.desk("talks on", (desk) => desk.call?.stage === "talking");
  await using board = await openBoard(world.service);
  const view = await board.view("all six are known", ({ tiles }) => tiles.talking === 3 && tiles.waiting === 3);
  const sales = Object.values(view.queues).find(({ name }) => name === "Sales");
  expect(sales?.longestSince).toBe(before.get(waiting[0]?.label ?? ""));
  await expectAllHear(floor, "the service is back");
  expect(world.spy.legs.length, "legs made by the restart").toBe(legsBefore);

  // The first agent who is free gets the one who has waited for longest, and so on.
  const connected: string[] = [];
  for (const [at, agent] of agents.entries()) {
    talking[at]?.hangUp();
    await agent.endWrapUp();
    const desk = await agent.desk("the next one", ({ call }) => call?.stage === "talking");
    connected.push(desk.call?.number ?? "");
    expect(desk.call?.waitedMs, "waited from the beginning").toBeGreaterThanOrEqual(upAt - killedAt);
  }
  expect(connected).toEqual(waiting.map(({ label }) => label));
  for (const [at, agent] of agents.entries()) {
    waiting[at]?.hangUp();
    await agent.endWrapUp();
  }
  const calls = await closedCalls(world, 6);
  expect(calls.map(({ from, endReason }) => `${from} ${endReason}`).toSorted()).toEqual(
    [...talking, ...waiting].map(({ label }) => `${label} completed`).toSorted(),
  );
  const waits = await queueSegments(world);
  expect(waits.filter(({ from }) => before.has(from)).map(({ from, since }) => [from, since])).toEqual([...before]);
  expect(doubleOffers(world.spy)).toEqual([]);
  const facts = await expectWholeJournal(world);
  report(
    world,
    "E2E4",
    `service dead for ${ms(upAt - killedAt)} (start to up ${ms(upAt - startedAt)}); 3 talked on, 3 kept music, all six known and in order, 6 records, ${facts} facts without a gap`,
  );
}

async function queueSegments({
  database,
}: World): Promise<readonly { readonly from: string | null; readonly since: number }[]> {
  return await database.db
    .selectFrom("cc.segments as segment")
    .innerJoin("cc.interactions as call", "call.id", "segment.interaction_id")
    .select(["call.from_number as from", "segment.started_at as since"])
    .where("segment.kind", "=", "queue")
    .orderBy("segment.started_at")
    .execute();
}

export async function switchKilled(world: World, downMs: number): Promise<void> {
  await world.service.start();
  await using floor = await busyFloor(world, 2);
  const { agents } = floor;
  await using board = await openBoard(world.service);
  await board.view("five calls", ({ tiles }) => tiles.talking === 3 && tiles.waiting === 2);
  const listensAt = await world.crashSwitch(downMs);
  await until("the service sees the switch", async () => (await world.service.health()) === "ok");
  const reconnectMs = performance.now() - listensAt;
  const calls = await closedCalls(world, 5);
  const closedMs = performance.now() - listensAt;
  expect(calls.map(({ endReason }) => endReason)).toEqual(Array.from({ length: 5 }, () => "switchFailed"));
  for (const agent of agents) {
    const { engagement, call } = await agent.desk("free", (desk) => desk.engagement !== "talking");
    if (engagement === "wrapUp") await agent.ask({ kind: "endWrapUp", interaction: call?.interaction ?? "" });
    await agent.desk("idle", (desk) => desk.engagement === "idle" && desk.call === undefined);
    await agent.ready();
  }
  // And the next call is as any other.
  await using caller = await world.caller({ from: "12025573000", to: directNumber });
  await until("he is taken", () => caller.hears().startsWith("voice of"));
  caller.hangUp();
  const [last] = (await closedCalls(world, 6)).slice(-1);
  expect(last).toMatchObject({ from: "12025573000", endReason: "completed" });
  expect((await recordedCalls(world)).length).toBe(6);
  const facts = await expectWholeJournal(world);
  report(
    world,
    "E2E5",
    `the switch was dead for ${ms(downMs)}; seen again ${ms(reconnectMs)} after its event socket listened, 5 records closed as switchFailed after ${ms(closedMs)}, agents free, ${facts} facts without a gap`,
  );
  expect(reconnectMs).toBeLessThanOrEqual(reconnectMsMax);
}
