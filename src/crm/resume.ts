/** Where the last conversation stopped: what an agent reads in the first two seconds of the next one. */

import type { Kysely } from "kysely";
import type { Instant } from "#routing/instant.ts";
import type { Database } from "../store/schema.ts";
import type { Activity } from "./activities.ts";
import { activitiesOf } from "./activities.ts";
import { readContact } from "./contacts.ts";
import type { Contact } from "./contacts.ts";
import { isRefusal } from "./refusals.ts";
import type { CrmRefusal } from "./refusals.ts";

export interface PastInteraction {
  readonly id: string;
  readonly direction: string;
  readonly startedAt: Instant;
  readonly agentName: string | undefined;
  readonly queueName: string | undefined;
  readonly endReason: string | undefined;
  readonly disposition: string | undefined;
  readonly note: string | undefined;
}

export interface Resume {
  readonly contact: Contact;
  /** The soonest first; the reader compares `dueAt` with his clock. */
  readonly openPromises: readonly Activity[];
  readonly lastNote: Activity | undefined;
  readonly lastInteractions: readonly PastInteraction[];
}

const INTERACTIONS_SHOWN = 3;

/** `exceptInteractionId`: the call that is ringing now. Refused: `contact.unknown`. */
export async function resumeOf(
  db: Kysely<Database>,
  contactId: string,
  viewerId: string,
  exceptInteractionId?: string,
): Promise<Resume | CrmRefusal> {
  const [contact, activities, interactions] = await Promise.all([
    readContact(db, contactId),
    activitiesOf(db, contactId, viewerId),
    pastInteractions(db, contactId, exceptInteractionId),
  ]);
  if (isRefusal(contact)) return contact;
  return {
    contact,
    openPromises: activities.filter((activity) => activity.isPromise && activity.status === "open"),
    lastNote: activities.find((activity) => activity.kind === "note"),
    lastInteractions: interactions,
  };
}

async function pastInteractions(
  db: Kysely<Database>,
  contactId: string,
  exceptId: string | undefined,
): Promise<readonly PastInteraction[]> {
  let query = db
    .selectFrom("cc.interactions as call")
    .leftJoin("sys.users as agent", "agent.id", "call.agent_id")
    .leftJoin("cc.queues as queue", "queue.id", "call.queue_id")
    .select([
      "call.id",
      "call.direction",
      "call.started_at",
      "agent.name as agent_name",
      "queue.name as queue_name",
      "call.end_reason",
      "call.disposition",
      "call.note",
    ])
    .where("call.contact_id", "=", contactId);
  if (exceptId !== undefined) query = query.where("call.id", "!=", exceptId);
  const rows = await query.orderBy("call.started_at", "desc").limit(INTERACTIONS_SHOWN).execute();
  return rows.map((row) => ({
    id: row.id,
    direction: row.direction,
    startedAt: row.started_at,
    agentName: row.agent_name ?? undefined,
    queueName: row.queue_name ?? undefined,
    endReason: row.end_reason ?? undefined,
    disposition: row.disposition ?? undefined,
    note: row.note ?? undefined,
  }));
}
