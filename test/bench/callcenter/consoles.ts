/** Agents at their consoles, as far as the service can tell: signed in, on the live socket, subscribed to their desks. */

import { once } from "node:events";
import type { RawData } from "ws";
import { seat as seatReply } from "#protocol/api/session.ts";
import { downMessage } from "#protocol/down.ts";
import type { UpMessage } from "#protocol/up.ts";
import { protocolVersion } from "#protocol/version.ts";
import type { PresenceView } from "#protocol/views/presence.ts";
import { dial } from "#test/live/browser.ts";
import { consolePassword } from "./our-site.ts";

export interface BenchConsole extends AsyncDisposable {
  readonly seat: { readonly sipUser: string; readonly password: string };
  /** Rejects when it is refused. */
  setPresence(presence: PresenceView): Promise<void>;
}

const answerMsMax = 15_000;

/** Signs in, takes the seat and subscribes to the desk, whose patches are received and not looked at. */
export async function openConsole(url: string, login: string): Promise<BenchConsole> {
  const signedIn = await fetch(`${url}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ login, password: consolePassword }),
  });
  if (signedIn.status !== 200) throw new Error(`${login} cannot sign in: ${await signedIn.text()}`);
  const cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const answered = await fetch(`${url}/api/seat`, { method: "POST", headers: { cookie, origin: url } });
  const seat = seatReply.parse(await answered.json());
  if (seat.kind !== "sip") throw new Error(`${login} has no seat on the switch`);
  const socket = dial({ url }, cookie);
  await once(socket, "open");
  const say = (message: UpMessage): void => socket.send(JSON.stringify(message));
  say({ kind: "hello", version: protocolVersion });
  say({ kind: "subscribe", topic: "desk" });
  let lastAsk = 0;
  return {
    seat,
    setPresence: async (presence) => {
      const id = ++lastAsk;
      const told = Promise.withResolvers<void>();
      const hear = (bytes: RawData): void => {
        const message = downMessage.parse(JSON.parse(Buffer.isBuffer(bytes) ? bytes.toString("utf8") : ""));
        if (message.kind !== "answer" || message.id !== id) return;
        if (message.refused === undefined) told.resolve();
        else told.reject(new Error(`${login} may not be ${presence.kind}: ${message.refused}`));
      };
      const timer = setTimeout(() => told.reject(new Error(`${login} is not answered`)), answerMsMax);
      socket.on("message", hear);
      say({ kind: "request", id, ask: { kind: "setPresence", presence } });
      try {
        await told.promise;
      } finally {
        clearTimeout(timer);
        socket.off("message", hear);
      }
    },
    [Symbol.asyncDispose]: async () => {
      if (socket.readyState === socket.CLOSED) return;
      const closed = once(socket, "close");
      socket.terminate();
      await closed;
    },
  };
}
