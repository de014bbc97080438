/** The other end of the live socket: hello, snapshots, numbered patches, answers. As `protocol/down.ts` says, no more. */

import type { IncomingMessage, Server } from "node:http";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import type { DownMessage } from "#protocol/down.ts";
import { difference, type Json } from "#protocol/json.ts";
import { livePath } from "#protocol/live-path.ts";
import { upMessage, type Ask, type Topic } from "#protocol/up.ts";
import { protocolVersion } from "#protocol/version.ts";
import type { WireRefusal } from "#protocol/errors.ts";

export interface Answered {
  readonly refused?: WireRefusal;
  readonly interaction?: string;
}

export interface LiveSide {
  /** Sends what has changed since the last time, to everybody who follows. */
  readonly push: () => void;
  /** Says something that belongs to no topic, to everybody. */
  readonly tell: (message: DownMessage) => void;
  /** Cuts all sockets; `isRefusing` keeps new ones out until called again with false. */
  readonly cut: (isRefusing: boolean) => void;
  /** Leaves out a number, as a lost message would. */
  readonly skipNumber: () => void;
  /** All asks so far, in order. */
  readonly asks: readonly Ask[];
  readonly subscriptions: () => number;
  readonly close: () => void;
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString("utf8");
}

interface Following {
  number: number;
  view: Json;
}

export function liveSide(server: Server, viewOf: (topic: Topic) => Json, answer: (ask: Ask) => Answered): LiveSide {
  const sockets = new WebSocketServer({ noServer: true });
  const following = new Map<WebSocket, Map<Topic, Following>>();
  const asks: Ask[] = [];
  let isRefusing = false;
  let subscriptions = 0;

  server.on("upgrade", (request: IncomingMessage, socket, head) => {
    if (isRefusing || request.url !== livePath) return void socket.destroy();
    sockets.handleUpgrade(request, socket, head, (opened) => {
      following.set(opened, new Map());
      opened.on("message", (data: RawData) => hear(opened, textOf(data)));
      opened.on("close", () => following.delete(opened));
    });
  });

  const say = (socket: WebSocket, message: DownMessage) => socket.send(JSON.stringify(message));

  function hear(socket: WebSocket, text: string): void {
    const message = upMessage.parse(JSON.parse(text));
    switch (message.kind) {
      case "hello":
        return say(socket, { kind: "welcome", version: protocolVersion, stream: "test", now: Date.now() });
      case "subscribe": {
        subscriptions += 1;
        const view = structuredClone(viewOf(message.topic));
        following.get(socket)?.set(message.topic, { number: 1, view });
        return say(socket, { kind: "snapshot", topic: message.topic, number: 1, view });
      }
      case "unsubscribe":
        return void following.get(socket)?.delete(message.topic);
      case "ping":
        return say(socket, { kind: "pong", sentAt: message.sentAt, now: Date.now() });
      case "request": {
        asks.push(message.ask);
        const answered = answer(message.ask);
        say(socket, { kind: "answer", id: message.id, ...answered });
        return push();
      }
      default:
        return message satisfies never;
    }
  }

  function push(): void {
    for (const [socket, topics] of following)
      for (const [topic, state] of topics) {
        const now = structuredClone(viewOf(topic));
        const patch = difference(state.view, now);
        if (patch === undefined) continue;
        state.number += 1;
        state.view = now;
        say(socket, { kind: "patch", topic, number: state.number, patch });
      }
  }

  return {
    push,
    tell: (message) => {
      for (const socket of following.keys()) say(socket, message);
    },
    asks,
    subscriptions: () => subscriptions,
    skipNumber: () => {
      for (const topics of following.values()) for (const state of topics.values()) state.number += 1;
    },
    cut: (refuse) => {
      isRefusing = refuse;
      for (const socket of following.keys()) socket.terminate();
    },
    close: () => {
      for (const socket of following.keys()) socket.terminate();
      sockets.close();
    },
  };
}
