/** The routes of call records and voice mail. An agent sees her own calls and those of contacts; a supervisor all. */

import type { Kysely } from "kysely";
import type { Instant } from "#routing/instant.ts";
import { isSupervisor } from "../platform/rights.ts";
import type { Session } from "../platform/sessions.ts";
import { listCalls, readCall } from "../records/read.ts";
import { listVoicemails, markHeard } from "../records/voicemails.ts";
import type { Database } from "../store/schema.ts";
import { Refused } from "./refused.ts";
import type { Handlers } from "./routes.ts";

export interface RecordParts {
  readonly db: Kysely<Database>;
  readonly now: () => Instant;
}

type RecordHandlers = Pick<Handlers, "listCalls" | "readCall" | "listVoicemails" | "markVoicemailHeard">;

export function recordHandlers({ db, now }: RecordParts): RecordHandlers {
  return {
    async listCalls({ query, session }) {
      const agent = query.mine === "true" ? session.user.id : query.agent;
      const { contact, queue, from, until, number, endReason } = query;
      const filter = {
        visibleTo: limitOf(session),
        agent,
        contact,
        queue,
        from,
        until,
        number,
        endReason,
        missed: query.missed === "true",
      };
      return await listCalls(db, filter, { after: query.after, limit: query.limit });
    },
    async readCall({ params, session }) {
      return (await readCall(db, params.id, limitOf(session))) ?? new Refused("notFound");
    },
    listVoicemails: ({ query }) => listVoicemails(db, { after: query.after, limit: query.limit }),
    async markVoicemailHeard({ params, body, session }) {
      const mark = { isHeard: body.isHeard, by: session.user.id, at: now() };
      return (await markHeard(db, params.id, mark)) ?? new Refused("notFound");
    },
  };
}

/** undefined: may see every call. */
function limitOf({ user }: Session): string | undefined {
  const viewer = { user: user.id, roles: user.roles };
  return isSupervisor(viewer) || user.roles.includes("admin") ? undefined : user.id;
}
