/** The link to the switch is cut under calls: the calls do not notice, and afterwards we know all that happened. */

import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { openBoard } from "../support/agent.ts";
import { closedCalls, expectWholeJournal, ms, recordedCalls, report } from "../support/records.ts";
import { directNumber, setAlertMs } from "../support/site.ts";
import { doubleOffers } from "../support/spy.ts";
import { until } from "../support/until.ts";
import type { World } from "../support/world.ts";

const resyncMsMax = 2_000;

export async function wireCut(world: World, cutMs: number): Promise<void> {
  // An agent who lets it ring has missed the call while nobody could be told.
  await setAlertMs(world.database, cutMs * 0.7);
  await world.service.start();
  await using emma = await world.agent("emma");
  await using lucia = await world.agent("lucia");
  await using noah = await world.agent("noah");
  await emma.ready();
  await using talking = await world.caller({ from: "12025574001", to: directNumber });
  await emma.desk("talks", (desk) => desk.call?.stage === "talking");

  // Two phones ring when the link goes: Lucia answers hers while it is away, Noah does not.
  await lucia.phone.answerWith({ kind: "answers", afterMs: cutMs / 2 });
  await lucia.ready();
  await using ringing = await world.caller({ from: "12025574002", to: directNumber });
  await lucia.desk("rings", (desk) => desk.call?.stage === "alerting");
  await noah.phone.answerWith({ kind: "rings" });
  await noah.ready();
  await using missed = await world.caller({ from: "12025574003", to: directNumber });
  await noah.desk("rings", (desk) => desk.call?.stage === "alerting");
  await until("both phones ring", () =>
    ["1004", "1008"].every((phone) => world.spy.legs.some(({ to }) => to === phone)),
  );
  await using staying = await world.caller({ from: "12025574004", to: directNumber });
  await until("one waits", () => staying.hears() === "music");
  await using leaving = await world.caller({ from: "12025574005", to: directNumber });
  await until("another waits", () => leaving.hears() === "music");
  await using board = await openBoard(world.service);
  // Whom a phone rings for still waits.
  await board.view("all are known", ({ tiles }) => tiles.talking === 1 && tiles.waiting === 4);
  const legs = world.spy.legs.length;

  const linked = world.cutLink(cutMs);
  await board.view("the link is gone", ({ nodes }) => Object.values(nodes).every((node) => !node.isUp));
  const leftAt = performance.now();
  leaving.hangUp();
  await delay(cutMs / 2);
  expect(talking.hears(), "who talked talks on").toBe("voice of emma");
  expect(emma.phone.hears()).toBe(`voice of ${talking.label}`);
  expect(staying.hears(), "who waited has music").toBe("music");
  const linkedAt = await linked;
  expect(world.spy.legs.length, "legs made during the cut").toBe(legs);
  await board.view("the switch is seen", ({ nodes }) => Object.values(nodes).every((node) => node.isUp));
  const resyncMs = performance.now() - linkedAt;

  await lucia.desk("the answered phone is connected", (desk) => desk.call?.stage === "talking");
  await until(
    "and heard",
    () => ringing.hears() === "voice of lucia" && lucia.phone.hears() === `voice of ${ringing.label}`,
  );
  const connectedMs = performance.now() - linkedAt;
  await noah.desk(
    "not rung any more",
    ({ engagement, presence }) => engagement === "idle" && presence.kind === "notReady",
  );
  const gone = await until("who left during the cut is found gone", async () =>
    (await recordedCalls(world)).find(({ from, endReason }) => from === leaving.label && endReason !== null),
  );
  expect(gone.endReason).toBe("abandonedInQueue");
  await board.view("two talk, two wait", ({ tiles }) => tiles.talking === 2 && tiles.waiting === 2);
  expect(world.spy.legs.length, "legs made by the resync").toBe(legs);
  expect([talking, ringing, missed, staying].map((caller) => caller.isUp())).toEqual([true, true, true, true]);

  // In their order: whose agent missed him is still in front.
  talking.hangUp();
  for (const caller of [missed, staying]) {
    await emma.endWrapUp();
    await emma.desk("takes the next", ({ call }) => call?.stage === "talking" && call.number === caller.label);
    await until("they hear each other", () => caller.hears() === "voice of emma");
    caller.hangUp();
  }
  ringing.hangUp();
  const calls = await closedCalls(world, 5);
  expect(new Map(calls.map(({ from, endReason }) => [from, endReason]))).toEqual(
    new Map([
      ...[talking, ringing, missed, staying].map(({ label }) => [label, "completed"] as const),
      [leaving.label, "abandonedInQueue"],
    ]),
  );
  expect(doubleOffers(world.spy)).toEqual([]);
  const originates = world.spy.legs.filter(({ direction }) => direction === "outbound").length;
  expect(originates, "one offer for each conversation, and the one that was missed").toBe(5);
  await expectWholeJournal(world);
  report(
    world,
    "E2E6",
    `the link cut for ${ms(cutMs)}: no call dropped, ${originates} agents' legs for 4 conversations and a missed offer, resynchronised ${ms(resyncMs)} after the link could be had again, ` +
      `a phone answered during the cut connected after ${ms(connectedMs)}, a caller who left ${ms(linkedAt - leftAt)} before found gone`,
  );
  expect(resyncMs).toBeLessThanOrEqual(resyncMsMax * world.slack);
}
