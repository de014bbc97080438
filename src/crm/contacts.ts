/** People outside: created, read, changed. A change names the version that it was made on; a stale one is refused. */

import type { Kysely, Transaction } from "kysely";
import type { Instant } from "#routing/instant.ts";
import type { Attributes, ContactKind, Importance, Tier } from "../store/crm-tables.ts";
import { instant } from "../store/instant-column.ts";
import { json } from "../store/json-column.ts";
import { newId } from "../store/new-id.ts";
import type { Database } from "../store/schema.ts";
import type { Change } from "./change.ts";
import { insertPoint, listPoints } from "./contact-points.ts";
import type { ContactPoint, NewPoint } from "./contact-points.ts";
import { nameAlt } from "./name-alt.ts";
import type { NumberingPlan } from "./phone-numbers.ts";
import { isRefusal, refuse } from "./refusals.ts";
import type { CrmRefusal } from "./refusals.ts";
import { append } from "./timeline.ts";
import { undoing } from "./undoing.ts";

/** What a person can set. In a patch, a field left out stays as it is. */
export interface ContactFields {
  readonly fullName?: string | undefined;
  readonly salutation?: string | null | undefined;
  readonly jobTitle?: string | null | undefined;
  readonly kind?: ContactKind | undefined;
  readonly tier?: Tier | undefined;
  readonly importance?: Importance | undefined;
  /** BCP 47, for example `zh` or `es-MX`. */
  readonly language?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly ownerId?: string | null | undefined;
  readonly isDoNotCall?: boolean | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Replaced whole. */
  readonly attributes?: Attributes | undefined;
  readonly note?: string | null | undefined;
}

export interface NewContact extends ContactFields {
  /** At least one of a name and a point: somebody who only has a number is a contact too. */
  readonly points?: readonly NewPoint[] | undefined;
  /** The first is the primary account. */
  readonly accounts?: readonly { readonly accountId: string; readonly role?: string | undefined }[] | undefined;
  /** Where it came from: `call`, `import`, `form`. */
  readonly source?: string | undefined;
}

export interface ContactAccount {
  readonly accountId: string;
  readonly name: string;
  readonly role: string | undefined;
  readonly isPrimary: boolean;
}

export interface Contact {
  readonly id: string;
  readonly version: number;
  readonly fullName: string;
  readonly salutation: string | undefined;
  readonly jobTitle: string | undefined;
  readonly kind: ContactKind;
  readonly tier: Tier;
  readonly importance: Importance;
  readonly language: string | undefined;
  readonly timeZone: string | undefined;
  readonly ownerId: string | undefined;
  readonly isDoNotCall: boolean;
  readonly tags: readonly string[];
  readonly attributes: Attributes;
  readonly note: string | undefined;
  readonly isArchived: boolean;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly points: readonly ContactPoint[];
  readonly accounts: readonly ContactAccount[];
}

/**
 * All or nothing. Refused: `name.missing`, `owner.unknown`, `point.unusable`, `point.alreadyThere` (one
 * point twice), `account.unknown`.
 */
export async function createContact(
  db: Kysely<Database>,
  input: NewContact,
  plan: NumberingPlan,
  change: Change,
): Promise<Contact | CrmRefusal> {
  const fullName = input.fullName?.trim() ?? "";
  if (fullName === "" && (input.points ?? []).length === 0) return refuse("name.missing");
  return undoing(db, async (transaction) => {
    if (!(await isPersonHere(transaction, input.ownerId))) return refuse("owner.unknown");
    const id = newId(change.at);
    await transaction
      .insertInto("crm.contacts")
      .values({
        ...columns(input),
        id,
        full_name: fullName,
        name_alt: nameAlt(fullName),
        source: input.source ?? null,
        created_at: instant(change.at),
        updated_at: instant(change.at),
      })
      .execute();
    for (const [index, account] of (input.accounts ?? []).entries()) {
      const known = await transaction
        .selectFrom("crm.accounts")
        .select("id")
        .where("id", "=", account.accountId)
        .executeTakeFirst();
      if (known === undefined) return refuse("account.unknown");
      await transaction
        .insertInto("crm.contact_accounts")
        .values({
          contact_id: id,
          account_id: account.accountId,
          role: account.role ?? null,
          is_primary: index === 0,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    for (const point of input.points ?? []) {
      const added = await insertPoint(transaction, { contactId: id }, point, plan, change);
      if (isRefusal(added)) return added;
    }
    const accountId = input.accounts?.[0]?.accountId;
    const summary = fullName === "" ? (input.points?.[0]?.value ?? "") : fullName;
    await append(transaction, { kind: "contact.created", contactId: id, accountId, summary }, change);
    return readWithin(transaction, id);
  });
}

/**
 * Changes what the patch names, if the contact still has that version. Refused: `contact.changedMeanwhile` (read it
 * again; the other change stands), `contact.unknown`, `owner.unknown`, `name.missing`.
 */
export async function updateContact(
  db: Kysely<Database>,
  id: string,
  version: number,
  patch: ContactFields,
  change: Change,
): Promise<Contact | CrmRefusal> {
  return undoing(db, async (transaction) => {
    const before = await readContact(transaction, id);
    if (isRefusal(before)) return before;
    if (patch.fullName?.trim() === "" && before.points.length === 0) return refuse("name.missing");
    if (!(await isPersonHere(transaction, patch.ownerId))) return refuse("owner.unknown");
    const fullName = patch.fullName?.trim();
    const { numUpdatedRows } = await transaction
      .updateTable("crm.contacts")
      .set({
        ...columns(patch),
        ...(fullName === undefined ? {} : { full_name: fullName, name_alt: nameAlt(fullName) }),
        updated_at: instant(change.at),
        version: version + 1,
      })
      .where("id", "=", id)
      .where("version", "=", version)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return refuse("contact.changedMeanwhile");
    const after = await readWithin(transaction, id);
    const fields = Object.keys(patch);
    const accountId = after.accounts.find((account) => account.isPrimary)?.accountId;
    await append(
      transaction,
      { kind: "contact.changed", contactId: id, accountId, summary: after.fullName, detail: { fields } },
      change,
    );
    return after;
  });
}

/** Out of lists, searches and caller matches; records keep pointing at it. */
export async function archiveContact(
  db: Kysely<Database>,
  id: string,
  version: number,
  change: Change,
): Promise<Contact | CrmRefusal> {
  return undoing(db, async (transaction) => {
    const before = await readContact(transaction, id);
    if (isRefusal(before)) return before;
    const { numUpdatedRows } = await transaction
      .updateTable("crm.contacts")
      .set({ archived_at: instant(change.at), updated_at: instant(change.at), version: version + 1 })
      .where("id", "=", id)
      .where("version", "=", version)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return refuse("contact.changedMeanwhile");
    await append(transaction, { kind: "contact.archived", contactId: id, summary: before.fullName }, change);
    return readWithin(transaction, id);
  });
}

/** With points and accounts. Refused: `contact.unknown`. */
export async function readContact(db: Kysely<Database>, id: string): Promise<Contact | CrmRefusal> {
  const row = await db.selectFrom("crm.contacts").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) return refuse("contact.unknown");
  const accounts = await db
    .selectFrom("crm.contact_accounts as link")
    .innerJoin("crm.accounts as account", "account.id", "link.account_id")
    .select(["account.id", "account.name", "link.role", "link.is_primary"])
    .where("link.contact_id", "=", id)
    .orderBy("link.is_primary", "desc")
    .orderBy("account.sort_name")
    .execute();
  return {
    id: row.id,
    version: row.version,
    fullName: row.full_name,
    salutation: row.salutation ?? undefined,
    jobTitle: row.job_title ?? undefined,
    kind: row.kind,
    tier: row.tier,
    importance: row.importance,
    language: row.language ?? undefined,
    timeZone: row.time_zone ?? undefined,
    ownerId: row.owner_id ?? undefined,
    isDoNotCall: row.is_do_not_call,
    tags: row.tags,
    attributes: row.attributes,
    note: row.note ?? undefined,
    isArchived: row.archived_at !== null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    points: await listPoints(db, { contactId: id }),
    accounts: accounts.map((account) => ({
      accountId: account.id,
      name: account.name,
      role: account.role ?? undefined,
      isPrimary: account.is_primary,
    })),
  };
}

async function readWithin(transaction: Transaction<Database>, id: string): Promise<Contact> {
  const contact = await readContact(transaction, id);
  if (isRefusal(contact)) throw new Error(`contact ${id} is gone inside its own transaction`);
  return contact;
}

/** True also when nobody is named. */
async function isPersonHere(db: Kysely<Database>, id: string | null | undefined): Promise<boolean> {
  if (id === null || id === undefined) return true;
  return (await db.selectFrom("sys.users").select("id").where("id", "=", id).executeTakeFirst()) !== undefined;
}

/** Only what was named: kysely leaves out what is undefined. */
function columns(fields: ContactFields) {
  return {
    salutation: fields.salutation,
    job_title: fields.jobTitle,
    kind: fields.kind,
    tier: fields.tier,
    importance: fields.importance,
    language: fields.language,
    time_zone: fields.timeZone,
    owner_id: fields.ownerId,
    is_do_not_call: fields.isDoNotCall,
    tags: fields.tags === undefined ? undefined : [...fields.tags],
    attributes: fields.attributes === undefined ? undefined : json(fields.attributes),
    note: fields.note,
  };
}
