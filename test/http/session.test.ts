import { expect, test } from "vitest";
import { agentId, password, startSite, type Site } from "./site.ts";

const json = { "content-type": "application/json" };
const tryToSignIn = (site: Site, login: string, given: string): Promise<Response> =>
  fetch(`${site.url}/api/session`, { method: "POST", headers: json, body: JSON.stringify({ login, password: given }) });

test("[HT10] the cookie is out of reach of scripts and of other sites; only its hash is stored", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  const response = await tryToSignIn(site, "Ana ", password);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    id: agentId(0),
    login: "ana",
    name: "ana",
    roles: ["agent"],
    locale: "en",
    timeZone: "UTC",
    country: "ES",
    isDemo: false,
  });
  const [cookie = ""] = response.headers.getSetCookie();
  expect(cookie).toMatch(/^cordboard=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  const token = cookie.slice("cordboard=".length, cookie.indexOf(";"));
  const rows = await site.db.selectFrom("sys.sessions").selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(token);
});

test("[HT10] over https the cookie is bound to TLS and to the host", async () => {
  await using site = await startSite({ server: { publicUrl: "https://cordboard.example.org" } });
  await site.person("ana", ["agent"], agentId(0));
  const response = await tryToSignIn(site, "ana", password);
  expect(response.headers.getSetCookie()[0]).toMatch(
    /^__Host-cordboard=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
  expect(response.headers.get("strict-transport-security")).toBe("max-age=31536000");
});

test("[HT11] an unknown login, a wrong password and a person who left get one and the same answer", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  await site.person("gone", ["agent"]);
  await site.db.updateTable("sys.users").set({ status: "left" }).where("login", "=", "gone").execute();
  const answers = await Promise.all([
    tryToSignIn(site, "nobody", password),
    tryToSignIn(site, "ana", "wrong password"),
    tryToSignIn(site, "gone", password),
  ]);
  const bodies = await Promise.all(answers.map((answer) => answer.text()));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  expect(new Set(bodies).size).toBe(1);
  expect(bodies[0]).toContain("wrongCredentials");
});

test("[AQ22, HT12] after five wrong tries from one address the sixth is not looked at, even with the right password", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  await site.person("ben", ["agent"], agentId(1));
  for (let n = 0; n < 5; n += 1) expect((await tryToSignIn(site, "ana", "wrong")).status).toBe(401);
  const refused = await tryToSignIn(site, "ana", password);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBe(15 * 60);
  expect((await tryToSignIn(site, "ben", password)).status).toBe(200);
  site.advance(15 * 60_000);
  expect((await tryToSignIn(site, "ana", password)).status).toBe(200);
});

test("[HT13] a new password ends the other sessions at once and keeps this one", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  const [here, there] = [await site.signIn("ana"), await site.signIn("ana")];
  const change = (current: string) =>
    fetch(`${site.url}/api/session/password`, {
      method: "PUT",
      headers: { ...json, cookie: here },
      body: JSON.stringify({ current, next: "another long password" }),
    });
  const wrong = await change("not it at all");
  expect(wrong.status).toBe(403);
  expect(await wrong.json()).toMatchObject({ code: "wrongPassword" });
  expect((await change(password)).status).toBe(204);
  expect((await fetch(`${site.url}/api/session`, { headers: { cookie: here } })).status).toBe(200);
  expect((await fetch(`${site.url}/api/session`, { headers: { cookie: there } })).status).toBe(401);
  expect((await tryToSignIn(site, "ana", password)).status).toBe(401);
  expect((await tryToSignIn(site, "ana", "another long password")).status).toBe(200);
  const audit = await site.db
    .selectFrom("sys.audit_log")
    .select(["action", "diff"])
    .where("action", "=", "changePassword")
    .execute();
  expect(audit).toEqual([{ action: "changePassword", diff: { current: "•", next: "•" } }]);
});

test("[HT14] signing out ends the session on the server, and the phone's password with the last one", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  const cookie = await site.signIn("ana");
  const seat = await fetch(`${site.url}/api/seat`, { method: "POST", headers: { cookie } });
  expect(await seat.json()).toMatchObject({
    kind: "sip",
    sipUser: "agent0",
    domain: "cc.local",
    expiresAt: site.pump.now() + 12 * 3_600_000,
  });
  expect(await mayRegister(site, "agent0")).toBe(true);
  const out = await fetch(`${site.url}/api/session`, { method: "DELETE", headers: { cookie } });
  expect(out.status).toBe(204);
  expect((await fetch(`${site.url}/api/session`, { headers: { cookie } })).status).toBe(401);
  expect(await mayRegister(site, "agent0")).toBe(false);
});

test("[HT15] preferences count at once; a time zone that does not exist is refused", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  const cookie = await site.signIn("ana");
  const set = (body: object) =>
    fetch(`${site.url}/api/session/preferences`, {
      method: "PATCH",
      headers: { ...json, cookie },
      body: JSON.stringify(body),
    });
  expect((await set({ timeZone: "Mars/Olympus" })).status).toBe(400);
  expect(await (await set({ locale: "zh", timeZone: "Asia/Shanghai" })).json()).toMatchObject({
    locale: "zh",
    timeZone: "Asia/Shanghai",
  });
  expect(await (await fetch(`${site.url}/api/session`, { headers: { cookie } })).json()).toMatchObject({
    locale: "zh",
  });
});

async function mayRegister(site: Site, user: string): Promise<boolean> {
  const response = await fetch(`${site.url}/fs/directory`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from("freeswitch:a secret for the directory").toString("base64")}` },
    body: new URLSearchParams({ section: "directory", user, domain: "cc.local" }),
  });
  return (await response.text()).includes("a1-hash");
}
