/** What a process knows again of a site that was in full swing when the one before it ended. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { emptyState, evolve } from "#routing/evolve.ts";
import type { Fact } from "#routing/facts.ts";
import { breaches } from "#routing/invariants.ts";
import type { State } from "#routing/state.ts";
import { claimEpoch } from "#src/engine/epoch.ts";
import { openJournal } from "#src/engine/journal.ts";
import { readRecovery } from "#src/engine/recovery.ts";
import { stateFrom } from "#src/engine/recover.ts";
import { ScaleSite } from "../bench/scale-site.ts";
import { comparable } from "../simulation/comparable.ts";
import { freshDatabase, type FreshDatabase } from "../support/database.ts";
import { openPool } from "#src/store/open-pool.ts";

const AGENTS = 12;

/** A site with callers who wait, agents who talk, and a day behind it; its facts are in the journal. */
async function journalledSite(database: FreshDatabase): Promise<readonly Fact[]> {
  const facts: Fact[] = [];
  const site = new ScaleSite(40, AGENTS, (step) => facts.push(...step));
  for (let n = 0; n < 200; n += 1) site.turnover(n);
  for (const { id, sipUser } of site.state.config.agents) {
    await database.db.insertInto("sys.users").values({ id, login: sipUser, name: sipUser }).execute();
    await database.db.insertInto("cc.agents").values({ user_id: id, sip_user: sipUser }).execute();
  }
  const spoolFolder = await mkdtemp(join(tmpdir(), "cordboard-recovery-"));
  onTestFinished(() => rm(spoolFolder, { recursive: true }));
  await using stack = new AsyncDisposableStack();
  const store = stack.use(openPool(database.url));
  const epoch = await claimEpoch(store.db, 0);
  const enterCalls = () => Promise.resolve();
  const journal = stack.use(
    await openJournal({ ...store, epoch, spoolFolder, enterCalls, onEvent: () => undefined, commitPatienceMs: 60_000 }),
  );
  journal.append(facts);
  await journal.durable(facts.at(-1)?.n ?? 0);
  return facts;
}

function folded(facts: readonly Fact[]): State {
  const state = emptyState();
  for (const fact of facts) evolve(state, fact);
  return state;
}

test("[JRN14] what queues and agents have shown of late is known again", async () => {
  await using database = await freshDatabase();
  const facts = await journalledSite(database);
  const again = stateFrom(await readRecovery(database.db));
  const before = folded(facts);
  expect([...before.waits.values()].some(({ handle }) => handle.count > 0)).toBe(true);
  expect(again.waits).toEqual(before.waits);
  for (const [id, { shift, inARow }] of before.agents) {
    expect(shift.handled).toBeGreaterThan(0);
    expect([again.agents.get(id)?.shift, again.agents.get(id)?.inARow]).toEqual([shift, inARow]);
  }
});

test.for([0, 1, 100, 333, 1_000])(
  "[JRN14] wherever the latest %i facts begin, calls and agents stand as all facts have it",
  async (recent) => {
    await using database = await freshDatabase();
    const facts = await journalledSite(database);
    const again = stateFrom(await readRecovery(database.db, recent));
    const before = folded(facts);
    expect(breaches(again)).toEqual([]);
    const { interactions, legs, reservations, lines } = comparable(again) as State;
    const known = comparable(before) as State;
    expect({ interactions, legs, reservations, lines }).toEqual({
      interactions: known.interactions,
      legs: known.legs,
      reservations: known.reservations,
      lines: known.lines,
    });
    for (const [id, agent] of before.agents) {
      const { presence, engagement, openLegs, isConsoleConnected } = agent;
      expect(again.agents.get(id)).toMatchObject({ presence, engagement, openLegs, isConsoleConnected });
    }
  },
);
