/** Companies and households: created, read, changed; and which people belong to them. Versions as for contacts. */

import type { Kysely } from "kysely";
import type { Instant } from "#routing/instant.ts";
import type { AccountKind, Attributes, Importance, Tier } from "../store/crm-tables.ts";
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

/** In a patch, a field left out stays as it is. */
export interface AccountFields {
  readonly name?: string | undefined;
  readonly kind?: AccountKind | undefined;
  readonly tier?: Tier | undefined;
  readonly importance?: Importance | undefined;
  readonly parentId?: string | null | undefined;
  readonly industry?: string | null | undefined;
  readonly website?: string | null | undefined;
  /** The key in another system; unique. */
  readonly externalRef?: string | null | undefined;
  readonly ownerId?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Replaced whole. */
  readonly attributes?: Attributes | undefined;
  readonly note?: string | null | undefined;
}

export interface NewAccount extends AccountFields {
  readonly points?: readonly NewPoint[] | undefined;
}

export interface Account {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly kind: AccountKind;
  readonly tier: Tier;
  readonly importance: Importance;
  readonly parentId: string | undefined;
  readonly industry: string | undefined;
  readonly website: string | undefined;
  readonly externalRef: string | undefined;
  readonly ownerId: string | undefined;
  readonly tags: readonly string[];
  readonly attributes: Attributes;
  readonly note: string | undefined;
  readonly isArchived: boolean;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly points: readonly ContactPoint[];
  readonly contacts: readonly {
    readonly contactId: string;
    readonly fullName: string;
    readonly role: string | undefined;
  }[];
}

/** People shown with an account; the rest is in the contact list, filtered by account. */
const CONTACTS_SHOWN_MAX = 50;

/** All or nothing. Refused: `name.missing`, `reference.alreadyTaken`, `point.unusable`, `point.alreadyThere`. */
export async function createAccount(
  db: Kysely<Database>,
  input: NewAccount,
  plan: NumberingPlan,
  change: Change,
): Promise<Account | CrmRefusal> {
  const name = input.name?.trim() ?? "";
  if (name === "") return refuse("name.missing");
  return undoing(db, async (transaction) => {
    if (await isReferenceTaken(transaction, input.externalRef, undefined)) return refuse("reference.alreadyTaken");
    const id = newId(change.at);
    await transaction
      .insertInto("crm.accounts")
      .values({
        ...columns(input),
        id,
        name,
        name_alt: nameAlt(name),
        created_at: instant(change.at),
        updated_at: instant(change.at),
      })
      .execute();
    for (const point of input.points ?? []) {
      const added = await insertPoint(transaction, { accountId: id }, point, plan, change);
      if (isRefusal(added)) return added;
    }
    await append(transaction, { kind: "account.created", accountId: id, summary: name }, change);
    return readAccount(transaction, id);
  });
}

/** Refused: `account.changedMeanwhile`, `account.unknown`, `name.missing`, `reference.alreadyTaken`. */
export async function updateAccount(
  db: Kysely<Database>,
  id: string,
  version: number,
  patch: AccountFields,
  change: Change,
): Promise<Account | CrmRefusal> {
  const name = patch.name?.trim();
  if (name === "") return refuse("name.missing");
  return undoing(db, async (transaction) => {
    const before = await readAccount(transaction, id);
    if (isRefusal(before)) return before;
    if (await isReferenceTaken(transaction, patch.externalRef, id)) return refuse("reference.alreadyTaken");
    const { numUpdatedRows } = await transaction
      .updateTable("crm.accounts")
      .set({
        ...columns(patch),
        ...(name === undefined ? {} : { name, name_alt: nameAlt(name) }),
        updated_at: instant(change.at),
        version: version + 1,
      })
      .where("id", "=", id)
      .where("version", "=", version)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return refuse("account.changedMeanwhile");
    const detail = { fields: Object.keys(patch) };
    await append(transaction, { kind: "account.changed", accountId: id, summary: name ?? before.name, detail }, change);
    return readAccount(transaction, id);
  });
}

/** Out of lists and searches; its people stay. */
export async function archiveAccount(
  db: Kysely<Database>,
  id: string,
  version: number,
  change: Change,
): Promise<Account | CrmRefusal> {
  return undoing(db, async (transaction) => {
    const before = await readAccount(transaction, id);
    if (isRefusal(before)) return before;
    const { numUpdatedRows } = await transaction
      .updateTable("crm.accounts")
      .set({ archived_at: instant(change.at), updated_at: instant(change.at), version: version + 1 })
      .where("id", "=", id)
      .where("version", "=", version)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return refuse("account.changedMeanwhile");
    await append(transaction, { kind: "account.archived", accountId: id, summary: before.name }, change);
    return readAccount(transaction, id);
  });
}

/** Makes a person belong to an account, or changes the role. The first account becomes the primary one. */
export async function joinAccount(
  db: Kysely<Database>,
  link: { readonly contactId: string; readonly accountId: string; readonly role?: string | undefined },
  change: Change,
): Promise<Account | CrmRefusal> {
  return undoing(db, async (transaction) => {
    const account = await readAccount(transaction, link.accountId);
    if (isRefusal(account)) return account;
    const contact = await transaction
      .selectFrom("crm.contacts")
      .select("full_name")
      .where("id", "=", link.contactId)
      .executeTakeFirst();
    if (contact === undefined) return refuse("contact.unknown");
    const primary = await transaction
      .selectFrom("crm.contact_accounts")
      .select("account_id")
      .where("contact_id", "=", link.contactId)
      .where("is_primary", "=", true)
      .executeTakeFirst();
    await transaction
      .insertInto("crm.contact_accounts")
      .values({
        contact_id: link.contactId,
        account_id: link.accountId,
        role: link.role ?? null,
        is_primary: primary === undefined,
      })
      .onConflict((conflict) => conflict.columns(["contact_id", "account_id"]).doUpdateSet({ role: link.role ?? null }))
      .execute();
    const { contactId, accountId } = link;
    await append(transaction, { kind: "account.joined", contactId, accountId, summary: account.name }, change);
    return readAccount(transaction, accountId);
  });
}

/** Refused: `account.unknown` when the person does not belong to it. */
export async function leaveAccount(
  db: Kysely<Database>,
  link: { readonly contactId: string; readonly accountId: string },
  change: Change,
): Promise<Account | CrmRefusal> {
  return undoing(db, async (transaction) => {
    const removed = await transaction
      .deleteFrom("crm.contact_accounts")
      .where("contact_id", "=", link.contactId)
      .where("account_id", "=", link.accountId)
      .executeTakeFirst();
    if (removed.numDeletedRows === 0n) return refuse("account.unknown");
    const account = await readAccount(transaction, link.accountId);
    if (isRefusal(account)) return account;
    await append(transaction, { kind: "account.left", ...link, summary: account.name }, change);
    return account;
  });
}

/** With points and people. Refused: `account.unknown`. */
export async function readAccount(db: Kysely<Database>, id: string): Promise<Account | CrmRefusal> {
  const row = await db.selectFrom("crm.accounts").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) return refuse("account.unknown");
  const contacts = await db
    .selectFrom("crm.contact_accounts as link")
    .innerJoin("crm.contacts as contact", "contact.id", "link.contact_id")
    .select(["contact.id", "contact.full_name", "link.role"])
    .where("link.account_id", "=", id)
    .where("contact.archived_at", "is", null)
    .orderBy("contact.sort_name")
    .limit(CONTACTS_SHOWN_MAX)
    .execute();
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    kind: row.kind,
    tier: row.tier,
    importance: row.importance,
    parentId: row.parent_id ?? undefined,
    industry: row.industry ?? undefined,
    website: row.website ?? undefined,
    externalRef: row.external_ref ?? undefined,
    ownerId: row.owner_id ?? undefined,
    tags: row.tags,
    attributes: row.attributes,
    note: row.note ?? undefined,
    isArchived: row.archived_at !== null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    points: await listPoints(db, { accountId: id }),
    contacts: contacts.map((contact) => ({
      contactId: contact.id,
      fullName: contact.full_name,
      role: contact.role ?? undefined,
    })),
  };
}

async function isReferenceTaken(
  db: Kysely<Database>,
  externalRef: string | null | undefined,
  exceptId: string | undefined,
): Promise<boolean> {
  if (externalRef === null || externalRef === undefined) return false;
  const taken = await db
    .selectFrom("crm.accounts")
    .select("id")
    .where("external_ref", "=", externalRef)
    .executeTakeFirst();
  return taken !== undefined && taken.id !== exceptId;
}

/** Only what was named: kysely leaves out what is undefined. */
function columns(fields: AccountFields) {
  return {
    kind: fields.kind,
    tier: fields.tier,
    importance: fields.importance,
    parent_id: fields.parentId,
    industry: fields.industry,
    website: fields.website,
    external_ref: fields.externalRef,
    owner_id: fields.ownerId,
    tags: fields.tags === undefined ? undefined : [...fields.tags],
    attributes: fields.attributes === undefined ? undefined : json(fields.attributes),
    note: fields.note,
  };
}
