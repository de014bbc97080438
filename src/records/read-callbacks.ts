/** What the API shows of callbacks, from the rows that facts became. */

import type { Kysely } from "kysely";
import type { CallbackView } from "#protocol/api/callbacks.ts";
import type { Database } from "../store/schema.ts";

export interface CallbackFilter {
  readonly state: "open" | "ended";
  readonly queue?: string | undefined;
  readonly limit: number;
}

/** Open ones soonest first, ended ones newest first. */
export async function listCallbackRows(db: Kysely<Database>, filter: CallbackFilter): Promise<CallbackView[]> {
  const isOpen = filter.state === "open";
  const rows = await db
    .selectFrom("cc.callbacks as callback")
    .leftJoin("cc.queues as queue", "queue.id", "callback.queue_id")
    .leftJoin("sys.users as agent", "agent.id", "callback.agent_id")
    .selectAll("callback")
    .select(["queue.name as queue_name", "agent.name as agent_name"])
    .where("callback.outcome", isOpen ? "is" : "is not", null)
    .$if(filter.queue !== undefined, (query) => query.where("callback.queue_id", "=", filter.queue ?? ""))
    .orderBy(isOpen ? "callback.due_at" : "callback.ended_at", isOpen ? "asc" : "desc")
    .orderBy("callback.interaction_id")
    .limit(filter.limit)
    .execute();
  return rows.map((row) => ({
    id: row.interaction_id,
    origin: row.origin,
    queue: row.queue_id,
    queueName: row.queue_name ?? undefined,
    number: row.number,
    name: row.name ?? undefined,
    contact: row.contact_id ?? undefined,
    agent: row.agent_id ?? undefined,
    agentName: row.agent_name ?? undefined,
    bookedBy: row.booked_by ?? undefined,
    note: row.note,
    timeZone: row.time_zone ?? undefined,
    bookedAt: row.booked_at,
    enteredAt: row.entered_at,
    dueAt: row.due_at,
    expiresAt: row.expires_at,
    attempts: row.attempts,
    lastAttemptAt: row.last_attempt_at ?? undefined,
    lastCause: row.last_cause ?? undefined,
    outcome: row.outcome ?? undefined,
    endedAt: row.ended_at ?? undefined,
  }));
}

/** Whose an open callback is: who booked it, and whom it is for; undefined: there is none. */
export async function callbackParties(
  db: Kysely<Database>,
  id: string,
): Promise<{ readonly agent: string | null; readonly bookedBy: string | null } | undefined> {
  return await db
    .selectFrom("cc.callbacks")
    .select(["agent_id as agent", "booked_by as bookedBy"])
    .where("interaction_id", "=", id)
    .executeTakeFirst();
}
