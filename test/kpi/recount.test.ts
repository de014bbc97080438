/** Two ways to the same figures, from facts and from rows, over made-up days and restarts. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { claimEpoch } from "#src/engine/epoch.ts";
import { openJournal } from "#src/engine/journal.ts";
import { agentCountsOf, emptyKpi, foldKpi, queueHandlingOf, visitsOf, type KpiState } from "#src/kpi/fold.ts";
import { readKpi } from "#src/kpi/recount.ts";
import { inventDay, type Day } from "../records/day.ts";
import { freshDatabase } from "../support/database.ts";

/** Half past eleven at night in Mexico City: the made-up hours run over midnight. */
const startsAt = Date.UTC(2026, 5, 2, 5, 30);
const zone = "America/Mexico_City";

function figures(state: KpiState, { queues, agents }: Day, now: number): unknown {
  return {
    day: state.day,
    calls: state.callsToday,
    visits: queues.map((queue) => visitsOf(state, queue)),
    handling: queues.map((queue) => queueHandlingOf(state, queue, now)),
    agents: agents.map((agent) => agentCountsOf(state, agent, now)),
  };
}

test.each([1, 2, 3, 4])(
  "[KPI7] a recount from the stored rows equals the live figures at any moment (seed %i)",
  async (seed) => {
    const day = inventDay({ seed, calls: 60, startsAt, paceMs: 20_000 });
    await using database = await freshDatabase();
    const spoolFolder = await mkdtemp(join(tmpdir(), "cordboard-kpi-"));
    onTestFinished(() => rm(spoolFolder, { recursive: true }));
    await using journal = await openJournal({
      db: database.db,
      pool: database.pool,
      spoolFolder,
      epoch: await claimEpoch(database.db, 0),
      enterCalls: () => Promise.resolve(),
      onEvent: (event) => {
        throw new Error(event.kind);
      },
      batchDelayMs: 0,
    });
    const live = emptyKpi(zone, startsAt);
    let restarted = emptyKpi(zone, startsAt);
    const days = new Set<number>();
    for (const [index, fact] of day.facts.entries()) {
      journal.append([fact]);
      foldKpi(live, fact);
      foldKpi(restarted, fact);
      if (index % 60 !== 59 && index !== day.facts.length - 1) continue;
      await journal.durable(fact.n);
      const recounted = await readKpi(database.db, zone, fact.at, undefined);
      expect(figures(recounted, day, fact.at)).toEqual(figures(live, day, fact.at));
      expect(figures(restarted, day, fact.at)).toEqual(figures(live, day, fact.at));
      days.add(live.day.startsAt);
      // From here on one goes on from the rows, as after a restart (never in the middle of a step).
      if (day.facts[index + 1]?.at !== fact.at) restarted = recounted;
    }
    expect(days.size).toBeGreaterThan(1);
  },
);
