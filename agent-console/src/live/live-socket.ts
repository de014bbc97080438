/**
 * The live socket's client: hello, subscriptions, numbered patches, questions and answers, and coming back after a loss.
 *
 *   connecting ──welcome──▶ open ──close/silence──▶ lost ──backoff──▶ connecting
 *   any ──signedOut / unsupportedVersion──▶ ended (no more tries)
 *
 * A lost connection never touches the call: voice runs between the browser and the switch.
 */

import { downMessage, type DownMessage } from "#protocol/down.ts";
import type { WireRefusal } from "#protocol/errors.ts";
import type { Json } from "#protocol/json.ts";
import type { Ask, Topic, UpMessage } from "#protocol/up.ts";
import { protocolVersion } from "#protocol/version.ts";
import { backoffMs } from "./backoff.ts";
import { offsetKeeper } from "./clock.ts";
import { applyPatch, type Mirror } from "./mirror.ts";

/** What became of an ask. `lost`: no answer came in time or the connection was down; it may or may not have happened. */
export type AskOutcome =
  | { readonly kind: "done"; readonly interaction: string | undefined }
  | { readonly kind: "refused"; readonly code: WireRefusal }
  | { readonly kind: "lost" };

export type LinkState =
  | { readonly kind: "connecting" }
  | { readonly kind: "open" }
  | { readonly kind: "lost"; readonly retryAt: number }
  | { readonly kind: "ended"; readonly why: "revoked" | "expired" | "elsewhere" | "outdated" | "closed" };

/** The part of WebSocket that is used, so that tests can hold the other end. */
export interface Wire {
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

/** The world that the client lives in. Timers return their own cancel. */
export interface LiveWorld {
  readonly openWire: () => Wire;
  readonly now: () => number;
  readonly random: () => number;
  readonly after: (delayMs: number, run: () => void) => () => void;
}

export interface LiveEvents {
  readonly onLink: (state: LinkState) => void;
  readonly onView: (topic: Topic, view: Json, isWhole: boolean) => void;
  /** The server will not show this topic to this person. */
  readonly onNoView: (topic: Topic, refused: WireRefusal) => void;
  readonly onClock: (offsetMs: number, roundTripMs: number) => void;
  /** Somebody changed a customer; what is shown of it is old. */
  readonly onCustomerChanged: (contact: string | undefined, account: string | undefined) => void;
  /** Lists of callbacks are old. */
  readonly onCallbacksChanged: () => void;
}

export interface LiveSocket {
  readonly subscribe: (topic: Topic) => () => void;
  readonly ask: (ask: Ask) => Promise<AskOutcome>;
  /** Tries again at once, such as when the browser says that the network is back. */
  readonly retryNow: () => void;
  /** Ends it for good. */
  readonly close: () => void;
}

const RETRY = { firstMs: 500, maxMs: 15_000 } as const;
const WELCOME_WAIT_MS = 8_000;
const PING_EVERY_MS = 10_000;
const PONG_WAIT_MS = 5_000;
const ASK_WAIT_MS = 10_000;
/** More open questions than this means that something loops; they are answered `lost`. */
const ASKS_MAX = 64;

export function openLiveSocket(world: LiveWorld, events: LiveEvents): LiveSocket {
  const subscribers = new Map<Topic, number>();
  const mirrors = new Map<Topic, Mirror>();
  const asks = new Map<number, { readonly settle: (outcome: AskOutcome) => void; readonly cancel: () => void }>();
  const offsets = offsetKeeper();
  const timers = { retry: idle, welcome: idle, ping: idle, pong: idle };
  let wire: Wire | undefined;
  let isOpen = false;
  let isEnded = false;
  let attempt = 0;
  let stream: string | undefined;
  let nextAsk = 0;

  const say = (message: UpMessage) => wire?.send(JSON.stringify(message));

  function connect(): void {
    timers.retry();
    events.onLink({ kind: "connecting" });
    const opened = world.openWire();
    wire = opened;
    timers.welcome = world.after(WELCOME_WAIT_MS, () => lose(opened));
    opened.onopen = () => {
      const seen = Object.fromEntries([...mirrors].map(([topic, mirror]) => [topic, mirror.number]));
      say({ kind: "hello", version: protocolVersion, ...(stream === undefined ? {} : { resume: { stream, seen } }) });
    };
    opened.onmessage = (event) => {
      if (opened === wire) hear(event.data);
    };
    opened.onclose = () => lose(opened);
  }

  function lose(which: Wire): void {
    if (which !== wire) return;
    wire = undefined;
    isOpen = false;
    which.onclose = null;
    which.close();
    timers.welcome();
    timers.ping();
    timers.pong();
    settleAll();
    if (isEnded) return;
    const delayMs = backoffMs(attempt, world.random(), RETRY);
    attempt += 1;
    events.onLink({ kind: "lost", retryAt: world.now() + delayMs });
    timers.retry = world.after(delayMs, connect);
  }

  function end(why: Extract<LinkState, { kind: "ended" }>["why"]): void {
    if (isEnded) return;
    isEnded = true;
    timers.retry();
    if (wire !== undefined) lose(wire);
    events.onLink({ kind: "ended", why });
  }

  function hear(text: unknown): void {
    const message = typeof text === "string" ? readMessage(text) : undefined;
    // What this version cannot read belongs to a newer server that tells nothing we need.
    if (message === undefined) return;
    switch (message.kind) {
      case "welcome":
        return welcome(message.stream, message.now);
      case "unsupportedVersion":
        return end("outdated");
      case "signedOut":
        return end(message.reason);
      case "snapshot":
        return keep(message.topic, { number: message.number, view: message.view }, true);
      case "patch":
        return hearPatch(message.topic, message.number, message.patch);
      case "notSubscribed":
        return events.onNoView(message.topic, message.refused);
      case "answer":
        return settle(message.id, message.refused, message.interaction);
      case "pong":
        return hearPong(message.sentAt, message.now);
      case "customerChanged":
        return events.onCustomerChanged(message.contact, message.account);
      case "callbacksChanged":
        return events.onCallbacksChanged();
      default:
        return message satisfies never;
    }
  }

  function welcome(ofStream: string, serverNow: number): void {
    timers.welcome();
    if (stream !== ofStream) mirrors.clear();
    stream = ofStream;
    isOpen = true;
    attempt = 0;
    events.onClock(offsets.add(world.now(), world.now(), serverNow), 0);
    for (const topic of subscribers.keys()) say({ kind: "subscribe", topic });
    events.onLink({ kind: "open" });
    sendPing();
  }

  function hearPatch(topic: Topic, number: number, patch: Json): void {
    if (!subscribers.has(topic)) return;
    const applied = applyPatch(mirrors.get(topic), number, patch);
    if (applied.kind === "kept") keep(topic, applied.mirror, false);
    if (applied.kind !== "gap") return;
    mirrors.delete(topic);
    say({ kind: "subscribe", topic });
  }

  function keep(topic: Topic, mirror: Mirror, isWhole: boolean): void {
    if (!subscribers.has(topic)) return;
    mirrors.set(topic, mirror);
    events.onView(topic, mirror.view, isWhole);
  }

  function sendPing(): void {
    const pinged = wire;
    if (pinged === undefined) return;
    say({ kind: "ping", sentAt: world.now() });
    timers.pong = world.after(PONG_WAIT_MS, () => lose(pinged));
    timers.ping = world.after(PING_EVERY_MS, sendPing);
  }

  function hearPong(sentAt: number, serverNow: number): void {
    timers.pong();
    const receivedAt = world.now();
    events.onClock(offsets.add(sentAt, receivedAt, serverNow), receivedAt - sentAt);
  }

  function settle(id: number, refused: WireRefusal | undefined, interaction: string | undefined): void {
    const waiting = asks.get(id);
    asks.delete(id);
    waiting?.cancel();
    waiting?.settle(refused === undefined ? { kind: "done", interaction } : { kind: "refused", code: refused });
  }

  function settleAll(): void {
    for (const waiting of asks.values()) {
      waiting.cancel();
      waiting.settle({ kind: "lost" });
    }
    asks.clear();
  }

  connect();
  return {
    subscribe: (topic) => {
      const count = subscribers.get(topic) ?? 0;
      subscribers.set(topic, count + 1);
      if (count === 0 && isOpen) say({ kind: "subscribe", topic });
      return () => {
        const left = (subscribers.get(topic) ?? 1) - 1;
        if (left > 0) return void subscribers.set(topic, left);
        subscribers.delete(topic);
        mirrors.delete(topic);
        if (isOpen) say({ kind: "unsubscribe", topic });
      };
    },
    ask: (ask) => {
      if (!isOpen || asks.size >= ASKS_MAX) return Promise.resolve({ kind: "lost" });
      const id = nextAsk++;
      return new Promise((settleAsk) => {
        const cancel = world.after(ASK_WAIT_MS, () => {
          asks.delete(id);
          settleAsk({ kind: "lost" });
        });
        asks.set(id, { settle: settleAsk, cancel });
        say({ kind: "request", id, ask });
      });
    },
    retryNow: () => {
      if (!isEnded && wire === undefined) connect();
    },
    close: () => end("closed"),
  };
}

function idle(): void {
  // A timer that is not armed has nothing to cancel.
}

function readMessage(text: string): DownMessage | undefined {
  try {
    return downMessage.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
