/** The socket as a door: who gets in, what it puts up with, how it ends. */

import { once } from "node:events";
import { expect, test } from "vitest";
import { oldestProtocolVersion, protocolVersion } from "#protocol/version.ts";
import { closeCodes } from "#src/live/socket.ts";
import { agentId, startSite } from "#test/http/site.ts";
import { instant as at } from "#src/store/instant-column.ts";
import { browse, dial } from "./browser.ts";

/** Resolves to the status with which an upgrade was refused. */
async function refusedUpgrade(socket: ReturnType<typeof dial>): Promise<number | undefined> {
  const [, response]: [unknown, { statusCode?: number }] = (await once(socket, "unexpected-response")) as never;
  socket.on("error", () => undefined);
  socket.terminate();
  return response.statusCode;
}

test("[AQ22, LV10] no session, no socket; a page that is not ours gets none even with the cookie", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  const cookie = await site.signIn("ana");
  expect(await refusedUpgrade(dial(site, undefined))).toBe(401);
  expect(await refusedUpgrade(dial(site, `${cookie.slice(0, -1)}x`))).toBe(401);
  expect(await refusedUpgrade(dial(site, cookie, { origin: "https://evil.example" }))).toBe(403);
  expect(await refusedUpgrade(dial(site, cookie, { origin: "null" }))).toBe(403);
  const { port } = new URL(site.url);
  expect(await refusedUpgrade(dial(site, cookie, { origin: `http://127.0.0.1.evil.example:${port}` }))).toBe(403);
  await using ana = await browse(site, cookie);
  expect(await ana.next("welcome")).toMatchObject({ version: protocolVersion });
});

test("[LV10] a page that says no origin at all gets no socket", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  const { WebSocket } = await import("ws");
  const socket = new WebSocket(`${site.url.replace("http", "ws")}/api/live`, {
    headers: { cookie: await site.signIn("ana") },
  });
  expect(await refusedUpgrade(socket)).toBe(403);
});

test("[LV11] another version is told which ones are spoken, and sent away", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  await using ana = await browse(site, await site.signIn("ana"), { version: protocolVersion + 1 });
  const closed = ana.closed();
  expect(await ana.next("unsupportedVersion")).toMatchObject({
    oldest: oldestProtocolVersion,
    newest: protocolVersion,
  });
  expect(await closed).toBe(closeCodes.unsupportedVersion);
});

test("[AQ22, LV12] nothing is answered before hello, and who never says it is sent away", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  const cookie = await site.signIn("ana");
  const early = dial(site, cookie);
  await once(early, "open");
  early.send(JSON.stringify({ kind: "subscribe", topic: "desk" }));
  const [code]: unknown[] = await once(early, "close");
  expect(code).toBe(closeCodes.noHello);
  const silent = dial(site, cookie);
  await once(silent, "open");
  site.advance(10_001);
  const [late]: unknown[] = await once(silent, "close");
  expect(late).toBe(closeCodes.noHello);
});

const malformed = [
  "not json",
  "[]",
  '{"kind":"subscribe","topic":"everything"}',
  '{"kind":"request","id":-1,"ask":{"kind":"dial","number":"1"}}',
  "[".repeat(50_000),
  `{"kind":"ping","sentAt":${"9".repeat(400)}}`,
];

test("[LV13] malformed messages change nothing; a question with a number is answered `malformed`; too many end it", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  await using ana = await browse(site, await site.signIn("ana"), { topics: ["desk"] });
  await ana.desk(() => true);
  const before = site.facts.length;
  ana.sayText('{"kind":"request","id":7,"ask":{"kind":"digits","interaction":"x","digits":"hello"}}');
  expect(await ana.next("answer")).toEqual({ kind: "answer", id: 7, refused: "malformed" });
  const closed = ana.closed();
  for (const text of malformed) ana.sayText(text);
  expect(await closed).toBe(closeCodes.policy);
  expect(site.facts.slice(before).map((fact) => fact.kind)).toEqual(["agent.consoleLost"]);
});

test("[LV13] bytes instead of text, and messages beyond the limit, end the socket", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  const cookie = await site.signIn("ana");
  await using bytes = await browse(site, cookie);
  const closed = bytes.closed();
  bytes.socket.send(Buffer.from('{"kind":"ping","sentAt":1}'), { binary: true });
  expect(await closed).toBe(closeCodes.notText);
  await using big = await browse(site, cookie);
  const ended = big.closed();
  big.sayText(JSON.stringify({ kind: "ping", sentAt: 1, more: "x".repeat(70_000) }));
  expect(await ended).toBe(1009);
});

test("[LV14] a flood ends the socket and nobody else's", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  await site.person("ben", ["agent"], agentId(1));
  await using ana = await browse(site, await site.signIn("ana"));
  await using ben = await browse(site, await site.signIn("ben"), { topics: ["desk"] });
  const closed = ana.closed();
  for (let n = 0; n < 200; n += 1) ana.say({ kind: "ping", sentAt: n });
  expect(await closed).toBe(closeCodes.tooFast);
  ben.say({ kind: "ping", sentAt: 1 });
  expect(await ben.next("pong")).toMatchObject({ sentAt: 1 });
});

test("[LV15] revoking a session closes its sockets with a reason, the other sessions' stay", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  const [here, there] = [await site.signIn("ana"), await site.signIn("ana")];
  await using first = await browse(site, here, { topics: ["desk"] });
  await using second = await browse(site, there, { topics: ["desk"] });
  await Promise.all([first.desk(() => true), second.desk(() => true)]);
  const rows: unknown = await (await fetch(`${site.url}/api/sessions`, { headers: { cookie: here } })).json();
  expect(rows).toHaveLength(2);
  const other = Array.isArray(rows) ? rows.find((row) => row.isCurrent === false) : undefined;
  const closed = second.closed();
  const answer = await fetch(`${site.url}/api/sessions/${other?.id}`, { method: "DELETE", headers: { cookie: here } });
  expect(answer.status).toBe(204);
  expect(await second.next("signedOut")).toMatchObject({ reason: "revoked" });
  expect(await closed).toBe(closeCodes.signedOut);
  first.say({ kind: "ping", sentAt: 5 });
  await first.next("pong");
  expect((await fetch(`${site.url}/api/session`, { headers: { cookie: there } })).status).toBe(401);
});

test("[LV15] a session ended by another process, or a person switched off, is noticed within one sweep", async () => {
  await using site = await startSite({ sessionLimits: { sweepMs: 20 } });
  await site.person("ana", ["agent"], agentId(0));
  await using ana = await browse(site, await site.signIn("ana"), { topics: ["desk"] });
  await ana.desk(() => true);
  const closed = ana.closed();
  await site.db
    .updateTable("sys.users")
    .set({ status: "suspended", updated_at: at(site.pump.now()) })
    .where("login", "=", "ana")
    .execute();
  expect(await ana.next("signedOut")).toMatchObject({ reason: "revoked" });
  await closed;
});

test("[LV16] an unused session ends by itself; a socket that says something keeps it", async () => {
  await using site = await startSite({
    sessionLimits: { sweepMs: 20 },
    live: { socket: { silenceMs: 100 * 3_600_000 } },
  });
  await site.person("ana", ["agent"], agentId(0));
  await using ana = await browse(site, await site.signIn("ana"), { topics: ["desk"] });
  await ana.desk(() => true);
  site.advance(119 * 60_000);
  ana.say({ kind: "ping", sentAt: 1 });
  await ana.next("pong");
  site.advance(119 * 60_000);
  ana.say({ kind: "ping", sentAt: 2 });
  await ana.next("pong", (pong) => pong.sentAt === 2);
  const closed = ana.closed();
  site.advance(121 * 60_000);
  expect(await ana.next("signedOut")).toMatchObject({ reason: "expired" });
  await closed;
});

test("[LV17] several tabs are one console: it is gone when the last one is", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  const cookie = await site.signIn("ana");
  await using first = await browse(site, cookie, { topics: ["desk"] });
  await using second = await browse(site, cookie, { topics: ["desk"] });
  await Promise.all([first.desk(() => true), second.desk(() => true)]);
  const consoles = () =>
    site.facts.filter(({ kind }) => kind === "agent.consoleConnected" || kind === "agent.consoleLost").length;
  expect(consoles()).toBe(1);
  first.say({ kind: "unsubscribe", topic: "desk" });
  first.say({ kind: "ping", sentAt: 1 });
  await first.next("pong");
  expect(consoles()).toBe(1);
  second.say({ kind: "unsubscribe", topic: "desk" });
  second.say({ kind: "ping", sentAt: 1 });
  await second.next("pong");
  expect(site.facts.at(-1)?.kind).toBe("agent.consoleLost");
});
