/** The link to the switch is cut under calls: the calls do not notice, and afterwards we know all that happened. */

import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { openBoard } from "../support/agent.ts";
import { closedCalls, expectWholeJournal, ms, recordedCalls, report } from "../support/records.ts";
import { directNumber } from "../support/site.ts";
import { doubleOffers } from "../support/spy.ts";
import { until } from "../support/until.ts";
import type { World } from "../support/world.ts";

const resyncMsMax = 2_000;

export async function wireCut(world: World, cutMs: number): Promise<void> {
  await world.service.start();
  await using emma = await world.agent("emma");
  await using lucia = await world.agent("lucia");
  await emma.ready();
  await using talking = await world.caller({ from: "12025574001", to: directNumber });
  await emma.desk("talks", (desk) => desk.call?.stage === "talking");

  // Lucia's phone rings when the link goes and is answered while it is away.
  await lucia.phone.answerWith({ kind: "answers", afterMs: cutMs / 2 });
  await lucia.ready();
  await using ringing = await world.caller({ from: "12025574002", to: directNumber });
  await lucia.desk("rings", (desk) => desk.call?.stage === "alerting");
  await until("her phone rings", () => world.spy.legs.some(({ to }) => to === "1004"));
  await using staying = await world.caller({ from: "12025574003", to: directNumber });
  await until("the third waits", () => staying.hears() === "music");
  await using leaving = await world.caller({ from: "12025574004", to: directNumber });
  await until("the fourth waits", () => leaving.hears() === "music");
  await using board = await openBoard(world.service);
  // Whom a phone rings for still waits.
  await board.view("all are known", ({ tiles }) => tiles.talking === 1 && tiles.waiting === 3);
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
  const gone = await until("who left during the cut is found gone", async () =>
    (await recordedCalls(world)).find(({ from, endReason }) => from === leaving.label && endReason !== null),
  );
  expect(gone.endReason).toBe("abandonedInQueue");
  await board.view("two talk, one waits", ({ tiles }) => tiles.talking === 2 && tiles.waiting === 1);
  expect(world.spy.legs.length, "legs made by the resync").toBe(legs);
  expect([talking.isUp(), ringing.isUp(), staying.isUp()]).toEqual([true, true, true]);

  talking.hangUp();
  await emma.endWrapUp();
  await emma.desk("takes who stayed", ({ call }) => call?.stage === "talking" && call.number === staying.label);
  staying.hangUp();
  ringing.hangUp();
  const calls = await closedCalls(world, 4);
  expect(new Map(calls.map(({ from, endReason }) => [from, endReason]))).toEqual(
    new Map([
      [talking.label, "completed"],
      [ringing.label, "completed"],
      [staying.label, "completed"],
      [leaving.label, "abandonedInQueue"],
    ]),
  );
  const doubles = doubleOffers(world.spy);
  expect(doubles).toEqual([]);
  const originates = world.spy.legs.filter(({ direction }) => direction === "outbound").length;
  expect(originates, "one offer for each of the three who were talked to").toBe(3);
  await expectWholeJournal(world);
  report(
    world,
    "E2E6",
    `the link cut for ${ms(cutMs)}: no call dropped, ${originates} agents' legs for 3 conversations, resynchronised ${ms(resyncMs)} after the link could be had again, ` +
      `a phone answered during the cut connected after ${ms(connectedMs)}, a caller who left ${ms(linkedAt - leftAt)} before found gone`,
  );
  expect(resyncMs).toBeLessThanOrEqual(resyncMsMax * (world.kind === "freeswitch" ? 1 : world.slack));
}
