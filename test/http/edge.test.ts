/** What the edge does with requests before anybody looks at them, and with everything that goes wrong after. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { problem } from "#protocol/errors.ts";
import { Refused } from "#src/http/refused.ts";
import { directorySecret, startSite } from "./site.ts";

const json = { "content-type": "application/json" };

test("[HT20] every error is problem details: malformed, too large, not JSON, unknown, faults, a lost database", async () => {
  let fail: () => Error = () => new Error("a bug");
  await using site = await startSite({
    handlers: {
      listSkills: () => Promise.reject(fail()),
      createSkill: () => Promise.resolve(new Refused("stale")),
    },
  });
  await site.person("root", ["admin"]);
  const headers = { ...json, cookie: await site.signIn("root") };
  const post = (body: string, more: Record<string, string> = {}) =>
    fetch(`${site.url}/api/skills`, { method: "POST", headers: { ...headers, ...more }, body });
  const seen: [number, string][] = [];
  const look = async (response: Response): Promise<void> => {
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    const body = problem.parse(await response.json());
    expect(body.status).toBe(response.status);
    seen.push([response.status, body.code]);
  };
  await look(await post("{"));
  await look(await post("[".repeat(10_000)));
  await look(await post('{"name":""}'));
  await look(await post(JSON.stringify({ name: "x".repeat(300_000) })));
  await look(await post("name=x", { "content-type": "application/x-www-form-urlencoded" }));
  await look(await post('{"name":"billing"}'));
  await look(await fetch(`${site.url}/api/nothing`, { headers }));
  await look(await fetch(`${site.url}/api/skills`, { headers }));
  fail = () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  await look(await fetch(`${site.url}/api/skills`, { headers }));
  expect(seen).toEqual([
    [400, "malformed"],
    [400, "malformed"],
    [400, "malformed"],
    [413, "tooLarge"],
    [415, "unsupportedMediaType"],
    [409, "stale"],
    [404, "notFound"],
    [500, "broken"],
    [503, "unavailable"],
  ]);
  expect(site.log.filter((line) => line.includes("a bug"))).toHaveLength(1);
});

test("[HT21] a field that a schema does not have never leaves", async () => {
  await using site = await startSite({
    handlers: {
      listSkills: () =>
        Promise.resolve([{ id: "3f333df6-90a4-4fda-8dd3-9485d27cee36", name: "billing", password_hash: "x" }]),
    },
  });
  await site.person("root", ["admin"]);
  const response = await fetch(`${site.url}/api/skills`, { headers: { cookie: await site.signIn("root") } });
  expect(await response.json()).toEqual([{ id: "3f333df6-90a4-4fda-8dd3-9485d27cee36", name: "billing" }]);
});

test("[HT22] a page of another site changes nothing, with cookie or without", async () => {
  await using site = await startSite();
  await site.person("root", ["admin"]);
  const cookie = await site.signIn("root");
  const send = async (headers: Record<string, string>) =>
    (await fetch(`${site.url}/api/skills`, { method: "POST", headers: { ...json, cookie, ...headers }, body: "{}" }))
      .status;
  expect(await send({ origin: "https://evil.example" })).toBe(403);
  expect(await send({ origin: "null" })).toBe(403);
  expect(await send({ "sec-fetch-site": "cross-site" })).toBe(403);
  expect(await send({ origin: site.url })).toBe(400);
  expect(await send({})).toBe(400);
});

test("[HT23] a POST sent twice with one key is done once; another request with that key is refused", async () => {
  let made = 0;
  await using site = await startSite({
    handlers: {
      createSkill: ({ body }) => Promise.resolve({ id: crypto.randomUUID(), name: `${body.name} ${(made += 1)}` }),
    },
  });
  await site.person("root", ["admin"]);
  await site.person("other", ["admin"]);
  const [root, other] = [await site.signIn("root"), await site.signIn("other")];
  const send = (cookie: string, name: string, key: string) =>
    fetch(`${site.url}/api/skills`, {
      method: "POST",
      headers: { ...json, cookie, "idempotency-key": key },
      body: JSON.stringify({ name }),
    });
  const [first, again] = await Promise.all([send(root, "billing", "k1"), send(root, "billing", "k1")]);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(await again.text()).toBe(await first.text());
  expect(made).toBe(1);
  const reused = await send(root, "support", "k1");
  expect([reused.status, (await reused.json()).code]).toEqual([409, "keyReused"]);
  expect((await send(other, "billing", "k1")).status).toBe(201);
  expect((await send(root, "billing", "k2")).status).toBe(201);
  expect(made).toBe(3);
  const written = await site.db
    .selectFrom("sys.audit_log")
    .select("action")
    .where("action", "=", "createSkill")
    .execute();
  expect(written).toHaveLength(3);
});

test("[HT24] pages are told to keep to themselves", async () => {
  await using site = await startSite();
  const { headers } = await fetch(`${site.url}/api/session`);
  expect(headers.get("content-security-policy")).toContain("default-src 'self';script-src 'self';");
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(headers.get("content-security-policy")).toContain("connect-src 'self' wss://phone.example.org:7443");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("permissions-policy")).toContain("microphone=(self)");
  expect(headers.get("x-powered-by")).toBeNull();
});

test("[HT25] the log has neither addresses' queries nor cookies nor passwords", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"]);
  const cookie = await site.signIn("ana");
  await fetch(`${site.url}/api/phone-book?q=34600111222`, { headers: { cookie } });
  const log = site.log.join("");
  expect(log).toContain('"route":"/api/phone-book"');
  expect(log).not.toContain("34600111222");
  expect(log).not.toContain(cookie.split("=")[1]);
  expect(log).not.toContain("battery");
});

test("[HT25] what went well and changed nothing is told at debug alone", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"]);
  const cookie = await site.signIn("ana");
  for (const path of ["/api/session", "/api/nowhere"]) await fetch(site.url + path, { headers: { cookie } });
  const requests = z
    .array(z.object({ level: z.string(), msg: z.string(), method: z.string().optional(), status: z.int().optional() }))
    .parse(site.log.map((line): unknown => JSON.parse(line)))
    .filter(({ msg }) => msg === "request");
  expect(requests.map(({ level, method, status }) => `${method} ${status} ${level}`)).toEqual([
    "POST 200 info",
    "GET 200 debug",
    "GET 404 info",
  ]);
});

test("[HT26] health for anybody, figures for this machine or with the token", async () => {
  await using site = await startSite();
  const health = await fetch(`${site.url}/healthz`);
  expect(health.status).toBe(200);
  expect(await health.json()).toEqual({
    status: "ok",
    parts: {
      engine: "up",
      database: "up",
      journal: { isStoreUp: true, pending: 0 },
      switches: [{ node: "switch-1", isUp: true }],
    },
  });
  expect((await fetch(`${site.url}/healthz/live`)).status).toBe(200);
  const figures = await (await fetch(`${site.url}/metrics`)).text();
  expect(figures).toContain('cordboard_agents{presence="signedOut",engagement="idle"} 4');
  expect(figures).toContain('cordboard_switch_up{node="switch-1"} 1');
  expect(figures).toContain("cordboard_journal_pending 0");
  expect(figures).toContain('cordboard_http_seconds_count{method="GET",route="/healthz",status="200"} 1');
  const proxied = { "x-forwarded-for": "203.0.113.7" };
  expect((await fetch(`${site.url}/metrics`, { headers: proxied })).status).toBe(403);
  const token = { ...proxied, authorization: "Bearer a token for prometheus" };
  expect((await fetch(`${site.url}/metrics`, { headers: token })).status).toBe(200);
});

test("[HT27] the switch's directory answers the switch alone, with a digest and never a password", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], site.config.agents[0]?.id);
  const seat = await fetch(`${site.url}/api/seat`, { method: "POST", headers: { cookie: await site.signIn("ana") } });
  const { password }: { password: string } = (await seat.json()) as never;
  expect(password).toMatch(/^[A-Za-z0-9_-]{32}$/);
  const ask = (authorization: string | undefined, user = "agent0") =>
    fetch(`${site.url}/fs/directory`, {
      method: "POST",
      headers: authorization === undefined ? {} : { authorization },
      body: new URLSearchParams({ section: "directory", user, domain: "cc.local", action: "sip_auth" }),
    });
  const basic = (secret: string) => `Basic ${Buffer.from(`freeswitch:${secret}`).toString("base64")}`;
  expect((await ask(undefined)).status).toBe(401);
  expect((await ask(basic("wrong"))).status).toBe(401);
  const answer = await (await ask(basic(directorySecret))).text();
  const { createHash } = await import("node:crypto");
  expect(answer).toContain(createHash("md5").update(`agent0:cc.local:${password}`).digest("hex"));
  expect(answer).not.toContain(password);
  expect(await (await ask(basic(directorySecret), "agent1")).text()).toContain("not found");
});

test("[HT28] a voicemail is played in parts, to people who may, from the recordings folder only", async () => {
  const file = `${crypto.randomUUID()}/${crypto.randomUUID()}.wav`;
  const files: Record<string, string> = {
    "3f333df6-90a4-4fda-8dd3-9485d27cee36": file,
    "3f333df6-90a4-4fda-8dd3-9485d27cee37": "../../../../etc/passwd",
    "3f333df6-90a4-4fda-8dd3-9485d27cee38": `${crypto.randomUUID()}/../../secret.wav`,
  };
  await using site = await startSite({ server: { voicemailFileOf: (id) => Promise.resolve(files[id]) } });
  const path = join(site.folder, "recordings", file);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, Buffer.from("0123456789"));
  const ana = await site.person("ana", ["agent"]);
  await site.person("nobody", []);
  const cookie = await site.signIn("ana");
  const get = (id: string, headers: Record<string, string>) =>
    fetch(`${site.url}/api/voicemails/${id}/audio`, { headers });
  const [id = ""] = Object.keys(files);
  expect((await get(id, {})).status).toBe(401);
  expect((await get(id, { cookie: await site.signIn("nobody") })).status).toBe(403);
  const whole = await get(id, { cookie });
  expect([whole.status, whole.headers.get("content-type"), await whole.text()]).toEqual([
    200,
    "audio/wav",
    "0123456789",
  ]);
  const part = await get(id, { cookie, range: "bytes=2-4" });
  expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([206, "bytes 2-4/10", "234"]);
  for (const other of Object.keys(files).slice(1)) expect((await get(other, { cookie })).status).toBe(404);
  expect((await get(crypto.randomUUID(), { cookie })).status).toBe(404);
  expect((await get("..%2f..%2fetc", { cookie })).status).toBe(400);
  const heard = await site.db
    .selectFrom("sys.audit_log")
    .select(["actor_id", "object_id"])
    .where("action", "=", "listened")
    .execute();
  expect(heard).toEqual([{ actor_id: ana, object_id: id }]);
});

test("[HT29] every page of the console is the console; an API address never is", async () => {
  await using site = await startSite();
  expect((await fetch(`${site.url}/contacts`, { headers: { accept: "text/html" } })).status).toBe(404);
  await mkdir(join(site.folder, "console", "assets"), { recursive: true });
  await writeFile(join(site.folder, "console", "index.html"), "<!doctype html><title>Cordboard</title>");
  await writeFile(join(site.folder, "console", "assets", "app-1a2b.js"), "export {};");
  await using built = await startSite({ server: { consoleFolder: join(site.folder, "console") } });
  const page = await fetch(`${built.url}/contacts/7`, { headers: { accept: "text/html" } });
  expect([page.status, page.headers.get("cache-control"), await page.text()]).toEqual([
    200,
    "no-cache",
    "<!doctype html><title>Cordboard</title>",
  ]);
  const script = await fetch(`${built.url}/assets/app-1a2b.js`);
  expect(script.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect((await fetch(`${built.url}/api/nothing`, { headers: { accept: "text/html" } })).status).toBe(404);
  expect((await fetch(`${built.url}/assets/old-9z.js`, { headers: { accept: "text/html" } })).status).toBe(404);
});
