/** Programs with a token of their own: made once, opening what it is for and nothing else, ended at once. */

import { expect, test } from "vitest";
import { callbackHandlers } from "#src/http/callback-handlers.ts";
import { workHandlers } from "#src/http/work-handlers.ts";
import { routes } from "#src/http/routes.ts";
import type { Engine } from "#src/engine/port.ts";
import { freshDatabase } from "#test/support/database.ts";
import { queues } from "../simulation/site.ts";
import { startSite, type Site } from "./site.ts";

async function tokenSite() {
  const database = await freshDatabase();
  const made: { site?: Site } = {};
  const pump = () => {
    if (made.site === undefined) throw new Error("the site is not there yet");
    return made.site.pump;
  };
  const engine: Engine = {
    get state() {
      return pump().state;
    },
    now: () => pump().now(),
    subscribe: (listener) => pump().subscribe(listener),
    submit: (input) => pump().submit(input),
    durable: (n) => pump().durable(n),
  };
  const { db } = database;
  const handlers = { ...workHandlers(engine, db), ...callbackHandlers({ db, engine }) };
  const site = await startSite({ database, handlers });
  made.site = site;
  await site.person("root", ["admin"]);
  const cookie = await site.signIn("root");
  const send = async (who: Readonly<Record<string, string>>, method: string, path: string, body?: unknown) => {
    const response = await fetch(`${site.url}${path}`, {
      method,
      headers: { ...who, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>) };
  };
  return {
    site,
    db,
    admin: { cookie },
    bearer: (token: unknown) => ({ authorization: `Bearer ${String(token)}` }),
    send,
    async [Symbol.asyncDispose]() {
      await site[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

const mail = (id: string = crypto.randomUUID()) => ({
  id,
  medium: "mail",
  queue: queues.sales,
  from: "eva@example.org",
  subject: "Invoice",
  ref: "7",
});

test("[PF70] a token is shown once, kept as a hash, and lets a program offer work without anybody signed in", async () => {
  await using all = await tokenSite();
  const { send, admin, bearer, db } = all;
  const made = await send(admin, "POST", "/api/api-tokens", { name: "Mail connector", scopes: ["work"] });
  expect([made.status, made.body]).toEqual([
    201,
    {
      id: expect.any(String),
      name: "Mail connector",
      scopes: ["work"],
      createdAt: expect.any(Number),
      createdByName: expect.any(String),
      token: expect.stringMatching(/^cbt_[A-Za-z0-9_-]{43}$/),
    },
  ]);
  const token = made.body?.["token"];
  const stored = await db.selectFrom("sys.api_tokens").selectAll().executeTakeFirstOrThrow();
  expect(JSON.stringify(stored)).not.toContain(String(token).slice(4));
  expect(JSON.stringify((await send(admin, "GET", "/api/api-tokens")).body)).not.toContain(String(token).slice(4));
  const audit = await db.selectFrom("sys.audit_log").selectAll().where("action", "=", "createApiToken").execute();
  expect([audit.length, JSON.stringify(audit).includes(String(token).slice(4))]).toEqual([1, false]);

  const offered = mail();
  expect((await send(bearer(token), "POST", "/api/work", offered)).status).toBe(201);
  expect(all.site.facts.some(({ kind }) => kind === "work.arrived")).toBe(true);
  await expect
    .poll(async () => (await send(admin, "GET", "/api/api-tokens")).body)
    .toMatchObject([{ lastUsedAt: expect.any(Number) }]);
  expect((await send(bearer(token), "DELETE", `/api/work/${offered.id}`)).status).toBe(204);
  expect((await send(admin, "POST", "/api/api-tokens", { name: "mail CONNECTOR", scopes: ["work"] })).status).toBe(409);
});

test("[PF71] a token opens the routes of its scopes and no others, and is no way around a session", async () => {
  await using all = await tokenSite();
  const { send, admin, bearer } = all;
  const make = async (scope: string) =>
    (await send(admin, "POST", "/api/api-tokens", { name: scope, scopes: [scope] })).body?.["token"];
  const tokens = { work: await make("work"), callbacks: await make("callbacks") };
  const expected: string[] = [];
  const found: string[] = [];
  for (const { name, route } of routes) {
    if (name === "signIn" || name === "signOut") continue;
    for (const scope of ["work", "callbacks"] as const) {
      const opens = route.scopes?.includes(scope) === true;
      const { status } = await send(
        bearer(tokens[scope]),
        route.method,
        route.path.replaceAll(/:[a-zA-Z]+/g, crypto.randomUUID()),
      );
      expected.push(`${name} ${scope}: ${opens ? "looked at" : "403"}`);
      found.push(`${name} ${scope}: ${status === 401 || status === 403 ? String(status) : "looked at"}`);
    }
  }
  expect(found).toEqual(expected);
  expect(expected.filter((line) => line.endsWith("looked at"))).toHaveLength(5);
  // Whoever sends a token that opens nothing is not let in by a cookie beside it.
  const both = { ...admin, ...bearer(`cbt_${"A".repeat(43)}`) };
  expect((await send(both, "GET", "/api/api-tokens")).status).toBe(401);
  for (const wrong of ["", "cbt_", "rubbish", `${String(tokens.work)}x`])
    expect((await send(bearer(wrong), "POST", "/api/work", mail())).status).toBe(401);
  const wish = { queue: queues.sales, number: "+34911222333" };
  expect((await send(bearer(tokens.callbacks), "POST", "/api/callbacks", wish)).status).toBe(201);
  const agreed = { ...wish, number: "+34911222334", origin: "scheduled" };
  expect((await send(bearer(tokens.callbacks), "POST", "/api/callbacks", agreed)).status).toBe(403);
});

test("[PF72] revoked it opens nothing from that moment on, expired from its own", async () => {
  await using all = await tokenSite();
  const { send, admin, bearer, site } = all;
  const make = (more: object) =>
    send(admin, "POST", "/api/api-tokens", { name: crypto.randomUUID(), scopes: ["work"], ...more });
  const first = await make({});
  const offer = async (token: unknown) => (await send(bearer(token), "POST", "/api/work", mail())).status;
  expect(await offer(first.body?.["token"])).toBe(201);
  const id = String(first.body?.["id"]);
  expect((await send(admin, "DELETE", `/api/api-tokens/${id}`)).status).toBe(204);
  expect(await offer(first.body?.["token"])).toBe(401);
  expect((await send(admin, "DELETE", `/api/api-tokens/${id}`)).status).toBe(404);
  expect((await send(admin, "GET", "/api/api-tokens")).body).toEqual([]);

  const short = await make({ expiresAt: site.pump.now() + 10_000 });
  expect(await offer(short.body?.["token"])).toBe(201);
  site.advance(9_999);
  expect(await offer(short.body?.["token"])).toBe(201);
  site.advance(1);
  expect(await offer(short.body?.["token"])).toBe(401);
  expect((await make({ expiresAt: site.pump.now() })).status).toBe(422);
});
