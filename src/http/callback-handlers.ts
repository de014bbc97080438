/** The routes of callbacks. A promise is answered when it is durable, never before. */

import type { Kysely } from "kysely";
import { agentId, contactId, interactionId, queueId } from "#routing/ids.ts";
import type { CallbackRequest } from "#routing/callback/inputs.ts";
import type { RefusalCode } from "#routing/refusals.ts";
import type { Engine } from "../engine/port.ts";
import { isSupervisor } from "../platform/rights.ts";
import type { Session } from "../platform/sessions.ts";
import { callbackParties, listCallbackRows } from "../records/read-callbacks.ts";
import type { Database } from "../store/schema.ts";
import { Refused, type ProblemCode } from "./refused.ts";
import type { Handlers } from "./routes.ts";

export interface CallbackParts {
  readonly db: Kysely<Database>;
  readonly engine: Engine;
}

type CallbackHandlers = Pick<Handlers, "listCallbacks" | "bookCallback" | "changeCallback" | "cancelCallback">;

export function callbackHandlers({ db, engine }: CallbackParts): CallbackHandlers {
  /** Resolves when everything that the request has led to is durable. */
  async function submit(request: CallbackRequest) {
    const { refusal, facts } = engine.submit(request);
    if (refusal !== undefined) return new Refused(problemOf(refusal.refused), { detail: refusal.refused });
    const last = facts.at(-1)?.n;
    if (last !== undefined) await engine.durable(last);
    return facts;
  }

  async function mayChange(id: string, session: Session): Promise<boolean> {
    return mayAll(session) || isHers(await callbackParties(db, id), session.user.id);
  }

  /** Hers may go to the queue and come back to her; what is a colleague's stays his, and to a colleague she gives nothing. */
  async function mayMove(id: string, to: string | undefined, session: Session): Promise<boolean> {
    if (mayAll(session)) return true;
    const parties = await callbackParties(db, id);
    if (parties === undefined || !isHers(parties, session.user.id)) return false;
    const from = parties.agent ?? undefined;
    return to === from || [to, from].every((agent) => agent === undefined || agent === session.user.id);
  }

  return {
    async listCallbacks({ query }) {
      const { items, next } = await listCallbackRows(db, query);
      return { items, ...(next === undefined ? {} : { next }) };
    },
    async bookCallback({ body, session }) {
      // An agreement is a person's; a program passes on a wish.
      if (session.isProgram === true && body.origin === "scheduled") return new Refused("forbidden");
      if (body.agent !== undefined && body.agent !== session.user.id && !mayAll(session))
        return new Refused("forbidden");
      const done = await submit({
        kind: "callback.bookRequested",
        origin: body.origin,
        by: body.origin === "scheduled" ? agentId(session.user.id) : undefined,
        queue: queueId(body.queue),
        number: body.number,
        name: body.name,
        contact: body.contact === undefined ? undefined : contactId(body.contact),
        timeZone: body.timeZone,
        dueAt: body.dueAt,
        agent: body.agent === undefined ? undefined : agentId(body.agent),
        note: body.note,
      });
      if (done instanceof Refused) return done;
      const told = done.find(({ kind }) => kind === "callback.booked" || kind === "callback.repeated");
      if (told?.kind !== "callback.booked" && told?.kind !== "callback.repeated") return new Refused("invalid");
      return { id: told.interaction, isRepeated: told.kind === "callback.repeated" };
    },
    async changeCallback({ params, body, session }) {
      const { dueAt, agent } = body;
      if (!(await mayMove(params.id, agent, session))) return new Refused("forbidden");
      const done = await submit({
        kind: "callback.rescheduleRequested",
        interaction: interactionId(params.id),
        dueAt,
        agent: agent === undefined ? undefined : agentId(agent),
      });
      return done instanceof Refused ? done : undefined;
    },
    async cancelCallback({ params, session }) {
      if (!(await mayChange(params.id, session))) return new Refused("forbidden");
      const done = await submit({ kind: "callback.cancelRequested", interaction: interactionId(params.id) });
      return done instanceof Refused ? done : undefined;
    },
  };
}

function isHers(parties: Awaited<ReturnType<typeof callbackParties>>, person: string): boolean {
  return parties?.agent === person || parties?.bookedBy === person;
}

function mayAll({ user }: Session): boolean {
  return user.roles.includes("admin") || isSupervisor({ user: user.id, roles: user.roles });
}

function problemOf(refusal: RefusalCode): ProblemCode {
  switch (refusal) {
    case "unknownInteraction":
    case "unknownDestination":
    case "unknownAgent":
      return "notFound";
    case "alreadyEnded":
    case "busy":
      return "inUse";
    case "switchDown":
      return "unavailable";
    default:
      return "invalid";
  }
}
