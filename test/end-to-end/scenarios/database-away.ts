/** PostgreSQL goes away under calls: nobody on the telephone notices, and nothing is missing when it is back. */

import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { closedCalls, expectWholeJournal, ms, percentile, report } from "../support/records.ts";
import { directNumber } from "../support/site.ts";
import { until } from "../support/until.ts";
import type { World } from "../support/world.ts";

export interface Outage {
  readonly how: "freeze" | "crash";
  readonly forMs: number;
}

/** Between two callers whose answer is timed. */
const everyMs = 400;
const timedBefore = 20;
const backMsMax = 15_000;
/** The goal is 1.2; a loaded machine's noise is let pass, and the figure printed. */
const ratioMax = 2;

export async function databaseAway(world: World, { how, forMs }: Outage): Promise<void> {
  await world.service.start();
  await using emma = await world.agent("emma");
  await using lucia = await world.agent("lucia");
  await emma.ready();
  await using talking = await world.caller({ from: "12025575001", to: directNumber });
  await emma.desk("talks", (desk) => desk.call?.stage === "talking");

  let timed = 0;
  const numbers: string[] = [];
  const answerMs = async (): Promise<number> => {
    const from = `1202558${String(timed++).padStart(4, "0")}`;
    numbers.push(from);
    const before = world.spy.legs.length;
    await using caller = await world.caller({ from });
    const leg = await until("the call is there", () => world.spy.legs.slice(before).find((seen) => seen.from === from));
    await until("and answered", () => leg.answeredAt !== undefined);
    caller.hangUp();
    return (leg.answeredAt ?? Number.NaN) - leg.createdAt;
  };
  const before: number[] = [];
  for (let call = 0; call < timedBefore; call += 1) {
    before.push(await answerMs());
    await delay(everyMs);
  }

  let isAway = true;
  const away = world.database[how](forMs).finally(() => (isAway = false));
  await until("the service has noticed", async () => (await world.service.health()) === "degraded", 10_000);
  // A whole conversation: rung, answered, talked, disposed of, while nothing can be written.
  await lucia.ready();
  await using second = await world.caller({ from: "12025575002", to: directNumber });
  await lucia.desk("talks", (desk) => desk.call?.stage === "talking");
  await until(
    "they hear each other",
    () => second.hears() === "voice of lucia" && lucia.phone.hears() === `voice of ${second.label}`,
  );
  second.hangUp();
  const { call } = await lucia.desk("paperwork", (desk) => desk.engagement === "wrapUp");
  const askedAt = performance.now();
  const interaction = call?.interaction ?? "";
  await lucia.ask({
    kind: "disposition",
    interaction,
    disposition: "sale",
    note: "Saved while the database was away.",
  });
  const savedMs = performance.now() - askedAt;
  await lucia.ask({ kind: "endWrapUp", interaction });
  const during: number[] = [];
  while (isAway) {
    during.push(await answerMs());
    await delay(everyMs);
  }
  await away;
  const backAt = performance.now();
  expect(talking.hears(), "who talked talks on").toBe("voice of emma");
  await until(
    "all is well again",
    async () => (await world.service.health()) === "ok",
    backMsMax,
    () => world.service.said(),
  );
  const wellMs = performance.now() - backAt;
  talking.hangUp();
  const calls = await closedCalls(world, 2 + timed);
  expect(calls.length).toBe(2 + timed);
  const reasons = new Map(calls.map(({ from, endReason }) => [from, endReason]));
  expect(numbers.filter((number) => reasons.get(number) !== "abandonedInFlow")).toEqual([]);
  expect(calls.find(({ from }) => from === second.label)).toMatchObject({
    endReason: "completed",
    disposition: "sale",
    note: "Saved while the database was away.",
  });
  const facts = await expectWholeJournal(world);
  const ratio = percentile(during, 0.5) / percentile(before, 0.5);
  report(
    world,
    how === "freeze" ? "E2E7" : "E2E8",
    `PostgreSQL ${how === "freeze" ? "frozen" : "killed"} for ${ms(forMs)}: answered after p50 ${ms(percentile(before, 0.5))} before (${before.length}), ` +
      `${ms(percentile(during, 0.5))} meanwhile (${during.length}), ratio ${ratio.toFixed(2)}; a disposition acknowledged after ${ms(savedMs)}; ` +
      `well again ${ms(wellMs)} after its return, ${calls.length} records, ${facts} facts without a gap`,
  );
  expect(ratio).toBeLessThanOrEqual(ratioMax);
}
