/** What agents do with calls: refuse and miss them, hold, mute, pass on, dial out. Each part begins and ends with idle agents. */

import { expect } from "vitest";
import type { Fact } from "#routing/facts.ts";
import type { TestAgent } from "../support/agent.ts";
import { closedCalls, expectWholeJournal, ms, recordedCalls, recordedLegs, report } from "../support/records.ts";
import { dialPrefix, directNumber, setAlertMs } from "../support/site.ts";
import { doubleOffers } from "../support/spy.ts";
import { until } from "../support/until.ts";
import { carrierVoice, type Caller, type World } from "../support/world.ts";

/** Long enough for a phone that answers, short enough to wait for. */
const alertMs = 4_000;
const offDuty = { kind: "notReady", reason: "break" } as const;

/** Numbers that nobody has used yet. */
function numbers(): () => string {
  let used = 0;
  return () => `1202559${String(used++).padStart(4, "0")}`;
}

async function heardBothWays(caller: Caller, agent: TestAgent): Promise<void> {
  await until(`${caller.label} hears ${agent.login}`, () => caller.hears() === `voice of ${agent.login}`);
  await until("and is heard", () => agent.phone.hears() === `voice of ${caller.label}`);
}

/** Ends the agent's paperwork; her next status is off duty, so that nothing comes in between. */
async function backToBreak(agent: TestAgent): Promise<void> {
  await agent.ask({ kind: "setPresence", presence: offDuty });
  const { engagement } = await agent.desk("her call is over", (desk) => desk.engagement !== "talking");
  if (engagement === "wrapUp") await agent.endWrapUp();
  await agent.desk("on a break", (desk) => desk.engagement === "idle" && desk.presence.kind === "notReady");
}

async function outcomes({ database }: World, interaction: string): Promise<readonly string[]> {
  const rows = await database.db
    .selectFrom("cc.journal")
    .select("fact")
    .where("interaction", "=", interaction)
    .where("kind", "=", "reservation.ended")
    .orderBy("n")
    .execute();
  // The journal's own rows, written by the service as facts.
  return rows.map(({ fact }) => (fact as Extract<Fact, { kind: "reservation.ended" }>).outcome);
}

/** [E2E9] Declined, rung out, out of reach: the caller keeps his place, and the next agent gets him before who came later. */
export async function refusedOffers(world: World, rounds: number): Promise<void> {
  await setAlertMs(world.database, alertMs);
  await world.service.start();
  await using emma = await world.agent("emma");
  await using lucia = await world.agent("lucia");
  await using noah = await world.agent("noah");
  await using wei = await world.agent("wei");
  const next = numbers();
  for (let round = 0; round < rounds; round += 1) {
    await emma.phone.answerWith({ kind: "declines", afterMs: 200 });
    await emma.ready();
    await using first = await world.caller({ from: next(), to: directNumber });
    await emma.desk("declined", ({ presence }) => presence.kind === "notReady" && presence.reason === "declined");
    await using second = await world.caller({ from: next(), to: directNumber });
    await until("the second waits", () => second.hears() === "music");

    await lucia.phone.answerWith({ kind: "rings" });
    await lucia.ready();
    await lucia.desk("offered the first", ({ call }) => call?.stage === "alerting" && call.number === first.label);
    expect(first.hears(), "music while it rings elsewhere").toBe("music");
    await lucia.desk(
      "missed",
      ({ presence, engagement }) => presence.kind === "notReady" && engagement === "idle",
      30_000,
    );

    await noah.phone.answerWith({ kind: "unregistered" });
    await noah.ready();
    await noah.desk("unreachable", ({ presence }) => presence.kind === "notReady" && presence.reason === "unreachable");

    await wei.ready();
    await wei.desk("talks to the first", ({ call }) => call?.stage === "talking" && call.number === first.label);
    await heardBothWays(first, wei);
    const interaction = await wei.interaction();
    first.hangUp();
    await wei.endWrapUp();
    await wei.desk("then to the second", ({ call }) => call?.stage === "talking" && call.number === second.label);
    await heardBothWays(second, wei);
    wei.phone.hangUp();
    await backToBreak(wei);
    await until("the second is gone as well", () => !second.isUp());
    await closedCalls(world, 2 * (round + 1));
    expect(await outcomes(world, interaction)).toEqual(["declined", "missed", "unreachable", "accepted"]);
    await noah.phone.answerWith({ kind: "answers", afterMs: 300 });
  }
  expect((await recordedCalls(world)).map(({ endReason }) => endReason)).toEqual(
    Array.from({ length: 2 * rounds }, () => "completed"),
  );
  expect(doubleOffers(world.spy)).toEqual([]);
  await expectWholeJournal(world);
  report(
    world,
    "E2E9",
    `${2 * rounds} calls: each first caller declined, missed, not reached and taken, in front of the one behind him`,
  );
}

/** [E2E10] Hold and retrieve, mute, touch tones. */
export async function onTheCall(world: World, rounds: number): Promise<void> {
  await world.service.start();
  await using emma = await world.agent("emma");
  const next = numbers();
  for (let round = 0; round < rounds; round += 1) {
    await emma.ready();
    await using caller = await world.caller({ from: next(), to: directNumber });
    await emma.desk("talks", ({ call }) => call?.stage === "talking");
    await heardBothWays(caller, emma);
    const interaction = await emma.interaction();
    await emma.ask({ kind: "hold", interaction, isHeld: true });
    await until("music on hold", () => caller.hears() === "music");
    await emma.desk("held", ({ call }) => call?.stage === "held");
    await until("the agent hears nothing of him", () => emma.phone.hears() !== `voice of ${caller.label}`);
    await emma.ask({ kind: "hold", interaction, isHeld: false });
    await heardBothWays(caller, emma);
    await emma.ask({ kind: "mute", interaction, isMuted: true });
    await until("nothing from a muted agent", () => caller.hears() === "silence");
    expect(emma.phone.hears()).toBe(`voice of ${caller.label}`);
    await emma.ask({ kind: "mute", interaction, isMuted: false });
    await heardBothWays(caller, emma);
    await emma.ask({ kind: "digits", interaction, digits: "42#" });
    await until("the digits arrive", () => caller.digitsHeard() === "42#");
    await emma.ask({ kind: "hangUp", interaction });
    await until("he is let go", () => !caller.isUp());
    await backToBreak(emma);
  }
  const calls = await closedCalls(world, rounds);
  expect(calls.map(({ endReason }) => endReason)).toEqual(calls.map(() => "completed"));
  await expectWholeJournal(world);
  report(world, "E2E10", `${rounds} calls held, retrieved, muted and sent digits, each heard at both ends`);
}

/** [E2E11] From one agent to another queue, from there to a colleague, from there to a number outside. */
export async function passedOn(world: World, rounds: number): Promise<void> {
  await world.service.start();
  await using emma = await world.agent("emma");
  await using james = await world.agent("james");
  await using noah = await world.agent("noah");
  const carrier = world.carrier("carrier-one");
  carrier.answerWith({ kind: "answers", afterMs: 200 });
  const next = numbers();
  for (let round = 0; round < rounds; round += 1) {
    await emma.ready();
    await using caller = await world.caller({ from: next(), to: directNumber });
    const { call, queues } = await emma.desk("talks", (desk) => desk.call?.stage === "talking");
    await heardBothWays(caller, emma);
    const interaction = call?.interaction ?? "";
    const support = Object.values(queues).find(({ name }) => name === "Support");
    await emma.ask({ kind: "transfer", interaction, to: { kind: "queue", queue: support?.id ?? "" } });
    await until("music in the other queue", () => caller.hears() === "music");
    await backToBreak(emma);
    await james.ready();
    await james.desk("takes him", (desk) => desk.call?.stage === "talking");
    await heardBothWays(caller, james);
    await noah.ready();
    await james.desk("sees that Noah is free", ({ colleagues }) => colleagues[noah.id]?.presence.kind === "ready");
    await james.ask({ kind: "transfer", interaction, to: { kind: "agent", agent: noah.id } });
    await noah.desk("takes him", (desk) => desk.call?.stage === "talking" && desk.call.number === caller.label);
    await heardBothWays(caller, noah);
    await backToBreak(james);
    await noah.ask({ kind: "transfer", interaction, to: { kind: "number", number: `${dialPrefix} 600 100 200` } });
    await until("he hears who is outside", () => caller.hears() === `voice of ${carrierVoice}`);
    await until("and is heard there", () => carrier.hears() === `voice of ${caller.label}`);
    await backToBreak(noah);
    caller.hangUp();
    await until("the one outside is let go", () => !carrier.isUp());
  }
  const calls = await closedCalls(world, rounds);
  expect(calls.map(({ endReason }) => endReason)).toEqual(calls.map(() => "completed"));
  await expectWholeJournal(world);
  report(world, "E2E11", `${rounds} calls passed on to a queue, a colleague and a number, each heard at both ends`);
}

/** [E2E12] An agent dials: the first carrier fails, the second connects, and the record says so. */
export async function dialledOut(world: World, rounds: number): Promise<void> {
  await world.service.start();
  await using emma = await world.agent("emma");
  world.carrier("carrier-one").answerWith({ kind: "fails" });
  const outside = world.carrier("carrier-two");
  outside.answerWith({ kind: "answers", afterMs: 300 });
  const tookMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await emma.ask({ kind: "dial", number: `${dialPrefix} 600 100 20${round}` });
    await emma.desk("talks", (desk) => desk.call?.stage === "talking");
    tookMs.push(performance.now() - startedAt);
    await until("she hears him", () => emma.phone.hears() === `voice of ${carrierVoice}`);
    await until("he hears her", () => outside.hears() === "voice of emma");
    if (round % 2 === 0) outside.hangUp();
    else await emma.ask({ kind: "hangUp", interaction: await emma.interaction() });
    await until("both are free", () => !outside.isUp() && !emma.phone.isUp());
    await emma.endWrapUp();
  }
  const calls = await closedCalls(world, rounds);
  expect(calls.map(({ endReason, to }) => ({ endReason, to }))).toEqual(
    calls.map((_, round) => ({ endReason: "completed", to: `${dialPrefix}60010020${round}` })),
  );
  const legs = (await recordedLegs(world)).filter(({ role }) => role === "customer");
  const tried = (trunk: string) => legs.filter((leg) => leg.trunk === trunk);
  expect(tried("carrier-one").map(({ sipStatus, answeredAt }) => ({ sipStatus, answeredAt }))).toEqual(
    calls.map(() => ({ sipStatus: 503, answeredAt: undefined })),
  );
  expect(tried("carrier-one").map(({ cause }) => cause)).toEqual(calls.map(() => "NORMAL_TEMPORARY_FAILURE"));
  expect(tried("carrier-two").filter(({ answeredAt }) => answeredAt !== undefined).length).toBe(rounds);
  await expectWholeJournal(world);
  report(
    world,
    "E2E12",
    `${rounds} calls dialled: 503 on the first carrier is on its leg, the second connects, ${ms(Math.max(...tookMs))} at most`,
  );
}
