/** The journal on a real PostgreSQL that goes away, is slow, swallows everything; and on processes that die. */

import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { emptyState } from "#routing/evolve.ts";
import { PLAIN_AGENT } from "#routing/config.ts";
import type { Fact, FactBody } from "#routing/facts.ts";
import { agentId, nodeId } from "#routing/ids.ts";
import { claimEpoch, Fenced } from "#src/engine/epoch.ts";
import { openJournal, type JournalEvent, type JournalOptions, type OpenJournal } from "#src/engine/journal.ts";
import { stateFrom } from "#src/engine/recover.ts";
import { readRecovery } from "#src/engine/recovery.ts";
import { openSpool } from "#src/engine/spool.ts";
import { foldRecords } from "#src/records/fold.ts";
import { emptyLedger } from "#src/records/ledger.ts";
import { openPool } from "#src/store/open-pool.ts";
import { freshDatabase, type FreshDatabase } from "../support/database.ts";
import { inventDay } from "../records/day.ts";
import { openGate } from "./tcp-gate.ts";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "cordboard-journal-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

interface Opened extends AsyncDisposable {
  readonly journal: OpenJournal;
  readonly events: JournalEvent[];
}

async function open(url: string, spoolFolder: string, more: Partial<JournalOptions> = {}): Promise<Opened> {
  const store = openPool(url);
  const events: JournalEvent[] = [];
  try {
    const journal = await openJournal({
      db: store.db,
      pool: store.pool,
      spoolFolder,
      epoch: more.epoch ?? (await claimEpoch(store.db, 0)),
      enterCalls: () => Promise.resolve(),
      onEvent: (event) => events.push(event),
      batchDelayMs: 2,
      commitPatienceMs: 150,
      ...more,
    });
    const dispose = async (): Promise<void> => {
      await journal[Symbol.asyncDispose]();
      await store.close();
    };
    return { journal, events, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function journalled(database: FreshDatabase): Promise<readonly Fact[]> {
  const { rows } = await sql<{ fact: Fact }>`select fact from cc.journal order by n`.execute(database.db);
  return rows.map((row) => row.fact);
}

/** Without the keys whose value is undefined, as JSON has it. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Every row of the records, in an order of its own. */
async function recordRows(database: FreshDatabase): Promise<unknown> {
  const { db } = database;
  return {
    interactions: await db.selectFrom("cc.interactions").selectAll().orderBy("id").execute(),
    segments: await db.selectFrom("cc.segments").selectAll().orderBy("interaction_id").orderBy("ordinal").execute(),
    legs: await db.selectFrom("cc.legs").selectAll().orderBy("id").execute(),
    values: await db
      .selectFrom("cc.collected_values")
      .selectAll()
      .orderBy("interaction_id")
      .orderBy("ordinal")
      .execute(),
    voicemails: await db.selectFrom("cc.voicemails").selectAll().orderBy("id").execute(),
    intervals: await db.selectFrom("cc.agent_intervals").selectAll().orderBy("agent_id").orderBy("ordinal").execute(),
  };
}

/** The same facts written with nothing going wrong. */
async function rowsOfQuietDay(facts: readonly Fact[]): Promise<unknown> {
  await using database = await freshDatabase();
  {
    await using opened = await open(database.url, await folder());
    opened.journal.append(facts);
    await opened.journal.durable(facts.at(-1)?.n ?? 0);
  }
  return await recordRows(database);
}

async function until(isTrue: () => boolean, whatMs = 10_000): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setInterval(() => isTrue() && resolve(), 5);
  const late = setTimeout(() => reject(new Error("it did not happen in time")), whatMs);
  try {
    await promise;
  } finally {
    clearInterval(timer);
    clearTimeout(late);
  }
}

const day = inventDay({ seed: 42, calls: 60, startsAt: 1_760_000_000_000 });
const last = day.facts.at(-1)?.n ?? 0;

test("[JRN1] facts are journalled in order, and the rows are those of the fold", async () => {
  await using database = await freshDatabase();
  await using opened = await open(database.url, await folder());
  for (const fact of day.facts) opened.journal.append([fact]);
  await opened.journal.durable(last);
  expect(opened.journal.pending()).toBe(0);
  expect(await journalled(database)).toEqual(plain(day.facts));

  const ledger = emptyLedger();
  for (const fact of day.facts) foldRecords(ledger, fact);
  const { dirty } = ledger;
  const stored = await database.db
    .selectFrom("cc.interactions")
    .select(["id", "started_at", "ended_at", "wait_ms", "talk_ms", "end_reason", "last_fact"])
    .orderBy("id")
    .execute();
  const expected = [...dirty.interactions].map((row) => ({
    id: row.id,
    started_at: row.startedAt,
    ended_at: row.endedAt ?? null,
    wait_ms: row.waitMs,
    talk_ms: row.talkMs,
    end_reason: row.endReason ?? null,
    last_fact: row.lastFact,
  }));
  expect(stored).toEqual(expected.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  const { count } = await database.db
    .selectFrom("cc.segments")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  expect(count).toBe(dirty.segments.size);
});

test("[JRN2] a fact is durable within 20 ms and some when nothing else is going on", async () => {
  await using database = await freshDatabase();
  await using opened = await open(database.url, await folder(), { batchDelayMs: 10 });
  opened.journal.append(day.facts.slice(0, 1));
  await opened.journal.durable(1);
  const tookMs: number[] = [];
  for (const fact of day.facts.slice(1, 20)) {
    const startedAt = performance.now();
    opened.journal.append([fact]);
    await opened.journal.durable(fact.n);
    tookMs.push(performance.now() - startedAt);
  }
  tookMs.sort((a, b) => a - b);
  expect(tookMs[10]).toBeLessThan(60);
});

test.for([
  { when: "quick", commitAimMs: 60_000, groups: 4 },
  { when: "slow", commitAimMs: 0, groups: 9 },
])("[JRN13] groups grow while PostgreSQL is $when to commit them, and no further", async ({ commitAimMs, groups }) => {
  await using database = await freshDatabase();
  await using opened = await open(database.url, await folder(), { commitAimMs, commitPatienceMs: 60_000 });
  const many = Array.from({ length: 4_500 }, (_, index): Fact => {
    return { kind: "input.ignored", input: "x", reason: "y", interaction: undefined, n: index + 1, at: index };
  });
  opened.journal.append(many);
  await opened.journal.durable(4_500);
  // What one transaction wrote has its number.
  const { rows } = await sql<{ groups: string }>`select count(distinct xmin::text) as groups from cc.journal`.execute(
    database.db,
  );
  expect(Number(rows[0]?.groups)).toBe(groups);
  expect(await journalled(database)).toHaveLength(4_500);
});

test("[JRN3] PostgreSQL goes away three times under load: nothing is lost, doubled or out of order, and it drains", async () => {
  await using database = await freshDatabase();
  await using gate = await openGate(database.url);
  await using opened = await open(gate.url, await folder());
  const { journal, events } = opened;
  const chunk = Math.ceil(day.facts.length / 12);
  for (let part = 0; part < 12; part += 1) {
    if (part % 4 === 1) gate.close();
    const facts = day.facts.slice(part * chunk, (part + 1) * chunk);
    for (const fact of facts) journal.append([fact]);
    // Durable at once even while PostgreSQL is away: the spool has it.
    await journal.durable(facts.at(-1)?.n ?? 0);
    if (part % 4 === 2) {
      expect(journal.isStoreUp()).toBe(false);
      expect(journal.pending()).toBeGreaterThan(0);
      gate.open();
      await until(() => journal.isStoreUp());
    }
  }
  await until(() => journal.pending() === 0);
  expect(await journalled(database)).toEqual(plain(day.facts));
  expect(await recordRows(database)).toEqual(await rowsOfQuietDay(day.facts));
  expect(events.map((event) => event.kind)).toEqual(Array.from({ length: 3 }, () => ["storeAway", "storeBack"]).flat());
});

test("[JRN3] a slow PostgreSQL delays nobody: facts are durable by the spool", async () => {
  await using database = await freshDatabase();
  await using gate = await openGate(database.url);
  await using opened = await open(gate.url, await folder());
  const { journal } = opened;
  journal.append(day.facts.slice(0, 50));
  await journal.durable(50);
  gate.slowDown(200);
  journal.append(day.facts.slice(50, 60));
  await journal.durable(60);
  const startedAt = performance.now();
  journal.append(day.facts.slice(60, 70));
  await journal.durable(70);
  expect(performance.now() - startedAt).toBeLessThan(150);
  expect(journal.isStoreUp()).toBe(false);
  gate.slowDown(0);
  journal.append(day.facts.slice(70));
  await until(() => journal.pending() === 0 && journal.isStoreUp());
  expect(await journalled(database)).toEqual(plain(day.facts));
  expect(await recordRows(database)).toEqual(await rowsOfQuietDay(day.facts));
});

test("[JRN3] a connection that swallows everything is given up", async () => {
  await using database = await freshDatabase();
  await using gate = await openGate(database.url);
  await using opened = await open(gate.url, await folder(), { commitTimeoutMs: 400 });
  const { journal } = opened;
  journal.append(day.facts.slice(0, 50));
  await journal.durable(50);
  gate.swallow(true);
  journal.append(day.facts.slice(50, 90));
  await journal.durable(90);
  expect(journal.pending()).toBe(40);
  gate.swallow(false);
  gate.close();
  gate.open();
  await until(() => journal.pending() === 0);
  expect(await journalled(database)).toEqual(plain(day.facts.slice(0, 90)));
});

test("[JRN4] a process that dies with a full spool loses nothing: the next one drains it first", async () => {
  await using database = await freshDatabase();
  const path = await folder();
  await using gate = await openGate(database.url);
  {
    await using opened = await open(gate.url, path);
    opened.journal.append(day.facts.slice(0, 100));
    await opened.journal.durable(100);
    gate.close();
    opened.journal.append(day.facts.slice(100, 400));
    await opened.journal.durable(400);
  }
  expect((await journalled(database)).length).toBe(100);
  // Killed again after the drain's commits and before the spool was emptied: as if nothing had been drained.
  const spool = await openSpool(path);
  const { records } = await spool.read(0);
  await spool[Symbol.asyncDispose]();
  gate.open();
  {
    await using second = await open(gate.url, path);
    expect(second.events.map((event) => event.kind)).toEqual(["spoolFound"]);
    expect((await stat(join(path, "journal.spool"))).size).toBe(0);
  }
  const again = await openSpool(path);
  await again.append(records);
  await again[Symbol.asyncDispose]();
  await using third = await open(gate.url, path);
  expect(third.journal.recovery.lastFact).toBe(400);
  third.journal.append(day.facts.slice(400));
  await third.journal.durable(last);
  expect(await journalled(database)).toEqual(plain(day.facts));
  expect(await recordRows(database)).toEqual(await rowsOfQuietDay(day.facts));
});

test("[JRN4] restarts in the middle of calls leave the same rows as one long run", async () => {
  await using database = await freshDatabase();
  const path = await folder();
  const chunk = Math.ceil(day.facts.length / 6);
  for (let part = 0; part < 6; part += 1) {
    await using opened = await open(database.url, path);
    expect(opened.journal.recovery.lastFact).toBe(Math.min(part * chunk, last));
    const facts = day.facts.slice(part * chunk, (part + 1) * chunk);
    opened.journal.append(facts);
    await opened.journal.durable(facts.at(-1)?.n ?? 0);
  }
  expect(await recordRows(database)).toEqual(await rowsOfQuietDay(day.facts));
});

test("[INV9, JRN8] an older epoch writes nothing, neither to PostgreSQL nor to the spool", async () => {
  await using database = await freshDatabase();
  const path = await folder();
  await using old = await open(database.url, path);
  old.journal.append(day.facts.slice(0, 50));
  await old.journal.durable(50);
  const epoch = await claimEpoch(database.db, 0);
  old.journal.append(day.facts.slice(50, 60));
  await expect(old.journal.durable(60)).rejects.toThrow(Fenced);
  await expect(old.journal.durable(61)).rejects.toThrow(Fenced);
  expect(old.events.map((event) => event.kind)).toEqual(["fenced"]);
  expect((await stat(join(path, "journal.spool"))).size).toBe(0);
  await using next = await open(database.url, await folder(), { epoch });
  next.journal.append(day.facts.slice(50));
  await next.journal.durable(last);
  expect(await journalled(database)).toEqual(plain(day.facts));
});

test("[JRN8] the epoch grows with every boot, and over a restored backup", async () => {
  await using database = await freshDatabase();
  const first = await claimEpoch(database.db, 1_700_000_000_000);
  expect(first).toBe(1_700_000_000);
  expect(await claimEpoch(database.db, 1_700_000_000_000)).toBe(first + 1);
  await database.db.deleteFrom("sys.settings").where("key", "=", "engine_epoch").execute();
  expect(await claimEpoch(database.db, 1_700_000_060_000)).toBeGreaterThan(first + 1);
});

test("[JRN9] recovery knows every open call whole, and each agent's last word", async () => {
  await using database = await freshDatabase();
  for (const [index, agent] of day.agents.entries()) {
    await database.db
      .insertInto("sys.users")
      .values({ id: agent, login: `agent${index}`, name: "Agent" })
      .execute();
    await database.db
      .insertInto("cc.agents")
      .values({ user_id: agent, sip_user: `seat-${index}` })
      .execute();
  }
  const path = await folder();
  {
    await using opened = await open(database.url, path);
    opened.journal.append([...day.facts, { kind: "config.adopted", config: emptyState().config, n: last + 1, at: 0 }]);
    await opened.journal.durable(last + 1);
  }
  await using opened = await open(database.url, path);
  expect(opened.journal.recovery.lastFact).toBe(last + 1);
  const { facts: all, lastFact } = await readRecovery(database.db, 0);
  expect(lastFact).toBe(last + 1);
  expect(all.slice(0, 2).map((fact) => fact.kind)).toEqual(["engine.started", "config.adopted"]);
  const facts = all.slice(2);
  const openIds = stillOpen(day.facts);
  expect(openIds.size).toBeGreaterThan(0);
  const ofCalls = day.facts.filter((fact) => "interaction" in fact && openIds.has(fact.interaction ?? ""));
  const told = facts.filter((fact) => "interaction" in fact && openIds.has(fact.interaction ?? ""));
  expect(told).toEqual(plain(ofCalls));
  for (const agent of day.agents) {
    const own = (fact: Fact): boolean => fact.kind === "agent.presenceChanged" && fact.agent === agent;
    expect(facts.filter(own)).toEqual(plain(day.facts.filter(own).slice(-1)));
  }
  expect(facts.map((fact) => fact.n)).toEqual([...new Set(facts.map((fact) => fact.n))].toSorted((a, b) => a - b));
});

/** Interactions that have not ended or are still wrapped up. */
function stillOpen(facts: readonly Fact[]): ReadonlySet<string> {
  const ids = new Set<string>();
  const wrapping = new Set<string>();
  for (const fact of facts) {
    if (fact.kind === "interaction.arrived" || fact.kind === "interaction.dialled") ids.add(fact.interaction);
    if (fact.kind === "interaction.ended") ids.delete(fact.interaction);
    if (fact.kind === "agent.wrapUpStarted") wrapping.add(fact.interaction);
    if (fact.kind === "agent.wrapUpEnded") wrapping.delete(fact.interaction);
  }
  return new Set([...ids, ...wrapping]);
}

test("[JRN10] what PostgreSQL cannot store in a caller's name is replaced, and stops nobody", async () => {
  await using database = await freshDatabase();
  await using opened = await open(database.url, await folder());
  const facts = day.facts
    .slice(0, 100)
    .map((fact) =>
      fact.kind === "interaction.arrived"
        ? { ...fact, fromName: "\0\ud800'\"${x}<script>😀\\u0000".repeat(300) }
        : fact,
    );
  opened.journal.append(facts);
  await opened.journal.durable(100);
  expect(opened.events).toEqual([]);
  const { rows } = await sql<{
    from_name: string;
  }>`select distinct from_name from cc.interactions where direction = 'inbound'`.execute(database.db);
  expect(rows[0]?.from_name.startsWith("\uFFFD\uFFFD'\"${x}<script>😀\\u0000")).toBe(true);
});

test("[JRN11] rows that PostgreSQL refuses are told of, and their facts are journalled all the same", async () => {
  await using database = await freshDatabase();
  await sql`alter table cc.voicemails add constraint refuse check (false)`.execute(database.db);
  await using opened = await open(database.url, await folder(), { batchDelayMs: 0 });
  opened.journal.append(day.facts);
  await opened.journal.durable(last);
  expect(opened.events.map((event) => event.kind)).toContain("recordsRefused");
  expect(await journalled(database)).toEqual(plain(day.facts));
});

test("[JRN7] when neither PostgreSQL nor the spool takes facts, they are kept in memory and written later", async () => {
  await using database = await freshDatabase();
  await using gate = await openGate(database.url);
  await using opened = await open(gate.url, await folder(), { spoolBytesMax: 20_000 });
  const { journal, events } = opened;
  journal.append(day.facts.slice(0, 10));
  await journal.durable(10);
  gate.close();
  for (const fact of day.facts.slice(10)) journal.append([fact]);
  await until(() => events.some((event) => event.kind === "spoolFull"));
  gate.open();
  await journal.durable(last);
  await until(() => journal.pending() === 0);
  expect(await journalled(database)).toEqual(plain(day.facts));
});

test("[JRN12] recovery knows each switch's last incarnation, so that one that was restarted meanwhile is noticed", async () => {
  await using database = await freshDatabase();
  const spool = await folder();
  {
    await using opened = await open(database.url, spool);
    const wentUp = (n: number, node: string, incarnation: string): Fact => ({
      kind: "switch.wentUp",
      n,
      at: n,
      node: nodeId(node),
      incarnation,
    });
    opened.journal.append([wentUp(1, "fs1", "old"), wentUp(2, "fs2", "other"), wentUp(3, "fs1", "new")]);
    await opened.journal.durable(3);
  }
  await using again = await open(database.url, spool);
  const { nodes } = stateFrom(again.journal.recovery);
  expect([...nodes.values()].map(({ id, incarnation }) => [id, incarnation])).toEqual([
    ["fs2", "other"],
    ["fs1", "new"],
  ]);
});

test("[JRN9] whoever is ready and spared is still spared after a restart, until the same moment", async () => {
  await using database = await freshDatabase();
  const spool = await folder();
  const agent = agentId("00000000-0000-4000-8000-000000000001");
  await database.db.insertInto("sys.users").values({ id: agent, login: "ada", name: "Ada" }).execute();
  await database.db.insertInto("cc.agents").values({ user_id: agent, sip_user: "ada" }).execute();
  const config = {
    ...emptyState().config,
    agents: [{ ...PLAIN_AGENT, id: agent, name: "Ada", sipUser: "ada", skills: [], wrapUpMs: undefined }],
  };
  const bodies: readonly FactBody[] = [
    { kind: "config.adopted", config },
    { kind: "agent.presenceChanged", agent, presence: { kind: "ready" }, by: "agent" },
    { kind: "agent.backedOff", agent, outcome: "missed", until: 5_000 },
    { kind: "agent.backOffEnded", agent, by: "timeout" },
    { kind: "agent.backedOff", agent, outcome: "busy", until: 9_000 },
  ];
  {
    await using opened = await open(database.url, spool);
    opened.journal.append(bodies.map((body, index) => ({ ...body, n: index + 1, at: index })));
    await opened.journal.durable(bodies.length);
  }
  await using again = await open(database.url, spool);
  const state = stateFrom(again.journal.recovery);
  expect(state.agents.get(agent)?.backOff).toEqual({ outcome: "busy", until: 9_000 });
  expect(state.available.has(agent)).toBe(false);
});
