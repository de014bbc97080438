/** What holds for the records of any day of facts. */

import { PLAIN_NEEDS } from "#routing/config.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Fact, FactBody } from "#routing/facts.ts";
import { interactionId, legId, nodeId, queueId } from "#routing/ids.ts";
import { foldRecords } from "#src/records/fold.ts";
import { emptyLedger, type Ledger } from "#src/records/ledger.ts";
import type { AgentIntervalRow, InteractionRow, SegmentRow } from "#src/records/rows.ts";
import { inventDay } from "./day.ts";

const anyDay = fc
  .integer({ min: 0, max: 1_000_000 })
  .map((seed) => inventDay({ seed, calls: 25, startsAt: 1_000_000 }));

function folded(facts: readonly Fact[]): Ledger {
  const ledger = emptyLedger();
  for (const fact of facts) foldRecords(ledger, fact);
  return ledger;
}

const agentKinds = new Set(["alert", "wrapUp"]);

function byInteraction(ledger: Ledger): Map<InteractionRow, SegmentRow[]> {
  const rows = [...ledger.dirty.interactions];
  return new Map(rows.map((row) => [row, [...ledger.dirty.segments].filter((each) => each.interaction === row.id)]));
}

/** One after the other, each beginning where the one before it ended. */
function expectContiguous(segments: readonly { startedAt: number; endedAt: number | undefined }[]): void {
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1];
    if (next !== undefined) expect(segment.endedAt).toBe(next.startedAt);
  }
}

test("[REC3] the customer's segments are contiguous from the arrival to the end of the interaction", () => {
  fc.assert(
    fc.property(anyDay, ({ facts }) => {
      for (const [row, segments] of byInteraction(folded(facts))) {
        const track = segments.filter((each) => !agentKinds.has(each.kind)).toSorted((a, b) => a.ordinal - b.ordinal);
        expectContiguous(track);
        if (row.endedAt === undefined || track.length === 0) continue;
        expect(track[0]?.startedAt).toBe(row.startedAt);
        expect(track.at(-1)?.endedAt).toBe(row.endedAt);
      }
    }),
    { numRuns: 60 },
  );
});

test("[REC4] no agent is in two segments at once", () => {
  fc.assert(
    fc.property(anyDay, ({ facts, agents }) => {
      const { dirty } = folded(facts);
      for (const agent of agents) {
        const own = [...dirty.segments]
          .filter((each) => each.agent === agent)
          .toSorted((a, b) => a.startedAt - b.startedAt || (a.endedAt ?? Infinity) - (b.endedAt ?? Infinity));
        for (const [index, segment] of own.entries()) {
          const next = own[index + 1];
          if (next !== undefined) expect(segment.endedAt ?? Infinity).toBeLessThanOrEqual(next.startedAt);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("[REC5] the sums of a call are those of its segments, and the queues' waits are those that the core measured", () => {
  fc.assert(
    fc.property(anyDay, ({ facts }) => {
      for (const [row, segments] of byInteraction(folded(facts))) {
        const sum = (kind: string): number =>
          segments
            .filter((each) => each.kind === kind)
            .reduce((total, each) => total + ((each.endedAt ?? each.startedAt) - each.startedAt), 0);
        expect({
          waitMs: row.waitMs,
          alertMs: row.alertMs,
          talkMs: row.talkMs,
          holdMs: row.holdMs,
          wrapUpMs: row.wrapUpMs,
        }).toEqual({
          waitMs: sum("queue"),
          alertMs: sum("alert"),
          talkMs: sum("talk"),
          holdMs: sum("hold"),
          wrapUpMs: sum("wrapUp"),
        });
        const told = facts.reduce(
          (total, fact) => total + (fact.kind === "queue.left" && fact.interaction === row.id ? fact.waitMs : 0),
          0,
        );
        if (row.endedAt !== undefined) expect(row.waitMs).toBe(told);
      }
    }),
    { numRuns: 60 },
  );
});

test("[REC6] an agent's intervals have no gaps and no overlaps, and their sum is her signed-in time", () => {
  fc.assert(
    fc.property(anyDay, ({ facts, agents }) => {
      const { dirty } = folded(facts);
      const until = facts.at(-1)?.at ?? 0;
      for (const agent of agents) {
        const own = [...dirty.intervals]
          .filter((each) => each.agent === agent)
          .toSorted((a, b) => a.ordinal - b.ordinal);
        expect(sumOf(own, until)).toBe(signedInMs(facts, agent, until));
        for (const [index, interval] of own.entries()) {
          const next = own[index + 1];
          if (next !== undefined) expect(interval.endedAt ?? Infinity).toBeLessThanOrEqual(next.startedAt);
        }
      }
    }),
    { numRuns: 60 },
  );
});

function sumOf(intervals: readonly AgentIntervalRow[], until: number): number {
  return intervals.reduce((total, each) => total + ((each.endedAt ?? until) - each.startedAt), 0);
}

function signedInMs(facts: readonly Fact[], agent: string, until: number): number {
  let sum = 0;
  let since: number | undefined;
  for (const fact of facts) {
    if (fact.kind !== "agent.presenceChanged" || fact.agent !== agent) continue;
    if (since !== undefined) sum += fact.at - since;
    since = fact.presence.kind === "signedOut" ? undefined : fact.at;
  }
  return since === undefined ? sum : sum + until - since;
}

test("[REC2] folding a fact again changes nothing", () => {
  fc.assert(
    fc.property(anyDay, fc.nat(), ({ facts }, seed) => {
      const once = folded(facts);
      const repeated: Fact[] = [];
      for (const [index, fact] of facts.entries()) {
        repeated.push(fact);
        if ((index + seed) % 7 === 0) repeated.push(...facts.slice(Math.max(0, index - 20), index + 1));
      }
      expect(folded(repeated)).toEqual(once);
    }),
    { numRuns: 20 },
  );
});

test("[REC1] every call that began has one record, and every one that ended one reason", () => {
  fc.assert(
    fc.property(anyDay, ({ facts }) => {
      const rows = [...folded(facts).dirty.interactions];
      const begun = facts.filter((fact) => fact.kind === "interaction.arrived" || fact.kind === "interaction.dialled");
      expect(rows.map((row) => row.id).toSorted()).toEqual(begun.map((fact) => fact.interaction).toSorted());
      const ended = facts.filter((fact) => fact.kind === "interaction.ended");
      expect(new Map(rows.flatMap((row) => (row.endReason === undefined ? [] : [[row.id, row.endReason]])))).toEqual(
        new Map(ended.map((fact) => [fact.interaction, fact.reason])),
      );
    }),
    { numRuns: 30 },
  );
});

test("[REC7] a call that was found alive after a restart begins when it began, and the unknown part is connecting", () => {
  const interaction = interactionId("00000000-0000-4000-8000-000000000001");
  const queue = queueId("00000000-0000-4000-8000-000000000002");
  const facts: FactBody[] = [
    {
      kind: "interaction.adopted",
      interaction,
      node: nodeId("fs-1"),
      leg: legId("00000000-0000-4000-9000-000000000001"),
      from: "+34600",
      to: "100",
      startedAt: 5_000,
    },
    {
      kind: "interaction.queued",
      interaction,
      queue,
      priority: 0,
      needs: PLAIN_NEEDS,
      weight: 1,
      particular: undefined,
      enteredAt: 6_000,
      overflowAt: 90_000,
      isReturn: true,
      keys: [],
    },
    { kind: "queue.left", interaction, queue, outcome: "abandoned", waitMs: 3_000, flowOut: undefined },
    { kind: "interaction.ended", interaction, reason: "abandonedInQueue" },
  ];
  const { dirty } = folded(facts.map((body, index) => ({ ...body, n: index + 1, at: index < 2 ? 20_000 : 23_000 })));
  expect([...dirty.interactions]).toMatchObject([
    { startedAt: 5_000, endedAt: 23_000, waitMs: 3_000, fromNumber: "+34600" },
  ]);
  expect([...dirty.segments].map(({ kind, startedAt, endedAt }) => [kind, startedAt, endedAt])).toEqual([
    ["connecting", 5_000, 20_000],
    ["queue", 20_000, 23_000],
  ]);
});

test("[REC9] a sensitive value is masked in the record", () => {
  const { dirty } = folded(inventDay({ seed: 1, calls: 25, startsAt: 0 }).facts);
  expect(dirty.values.size).toBeGreaterThan(0);
  expect(new Set([...dirty.values].map((each) => each.value))).toEqual(new Set(["•••"]));
});
