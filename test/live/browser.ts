/** The browser's end of the live socket, for tests: says hello, keeps copies of views by the protocol's own rules. */

import { once } from "node:events";
import { WebSocket, type ClientOptions, type RawData } from "ws";
import { downMessage, type DownMessage } from "#protocol/down.ts";
import type { WireRefusal } from "#protocol/errors.ts";
import { patched, type Json } from "#protocol/json.ts";
import { livePath } from "#protocol/live-path.ts";
import type { Ask, Topic, UpMessage } from "#protocol/up.ts";
import { protocolVersion } from "#protocol/version.ts";
import { boardView, type BoardView } from "#protocol/views/board.ts";
import { deskView, type DeskView } from "#protocol/views/desk.ts";
import type { Site } from "#test/http/site.ts";

type Of<Kind extends DownMessage["kind"]> = Extract<DownMessage, { kind: Kind }>;

export interface Browser extends AsyncDisposable {
  readonly socket: WebSocket;
  readonly heard: readonly DownMessage[];
  readonly stream: string;
  /** Last number of each topic. */
  readonly seen: Readonly<Record<string, number>>;
  say(message: UpMessage): void;
  sayText(text: string): void;
  /** Resolves to the first message from now on, or already unread, that fits. */
  next<Kind extends DownMessage["kind"]>(kind: Kind, fits?: (message: Of<Kind>) => boolean): Promise<Of<Kind>>;
  ask(ask: Ask): Promise<{ readonly refused: WireRefusal | undefined; readonly interaction: string | undefined }>;
  /** Resolves when the copy of the view fits; checks every view against the schema and every number for gaps. */
  desk(fits: (view: DeskView) => boolean): Promise<DeskView>;
  board(fits: (view: BoardView) => boolean): Promise<BoardView>;
  closed(): Promise<number>;
}

export interface BrowserOptions {
  readonly resume?: { readonly stream: string; readonly seen: Readonly<Record<string, number>> } | undefined;
  readonly topics?: readonly Topic[] | undefined;
  readonly version?: number | undefined;
  readonly socket?: ClientOptions | undefined;
}

export function dial(site: Pick<Site, "url">, cookie: string | undefined, options: ClientOptions = {}): WebSocket {
  const headers = cookie === undefined ? {} : { cookie };
  return new WebSocket(`${site.url.replace("http", "ws")}${livePath}`, { origin: site.url, headers, ...options });
}

/** Connects, says hello and subscribes. */
export async function browse(site: Pick<Site, "url">, cookie: string, options: BrowserOptions = {}): Promise<Browser> {
  const socket = dial(site, cookie, options.socket);
  const heard: DownMessage[] = [];
  const views = new Map<Topic, Json>();
  const seen: Record<string, number> = {};
  let unread = 0;
  let lastAsk = 0;
  const waiters = new Set<() => void>();
  const wake = (): void => {
    for (const waiter of waiters) waiter();
    waiters.clear();
  };

  socket.on("message", (bytes) => {
    const message = downMessage.parse(JSON.parse(textOf(bytes)));
    heard.push(message);
    if (message.kind === "snapshot") {
      views.set(message.topic, message.view);
      seen[message.topic] = message.number;
    } else if (message.kind === "patch") {
      const before = seen[message.topic] ?? options.resume?.seen[message.topic] ?? 0;
      if (message.number !== before + 1)
        throw new Error(`a gap in ${message.topic}: ${before}, then ${message.number}`);
      views.set(message.topic, patched(views.get(message.topic), message.patch));
      seen[message.topic] = message.number;
    }
    wake();
  });
  socket.on("close", () => wake());
  await once(socket, "open");

  async function changed(): Promise<void> {
    if (socket.readyState === WebSocket.CLOSED)
      throw new Error(`the socket closed; heard ${JSON.stringify(heard.slice(-5))}`);
    const { promise, resolve } = Promise.withResolvers<void>();
    waiters.add(resolve);
    await promise;
  }

  const isKind = <Kind extends DownMessage["kind"]>(message: DownMessage, kind: Kind): message is Of<Kind> =>
    message.kind === kind;

  const browser: Browser = {
    socket,
    heard,
    seen,
    get stream() {
      const welcome = heard.find((message) => message.kind === "welcome");
      return welcome?.stream ?? "";
    },
    say: (message) => socket.send(JSON.stringify(message)),
    sayText: (text) => socket.send(text),
    async next(kind, fits = () => true) {
      for (;;) {
        while (unread < heard.length) {
          const message = heard[unread++];
          if (message !== undefined && isKind(message, kind) && fits(message)) return message;
        }
        await changed();
      }
    },
    async ask(ask) {
      const id = ++lastAsk;
      browser.say({ kind: "request", id, ask });
      for (;;) {
        const answer = heard.find((message) => message.kind === "answer" && message.id === id);
        if (answer?.kind === "answer") return { refused: answer.refused, interaction: answer.interaction };
        await changed();
      }
    },
    async desk(fits) {
      for (;;) {
        const view = views.get("desk");
        if (view !== undefined) {
          const parsed = deskView.parse(view);
          if (fits(parsed)) return parsed;
        }
        await changed();
      }
    },
    async board(fits) {
      for (;;) {
        const view = views.get("board");
        if (view !== undefined) {
          const parsed = boardView.parse(view);
          if (fits(parsed)) return parsed;
        }
        await changed();
      }
    },
    async closed() {
      if (socket.readyState === WebSocket.CLOSED) throw new Error("closed before it was asked for");
      const [code]: unknown[] = await once(socket, "close");
      return Number(code);
    },
    async [Symbol.asyncDispose]() {
      if (socket.readyState === WebSocket.CLOSED) return;
      const closed = once(socket, "close");
      socket.terminate();
      await closed;
    },
  };
  const { resume } = options;
  browser.say({
    kind: "hello",
    version: options.version ?? protocolVersion,
    ...(resume === undefined ? {} : { resume: { stream: resume.stream, seen: { ...resume.seen } } }),
  });
  for (const topic of options.topics ?? []) browser.say({ kind: "subscribe", topic });
  return browser;
}

/** A message's bytes come as one Buffer unless a socket is told otherwise. */
function textOf(bytes: RawData): string {
  return Buffer.isBuffer(bytes) ? bytes.toString("utf8") : "";
}
