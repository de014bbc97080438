/** The do-not-call list over HTTP: who may, what an import answers, what is written down. */

import { expect, test } from "vitest";
import { standardPlan } from "#src/crm/numbering-plan.ts";
import { doNotCallHandlers } from "#src/http/do-not-call-handlers.ts";
import { freshDatabase } from "#test/support/database.ts";
import { startAt, startSite } from "./site.ts";

test("[HT37] an import with problems changes nothing and names every line; asked to, it takes the sound ones", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const handlers = doNotCallHandlers({ db, now: () => startAt, plan: () => standardPlan });
  await using site = await startSite({ database, handlers });
  await site.person("lead", ["supervisor"]);
  await site.person("ana", ["agent"]);
  const [lead, ana] = [await site.signIn("lead"), await site.signIn("ana")];
  const ask = (cookie: string, method: string, path: string, body?: unknown) =>
    fetch(`${site.url}/api/do-not-call${path}`, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const csv = "+34911222333,asked\nnobody\n+34911222444";
  expect((await ask(ana, "POST", "/import", { csv })).status).toBe(403);
  expect((await ask(ana, "GET", "")).status).toBe(403);
  const refused = await ask(lead, "POST", "/import", { csv });
  expect([refused.status, await refused.json()]).toEqual([
    200,
    {
      isDone: false,
      added: 0,
      changed: 0,
      problems: [{ line: 2, text: "nobody", problem: "noNumber" }],
      problemCount: 1,
    },
  ]);
  expect(await (await ask(lead, "GET", "")).json()).toEqual({ items: [] });
  const done = await ask(lead, "POST", "/import", { csv, skipsProblems: true });
  expect(await done.json()).toMatchObject({ isDone: true, added: 2, changed: 0, problemCount: 1 });
  // An agent may list a number when a customer asks her to, and take none off.
  expect((await ask(ana, "PUT", "", { number: "+34 911 222 555", reason: "asked me" })).status).toBe(204);
  expect((await ask(ana, "PUT", "", { number: "nobody" })).status).toBe(422);
  expect((await ask(ana, "DELETE", "?number=%2B34911222555")).status).toBe(403);
  expect(await (await ask(lead, "GET", "?q=asked")).json()).toMatchObject({
    items: [
      { number: "+34 911 222 555", reason: "asked me", byName: expect.any(String) },
      { number: "+34911222333", reason: "asked" },
    ],
  });
  expect((await ask(lead, "DELETE", "?number=%2B34911222555")).status).toBe(204);
  expect((await ask(lead, "DELETE", "?number=%2B34911222555")).status).toBe(404);
  const audit = await db.selectFrom("sys.audit_log").select(["action", "diff"]).orderBy("id").execute();
  expect(audit.map(({ action }) => action).filter((action) => action.endsWith("DoNotCall"))).toEqual([
    "importDoNotCall",
    "importDoNotCall",
    "putDoNotCall",
    "deleteDoNotCall",
  ]);
  expect(audit.at(-1)?.diff).toMatchObject({ number: "+34911222555" });
});
