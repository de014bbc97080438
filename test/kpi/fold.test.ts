/** The arithmetic of the figures: what adds up, and which side of a boundary counts. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { interactionId, queueId } from "#routing/ids.ts";
import { dayOf } from "#src/kpi/day.ts";
import { agentCountsOf, emptyKpi, foldKpi, visitsOf } from "#src/kpi/fold.ts";
import { addHandling, handlingOf, NO_HANDLING, type Stretch } from "#src/kpi/handling.ts";
import { serviceLevel, serviceLevelFormulas, type ServiceLevelFormula } from "#src/kpi/service-level.ts";
import { addCounts, countsOf, NO_VISITS, type Visit } from "#src/kpi/visits.ts";
import { inventDay } from "../records/day.ts";

const startsAt = Date.UTC(2026, 5, 2, 8, 0);
const anyDay = fc.nat().map((seed) => inventDay({ seed, calls: 40, startsAt, paceMs: 2_000 }));

test("[KPI2] offered is answered, abandoned, flowed out, lost and still waiting, for every queue at any moment", () => {
  fc.assert(
    fc.property(anyDay, fc.double({ min: 0, max: 1, noNaN: true }), ({ facts, queues }, part) => {
      const seen = facts.slice(0, Math.ceil(facts.length * part));
      const state = emptyKpi("UTC", startsAt);
      for (const fact of seen) foldKpi(state, fact);
      for (const queue of queues) {
        const counts = visitsOf(state, queue);
        const entered = seen.filter((fact) => fact.kind === "interaction.queued" && fact.queue === queue).length;
        expect(counts.offered).toBe(entered);
        expect(
          counts.answered +
            counts.abandoned +
            counts.flowedOut +
            counts.callbackAccepted +
            counts.lost +
            counts.waiting,
        ).toBe(entered);
        const left = seen.filter((fact) => fact.kind === "queue.left" && fact.queue === queue);
        expect(counts.answerWaitMs + counts.abandonWaitMs).toBe(
          left.reduce((sum, fact) => {
            const isCounted =
              fact.kind === "queue.left" && (fact.outcome === "answered" || fact.outcome === "abandoned");
            return isCounted ? sum + fact.waitMs : sum;
          }, 0),
        );
      }
    }),
    { numRuns: 60 },
  );
});

test("[KPI3] counts of two intervals added are the counts of both together", () => {
  const thresholds = { answerWithinMs: 20_000, shortAbandonMs: 5_000 };
  const visit: fc.Arbitrary<Visit> = fc.record({
    interaction: fc.uuid().map(interactionId),
    queue: fc.constant(queueId("00000000-0000-4000-8000-000000000001")),
    lane: fc.constantFrom("voice", "mail", "chat"),
    beganAt: fc.integer({ min: 0, max: 86_400_000 }),
    outcome: fc.constantFrom("answered", "abandoned", "flowedOut", "callbackAccepted", "lost", undefined),
    waitMs: fc.oneof(fc.integer({ min: 0, max: 60_000 }), fc.constantFrom(4_999, 5_000, 20_000, 20_001)),
  });
  const sum = (visits: readonly Visit[]) =>
    visits.reduce((total, each) => addCounts(total, countsOf(each, thresholds)), NO_VISITS);
  fc.assert(
    fc.property(fc.array(visit), fc.integer({ min: 0, max: 86_400_000 }), (visits, cut) => {
      const before = visits.filter((each) => each.beganAt < cut);
      const after = visits.filter((each) => each.beganAt >= cut);
      expect(addCounts(sum(before), sum(after))).toEqual(sum(visits));
    }),
  );
});

test("[KPI4] a stretch that lies across a boundary is divided to the millisecond", () => {
  const stretch: Stretch = {
    interaction: interactionId("00000000-0000-4000-8000-000000000002"),
    agent: "00000000-0000-4000-8000-000000000003" as never,
    queue: undefined,
    kind: "hold",
    startedAt: 1_000,
    endedAt: 2_500,
  };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 4_000 }), (a, b) => {
      const cuts = [0, Math.min(a, b), Math.max(a, b), 5_000];
      const parts = cuts
        .slice(1)
        .map((endsAt, index) => handlingOf(stretch, { startsAt: cuts[index] ?? 0, endsAt }, 9_999));
      expect(parts.reduce(addHandling, NO_HANDLING)).toEqual({
        talkMs: 0,
        holdMs: 1_500,
        wrapUpMs: 0,
        handleMs: 1_500,
      });
    }),
  );
});

test("[KPI1] every formula of the table gives its own share of the same counts", () => {
  const counts = {
    ...NO_VISITS,
    offered: 100,
    waiting: 4,
    answered: 60,
    answeredWithin: 48,
    abandoned: 20,
    abandonedWithin: 12,
    shortAbandoned: 5,
    flowedOut: 15,
    lost: 1,
    leftWithin: 66,
  };
  const shares = Object.keys(serviceLevelFormulas).map((name) => [
    name,
    serviceLevel(name as ServiceLevelFormula, counts),
  ]);
  expect(Object.fromEntries(shares)).toEqual({
    "SL-1": 48 / 60,
    "SL-2": 60 / 80,
    "SL-3": 48 / 80,
    "SL-4": 48 / 75,
    "SL-5": 48 / 95,
    "SL-7": 48 / 100,
    "SL-8": 66 / 100,
  });
  expect(serviceLevel("SL-4", NO_VISITS)).toBeUndefined();
  expect(serviceLevel("SL-4", { ...NO_VISITS, abandoned: 3, shortAbandoned: 3, offered: 3 })).toBeUndefined();
});

test("[KPI5] answered at the target is in time, abandoned at the threshold is not short", () => {
  const visit = (outcome: "answered" | "abandoned", waitMs: number): Visit => ({
    interaction: interactionId("00000000-0000-4000-8000-000000000002"),
    queue: queueId("00000000-0000-4000-8000-000000000001"),
    lane: "voice",
    beganAt: 0,
    outcome,
    waitMs,
  });
  const thresholds = { answerWithinMs: 20_000, shortAbandonMs: 5_000 };
  expect(countsOf(visit("answered", 20_000), thresholds).answeredWithin).toBe(1);
  expect(countsOf(visit("answered", 20_001), thresholds).answeredWithin).toBe(0);
  expect(countsOf(visit("abandoned", 4_999), thresholds).shortAbandoned).toBe(1);
  expect(countsOf(visit("abandoned", 5_000), thresholds).shortAbandoned).toBe(0);
});

test("[KPI6] a day begins at the site's midnight and may have 23 or 25 hours", () => {
  const hours = (at: number, zone: string): number => {
    const { startsAt: from, endsAt } = dayOf(at, zone);
    expect(from).toBeLessThanOrEqual(at);
    expect(endsAt).toBeGreaterThan(at);
    return (endsAt - from) / 3_600_000;
  };
  expect(hours(Date.UTC(2026, 2, 29, 12), "Europe/Madrid")).toBe(23);
  expect(hours(Date.UTC(2026, 9, 25, 12), "Europe/Madrid")).toBe(25);
  expect(hours(Date.UTC(2026, 5, 1, 12), "Asia/Shanghai")).toBe(24);
  // Cairo's clocks go from 00:00 to 01:00: the day begins at one.
  expect(hours(Date.UTC(2026, 3, 24, 12), "Africa/Cairo")).toBe(23);
});

test("[KPI8] facts folded again change nothing, and a changed target applies to the whole day", () => {
  const { facts, queues, agents } = inventDay({ seed: 9, calls: 40, startsAt, paceMs: 2_000 });
  const state = emptyKpi("UTC", startsAt);
  for (const fact of facts) foldKpi(state, fact);
  const before = queues.map((queue) => visitsOf(state, queue));
  const now = facts.at(-1)?.at ?? 0;
  const agentsBefore = agents.map((agent) => agentCountsOf(state, agent, now));
  for (const fact of facts) foldKpi(state, fact);
  expect(queues.map((queue) => visitsOf(state, queue))).toEqual(before);
  expect(agents.map((agent) => agentCountsOf(state, agent, now))).toEqual(agentsBefore);
  state.thresholds = new Map();
  const target = { answerWithinMs: 1, shortAbandonMs: 0 };
  const config = { queues: queues.map((id) => ({ id, ...target })) } as never;
  foldKpi(state, { kind: "config.adopted", config, n: state.lastFact + 1, at: now });
  const after = queues.map((queue) => visitsOf(state, queue));
  expect(after.map((counts) => counts.offered)).toEqual(before.map((counts) => counts.offered));
  expect(after.map((counts) => counts.shortAbandoned)).toEqual([0, 0, 0]);
  expect(before.some((counts) => counts.answeredWithin > 0)).toBe(true);
  expect(after.map((counts) => counts.answeredWithin)).toEqual([0, 0, 0]);
});
