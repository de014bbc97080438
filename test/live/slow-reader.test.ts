/** A browser that does not read: bounded memory for it, nothing for the others. Real sockets, views of our own. */

import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { WebSocket, WebSocketServer, type RawData } from "ws";
import { createFeed, type Feed } from "#src/live/feed.ts";
import { openSocket, socketLimits, type LiveSocket, type SocketHost } from "#src/live/socket.ts";

const PATCH_CHARACTERS = 200_000;
/** More than the kernel keeps for a connection that nobody reads. */
const PATCHES = 120;

interface Pair extends AsyncDisposable {
  readonly client: WebSocket;
  readonly server: WebSocket;
  readonly live: LiveSocket;
  readonly heard: readonly { readonly kind: string; readonly number?: number }[];
  until(fits: () => boolean): Promise<void>;
}

/** A socket of ours with a real browser's end, subscribed to the board. */
async function connect(listener: WebSocketServer, feed: Feed, now: () => number): Promise<Pair> {
  const arrived = once(listener, "connection");
  const address = listener.address();
  const client = new WebSocket(`ws://127.0.0.1:${isAddress(address) ? address.port : 0}`);
  const heard: { kind: string; number?: number }[] = [];
  const waiters = new Set<() => void>();
  client.on("message", (bytes) => {
    heard.push(JSON.parse(textOf(bytes)));
    for (const waiter of waiters) waiter();
  });
  const [server]: [WebSocket] = (await arrived) as never;
  const host: SocketHost = {
    stream: crypto.randomUUID(),
    now,
    open: () => ({ feed }),
    changed: () => undefined,
    ask: () => Promise.resolve({}),
    fault: (error) => expect.fail(String(error)),
    alive: () => undefined,
    closed: () => undefined,
  };
  const live = openSocket(server, host);
  await once(client, "open");
  client.send(JSON.stringify({ kind: "hello", version: 1 }));
  client.send(JSON.stringify({ kind: "subscribe", topic: "board" }));
  const pair: Pair = {
    client,
    server,
    live,
    heard,
    async until(fits) {
      while (!fits()) {
        const { promise, resolve } = Promise.withResolvers<void>();
        waiters.add(resolve);
        await promise;
        waiters.delete(resolve);
      }
    },
    [Symbol.asyncDispose]: async () => {
      client.terminate();
      server.terminate();
    },
  };
  await pair.until(() => heard.some(({ kind }) => kind === "snapshot"));
  return pair;
}

const isAddress = (address: string | AddressInfo | null): address is AddressInfo =>
  typeof address === "object" && address !== null;

async function listen(): Promise<WebSocketServer> {
  const listener = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
  await once(listener, "listening");
  return listener;
}

test("[LV33] a reader too slow gets no patches but a snapshot later; memory is bounded and others get every patch", async () => {
  const listener = await listen();
  let last = "";
  const feed = createFeed("board", 1, () => JSON.stringify({ last }));
  await using quick = await connect(listener, feed, () => 0);
  await using slow = await connect(listener, feed, () => 0);
  slow.client.pause();
  let mostUnread = 0;
  for (let n = 1; n <= PATCHES; n += 1) {
    last = `${n} ${"x".repeat(PATCH_CHARACTERS)}`;
    feed.push(JSON.stringify({ last }));
    mostUnread = Math.max(mostUnread, slow.server.bufferedAmount);
    await quick.until(() => quick.heard.at(-1)?.number === n + 1);
  }
  expect(mostUnread).toBeLessThan(socketLimits.unreadMax + 2 * PATCH_CHARACTERS);
  expect(mostUnread).toBeLessThan(1024 * 1024);
  expect(quick.heard.filter(({ kind }) => kind === "patch")).toHaveLength(PATCHES);

  slow.client.resume();
  await slow.until(() => slow.server.bufferedAmount === 0);
  slow.live.tick(1);
  await slow.until(() => slow.heard.at(-1)?.kind === "snapshot");
  expect(slow.heard.at(-1)?.number).toBe(PATCHES + 1);
  expect(slow.heard.filter(({ kind }) => kind === "patch").length).toBeLessThan(PATCHES);
  feed.push('{"last":"on"}');
  await slow.until(() => slow.heard.at(-1)?.number === PATCHES + 2);
  listener.close();
});

test("[LV34] one that stays too slow is closed and its buffers are given back; the others go on", async () => {
  const listener = await listen();
  let at = 0;
  const feed = createFeed("board", 1, () => "{}");
  await using quick = await connect(listener, feed, () => at);
  await using stalled = await connect(listener, feed, () => at);
  stalled.client.pause();
  for (let n = 1; n <= PATCHES; n += 1) {
    feed.push(JSON.stringify({ last: "x".repeat(PATCH_CHARACTERS) }));
    await quick.until(() => quick.heard.at(-1)?.number === n + 1);
  }
  const closed = once(stalled.server, "close");
  stalled.live.tick(socketLimits.slowMs);
  expect(stalled.server.readyState).toBe(WebSocket.OPEN);
  at = socketLimits.slowMs + 1;
  stalled.live.tick(at);
  await closed;
  expect(feed.readers()).toBe(1);
  feed.push('{"last":"on"}');
  await quick.until(() => quick.heard.at(-1)?.number === PATCHES + 2);
  listener.close();
});

test("[LV35] a browser that is gone without a word is let go", async () => {
  const listener = await listen();
  let at = 0;
  const feed = createFeed("board", 1, () => "{}");
  await using quiet = await connect(listener, feed, () => at);
  // The other end answers pings by itself while it lives; this one does not even read.
  quiet.client.pause();
  const closed = once(quiet.server, "close");
  at = socketLimits.silenceMs + 1;
  quiet.live.tick(at);
  await closed;
  expect(feed.readers()).toBe(0);
  listener.close();
});

/** A message's bytes come as one Buffer unless a socket is told otherwise. */
function textOf(bytes: RawData): string {
  return Buffer.isBuffer(bytes) ? bytes.toString("utf8") : "";
}
