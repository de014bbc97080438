/** What happened to a customer, newest first. The one writer of `crm.timeline`, and its reader. */

import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import type { Instant } from "#routing/instant.ts";
import { instant } from "../store/instant-column.ts";
import { json } from "../store/json-column.ts";
import type { Database } from "../store/schema.ts";
import type { Change } from "./change.ts";
import { afterKey, pageOf } from "./keyset.ts";
import type { Page } from "./keyset.ts";
import { isRefusal } from "./refusals.ts";
import type { CrmRefusal } from "./refusals.ts";

/** PostgreSQL channel: every entry is announced when its transaction commits, as `CustomerChange` in JSON. */
export const CHANGES_CHANNEL = "crm_changes";

/** Every kind of thing that can happen to a customer. */
export const timelineKinds = [
  "contact.created",
  "contact.changed",
  "contact.archived",
  "account.created",
  "account.changed",
  "account.archived",
  "account.joined",
  "account.left",
  "point.added",
  "point.removed",
  "caller.chosen",
  "note.written",
  "task.added",
  "promise.given",
  "activity.changed",
  "activity.done",
  "activity.cancelled",
  "interaction.ended",
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

export interface TimelineEvent {
  readonly kind: TimelineKind;
  readonly contactId?: string | undefined;
  readonly accountId?: string | undefined;
  readonly activityId?: string | undefined;
  readonly interactionId?: string | undefined;
  /** Only this user sees the entry. */
  readonly privateTo?: string | undefined;
  /** One line, in the words of whoever wrote it. */
  readonly summary: string;
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

export interface TimelineEntry extends TimelineEvent {
  readonly id: number;
  readonly at: Instant;
  readonly actorId: string | undefined;
}

/** The payload of a notification. */
export interface CustomerChange {
  readonly kind: TimelineKind;
  readonly contactId: string | undefined;
  readonly accountId: string | undefined;
}

const SUMMARY_LENGTH_MAX = 300;

/** Inside the transaction of the change itself, so that neither can exist without the other. */
export async function append(transaction: Transaction<Database>, event: TimelineEvent, change: Change): Promise<void> {
  await transaction
    .insertInto("crm.timeline")
    .values({
      at: instant(change.at),
      kind: event.kind,
      contact_id: event.contactId ?? null,
      account_id: event.accountId ?? null,
      activity_id: event.activityId ?? null,
      interaction_id: event.interactionId ?? null,
      actor_id: change.by ?? null,
      private_to: event.privateTo ?? null,
      summary: event.summary.slice(0, SUMMARY_LENGTH_MAX),
      detail: json(event.detail ?? {}),
    })
    .execute();
  const announced: CustomerChange = { kind: event.kind, contactId: event.contactId, accountId: event.accountId };
  await sql`select pg_notify(${CHANGES_CHANNEL}, ${JSON.stringify(announced)})`.execute(transaction);
}

export interface TimelineFilter {
  /** Entries of one contact or of one account (which includes what its people did in its name). */
  readonly of: { readonly contactId: string } | { readonly accountId: string };
  /** Who looks: other people's private entries are left out. */
  readonly viewerId: string;
  readonly kinds?: readonly TimelineKind[] | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** Newest first. */
export async function readTimeline(
  db: Kysely<Database>,
  filter: TimelineFilter,
): Promise<Page<TimelineEntry> | CrmRefusal> {
  const after = afterKey(filter.after);
  if (after !== undefined && isRefusal(after)) return after;
  let query = db
    .selectFrom("crm.timeline")
    .selectAll()
    .where((where) => where.or([where("private_to", "is", null), where("private_to", "=", filter.viewerId)]));
  query =
    "contactId" in filter.of
      ? query.where("contact_id", "=", filter.of.contactId)
      : query.where("account_id", "=", filter.of.accountId);
  if (filter.kinds !== undefined && filter.kinds.length > 0) query = query.where("kind", "in", filter.kinds);
  if (after !== undefined) {
    const [at, id] = after.key;
    query = query.where(sql<boolean>`(at, id) < (${instant(Number(at))}, ${Number(id)})`);
  }
  return pageOf(filter.limit, async (limit) => {
    const rows = await query.orderBy("at", "desc").orderBy("id", "desc").limit(limit).execute();
    return rows.map((row) => ({ key: [row.at, row.id], row: entry(row) }));
  });
}

function entry(row: {
  readonly id: number;
  readonly at: Instant;
  readonly kind: string;
  readonly contact_id: string | null;
  readonly account_id: string | null;
  readonly activity_id: string | null;
  readonly interaction_id: string | null;
  readonly actor_id: string | null;
  readonly private_to: string | null;
  readonly summary: string;
  readonly detail: Readonly<Record<string, unknown>>;
}): TimelineEntry {
  const kind = timelineKinds.find((one) => one === row.kind);
  if (kind === undefined) throw new Error(`crm.timeline ${row.id} has the unknown kind ${row.kind}`);
  return {
    id: row.id,
    at: row.at,
    kind,
    contactId: row.contact_id ?? undefined,
    accountId: row.account_id ?? undefined,
    activityId: row.activity_id ?? undefined,
    interactionId: row.interaction_id ?? undefined,
    actorId: row.actor_id ?? undefined,
    privateTo: row.private_to ?? undefined,
    summary: row.summary,
    detail: row.detail,
  };
}
