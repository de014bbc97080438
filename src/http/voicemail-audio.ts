/** The sound of a voicemail: for people who may, in parts as players ask for it, never by a path from outside. */

import { z } from "zod";
import { isUuid } from "#routing/ids.ts";
import type { WriteAudit } from "../platform/audit.ts";
import { isAllowed } from "../platform/rights.ts";
import type { Sessions } from "../platform/sessions.ts";
import { sendProblem } from "./answer-problems.ts";
import type { SessionCookie } from "./cookie.ts";
import type { App } from "./fastify-types.ts";
import { Refused } from "./refused.ts";

export interface VoicemailAudioParts {
  readonly sessions: Sessions;
  readonly cookie: SessionCookie;
  readonly audit: WriteAudit;
  /** Absolute. */
  readonly recordingsFolder: string;
  /** `<interaction>/<recording>.wav` of the message; undefined: no such message, or its sound is gone. */
  readonly fileOf: (voicemail: string) => Promise<string | undefined>;
}

const byId = z.object({ id: z.uuid() });
const listeners = ["agent", "supervisor", "admin"] as const;

export function registerVoicemailAudio(app: App, parts: VoicemailAudioParts): void {
  app.get("/api/voicemails/:id/audio", async (request, reply) => {
    const session = await parts.sessions.find(parts.cookie.read(request) ?? "");
    if (session === undefined) return await sendProblem(reply, new Refused("signedOut"));
    const viewer = { user: session.user.id, roles: session.user.roles };
    if (!isAllowed(listeners, viewer)) return await sendProblem(reply, new Refused("forbidden"));
    const params = byId.safeParse(request.params);
    if (!params.success) return await sendProblem(reply, new Refused("malformed"));
    const file = await parts.fileOf(params.data.id);
    if (file === undefined || !isOwnFile(file)) return await sendProblem(reply, new Refused("notFound"));
    // Players ask for many parts of one sound; the first one is the listening.
    if (!/^bytes=[1-9]/.test(request.headers.range ?? "")) {
      await parts.audit({
        actor: session.user.id,
        action: "listened",
        object: "voicemails",
        objectId: params.data.id,
        detail: undefined,
        ip: request.ip,
        requestId: request.id,
      });
    }
    reply.header("cache-control", "private, no-store").type("audio/wav");
    return await reply.sendFile(file, parts.recordingsFolder, { cacheControl: false, acceptRanges: true });
  });
}

/** Names of recordings are made of two ids by the core; a row that says anything else is not followed. */
function isOwnFile(file: string): boolean {
  const [interaction, recording, ...rest] = file.split("/");
  if (interaction === undefined || recording === undefined || rest.length > 0) return false;
  return isUuid(interaction) && recording.endsWith(".wav") && isUuid(recording.slice(0, -".wav".length));
}
