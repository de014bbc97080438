/** The record of a call that the caller's side handed over: one call, and the leg that came says whose place it took. */

import { expect, test } from "vitest";
import { foldRecords } from "#src/records/fold.ts";
import { emptyLedger } from "#src/records/ledger.ts";
import { given } from "../routing/given.ts";
import { id, node } from "../simulation/site.ts";

test("[REC17] one call with three legs; the one that took over names the one that it replaced", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.names.call(id("bee", 1), "other1");
  const [caller, other] = [scene.leg("caller1"), scene.leg("other1")];
  scene.when({ kind: "leg.replaced", node, leg: caller, by: other, from: "34600999888" });
  scene.hangsUp("caller1", "PICKED_OFF");
  scene.bridged("other1", "leg1");
  scene.passes(20_000);
  scene.hangsUp("other1");
  scene.hangsUp("leg1");
  const ledger = emptyLedger();
  for (const fact of scene.facts) foldRecords(ledger, fact);
  expect([...ledger.dirty.interactions]).toMatchObject([
    { id: scene.call("call1"), fromNumber: "34600111222", endReason: "completed", talkMs: 20_000 },
  ]);
  expect([...ledger.dirty.legs]).toMatchObject([
    { id: caller, role: "customer", cause: "PICKED_OFF", replaces: undefined },
    { id: scene.leg("leg1"), role: "agent", replaces: undefined },
    { id: other, role: "customer", remote: "34600999888", cause: "NORMAL_CLEARING", replaces: caller },
  ]);
});
