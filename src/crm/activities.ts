/** Notes, tasks, promises, reminders: what was said and what is still to be done, and for whom. */

import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Instant } from "#routing/instant.ts";
import type { ActivityKind, ActivityStatus } from "../store/crm-tables.ts";
import { instant, optionalInstant } from "../store/instant-column.ts";
import { newId } from "../store/new-id.ts";
import type { Database } from "../store/schema.ts";
import type { Change } from "./change.ts";
import { afterKey, pageOf } from "./keyset.ts";
import type { Page } from "./keyset.ts";
import { isRefusal, refuse } from "./refusals.ts";
import type { CrmRefusal } from "./refusals.ts";
import { append } from "./timeline.ts";
import type { TimelineKind } from "./timeline.ts";
import { undoing } from "./undoing.ts";

export interface NewActivity {
  readonly kind: ActivityKind;
  /** One line. At least one of subject and body. */
  readonly subject?: string | undefined;
  readonly body?: string | undefined;
  readonly dueAt?: Instant | undefined;
  readonly remindAt?: Instant | undefined;
  /** Given to the customer: shown to whoever talks to him next. */
  readonly isPromise?: boolean | undefined;
  /** Seen by its owner only. */
  readonly isPrivate?: boolean | undefined;
  /** undefined: whoever writes it. */
  readonly ownerId?: string | undefined;
  readonly contactId?: string | undefined;
  readonly accountId?: string | undefined;
  readonly interactionId?: string | undefined;
}

export interface Activity {
  readonly id: string;
  readonly version: number;
  readonly kind: ActivityKind;
  readonly subject: string;
  readonly body: string;
  readonly status: ActivityStatus;
  readonly dueAt: Instant | undefined;
  readonly remindAt: Instant | undefined;
  readonly doneAt: Instant | undefined;
  readonly isPromise: boolean;
  readonly isPrivate: boolean;
  readonly ownerId: string | undefined;
  readonly contactId: string | undefined;
  readonly contactName: string | undefined;
  readonly accountId: string | undefined;
  readonly interactionId: string | undefined;
  readonly createdAt: Instant;
}

const SUBJECT_LENGTH_MAX = 300;
const BODY_LENGTH_MAX = 20_000;
const LIST_MAX = 200;

/** Refused: `text.missing`, `text.tooLong`, `contact.unknown`, `account.unknown`. */
export async function addActivity(
  db: Kysely<Database>,
  input: NewActivity,
  change: Change,
): Promise<Activity | CrmRefusal> {
  const subject = input.subject?.trim() ?? "";
  const body = input.body?.trim() ?? "";
  if (subject === "" && body === "") return refuse("text.missing");
  if (subject.length > SUBJECT_LENGTH_MAX || body.length > BODY_LENGTH_MAX) return refuse("text.tooLong");
  return undoing(db, async (transaction) => {
    if (!(await contactExists(transaction, input.contactId))) return refuse("contact.unknown");
    if (!(await accountExists(transaction, input.accountId))) return refuse("account.unknown");
    const id = newId(change.at);
    const ownerId = input.ownerId ?? change.by;
    await transaction
      .insertInto("crm.activities")
      .values({
        id,
        kind: input.kind,
        subject,
        body,
        // A note has nothing left to do.
        status: input.kind === "note" ? "done" : "open",
        done_at: input.kind === "note" ? instant(change.at) : null,
        due_at: optionalInstant(input.dueAt),
        remind_at: optionalInstant(input.remindAt),
        is_promise: input.isPromise ?? false,
        is_private: input.isPrivate ?? false,
        owner_id: ownerId ?? null,
        contact_id: input.contactId ?? null,
        account_id: input.accountId ?? null,
        interaction_id: input.interactionId ?? null,
        created_by: change.by ?? null,
        created_at: instant(change.at),
        updated_at: instant(change.at),
      })
      .execute();
    await append(
      transaction,
      {
        kind: timelineKind(input),
        contactId: input.contactId,
        accountId: input.accountId,
        interactionId: input.interactionId,
        activityId: id,
        privateTo: input.isPrivate === true ? ownerId : undefined,
        summary: subject === "" ? body : subject,
        detail: input.dueAt === undefined ? {} : { dueAt: input.dueAt },
      },
      change,
    );
    return readActivity(transaction, id, ownerId);
  });
}

/** A promise to a customer: a task with a date, linked to the call in which it was given. */
export async function promise(
  db: Kysely<Database>,
  given: {
    readonly subject: string;
    readonly dueAt: Instant;
    readonly contactId?: string | undefined;
    readonly accountId?: string | undefined;
    readonly interactionId?: string | undefined;
    readonly ownerId?: string | undefined;
  },
  change: Change,
): Promise<Activity | CrmRefusal> {
  return addActivity(db, { ...given, kind: "task", isPromise: true, remindAt: given.dueAt }, change);
}

/** In a patch, a field left out stays as it is. */
export interface ActivityPatch {
  readonly subject?: string | undefined;
  readonly body?: string | undefined;
  readonly dueAt?: Instant | null | undefined;
  readonly remindAt?: Instant | null | undefined;
  readonly ownerId?: string | null | undefined;
  readonly status?: ActivityStatus | undefined;
}

/** Refused: `activity.unknown`, `activity.notYours`, `activity.changedMeanwhile`, `text.missing`, `text.tooLong`. */
export async function updateActivity(
  db: Kysely<Database>,
  id: string,
  version: number,
  patch: ActivityPatch,
  change: Change,
): Promise<Activity | CrmRefusal> {
  if ((patch.subject?.length ?? 0) > SUBJECT_LENGTH_MAX || (patch.body?.length ?? 0) > BODY_LENGTH_MAX) {
    return refuse("text.tooLong");
  }
  return undoing(db, async (transaction) => {
    const before = await readActivity(transaction, id, change.by);
    if (isRefusal(before)) return before;
    const subject = patch.subject?.trim() ?? before.subject;
    const body = patch.body?.trim() ?? before.body;
    if (subject === "" && body === "") return refuse("text.missing");
    const status = patch.status ?? before.status;
    const { numUpdatedRows } = await transaction
      .updateTable("crm.activities")
      .set({
        subject,
        body,
        status,
        done_at: status === "done" ? instant(before.doneAt ?? change.at) : null,
        ...(patch.dueAt === undefined ? {} : { due_at: optionalInstant(patch.dueAt) }),
        ...(patch.remindAt === undefined ? {} : { remind_at: optionalInstant(patch.remindAt) }),
        ...(patch.ownerId === undefined ? {} : { owner_id: patch.ownerId }),
        updated_at: instant(change.at),
        version: version + 1,
      })
      .where("id", "=", id)
      .where("version", "=", version)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return refuse("activity.changedMeanwhile");
    const { contactId, accountId, interactionId } = before;
    await append(
      transaction,
      {
        kind: changeKind(before.status, status),
        contactId,
        accountId,
        interactionId,
        activityId: id,
        privateTo: before.isPrivate ? before.ownerId : undefined,
        summary: subject === "" ? body : subject,
      },
      change,
    );
    return readActivity(transaction, id, patch.ownerId ?? change.by);
  });
}

/** `viewerId` sees other people's activities unless they are private. */
export async function readActivity(
  db: Kysely<Database>,
  id: string,
  viewerId: string | undefined,
): Promise<Activity | CrmRefusal> {
  const row = await rows(db).where("activity.id", "=", id).executeTakeFirst();
  if (row === undefined) return refuse("activity.unknown");
  return row.is_private && row.owner_id !== (viewerId ?? null) ? refuse("activity.notYours") : activityOf(row);
}

/** What somebody has still to do, the soonest first; what has no date comes last. `dueBefore` for "today". */
export async function myWork(
  db: Kysely<Database>,
  ownerId: string,
  filter: { readonly dueBefore?: Instant | undefined; readonly limit?: number | undefined } = {},
): Promise<readonly Activity[]> {
  let query = rows(db).where("activity.owner_id", "=", ownerId).where("activity.status", "=", "open");
  if (filter.dueBefore !== undefined) query = query.where("activity.due_at", "<", instant(filter.dueBefore));
  const found = await query
    .orderBy("activity.due_at", (order) => order.asc().nullsLast())
    .orderBy("activity.id")
    .limit(Math.min(filter.limit ?? LIST_MAX, LIST_MAX))
    .execute();
  return found.map(activityOf);
}

/** One's own notes, newest first: the notebook. */
export async function myNotes(db: Kysely<Database>, ownerId: string, limit = LIST_MAX): Promise<readonly Activity[]> {
  const found = await rows(db)
    .where("activity.owner_id", "=", ownerId)
    .where("activity.kind", "=", "note")
    .orderBy("activity.created_at", "desc")
    .orderBy("activity.id", "desc")
    .limit(Math.min(limit, LIST_MAX))
    .execute();
  return found.map(activityOf);
}

/** A customer's notes and tasks that `viewerId` may see (undefined: all): open ones by date, then the rest, newest first. */
export async function activitiesOf(
  db: Kysely<Database>,
  contactId: string,
  viewerId: string | undefined,
  limit = LIST_MAX,
): Promise<readonly Activity[]> {
  const found = await rows(db)
    .where("activity.contact_id", "=", contactId)
    .where((where) =>
      viewerId === undefined
        ? where.lit(true)
        : where.or([where("activity.is_private", "=", false), where("activity.owner_id", "=", viewerId)]),
    )
    .orderBy((order) => order.case().when("activity.status", "=", "open").then(0).else(1).end())
    .orderBy((order) => order.case().when("activity.status", "=", "open").then(order.ref("activity.due_at")).end())
    .orderBy("activity.created_at", "desc")
    .orderBy("activity.id", "desc")
    .limit(Math.min(limit, LIST_MAX))
    .execute();
  return found.map(activityOf);
}

function timelineKind(input: NewActivity): TimelineKind {
  if (input.kind === "note") return "note.written";
  return input.isPromise === true ? "promise.given" : "task.added";
}

function changeKind(before: ActivityStatus, after: ActivityStatus): TimelineKind {
  if (before === after || after === "open") return "activity.changed";
  return after === "done" ? "activity.done" : "activity.cancelled";
}

function rows(db: Kysely<Database>) {
  return db
    .selectFrom("crm.activities as activity")
    .leftJoin("crm.contacts as contact", "contact.id", "activity.contact_id")
    .selectAll("activity")
    .select("contact.full_name");
}

function activityOf(row: {
  readonly id: string;
  readonly version: number;
  readonly kind: ActivityKind;
  readonly subject: string;
  readonly body: string;
  readonly status: ActivityStatus;
  readonly due_at: Instant | null;
  readonly remind_at: Instant | null;
  readonly done_at: Instant | null;
  readonly is_promise: boolean;
  readonly is_private: boolean;
  readonly owner_id: string | null;
  readonly contact_id: string | null;
  readonly full_name: string | null;
  readonly account_id: string | null;
  readonly interaction_id: string | null;
  readonly created_at: Instant;
}): Activity {
  return {
    id: row.id,
    version: row.version,
    kind: row.kind,
    subject: row.subject,
    body: row.body,
    status: row.status,
    dueAt: row.due_at ?? undefined,
    remindAt: row.remind_at ?? undefined,
    doneAt: row.done_at ?? undefined,
    isPromise: row.is_promise,
    isPrivate: row.is_private,
    ownerId: row.owner_id ?? undefined,
    contactId: row.contact_id ?? undefined,
    contactName: row.full_name ?? undefined,
    accountId: row.account_id ?? undefined,
    interactionId: row.interaction_id ?? undefined,
    createdAt: row.created_at,
  };
}

async function contactExists(db: Kysely<Database>, id: string | undefined): Promise<boolean> {
  if (id === undefined) return true;
  return (await db.selectFrom("crm.contacts").select("id").where("id", "=", id).executeTakeFirst()) !== undefined;
}

async function accountExists(db: Kysely<Database>, id: string | undefined): Promise<boolean> {
  if (id === undefined) return true;
  return (await db.selectFrom("crm.accounts").select("id").where("id", "=", id).executeTakeFirst()) !== undefined;
}

/** Tasks and notes by filter, page by page: what is open comes with the soonest first, the rest with the newest first. */
export async function listActivities(
  db: Kysely<Database>,
  filter: {
    readonly viewerId: string;
    readonly ownerId?: string | undefined;
    readonly contactId?: string | undefined;
    readonly kind?: ActivityKind | undefined;
    readonly isOpen?: boolean | undefined;
    readonly after?: string | undefined;
    readonly limit?: number | undefined;
  },
): Promise<Page<Activity> | CrmRefusal> {
  const after = afterKey(filter.after);
  if (after !== undefined && isRefusal(after)) return after;
  let query = rows(db).where((where) =>
    where.or([where("activity.is_private", "=", false), where("activity.owner_id", "=", filter.viewerId)]),
  );
  if (filter.ownerId !== undefined) query = query.where("activity.owner_id", "=", filter.ownerId);
  if (filter.contactId !== undefined) query = query.where("activity.contact_id", "=", filter.contactId);
  if (filter.kind !== undefined) query = query.where("activity.kind", "=", filter.kind);
  if (filter.isOpen !== undefined) query = query.where("activity.status", filter.isOpen ? "=" : "!=", "open");
  if (filter.isOpen === true) {
    // What has no date comes after everything that has one.
    const due = sql<number>`coalesce(extract(epoch from activity.due_at) * 1000, 9e15)`;
    if (after !== undefined)
      query = query.where(sql<boolean>`(${due}, activity.id) > (${after.key[0]}, ${after.key[1]})`);
    return pageOf(filter.limit, async (limit) => {
      const found = await query.orderBy(due).orderBy("activity.id").limit(limit).execute();
      return found.map((row) => ({ key: [row.due_at ?? 9e15, row.id], row: activityOf(row) }));
    });
  }
  if (after !== undefined) {
    const [at, id] = after.key;
    query = query.where(sql<boolean>`(activity.created_at, activity.id) < (${instant(Number(at))}, ${id})`);
  }
  return pageOf(filter.limit, async (limit) => {
    const found = await query
      .orderBy("activity.created_at", "desc")
      .orderBy("activity.id", "desc")
      .limit(limit)
      .execute();
    return found.map((row) => ({ key: [row.created_at, row.id], row: activityOf(row) }));
  });
}
