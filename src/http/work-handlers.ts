/** Mail and chat from connectors: requests to the engine, acknowledged when they would survive a restart. */

import type { Kysely } from "kysely";
import { contactId, interactionId, queueId } from "#routing/ids.ts";
import { knownOfContact } from "../crm/known-of-contact.ts";
import type { Engine, Submitted } from "../engine/port.ts";
import { hasRecord } from "../records/has-record.ts";
import { requirementOf } from "../setup/needs.ts";
import type { Database } from "../store/schema.ts";
import { Refused } from "./refused.ts";
import type { Handlers } from "./routes.ts";

export function workHandlers(engine: Engine, db: Kysely<Database>): Pick<Handlers, "offerWork" | "withdrawWork"> {
  const kept = async ({ facts }: Submitted): Promise<void> => {
    const last = facts.at(-1);
    if (last !== undefined) await engine.durable(last.n);
  };
  return {
    async offerWork({ body }) {
      const { id, medium, queue, from, subject, contact, priority, requirement, ref } = body;
      // One that has ended is not known to the engine any more.
      if (await hasRecord(db, id)) return { id };
      const values = contact === undefined ? {} : await knownOfContact(db, contact);
      const submitted = engine.submit({
        kind: "work.offered",
        interaction: interactionId(id),
        medium,
        queue: queueId(queue),
        from,
        subject,
        contact: contact === undefined ? undefined : contactId(contact),
        values,
        priority,
        requirement: requirementOf(requirement),
        ref,
      });
      if (submitted.refusal !== undefined) {
        return new Refused("invalid", { fields: [{ path: "queue", message: "there is no such queue" }] });
      }
      await kept(submitted);
      return { id };
    },
    async withdrawWork({ params }) {
      const submitted = engine.submit({ kind: "work.withdrawn", interaction: interactionId(params.id.toLowerCase()) });
      if (submitted.refusal !== undefined) return new Refused("notFound");
      await kept(submitted);
      return undefined;
    },
  };
}
