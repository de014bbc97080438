/** Call records as people read them, from rows in a real PostgreSQL. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { PLAIN_WRAP_UP } from "#routing/agent/wrap-up-policy.ts";
import type { Fact, FactBody } from "#routing/facts.ts";
import { agentId, contactId, interactionId, legId, nodeId } from "#routing/ids.ts";
import { append } from "#src/crm/timeline.ts";
import { claimEpoch } from "#src/engine/epoch.ts";
import { openJournal } from "#src/engine/journal.ts";
import { enterCallsBy } from "#src/records/enter-calls.ts";
import { foldRecords } from "#src/records/fold.ts";
import { emptyLedger } from "#src/records/ledger.ts";
import { lastCalls, listCalls, readCall } from "#src/records/read.ts";
import { readCdr, reconcile } from "#src/records/reconcile.ts";
import { listVoicemails, markHeard, voicemailFile } from "#src/records/voicemails.ts";
import { freshDatabase, type FreshDatabase } from "../support/database.ts";
import { inventDay } from "./day.ts";

const startsAt = 1_760_000_000_000;

/** A database with these facts journalled and folded into rows. */
async function stored(...steps: readonly (readonly Fact[])[]): Promise<FreshDatabase> {
  const database = await freshDatabase();
  onTestFinished(() => database[Symbol.asyncDispose]());
  const contacts = new Set(
    steps.flat().flatMap((fact) => ("contact" in fact && fact.contact !== undefined ? [fact.contact] : [])),
  );
  for (const id of contacts) {
    await sql`insert into crm.contacts (id, full_name) values (${id}, 'María')`.execute(database.db);
  }
  await write(database, ...steps);
  return database;
}

async function write(database: FreshDatabase, ...steps: readonly (readonly Fact[])[]): Promise<void> {
  const spoolFolder = await mkdtemp(join(tmpdir(), "cordboard-read-"));
  onTestFinished(() => rm(spoolFolder, { recursive: true }));
  await using journal = await openJournal({
    db: database.db,
    pool: database.pool,
    spoolFolder,
    epoch: await claimEpoch(database.db, 0),
    enterCalls: enterCallsBy(append),
    onEvent: (event) => {
      throw new Error(event.kind);
    },
    batchDelayMs: 0,
  });
  for (const facts of steps) {
    journal.append(facts);
    await journal.durable(facts.at(-1)?.n ?? 0);
  }
}

function numbered(bodies: readonly FactBody[], everyMs = 1_000): readonly Fact[] {
  return bodies.map((body, index) => ({ ...body, n: index + 1, at: startsAt + index * everyMs }));
}

test("[REC10] pages by key show every call once, newest first", async () => {
  const day = inventDay({ seed: 3, calls: 40, startsAt });
  const { db } = await stored(day.facts);
  const seen: { id: string; startedAt: number }[] = [];
  let after: string | undefined;
  do {
    const page = await listCalls(db, {}, { after, limit: 7 });
    expect(page.items.length).toBeLessThanOrEqual(7);
    seen.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  const begun = day.facts.filter((fact) => fact.kind === "interaction.arrived" || fact.kind === "interaction.dialled");
  expect(seen.map((call) => call.id).toSorted()).toEqual(begun.map((fact) => fact.interaction).toSorted());
  expect(seen.map((call) => call.startedAt)).toEqual(seen.map((call) => call.startedAt).toSorted((a, b) => b - a));
  const garbled = await listCalls(db, {}, { after: "'; drop table", limit: 200 });
  expect(garbled.items.length).toBe(begun.length);
});

test("[REC11] filters: an agent's calls, a queue's calls, an end reason; others' private calls are not shown", async () => {
  const day = inventDay({ seed: 4, calls: 60, startsAt });
  const { db } = await stored(day.facts);
  const all = { after: undefined, limit: 200 };
  const [agent] = day.agents;
  const [queue] = day.queues;
  if (agent === undefined || queue === undefined) throw new Error("an empty day");
  const idsWhere = (is: (fact: Fact) => boolean): readonly string[] =>
    [
      ...new Set(day.facts.flatMap((fact) => ("interaction" in fact && is(fact) ? [fact.interaction ?? ""] : []))),
    ].toSorted();
  const ids = async (filter: Parameters<typeof listCalls>[1]): Promise<readonly string[]> =>
    (await listCalls(db, filter, all)).items.map((call) => call.id).toSorted();
  const involved = idsWhere((fact) => "agent" in fact && fact.agent === agent && fact.kind !== "leg.opened");
  expect(involved.length).toBeGreaterThan(0);
  expect(await ids({ agent })).toEqual(involved);
  expect(await ids({ queue })).toEqual(idsWhere((fact) => fact.kind === "interaction.queued" && fact.queue === queue));
  const abandoned = idsWhere((fact) => fact.kind === "interaction.ended" && fact.reason === "abandonedInQueue");
  expect(await ids({ endReason: "abandonedInQueue" })).toEqual(abandoned);
  const missed = idsWhere(
    (fact) => fact.kind === "reservation.ended" && fact.outcome === "missed" && fact.agent === agent,
  );
  expect(await ids({ agent, missed: true })).toEqual(missed);
  const marked = (await listCalls(db, { agent }, all)).items.filter((call) => call.wasMissed === true);
  expect(marked.map((call) => call.id).toSorted()).toEqual(missed);
  const from = (await listCalls(db, {}, all)).items.find((call) => call.from !== undefined)?.from ?? "";
  const written = from.replaceAll(/\D/g, "").replace(/(..)(...)/, "+$1 $2-");
  expect(await ids({ number: written })).toEqual(await ids({ number: from }));
  expect((await ids({ number: written })).length).toBeGreaterThan(0);
  const ofContacts = idsWhere((fact) => fact.kind === "contact.identified");
  expect(await ids({ visibleTo: agent })).toEqual([...new Set([...ofContacts, ...involved])].toSorted());
  const hidden = (await ids({})).find((id) => !ofContacts.includes(id) && !involved.includes(id));
  if (hidden === undefined) throw new Error("nothing is hidden");
  expect(await readCall(db, hidden, agent)).toBeUndefined();
  expect((await readCall(db, hidden, undefined))?.id).toBe(hidden);
});

test("[REC12] one call whole: path, masked values, segments, legs and why that agent", async () => {
  const day = inventDay({ seed: 5, calls: 40, startsAt });
  const { db } = await stored(day.facts);
  const made = day.facts.find((fact) => fact.kind === "reservation.made");
  if (made?.kind !== "reservation.made") throw new Error("nobody was reserved");
  const call = await readCall(db, made.interaction, undefined);
  expect(call?.flow).toBe("welcome");
  expect(call?.values).toEqual([{ name: "pin", label: "PIN", value: "•••" }]);
  expect(call?.decisions[0]).toMatchObject({
    at: made.at,
    agent: made.agent,
    rule: "longestIdle",
    order: "oldest",
    eligible: 2,
    passedOver: made.passedOver,
  });
  const relaxed = day.facts.find((fact) => fact.kind === "requirement.relaxed");
  if (relaxed?.kind !== "requirement.relaxed") throw new Error("nothing was relaxed");
  const waited = await readCall(db, relaxed.interaction, undefined);
  expect(waited?.segments.find((each) => each.changes !== undefined)?.changes?.slice(0, 2)).toEqual([
    { kind: "relaxed", at: relaxed.at, name: "anybody" },
    { kind: "aged", at: relaxed.at, priority: 7 },
  ]);
  const rows = day.facts.filter((fact) => fact.kind === "leg.opened" && fact.interaction === made.interaction);
  expect(call?.legs.map((leg) => leg.id).toSorted()).toEqual(
    rows.map((fact) => (fact.kind === "leg.opened" ? fact.leg : "")).toSorted(),
  );
  expect(call?.segments.map((segment) => segment.ordinal)).toEqual(call?.segments.map((_, index) => index + 1));
});

const interaction = interactionId("00000000-0000-4000-8000-000000000001");
const node = nodeId("fs-1");

test("[REC8] a call that goes out by the second trunk keeps the first one's failure on its leg", () => {
  const leg = (digit: number) => legId(`00000000-0000-4000-9000-00000000000${digit}`);
  const opened = (digit: number, gateway: string): FactBody => ({
    kind: "leg.opened",
    leg: leg(digit),
    interaction,
    node,
    role: "customer",
    direction: "outbound",
    agent: undefined,
    target: { kind: "trunk", gateway, number: "+34600" },
    remote: undefined,
  });
  const ledger = emptyLedger();
  const facts = numbered([
    {
      kind: "interaction.dialled",
      interaction,
      node,
      agent: agentId("00000000-0000-4000-8000-000000000002"),
      to: "+34600",
      contact: undefined,
      leg: leg(9),
      until: startsAt + 20_000,
    },
    opened(1, "first"),
    { kind: "leg.ended", leg: leg(1), interaction, cause: "NORMAL_TEMPORARY_FAILURE", sipStatus: 503 },
    opened(2, "second"),
    { kind: "leg.answered", leg: leg(2), interaction },
  ]);
  for (const fact of facts) foldRecords(ledger, fact);
  const [first, second] = [...ledger.dirty.legs];
  expect(first).toMatchObject({ trunk: "first", cause: "NORMAL_TEMPORARY_FAILURE", sipStatus: 503, attempts: [] });
  expect(second).toMatchObject({
    trunk: "second",
    answeredAt: startsAt + 4_000,
    attempts: [
      { leg: leg(1), trunk: "first", at: startsAt + 2_000, cause: "NORMAL_TEMPORARY_FAILURE", sipStatus: 503 },
    ],
  });
});

test("[REC13] a finished call enters its contact's timeline once, also when the contact is attached after the end", async () => {
  const contact = contactId("00000000-0000-4000-8000-000000000003");
  const agent = agentId("00000000-0000-4000-8000-000000000002");
  const customer = legId("00000000-0000-4000-9000-000000000001");
  const facts = numbered([
    { kind: "interaction.arrived", interaction, node, leg: customer, from: "+34600", fromName: undefined, to: "100" },
    { kind: "contact.identified", interaction, match: "none", contact: undefined, values: {} },
    { kind: "interaction.connected", interaction, agent, leg: customer },
    { kind: "interaction.disconnected", interaction, agent, by: "customer" },
    { kind: "agent.wrapUpStarted", interaction, agent, until: startsAt + 60_000, policy: PLAIN_WRAP_UP },
    { kind: "interaction.ended", interaction, reason: "completed" },
    { kind: "contact.attached", interaction, contact, agent },
    { kind: "interaction.dispositioned", interaction, agent, disposition: "sold", note: "Calls back on Monday" },
    { kind: "contact.attached", interaction, contact, agent },
    { kind: "agent.wrapUpEnded", interaction, agent, by: "agent" },
  ]);
  const { db } = await stored(...facts.map((fact) => [fact]));
  const entries = await db
    .selectFrom("crm.timeline")
    .select(["kind", "contact_id", "interaction_id", "at", "detail"])
    .execute();
  expect(entries).toEqual([
    {
      kind: "interaction.ended",
      contact_id: contact,
      interaction_id: interaction,
      at: startsAt,
      detail: { direction: "inbound", endReason: "completed" },
    },
  ]);
  const call = {
    interaction,
    startedAt: startsAt,
    direction: "inbound",
    agent,
    disposition: "sold",
    note: "Calls back on Monday",
  };
  expect(await lastCalls(db, { contact }, undefined, 3)).toEqual([call]);
  expect(await lastCalls(db, { number: "+34600" }, undefined, 3)).toEqual([call]);
  expect(await lastCalls(db, { number: "+34600" }, interaction, 3)).toEqual([]);
});

test("[REC14] a message is heard once, and stays heard when its record is written again", async () => {
  const day = inventDay({ seed: 12, calls: 60, startsAt });
  const { db } = await stored(day.facts);
  const { items } = await listVoicemails(db, { limit: 50 });
  const left = day.facts.filter((fact) => fact.kind === "voicemail.left");
  expect(items.map((each) => each.id).toSorted()).toEqual(left.map((fact) => fact.recording).toSorted());
  const [first] = items;
  if (first === undefined) throw new Error("nobody left a message");
  expect(first.heardAt).toBeUndefined();
  const by = "00000000-0000-4000-8000-000000000002";
  expect((await markHeard(db, first.id, { isHeard: true, by, at: startsAt + 5 }))?.heardAt).toBe(startsAt + 5);
  expect((await markHeard(db, first.id, { isHeard: true, by, at: startsAt + 9 }))?.heardAt).toBe(startsAt + 5);
  expect((await markHeard(db, first.id, { isHeard: false, by, at: startsAt + 9 }))?.heardAt).toBeUndefined();
  expect(await markHeard(db, by, { isHeard: true, by, at: 0 })).toBeUndefined();
  expect(await voicemailFile(db, first.id)).toBe(`${first.interaction}/${first.id}.wav`);
});

test("[REC15] the comparison with the switch's own records names what is missing, doubled or different", () => {
  const cdr = (uuid: string, start: number, answer: number, end: number) =>
    readCdr({
      variables: {
        uuid,
        start_uepoch: String(start * 1_000),
        answer_uepoch: String(answer * 1_000),
        end_uepoch: String(end * 1_000),
      },
    });
  const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`;
  const theirs = [cdr(id(1), 1_000, 2_000, 9_000), cdr(id(2), 1_000, 0, 9_000), cdr(id(3), 1_000, 2_000, 9_000)];
  expect(theirs[1]).toEqual({ id: id(2), createdAt: 1_000, answeredAt: undefined, endedAt: 9_000 });
  expect(readCdr({ variables: { uuid: "x" } })).toBeUndefined();
  const ours = [
    { id: id(1), createdAt: 1_040, answeredAt: 2_900, endedAt: 9_980 },
    { id: id(2), createdAt: 1_000, answeredAt: 2_000, endedAt: undefined },
    { id: id(4), createdAt: 0, answeredAt: undefined, endedAt: 5 },
    { id: id(4), createdAt: 0, answeredAt: undefined, endedAt: 5 },
  ];
  expect(
    reconcile(
      ours,
      theirs.flatMap((each) => each ?? []),
    ),
  ).toEqual({
    missing: [id(3)],
    unwitnessed: [id(4)],
    duplicate: [id(4)],
    differences: [
      { leg: id(2), what: "answeredAt", differenceMs: undefined },
      { leg: id(2), what: "endedAt", differenceMs: undefined },
      { leg: id(2), what: "lastedMs", differenceMs: undefined },
    ],
  });
  expect(
    reconcile(
      ours.slice(0, 1),
      theirs.slice(0, 1).flatMap((each) => each ?? []),
      500,
    ).differences,
  ).toEqual([
    { leg: id(1), what: "answeredAt", differenceMs: 900 },
    { leg: id(1), what: "endedAt", differenceMs: 980 },
    { leg: id(1), what: "lastedMs", differenceMs: 940 },
  ]);
});
