/**
 * One browser's live socket, from the upgrade to the end.
 *
 * ```
 *  greeting ──hello──▶ open ──(bad messages, flood, too slow, session over)──▶ closed
 * ```
 * The session and the page's origin were checked before the upgrade; who may what is asked again for every message.
 */

import type { RawData, WebSocket } from "ws";
import { z } from "zod";
import type { DownMessage } from "#protocol/down.ts";
import type { WireRefusal } from "#protocol/errors.ts";
import { upMessage, type Ask, type Topic, type UpMessage } from "#protocol/up.ts";
import { oldestProtocolVersion, protocolVersion } from "#protocol/version.ts";
import type { DurationMs, Instant } from "#routing/instant.ts";
import { parseBoundedJson } from "../platform/bounded-json.ts";
import type { Feed, Reader } from "./feed.ts";

export interface SocketLimits {
  readonly messageBytesMax: number;
  readonly depthMax: number;
  /** Messages that may come at once, and how many come again each second. */
  readonly burst: number;
  readonly perSecond: number;
  readonly malformedMax: number;
  readonly asksOpenMax: number;
  readonly helloWithinMs: DurationMs;
  /** No sign of life for this long: gone. Browsers answer pings by themselves. */
  readonly silenceMs: DurationMs;
  /** More unread bytes than this: no patches until they are read, then a snapshot. */
  readonly unreadMax: number;
  /** More than this, answers included: closed. */
  readonly unreadCap: number;
  /** Too slow for this long: closed. */
  readonly slowMs: DurationMs;
}

export const socketLimits: SocketLimits = {
  messageBytesMax: 64 * 1024,
  depthMax: 8,
  burst: 60,
  perSecond: 20,
  malformedMax: 5,
  asksOpenMax: 32,
  helloWithinMs: 10_000,
  silenceMs: 35_000,
  unreadMax: 256 * 1024,
  unreadCap: 1024 * 1024,
  slowMs: 30_000,
};

/** Codes of our own are 4000 and up (RFC 6455 §7.4.2). */
export const closeCodes = {
  goingAway: 1001,
  notText: 1003,
  policy: 1008,
  broken: 1011,
  noHello: 4408,
  signedOut: 4401,
  unsupportedVersion: 4426,
  tooFast: 4429,
  tooSlow: 4413,
} as const;

/** What the socket asks of the rest of the live module. */
export interface SocketHost {
  readonly stream: string;
  readonly now: () => Instant;
  /** The feed, or why this person may not have it. */
  open(topic: Topic): { readonly feed: Feed } | { readonly refused: WireRefusal };
  /** A topic was taken or given up; the last desk given up makes the agent's console go. */
  changed(topic: Topic, isOpen: boolean): void;
  ask(ask: Ask): Promise<{ readonly refused?: WireRefusal | undefined; readonly interaction?: string | undefined }>;
  /** A bug while an ask was carried out. */
  fault(error: unknown): void;
  /** A sign of life. */
  alive(): void;
  closed(): void;
}

export interface LiveSocket {
  /** The session ended: says so and closes. */
  signOut(reason: "revoked" | "expired"): void;
  /** Every tick: resumes a reader that caught up, closes one that is gone or too slow, pings. */
  tick(at: Instant): void;
  close(code: number): void;
  /** To a browser that has said hello. */
  tell(message: Extract<DownMessage, { kind: "customerChanged" | "callbacksChanged" }>): void;
}

interface Subscription extends Reader {
  readonly topic: Topic;
  readonly feed: Feed;
  isBehind: boolean;
}

const requestId = z.object({ kind: z.literal("request"), id: z.int().nonnegative() });

export function openSocket(socket: WebSocket, host: SocketHost, limits: SocketLimits = socketLimits): LiveSocket {
  const subscriptions = new Map<Topic, Subscription>();
  const openedAt = host.now();
  let hello: Extract<UpMessage, { kind: "hello" }> | undefined;
  let isClosed = false;
  let heardAt = openedAt;
  let pingedAt = openedAt;
  let slowSince: Instant | undefined;
  let malformed = 0;
  let asksOpen = 0;
  let allowance = { messages: limits.burst, at: openedAt };

  socket.on("message", hear);
  socket.on("pong", () => (heardAt = host.now()));
  socket.on("close", end);
  // `close` follows; an error here is a broken connection or a frame beyond the limits, which ws answers itself.
  socket.on("error", () => socket.terminate());

  function say(message: DownMessage): void {
    if (socket.bufferedAmount > limits.unreadCap) return close(closeCodes.tooSlow);
    if (!isClosed) socket.send(JSON.stringify(message));
  }

  function close(code: number): void {
    if (isClosed) return;
    end();
    socket.close(code);
    // One that does not read would hold its buffers until a distant timeout.
    if (socket.bufferedAmount > limits.unreadMax) socket.terminate();
  }

  function end(): void {
    if (isClosed) return;
    isClosed = true;
    for (const topic of subscriptions.keys()) unsubscribe(topic);
    host.closed();
  }

  function hear(bytes: RawData, isBinary: boolean): void {
    if (isClosed) return;
    const at = host.now();
    heardAt = at;
    if (isBinary) return close(closeCodes.notText);
    if (!takeAllowance(at)) return close(closeCodes.tooFast);
    const parsed = parseBoundedJson(textOf(bytes), limits.depthMax);
    const message = upMessage.safeParse(parsed?.value);
    if (!message.success) return refuseMalformed(parsed?.value);
    host.alive();
    if (hello === undefined) return message.data.kind === "hello" ? greet(message.data) : close(closeCodes.noHello);
    obey(message.data);
  }

  function takeAllowance(at: Instant): boolean {
    const gained = (Math.max(0, at - allowance.at) / 1_000) * limits.perSecond;
    allowance = { messages: Math.min(limits.burst, allowance.messages + gained) - 1, at };
    return allowance.messages >= 0;
  }

  /** A question with a number is answered, so that the page does not wait for it; all others are only counted. */
  function refuseMalformed(value: unknown): void {
    malformed += 1;
    if (malformed > limits.malformedMax) return close(closeCodes.policy);
    const asked = requestId.safeParse(value);
    if (asked.success && hello !== undefined) say({ kind: "answer", id: asked.data.id, refused: "malformed" });
  }

  function greet(message: Extract<UpMessage, { kind: "hello" }>): void {
    if (message.version < oldestProtocolVersion || message.version > protocolVersion) {
      say({ kind: "unsupportedVersion", oldest: oldestProtocolVersion, newest: protocolVersion });
      return close(closeCodes.unsupportedVersion);
    }
    hello = message;
    say({ kind: "welcome", version: protocolVersion, stream: host.stream, now: host.now() });
  }

  function obey(message: UpMessage): void {
    switch (message.kind) {
      case "hello":
        return refuseMalformed(undefined);
      case "subscribe":
        return subscribe(message.topic);
      case "unsubscribe":
        return unsubscribe(message.topic);
      case "ping":
        return say({ kind: "pong", sentAt: message.sentAt, now: host.now() });
      case "request":
        return ask(message.id, message.ask);
      default:
        return message satisfies never;
    }
  }

  function subscribe(topic: Topic): void {
    const opened = host.open(topic);
    if ("refused" in opened) return say({ kind: "notSubscribed", topic, refused: opened.refused });
    const subscription: Subscription = {
      topic,
      feed: opened.feed,
      isBehind: false,
      deliver: (message) => deliver(subscription, message),
    };
    // A second time means that the browser lost track: it gets the whole view, and its old place is given up.
    const before = subscriptions.get(topic);
    const isAgain = before !== undefined;
    before?.feed.leave(before);
    subscriptions.set(topic, subscription);
    if (!isAgain) host.changed(topic, true);
    const resume = hello?.resume;
    const seen = !isAgain && resume?.stream === host.stream ? resume.seen[topic] : undefined;
    opened.feed.join(subscription, seen);
  }

  function unsubscribe(topic: Topic): void {
    const subscription = subscriptions.get(topic);
    if (subscription === undefined) return;
    subscriptions.delete(topic);
    subscription.feed.leave(subscription);
    host.changed(topic, false);
  }

  function deliver(subscription: Subscription, message: Buffer): boolean {
    if (isClosed) return false;
    if (socket.bufferedAmount > limits.unreadMax) {
      subscription.isBehind = true;
      slowSince ??= host.now();
      return false;
    }
    socket.send(message, { binary: false });
    return true;
  }

  function ask(id: number, asked: Ask): void {
    if (asksOpen >= limits.asksOpenMax) return say({ kind: "answer", id, refused: "busy" });
    asksOpen += 1;
    host
      .ask(asked)
      .then(({ refused, interaction }) => {
        say({
          kind: "answer",
          id,
          ...(refused === undefined ? {} : { refused }),
          ...(interaction === undefined ? {} : { interaction }),
        });
      })
      .catch((error: unknown) => {
        host.fault(error);
        close(closeCodes.broken);
      })
      .finally(() => (asksOpen -= 1));
  }

  function catchUp(): void {
    if (slowSince === undefined || socket.bufferedAmount > limits.unreadMax / 4) return;
    slowSince = undefined;
    for (const subscription of subscriptions.values()) {
      if (!subscription.isBehind) continue;
      subscription.isBehind = false;
      subscription.feed.join(subscription, undefined);
    }
  }

  return {
    signOut(reason) {
      say({ kind: "signedOut", reason });
      close(closeCodes.signedOut);
    },
    tick(at) {
      if (isClosed) return;
      if (hello === undefined && at - openedAt > limits.helloWithinMs) return close(closeCodes.noHello);
      if (at - heardAt > limits.silenceMs) {
        end();
        return socket.terminate();
      }
      if (slowSince !== undefined && at - slowSince > limits.slowMs) return close(closeCodes.tooSlow);
      catchUp();
      if (at - pingedAt < limits.silenceMs / 3) return;
      pingedAt = at;
      socket.ping();
    },
    tell(message) {
      // Who is too slow to keep up will ask anew anyway.
      if (hello !== undefined && slowSince === undefined) say(message);
    },
    close,
  };
}

function textOf(bytes: RawData): string {
  if (Array.isArray(bytes)) return Buffer.concat(bytes).toString("utf8");
  return bytes instanceof ArrayBuffer ? Buffer.from(bytes).toString("utf8") : bytes.toString("utf8");
}
