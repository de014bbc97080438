/** Every route of the table for every kind of person: made from the table, so that a new route cannot be forgotten. */

import { expect, test } from "vitest";
import type { Role } from "#protocol/api/route.ts";
import { routes } from "#src/http/routes.ts";
import { startSite } from "./site.ts";

const people: Readonly<Record<string, readonly Role[] | undefined>> = {
  nobody: undefined,
  "no role": [],
  agent: ["agent"],
  supervisor: ["supervisor"],
  admin: ["admin"],
  "agent and supervisor": ["agent", "supervisor"],
};

test("[HT1] every route × every role: 401 without a session, 403 without the role, else it is looked at", async () => {
  await using site = await startSite();
  const cookies = new Map<string, string>();
  for (const [who, roles] of Object.entries(people)) {
    if (roles === undefined) continue;
    const login = who.replaceAll(" ", "-");
    await site.person(login, roles);
    cookies.set(who, await site.signIn(login));
  }
  const expected: string[] = [];
  const found: string[] = [];
  for (const { name, route } of routes) {
    // Ends or changes the session that the next routes need; each has a test of its own.
    if (name === "signOut" || name === "signIn") continue;
    for (const [who, roles] of Object.entries(people)) {
      const isIn = route.may === "signedIn" || (roles ?? []).some((role) => route.may.includes(role));
      expected.push(`${name} ${who}: ${roles === undefined ? "401" : isIn ? "looked at" : "403"}`);
      const cookie = cookies.get(who);
      const response = await fetch(`${site.url}${route.path.replaceAll(/:[a-zA-Z]+/g, crypto.randomUUID())}`, {
        method: route.method,
        headers: cookie === undefined ? {} : { cookie },
      });
      const isRefused = response.status === 401 || response.status === 403;
      found.push(`${name} ${who}: ${isRefused ? String(response.status) : "looked at"}`);
      await response.arrayBuffer();
    }
  }
  expect(found).toEqual(expected);
  expect(found.length).toBeGreaterThan(300);
});

test("[HT2] every address refuses the methods that it does not have, with 405 and what it allows", async () => {
  await using site = await startSite();
  const response = await fetch(`${site.url}/api/queues`, { method: "PATCH" });
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("GET, POST, HEAD");
  expect(await response.json()).toMatchObject({ code: "methodNotAllowed", status: 405 });
});
