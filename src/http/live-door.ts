/** The upgrade to the live socket: our own page, somebody signed in, or no socket at all. */

import websocket from "@fastify/websocket";
import type { WebSocket } from "ws";
import { livePath } from "#protocol/live-path.ts";
import { isOurPage, type OriginRule } from "../platform/origins.ts";
import type { Session, Sessions } from "../platform/sessions.ts";
import { sendProblem } from "./answer-problems.ts";
import type { SessionCookie } from "./cookie.ts";
import type { App } from "./fastify-types.ts";
import { Refused } from "./refused.ts";

export interface LiveDoorParts {
  readonly sessions: Sessions;
  readonly cookie: SessionCookie;
  readonly origins: OriginRule;
  readonly messageBytesMax: number;
  /** Takes the socket over. */
  readonly accept: (socket: WebSocket, session: Session) => void;
}

export async function registerLiveDoor(app: App, parts: LiveDoorParts): Promise<void> {
  // Compression would keep some 100 KiB of state per socket; patches are small.
  await app.register(websocket, { options: { maxPayload: parts.messageBytesMax, perMessageDeflate: false } });
  app.get(
    livePath,
    {
      websocket: true,
      preValidation: async (request, reply) => {
        if (!isOurPage(parts.origins, request.headers, true))
          return await sendProblem(reply, new Refused("foreignOrigin"));
        request.signedIn = await parts.sessions.find(parts.cookie.read(request) ?? "");
        if (request.signedIn === undefined) return await sendProblem(reply, new Refused("signedOut"));
      },
    },
    (socket, request) => {
      if (request.signedIn === undefined) socket.close();
      else parts.accept(socket, request.signedIn);
    },
  );
}
