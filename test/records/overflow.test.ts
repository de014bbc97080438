import { expect, test } from "vitest";
import { foldRecords } from "#src/records/fold.ts";
import { emptyLedger } from "#src/records/ledger.ts";
import { rule, sales, toQueue, waited } from "../routing/overflow-given.ts";
import type { Scene } from "../routing/given.ts";

/** Of the one call: what it was in, how that ended, why it flowed out, to where. */
function segmentsOf(scene: Scene) {
  const ledger = emptyLedger();
  for (const fact of scene.facts) foldRecords(ledger, fact);
  return [...ledger.dirty.segments]
    .filter(({ startedAt, endedAt, kind }) => kind === "queue" || startedAt !== endedAt)
    .map(({ kind, queue, outcome, more }) => [kind, queue, outcome, more.flowOut, more.overflowTo]);
}

test("[RT136] the call's record has both visits, with the rule's condition and target at the first", () => {
  const scene = sales([rule(waited(10_000), toQueue("support", { keepsTime: true }))]);
  scene.waits();
  scene.passes(25_000);
  scene.hangsUp("caller1");
  expect(segmentsOf(scene)).toEqual([
    ["queue", scene.queue("Sales"), "flowedOut", "waited", "queue"],
    ["queue", scene.queue("Support"), "abandoned", undefined, undefined],
  ]);
});

test("[RT137] a caller who is passed on to a number is in no flow while it rings, and back in his queue afterwards", () => {
  const scene = sales([rule(waited(10_000), { kind: "number", number: "34911222333" })]);
  scene.waits();
  scene.passes(56_000);
  scene.hangsUp("caller1");
  expect(segmentsOf(scene)).toEqual([
    ["queue", scene.queue("Sales"), "flowedOut", "waited", "number"],
    ["connecting", undefined, undefined, undefined, undefined],
    ["queue", scene.queue("Sales"), "abandoned", undefined, undefined],
  ]);
});
