/** The API with its real handlers on a real database: what only shows when all of it is there. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { contact } from "#protocol/api/crm.ts";
import { agentView } from "#protocol/api/people.ts";
import { queueView } from "#protocol/api/admin.ts";
import { standardPlan } from "#src/crm/numbering-plan.ts";
import { crmHandlers } from "#src/http/crm-handlers.ts";
import { dryRunHandlers } from "#src/http/dry-run-handlers.ts";
import { recordHandlers } from "#src/http/record-handlers.ts";
import { routes } from "#src/http/routes.ts";
import { setupHandlers } from "#src/http/setup-handlers.ts";
import { waitHandlers } from "#src/http/wait-handlers.ts";
import { emptyState } from "#routing/evolve.ts";
import { hashPassword } from "#src/platform/passwords.ts";
import { createSessions } from "#src/platform/sessions.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { agentId, startAt, startSite, type Site } from "./site.ts";

interface Whole extends AsyncDisposable {
  readonly site: Site;
  readonly root: string;
  readonly send: (cookie: string, method: string, path: string, body?: unknown) => Promise<Response>;
}

async function wholeSite(): Promise<Whole> {
  const database: FreshDatabase = await freshDatabase();
  const { db } = database;
  const now = () => startAt;
  const ended = createSessions({ db, now, onFault: (error) => expect.fail(String(error)) });
  const site = await startSite({
    database,
    sessionLimits: { freshMs: 0 },
    handlers: {
      ...crmHandlers({ db, now, plan: () => standardPlan }),
      ...recordHandlers({ db, now }),
      ...waitHandlers({ state: emptyState(), now }),
      ...dryRunHandlers({ state: emptyState(), now }),
      ...setupHandlers({
        db,
        now,
        hashPassword,
        prompts: () => ({}),
        nodes: ["switch-1"],
        onChange: () => undefined,
        doctor: () => Promise.resolve([]),
        onPersonChange: async (user, staysSignedIn) => {
          if (!staysSignedIn) await ended.revokeAll(user, undefined);
        },
      }),
    },
  });
  await site.person("root", ["admin"]);
  return {
    site,
    root: await site.signIn("root"),
    send: (cookie, method, path, body) => {
      if (body === undefined) return fetch(`${site.url}${path}`, { method, headers: { cookie } });
      const headers = { cookie, "content-type": "application/json" };
      const init: RequestInit = { method, headers, body: JSON.stringify(body) };
      return fetch(`${site.url}${path}`, init);
    },
    async [Symbol.asyncDispose]() {
      await site[Symbol.asyncDispose]();
      await ended[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

test("[HT4] of two who edit the same thing the second is told, and the first one's words stay", async () => {
  await using whole = await wholeSite();
  const { root, send } = whole;
  const made = contact.parse(await (await send(root, "POST", "/api/contacts", { name: "María López" })).json());
  const path = `/api/contacts/${made.id}`;
  expect((await send(root, "PATCH", path, { version: made.version, jobTitle: "Buyer" })).status).toBe(200);
  const late = await send(root, "PATCH", path, { version: made.version, jobTitle: "Driver" });
  expect([late.status, await late.json()]).toMatchObject([409, { code: "stale" }]);
  expect(contact.parse(await (await send(root, "GET", path)).json()).jobTitle).toBe("Buyer");

  const queue = queueView.parse(await (await send(root, "POST", "/api/queues", { name: "Returns" })).json());
  expect((await send(root, "PUT", `/api/queues/${queue.id}`, { ...queue, priority: 5 })).status).toBe(200);
  const stale = await send(root, "PUT", `/api/queues/${queue.id}`, { ...queue, priority: 7 });
  expect([stale.status, await stale.json()]).toMatchObject([409, { code: "stale" }]);
});

test("[HT5] a password set by an admin, and being switched off, end a person's sessions", async () => {
  await using whole = await wholeSite();
  const { site, root, send } = whole;
  const input = { login: "ana", name: "Ana", password: "correct horse battery", roles: ["agent"] };
  const ana = agentView.parse(await (await send(root, "POST", "/api/agents", input)).json());
  const first = await site.signIn("ana");
  const path = `/api/agents/${ana.id}`;
  const named = agentView.parse(
    await (await send(root, "PATCH", path, { version: ana.version, name: "Ana B" })).json(),
  );
  expect((await send(first, "GET", "/api/session")).status).toBe(200);
  const reset = agentView.parse(
    await (await send(root, "PATCH", path, { version: named.version, password: "correct horse battery" })).json(),
  );
  expect((await send(first, "GET", "/api/session")).status).toBe(401);
  const second = await site.signIn("ana");
  await send(root, "PATCH", path, { version: reset.version, isActive: false });
  expect((await send(second, "GET", "/api/session")).status).toBe(401);
  await expect(site.signIn("ana")).rejects.toThrow("401");
});

test("[HT6] a private note and its words are its author's alone, on every road to it", async () => {
  await using whole = await wholeSite();
  const { site, root, send } = whole;
  await site.person("ana", ["agent"], agentId(0));
  await site.person("vera", ["supervisor", "agent"], agentId(1));
  const [ana, vera] = [await site.signIn("ana"), await site.signIn("vera")];
  const made = contact.parse(await (await send(root, "POST", "/api/contacts", { name: "María López" })).json());
  const note = { kind: "note", subject: "Aguacate", body: "aguacate secret words", isPrivate: true, contact: made.id };
  const written = await send(ana, "POST", "/api/activities", note);
  expect(written.status).toBe(201);
  const { id }: { id: string } = (await written.json()) as never;
  const roads = [
    `/api/activities?contact=${made.id}`,
    `/api/contacts/${made.id}/timeline`,
    "/api/search?q=aguacate",
    "/api/activities?mine=true",
  ];
  const reads = async (cookie: string) =>
    await Promise.all(roads.map(async (road) => /aguacate/i.test(await (await send(cookie, "GET", road)).text())));
  expect(await reads(vera)).toEqual([false, false, false, false]);
  expect(await reads(root)).toEqual([false, false, false, false]);
  expect((await reads(ana)).filter(Boolean).length).toBeGreaterThanOrEqual(2);
  const touched = await send(vera, "PATCH", `/api/activities/${id}`, { version: 1, subject: "mine now" });
  expect([403, 404]).toContain(touched.status);
});

const oddText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    "\0",
    "\ud800",
    "'; drop table sys.users; --",
    "%",
    "%_%",
    "\\",
    "999999999999999999999",
    "-1",
    "NaN",
    "1e999",
    "😀",
  ),
);
const oddValue = fc.oneof(
  oddText,
  fc.double(),
  fc.integer(),
  fc.constantFrom(true, null, 8.64e15 + 1, -8.64e15 - 1, Number.MAX_SAFE_INTEGER),
  fc.array(oddText, { maxLength: 3 }),
);

test("[HT7] whatever is sent to any route, the answer is never 500", { timeout: 120_000 }, async () => {
  await using whole = await wholeSite();
  const { root, send, site } = whole;
  const id = contact.parse(await (await send(root, "POST", "/api/contacts", { name: "María López" })).json()).id;
  const ids = [id, agentId(0), "00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"];
  const skipped = new Set(["signIn", "signOut", "changePassword", "revokeSession"]);
  for (const { name, route } of routes) {
    if (skipped.has(name)) continue;
    const keysOf = (schema: unknown): string[] => Object.keys((schema as { shape?: object }).shape ?? {});
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ids),
        fc.dictionary(fc.constantFrom("q", ...keysOf(route.query)), oddText, { maxKeys: 4 }),
        fc.dictionary(fc.constantFrom("version", ...keysOf(route.body)), oddValue, { maxKeys: 6 }),
        async (param, query, body) => {
          const search = new URLSearchParams(query).toString();
          const path = `${route.path.replaceAll(/:[a-zA-Z]+/g, param)}?${search}`;
          const response = await send(root, route.method, path, route.method === "GET" ? undefined : body);
          const text = await response.text();
          expect([name, response.status < 500 || text]).toEqual([name, true]);
        },
      ),
      { numRuns: 12, seed: 7 },
    );
  }
  expect(site.log.filter((line) => line.includes("a request failed"))).toEqual([]);
});
