/** What of today's figures are callers', what mail's and chat's, what callbacks': from facts and from rows. */

import { expect, test } from "vitest";
import { agentCountsOf, emptyKpi, foldKpi, visitsOf, type KpiState } from "#src/kpi/fold.ts";
import { readKpi } from "#src/kpi/recount.ts";
import { foldRecords } from "#src/records/fold.ts";
import { emptyLedger } from "#src/records/ledger.ts";
import { recordWriting } from "#src/records/write.ts";
import { promisedTo } from "../routing/callback-given.ts";
import type { Scene } from "../routing/given.ts";
import { accepts, closes, desks, offers, passesOn, withdraws } from "../routing/work-given.ts";
import { freshDatabase } from "../support/database.ts";

/** The same figures by both ways. */
async function bothOf(scene: Scene): Promise<readonly [live: KpiState, recounted: KpiState]> {
  await using database = await freshDatabase();
  const live = emptyKpi("UTC", scene.now);
  const ledger = emptyLedger();
  for (const fact of scene.facts) {
    foldKpi(live, fact);
    foldRecords(ledger, fact);
  }
  const write = recordWriting(ledger, () => Promise.resolve());
  await database.db.transaction().execute(write);
  return [live, await readKpi(database.db, "UTC", scene.now, scene.config)];
}

test("[KPI9] mail and chat are counted apart from callers, each by its medium, and are no conversations", async () => {
  const scene = desks({ mail: 3, chat: 3, total: 6, duringVoice: 3 });
  offers(scene, "mail1");
  scene.passes(5_000);
  accepts(scene, "ann");
  offers(scene, "chat2");
  scene.passes(1_000);
  accepts(scene, "ann");
  closes(scene, "ann", "chat2");
  // A second visit of the same mail, that its source takes back; and one that still waits.
  scene.presence("ann", "ready");
  passesOn(scene, "ann", "mail1", { kind: "queue", queue: scene.queue("Sales") });
  scene.presence("ann", "notReady", "break");
  withdraws(scene, "mail1");
  offers(scene, "mail3");
  const sales = scene.queue("Sales");
  for (const state of await bothOf(scene)) {
    expect(visitsOf(state, sales, "mail")).toMatchObject({
      offered: 3,
      answered: 1,
      abandoned: 1,
      waiting: 1,
      answerWaitMs: 5_000,
    });
    expect(visitsOf(state, sales, "chat")).toMatchObject({ offered: 1, answered: 1, answerWaitMs: 1_000 });
    expect(visitsOf(state, sales)).toMatchObject({ offered: 0, answered: 0, waiting: 0 });
    expect(agentCountsOf(state, scene.agent("ann"), scene.now)).toMatchObject({ answered: 0, took: 2, handleMs: 0 });
  }
  // What goes on from the rows knows of the mail that waits what it is.
  const [, goneOn] = await bothOf(scene);
  const before = scene.facts.length;
  scene.presence("ann", "ready");
  accepts(scene, "ann");
  passesOn(scene, "ann", "mail3", { kind: "queue", queue: sales });
  for (const fact of scene.facts.slice(before)) foldKpi(goneOn, fact);
  expect(visitsOf(goneOn, sales, "mail")).toMatchObject({ offered: 4, answered: 2, waiting: 1 });
  expect(visitsOf(goneOn, sales)).toMatchObject({ offered: 0 });
});

test("[KPI10] a callback counts as promised on the day of the promise, and as kept or not on the day it ended", async () => {
  const scene = promisedTo();
  const sales = scene.queue("Sales");
  for (const state of await bothOf(scene)) {
    expect(state.promises.counts.get(sales)).toEqual({ booked: 1, reached: 0, unreached: 0 });
    expect([...state.promises.open.values()]).toEqual([sales]);
  }
  scene.when({ kind: "callback.cancelRequested", interaction: scene.call("call2") });
  for (const state of await bothOf(scene)) {
    expect(state.promises.counts.get(sales)).toEqual({ booked: 1, reached: 0, unreached: 1 });
    expect(state.promises.open.size).toBe(0);
  }
});
