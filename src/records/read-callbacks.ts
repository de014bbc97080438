/** What the API shows of callbacks, from the rows that facts became. */

import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { CallbackView } from "#protocol/api/callbacks.ts";
import { instant } from "../store/instant-column.ts";
import type { Instant } from "#routing/instant.ts";
import type { Database } from "../store/schema.ts";
import { decodeCursor, encodeCursor } from "./read.ts";

export interface CallbackFilter {
  readonly state: "open" | "ended";
  readonly queue?: string | undefined;
  /** A mark that was not given out here is taken for the first page. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface CallbackPage {
  readonly items: CallbackView[];
  /** The `after` of the next page; undefined on the last one. */
  readonly next: string | undefined;
}

/** Open ones soonest first, ended ones newest first. */
export async function listCallbackRows(db: Kysely<Database>, filter: CallbackFilter): Promise<CallbackPage> {
  const isOpen = filter.state === "open";
  const orderedBy = isOpen ? "callback.due_at" : "callback.ended_at";
  const after = decodeCursor(filter.after);
  const isLater = sql.raw(isOpen ? ">" : "<");
  const rows = await db
    .selectFrom("cc.callbacks as callback")
    .leftJoin("cc.queues as queue", "queue.id", "callback.queue_id")
    .leftJoin("sys.users as agent", "agent.id", "callback.agent_id")
    .selectAll("callback")
    .select(["queue.name as queue_name", "agent.name as agent_name"])
    .where("callback.outcome", isOpen ? "is" : "is not", null)
    .$if(filter.queue !== undefined, (query) => query.where("callback.queue_id", "=", filter.queue ?? ""))
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(${sql.ref(orderedBy)}, callback.interaction_id) ${isLater}
          (${instant(after?.at ?? 0)}, ${after?.id ?? ""}::uuid)`,
      ),
    )
    .orderBy(orderedBy, isOpen ? "asc" : "desc")
    .orderBy("callback.interaction_id", isOpen ? "asc" : "desc")
    .limit(filter.limit + 1)
    .execute();
  const shown = rows.slice(0, filter.limit);
  const last = shown.at(-1);
  const lastAt = isOpen ? last?.due_at : last?.ended_at;
  const hasMore = rows.length > filter.limit && last !== undefined;
  const next = hasMore && typeof lastAt === "number" ? encodeCursor(lastAt, last.interaction_id) : undefined;
  const items = shown.map((row) => ({
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
  return { items, next };
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

interface Span {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** Promises that are still open, with the queue of each. */
export async function openPromises(
  db: Kysely<Database>,
): Promise<readonly { readonly interaction: string; readonly queue: string }[]> {
  return await db
    .selectFrom("cc.callbacks")
    .select(["interaction_id as interaction", "queue_id as queue"])
    .where("outcome", "is", null)
    .execute();
}

/** How many each queue promised from `startsAt` on, before `endsAt`. */
export async function promisesMade(
  db: Kysely<Database>,
  { startsAt, endsAt }: Span,
): Promise<readonly { readonly queue: string; readonly count: number }[]> {
  const { rows } = await sql<{ queue: string; count: number }>`
    select queue_id as queue, count(*)::int as count from cc.callbacks
    where booked_at >= ${instant(startsAt)} and booked_at < ${instant(endsAt)} group by queue_id`.execute(db);
  return rows;
}

/** How many of each queue's ended in that time, kept and otherwise. */
export async function promisesEnded(
  db: Kysely<Database>,
  { startsAt, endsAt }: Span,
): Promise<readonly { readonly queue: string; readonly isKept: boolean; readonly count: number }[]> {
  const { rows } = await sql<{ queue: string; isKept: boolean; count: number }>`
    select queue_id as queue, outcome = 'reached' as "isKept", count(*)::int as count from cc.callbacks
    where ended_at >= ${instant(startsAt)} and ended_at < ${instant(endsAt)}
    group by queue_id, outcome = 'reached'`.execute(db);
  return rows;
}
