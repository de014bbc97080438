/** Coming back after a loss, and reading too slowly. */

import { expect, test } from "vitest";
import { createFeed } from "#src/live/feed.ts";
import type { Sources } from "#src/live/sources.ts";
import { createTopics, topicsLimits } from "#src/live/topics.ts";
import { agentId, noFigures, startSite, type Site } from "#test/http/site.ts";
import { agent } from "#test/simulation/site.ts";
import { browse, type Browser } from "./browser.ts";

async function signedIn(site: Site): Promise<string> {
  await site.person("ana", ["agent"], agentId(0));
  return await site.signIn("ana");
}

const lunch = (n: number) => ({ kind: "setPresence", presence: { kind: "notReady", reason: `lunch-${n}` } }) as const;

async function leave(browser: Browser): Promise<{ stream: string; seen: Readonly<Record<string, number>> }> {
  const { stream } = browser;
  const seen = { ...browser.seen };
  await browser[Symbol.asyncDispose]();
  return { stream, seen };
}

test("[LV30] who comes back gets the patches missed, without a gap and without a snapshot", async () => {
  await using site = await startSite();
  const cookie = await signedIn(site);
  const before = await browse(site, cookie, { topics: ["desk"] });
  await before.desk((desk) => desk.presence.kind === "notReady");
  const resume = await leave(before);
  await using other = await browse(site, cookie, { topics: ["desk"] });
  for (let n = 0; n < 5; n += 1) {
    await other.ask(lunch(n));
    await other.desk((desk) => desk.presence.kind === "notReady" && desk.presence.reason === `lunch-${n}`);
  }
  await using after = await browse(site, cookie, { topics: ["desk"], resume });
  await after.next("patch", ({ patch }) => JSON.stringify(patch).includes("lunch-4"));
  const kinds = after.heard.map(({ kind }) => kind).filter((kind) => kind === "snapshot" || kind === "patch");
  expect(kinds).not.toContain("snapshot");
  expect(kinds.length).toBeGreaterThanOrEqual(5);
});

test("[LV31] after too much, or after another run of the server, it is a snapshot", async () => {
  await using site = await startSite({ live: { topics: { feed: { keptPatchesMax: 3, keptBytesMax: 10_000 } } } });
  const cookie = await signedIn(site);
  const before = await browse(site, cookie, { topics: ["desk"] });
  await before.desk((desk) => desk.presence.kind === "notReady");
  const resume = await leave(before);
  await using other = await browse(site, cookie, { topics: ["desk"] });
  for (let n = 0; n < 5; n += 1) {
    await other.ask(lunch(n));
    await other.desk((desk) => desk.presence.kind === "notReady" && desk.presence.reason === `lunch-${n}`);
  }
  await using late = await browse(site, cookie, { topics: ["desk"], resume });
  expect(await late.next("snapshot")).toMatchObject({ view: { presence: { reason: "lunch-4" } } });
  await using stranger = await browse(site, cookie, {
    topics: ["desk"],
    resume: { stream: crypto.randomUUID(), seen: { desk: late.seen["desk"] ?? 0 } },
  });
  await stranger.next("snapshot");
});

test("[LV31] a feed that was forgotten meanwhile never takes an old number for its own", async () => {
  await using site = await startSite();
  let at = 0;
  const sources: Sources = {
    state: site.pump.state,
    figures: noFigures,
    pop: () => undefined,
    heldSince: () => undefined,
    nodes: [],
    isStoreUp: true,
    isPhoneRegistered: () => undefined,
  };
  using topics = createTopics({
    sources,
    now: () => at,
    limits: { ...topicsLimits, coalesceMs: 3_600_000 },
    onTick: () => undefined,
  });
  for (const audience of [{ kind: "board" }, { kind: "desk", agent: agent(0) }] as const) {
    const before = topics.feed(audience);
    before.push("{}");
    const last = before.number();
    at += topicsLimits.idleMs;
    topics.flush();
    expect(topics.feed(audience)).toBe(before);
    at += topicsLimits.idleMs + 1;
    topics.flush();
    const after = topics.feed(audience);
    expect(after).not.toBe(before);
    expect(after.number()).toBeGreaterThan(last);
  }
});

test("[LV31] a gap that the browser saw itself is mended by subscribing again", async () => {
  await using site = await startSite();
  const cookie = await signedIn(site);
  await using ana = await browse(site, cookie, { topics: ["desk"] });
  await ana.next("snapshot");
  ana.say({ kind: "subscribe", topic: "desk" });
  await ana.next("snapshot");
  expect(site.facts.filter(({ kind }) => kind === "agent.consoleConnected")).toHaveLength(1);
});

test("[LV32] a feed's numbers have no gaps, and a patch is one buffer for all readers", () => {
  const feed = createFeed("board", 7, () => '{"a":1}', { keptPatchesMax: 2, keptBytesMax: 1_000 });
  const [first, second]: [Buffer[], Buffer[]] = [[], []];
  const reader = (into: Buffer[]) => ({ deliver: (message: Buffer) => into.push(message) > 0 });
  feed.join(reader(first), undefined);
  feed.join(reader(second), undefined);
  feed.push('{"a":2}');
  expect(first[0]).toEqual(second[0]);
  expect(first[1]).toBe(second[1]);
  expect(first.map((message) => JSON.parse(String(message)))).toEqual([
    { kind: "snapshot", topic: "board", number: 7, view: { a: 1 } },
    { kind: "patch", topic: "board", number: 8, patch: { a: 2 } },
  ]);
  const third: Buffer[] = [];
  feed.push('{"a":3}');
  feed.push('{"a":4}');
  feed.join(reader(third), 8);
  expect(third.map((message) => JSON.parse(String(message)).number)).toEqual([9, 10]);
  for (const seen of [7, 11, -1]) {
    const other: Buffer[] = [];
    feed.join(reader(other), seen);
    expect(other.map((message) => JSON.parse(String(message)).kind)).toEqual(["snapshot"]);
  }
});
