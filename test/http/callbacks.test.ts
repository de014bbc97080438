/** Callbacks from the key that a caller presses to the rows and figures, over the simulated switch and a real database. */

import { expect, test } from "vitest";
import { callbackHandlers } from "#src/http/callback-handlers.ts";
import { doNotCallHandlers } from "#src/http/do-not-call-handlers.ts";
import { checkCallbackIn } from "#src/crm/do-not-call.ts";
import { standardPlan } from "#src/crm/numbering-plan.ts";
import type { Engine } from "#src/engine/port.ts";
import { emptyKpi, foldKpi, visitsOf } from "#src/kpi/fold.ts";
import { readKpi } from "#src/kpi/recount.ts";
import { foldRecords } from "#src/records/fold.ts";
import { emptyLedger } from "#src/records/ledger.ts";
import { recordWriting } from "#src/records/write.ts";
import { freshDatabase } from "#test/support/database.ts";
import { agentId, startAt, startSite, type Site } from "./site.ts";
import { commandId, interactionId, type AgentId } from "#routing/ids.ts";
import { agent, id, queues } from "../simulation/site.ts";

/** A site with the routes of callbacks; facts are written when the test says so. */
async function callbackSite() {
  const database = await freshDatabase();
  const { db } = database;
  const made: { site?: Site; durable: number[] } = { durable: [] };
  const pump = () => {
    if (made.site === undefined) throw new Error("the site is not there yet");
    return made.site.pump;
  };
  // The handlers are made before the engine of this site is.
  const engine: Engine = {
    get state() {
      return pump().state;
    },
    now: () => pump().now(),
    subscribe: (listener) => pump().subscribe(listener),
    submit: (input) => pump().submit(input),
    durable: (n) => pump().durable(n),
  };
  const handlers = {
    ...callbackHandlers({ db, engine }),
    ...doNotCallHandlers({ db, now: () => startAt, plan: () => standardPlan }),
  };
  const site = await startSite({
    database,
    handlers,
    durable: (n) => {
      made.durable.push(n);
      return Promise.resolve();
    },
  });
  made.site = site;
  const send = (cookie: string, method: string, path: string, body?: unknown) =>
    fetch(`${site.url}${path}`, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    site,
    db,
    send,
    durable: made.durable,
    async [Symbol.asyncDispose]() {
      await site[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** All facts so far as rows in the database. */
async function written({ site, db }: Awaited<ReturnType<typeof callbackSite>>): Promise<void> {
  const ledger = emptyLedger();
  for (const fact of site.facts) foldRecords(ledger, fact);
  const write = recordWriting(ledger, () => Promise.resolve());
  await db.transaction().execute(write);
}

/** Time passes, and what was asked of the database meanwhile is answered. */
async function passes({ site }: { readonly site: Site }, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    site.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function comesReady({ site }: { readonly site: Site }, her: AgentId): void {
  site.pump.feed({ kind: "console.connected", agent: her });
  site.pump.feed({ kind: "agent.presenceRequested", agent: her, presence: { kind: "ready" } });
}

test("[RT166] he presses the key, hangs up, keeps his place, is rung when an agent is free, and they talk", async () => {
  await using all = await callbackSite();
  const { site, db } = all;
  // Somebody able has to be signed in, or nobody may wait; she is on a break.
  site.pump.feed({ kind: "console.connected", agent: agent(0) });
  const leg = site.sim.newCaller({
    afterMs: 0,
    from: "34600111222",
    fromName: undefined,
    to: "900500",
    presses: [{ after: { kind: "prompt", name: "callback-will-call" }, delayMs: 900, digits: "1" }],
    patienceMs: 600_000,
    talkMs: undefined,
  });
  await passes(all, 20);
  site.sim.press(leg, "1");
  await passes(all, 60);
  const kinds = () => site.facts.map(({ kind }) => kind);
  expect(kinds()).toContain("callback.booked");
  expect(site.facts.find(({ kind }) => kind === "interaction.ended")).toMatchObject({ reason: "callbackBooked" });
  expect(site.sim.legs()).toEqual([]);

  for (const gateway of ["carrier", "spare"]) {
    const otherwise = { kind: "answers", afterMs: 3_000, talkMs: 20_000, hasEarlyMedia: false } as const;
    site.sim.setGateway(gateway, { isUp: true, numbers: {}, otherwise });
  }
  for (const { sipUser } of site.config.agents) {
    site.sim.setPhone(sipUser, { kind: "answers", afterMs: 2_000, talkMs: undefined });
  }
  comesReady(all, agent(0));
  await passes(all, 60);
  expect(kinds()).toContain("callback.attempted");
  const told = site.facts.flatMap((fact) => (fact.kind === "callback.ended" ? [fact.outcome] : []));
  expect(told).toEqual(["reached"]);

  await written(all);
  const calls = await db.selectFrom("cc.interactions").selectAll().orderBy("started_at").execute();
  expect(calls.map((row) => [row.medium, row.direction, row.end_reason])).toEqual([
    ["voice", "inbound", "callbackBooked"],
    ["callback", "outbound", "completed"],
  ]);
  const row = await db.selectFrom("cc.callbacks").selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ origin: "virtualHold", outcome: "reached", attempts: 1, number: "34600111222" });
  expect(row.from_interaction_id).toBe(calls[0]?.id);
  const segments = await db
    .selectFrom("cc.segments")
    .select(["kind", "outcome"])
    .where("interaction_id", "=", row.interaction_id)
    .where("kind", "in", ["callback", "talk", "queue"])
    .orderBy("ordinal")
    .execute();
  expect(segments).toEqual([
    { kind: "callback", outcome: "reached" },
    { kind: "talk", outcome: "customer" },
  ]);
  // The figures: one visit, accepted; nothing abandoned, nothing that hurts the service level.
  const kpi = emptyKpi("UTC", startAt);
  for (const fact of site.facts) foldKpi(kpi, fact);
  const recounted = await readKpi(db, "UTC", startAt, site.config);
  for (const figures of [visitsOf(kpi, queues.sales), visitsOf(recounted, queues.sales)]) {
    expect(figures).toMatchObject({ offered: 1, callbackAccepted: 1, abandoned: 0, answered: 0, waiting: 0 });
  }
});

test("[RT167] booked over the API, told when durable, listed, moved and cancelled by who may", async () => {
  await using all = await callbackSite();
  const { site, send, durable } = all;
  await site.person("web", ["supervisor"]);
  await site.person("ana", ["agent"], agentId(0));
  await site.person("bea", ["agent"], agentId(1));
  const [web, ana, bea] = [await site.signIn("web"), await site.signIn("ana"), await site.signIn("bea")];
  const asked = { queue: queues.sales, number: "+34 911 222 333", name: "Eva", dueAt: site.pump.now() + 1_200_000 };
  const made = await send(web, "POST", "/api/callbacks", asked);
  expect(made.status).toBe(201);
  const { id, isRepeated }: { id: string; isRepeated: boolean } = (await made.json()) as never;
  expect(isRepeated).toBe(false);
  const promised = site.facts.findLast(({ kind }) => kind === "callback.postponed");
  expect(durable).toContain(promised?.n);
  expect(await (await send(web, "POST", "/api/callbacks", asked)).json()).toEqual({ id, isRepeated: true });
  const refused = await send(web, "POST", "/api/callbacks", { ...asked, number: "99123456" });
  expect([refused.status, await refused.json()]).toMatchObject([422, { detail: "numberNotAllowed" }]);
  expect((await send(web, "POST", "/api/callbacks", { ...asked, timeZone: "No/Such" })).status).toBe(400);

  await written(all);
  expect(await (await send(ana, "GET", "/api/callbacks")).json()).toMatchObject({
    items: [{ id, number: "+34911222333", name: "Eva", attempts: 0, origin: "web" }],
  });
  expect(await (await send(ana, "GET", "/api/callbacks?state=ended")).json()).toEqual({ items: [] });
  const later = { dueAt: asked.dueAt + 60_000 };
  expect((await send(ana, "PUT", `/api/callbacks/${id}`, later)).status).toBe(403);
  expect((await send(ana, "DELETE", `/api/callbacks/${id}`)).status).toBe(403);
  expect((await send(web, "PUT", `/api/callbacks/${id}`, later)).status).toBe(204);
  expect((await send(web, "DELETE", `/api/callbacks/${id}`)).status).toBe(204);
  expect((await send(web, "DELETE", `/api/callbacks/${id}`)).status).toBe(404);

  const hers = { ...asked, origin: "scheduled", number: "34911000111", agent: agentId(0) };
  expect((await send(bea, "POST", "/api/callbacks", hers)).status).toBe(403);
  const own = await send(ana, "POST", "/api/callbacks", hers);
  const { id: ownId }: { id: string } = (await own.json()) as never;
  await written(all);
  expect(await (await send(bea, "GET", "/api/callbacks")).json()).toMatchObject({
    items: [{ id: ownId, agent: agentId(0), bookedBy: agentId(0) }],
  });
  expect((await send(bea, "DELETE", `/api/callbacks/${ownId}`)).status).toBe(403);
  expect((await send(ana, "DELETE", `/api/callbacks/${ownId}`)).status).toBe(204);
});

test("[HT35] an agent gives hers to the queue or takes it back, to a colleague only a supervisor does", async () => {
  await using all = await callbackSite();
  const { site, send } = all;
  await site.person("lead", ["supervisor"]);
  await site.person("ana", ["agent"], agentId(0));
  await site.person("bea", ["agent"], agentId(1));
  const [lead, ana, bea] = [await site.signIn("lead"), await site.signIn("ana"), await site.signIn("bea")];
  const dueAt = site.pump.now() + 1_200_000;
  const asked = { origin: "scheduled", queue: queues.sales, number: "34911000111", dueAt, agent: agentId(0) };
  const made = await send(ana, "POST", "/api/callbacks", asked);
  const { id: hers }: { id: string } = (await made.json()) as never;
  const move = async (cookie: string, to: { agent?: string }) => {
    await written(all);
    return (await send(cookie, "PUT", `/api/callbacks/${hers}`, { dueAt, ...to })).status;
  };
  const whose = () =>
    site.facts.findLast((fact) => fact.kind === "callback.rescheduled" || fact.kind === "callback.booked");
  expect(await move(ana, { agent: agentId(1) })).toBe(403);
  expect(whose()).toMatchObject({ kind: "callback.booked", agent: agentId(0) });
  expect(await move(ana, { agent: agentId(0) })).toBe(204);
  expect(await move(ana, {})).toBe(204);
  expect(whose()).toMatchObject({ kind: "callback.rescheduled", agent: undefined });
  // She booked it, so it is still hers to take back.
  expect(await move(ana, { agent: agentId(0) })).toBe(204);
  expect(await move(lead, { agent: agentId(1) })).toBe(204);
  expect(whose()).toMatchObject({ agent: agentId(1) });
  // A colleague has it now: she who booked it moves its time, and takes it from nobody; he for whom it is can give it back.
  expect(await move(ana, { agent: agentId(1) })).toBe(204);
  expect(await move(ana, {})).toBe(403);
  expect(await move(ana, { agent: agentId(0) })).toBe(403);
  expect(await move(bea, { agent: agentId(2) })).toBe(403);
  expect(await move(bea, {})).toBe(204);
});

test("[HT36] callbacks come in pages that go on where the one before ended, whatever was added meanwhile", async () => {
  await using all = await callbackSite();
  const { site, send } = all;
  await site.person("lead", ["supervisor"]);
  const lead = await site.signIn("lead");
  const soonest = site.pump.now() + 3_600_000;
  const book = async (number: string, dueAt: number) =>
    expect((await send(lead, "POST", "/api/callbacks", { queue: queues.sales, number, dueAt })).status).toBe(201);
  // Two are due at the same moment: the end of a page between them loses neither.
  const dues = [soonest, soonest + 60_000, soonest + 60_000, soonest + 120_000, soonest + 180_000];
  for (const [index, dueAt] of dues.entries()) await book(`3491122233${index}`, dueAt);
  await written(all);
  const seen: number[] = [];
  let after: string | undefined;
  for (let pages = 1; pages <= 3; pages += 1) {
    const query = `limit=2${after === undefined ? "" : `&after=${after}`}`;
    const reply = await send(lead, "GET", `/api/callbacks?${query}`);
    const page: { items: { dueAt: number }[]; next?: string } = (await reply.json()) as never;
    seen.push(...page.items.map(({ dueAt }) => dueAt));
    after = page.next;
    expect(after === undefined).toBe(pages === 3);
    // Sooner than what was read already: it belongs to a page that is over.
    if (pages === 1) {
      await book("34911222339", soonest - 60_000);
      await written(all);
    }
  }
  expect(seen).toEqual(dues);
  const whole = await send(lead, "GET", "/api/callbacks?limit=200");
  const { items }: { items: { id: string }[] } = (await whole.json()) as never;
  expect(items).toHaveLength(6);
  // Those that ended at one moment: the end of a page between them loses none either.
  for (const { id } of items.slice(0, 3)) expect((await send(lead, "DELETE", `/api/callbacks/${id}`)).status).toBe(204);
  await written(all);
  const ended: string[] = [];
  after = undefined;
  do {
    const reply = await send(
      lead,
      "GET",
      `/api/callbacks?state=ended&limit=1${after === undefined ? "" : `&after=${after}`}`,
    );
    const page: { items: { id: string }[]; next?: string } = (await reply.json()) as never;
    ended.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  expect(ended.toSorted()).toEqual(
    items
      .slice(0, 3)
      .map(({ id }) => id)
      .toSorted(),
  );
});

test("[RT167] who is on the list, or marked as a contact, is not called; a contact's time zone is known", async () => {
  await using all = await callbackSite();
  const { site, send, db } = all;
  await site.person("web", ["supervisor"]);
  const web = await site.signIn("web");
  const check = checkCallbackIn(db, () => standardPlan);
  const ids = { id: commandId(id("c0", 1)), interaction: interactionId(id("ca", 1)) };
  const ask = (number: string) => check({ kind: "callback.check", ...ids, number, contact: undefined });
  expect(await ask("+34911222333")).toEqual({ mayCall: true, timeZone: undefined });
  expect(await ask("+33123456789")).toEqual({ mayCall: true, timeZone: "Europe/Paris" });
  expect((await send(web, "PUT", "/api/do-not-call", { number: "+34 911 222 333", reason: "asked" })).status).toBe(204);
  expect(await ask("+34911222333")).toMatchObject({ mayCall: false });
  expect(await (await send(web, "GET", "/api/do-not-call")).json()).toMatchObject({ items: [{ reason: "asked" }] });
  expect((await send(web, "DELETE", "/api/do-not-call?number=%2B34911222333")).status).toBe(204);
  expect(await ask("+34911222333")).toMatchObject({ mayCall: true });
});
