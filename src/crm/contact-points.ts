/** Phone numbers and addresses of contacts and accounts: as typed, and as compared. */

import type { Kysely, Transaction } from "kysely";
import type { CountryCode } from "libphonenumber-js/max";
import type { PointKind, PointStatus } from "../store/crm-tables.ts";
import { instant } from "../store/instant-column.ts";
import { newId } from "../store/new-id.ts";
import type { Database } from "../store/schema.ts";
import type { Change } from "./change.ts";
import { normalNumber } from "./phone-numbers.ts";
import type { NumberingPlan } from "./phone-numbers.ts";
import { isRefusal, refuse } from "./refusals.ts";
import type { CrmRefusal } from "./refusals.ts";
import { append } from "./timeline.ts";
import { undoing } from "./undoing.ts";

export type PointOwner = { readonly contactId: string } | { readonly accountId: string };

export interface NewPoint {
  readonly kind: PointKind;
  /** As typed; kept. */
  readonly value: string;
  /** Whose numbering plan it is written in; undefined: the installation's. */
  readonly country?: CountryCode | undefined;
  readonly label?: string | undefined;
  readonly isPrimary?: boolean | undefined;
  /** Many people call from it: it identifies nobody. */
  readonly isSwitchboard?: boolean | undefined;
}

export interface ContactPoint {
  readonly id: string;
  readonly kind: PointKind;
  readonly value: string;
  /** E.164, `ext:…` or `raw:…` for phones; lower case for e-mail. */
  readonly norm: string;
  readonly ext: string | undefined;
  readonly label: string | undefined;
  readonly country: string | undefined;
  readonly lineType: string | undefined;
  readonly isPrimary: boolean;
  readonly isSwitchboard: boolean;
  readonly status: PointStatus;
}

interface NormalPoint {
  readonly norm: string;
  readonly ext: string | undefined;
  readonly country: string | undefined;
  readonly lineType: string | undefined;
  readonly status: "ok" | "unverified";
}

const VALUE_LENGTH_MAX = 250;

/** How a point is compared. Refused: `point.unusable`. */
export function normalPoint(point: NewPoint, plan: NumberingPlan): NormalPoint | CrmRefusal {
  const value = point.value.trim();
  if (value === "" || value.length > VALUE_LENGTH_MAX) return refuse("point.unusable");
  const plain = { ext: undefined, country: undefined, lineType: undefined, status: "ok" } as const;
  switch (point.kind) {
    case "phone":
    case "fax":
    case "whatsapp": {
      const number = normalNumber(value, plan, point.country);
      if (number.kind === "public") return number;
      if (number.kind === "internal") return { ...plain, norm: number.norm };
      if (number.kind === "raw") return { ...plain, norm: number.norm, status: "unverified" };
      return refuse("point.unusable");
    }
    case "email": {
      const norm = value.normalize("NFC").toLowerCase();
      return /^[^\s@<>]+@[^\s@<>]+$/.test(norm) ? { ...plain, norm } : refuse("point.unusable");
    }
    case "wechat":
    case "other":
      return { ...plain, norm: value.normalize("NFC").toLowerCase() };
  }
}

/** Adds one and says so in the timeline. The first of its kind becomes the primary one. */
export async function addPoint(
  db: Kysely<Database>,
  owner: PointOwner,
  point: NewPoint,
  plan: NumberingPlan,
  change: Change,
): Promise<ContactPoint | CrmRefusal> {
  return undoing(db, async (transaction) => {
    if (!(await isThere(transaction, owner))) {
      return refuse("contactId" in owner ? "contact.unknown" : "account.unknown");
    }
    const added = await insertPoint(transaction, owner, point, plan, change);
    if (isRefusal(added)) return added;
    await append(transaction, { kind: "point.added", ...owner, summary: added.value }, change);
    return added;
  });
}

/** The bare insert, for those who write their own timeline entry. A refusal must undo the transaction. */
export async function insertPoint(
  transaction: Transaction<Database>,
  owner: PointOwner,
  point: NewPoint,
  plan: NumberingPlan,
  change: Change,
): Promise<ContactPoint | CrmRefusal> {
  const normal = normalPoint(point, plan);
  if (isRefusal(normal)) return normal;
  const ids = ownerColumns(owner);
  const primary = await transaction
    .selectFrom("crm.contact_points")
    .select("id")
    .where(...ownedBy(owner))
    .where("kind", "=", point.kind)
    .where("is_primary", "=", true)
    .executeTakeFirst();
  const becomesPrimary = point.isPrimary === true || primary === undefined;
  if (becomesPrimary && primary !== undefined) {
    await transaction
      .updateTable("crm.contact_points")
      .set({ is_primary: false })
      .where("id", "=", primary.id)
      .execute();
  }
  const row = await transaction
    .insertInto("crm.contact_points")
    .values({
      id: newId(change.at),
      ...ids,
      kind: point.kind,
      label: point.label ?? null,
      value_raw: point.value.trim(),
      value_norm: normal.norm,
      ext: normal.ext ?? null,
      country: normal.country ?? null,
      line_type: normal.lineType ?? null,
      is_switchboard: point.isSwitchboard ?? false,
      is_primary: becomesPrimary,
      status: normal.status,
      created_at: instant(change.at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? refuse("point.alreadyThere") : pointOf(row);
}

/** Takes it away; if it was the primary one, the oldest other of its kind follows. */
export async function removePoint(
  db: Kysely<Database>,
  id: string,
  change: Change,
): Promise<{ readonly removed: string } | CrmRefusal> {
  return undoing(db, async (transaction) => {
    const row = await transaction
      .deleteFrom("crm.contact_points")
      .where("id", "=", id)
      .returning(["contact_id", "account_id", "kind", "value_raw", "is_primary"])
      .executeTakeFirst();
    if (row === undefined) return refuse("point.unknown");
    const owner = ownerOf(row);
    if (row.is_primary) {
      const heir = transaction
        .selectFrom("crm.contact_points")
        .select("id")
        .where(...ownedBy(owner))
        .where("kind", "=", row.kind)
        .orderBy("created_at")
        .orderBy("id")
        .limit(1);
      await transaction.updateTable("crm.contact_points").set({ is_primary: true }).where("id", "=", heir).execute();
    }
    await append(transaction, { kind: "point.removed", ...owner, summary: row.value_raw }, change);
    return { removed: id };
  });
}

/** Primary ones first, then in the order of their making. */
export async function listPoints(db: Kysely<Database>, owner: PointOwner): Promise<readonly ContactPoint[]> {
  const rows = await db
    .selectFrom("crm.contact_points")
    .selectAll()
    .where(...ownedBy(owner))
    .where("status", "!=", "erased")
    .orderBy("kind")
    .orderBy("is_primary", "desc")
    .orderBy("id")
    .execute();
  return rows.map(pointOf);
}

async function isThere(db: Kysely<Database>, owner: PointOwner): Promise<boolean> {
  const found =
    "contactId" in owner
      ? await db.selectFrom("crm.contacts").select("id").where("id", "=", owner.contactId).executeTakeFirst()
      : await db.selectFrom("crm.accounts").select("id").where("id", "=", owner.accountId).executeTakeFirst();
  return found !== undefined;
}

function ownedBy(owner: PointOwner): ["contact_id" | "account_id", "=", string] {
  return "contactId" in owner ? ["contact_id", "=", owner.contactId] : ["account_id", "=", owner.accountId];
}

function ownerColumns(owner: PointOwner): { readonly contact_id: string | null; readonly account_id: string | null } {
  return "contactId" in owner
    ? { contact_id: owner.contactId, account_id: null }
    : { contact_id: null, account_id: owner.accountId };
}

function ownerOf(row: { readonly contact_id: string | null; readonly account_id: string | null }): PointOwner {
  if (row.contact_id !== null) return { contactId: row.contact_id };
  if (row.account_id !== null) return { accountId: row.account_id };
  throw new Error("a contact point has an owner: the table's check says so");
}

function pointOf(row: {
  readonly id: string;
  readonly kind: PointKind;
  readonly value_raw: string;
  readonly value_norm: string;
  readonly ext: string | null;
  readonly label: string | null;
  readonly country: string | null;
  readonly line_type: string | null;
  readonly is_primary: boolean;
  readonly is_switchboard: boolean;
  readonly status: PointStatus;
}): ContactPoint {
  return {
    id: row.id,
    kind: row.kind,
    value: row.value_raw,
    norm: row.value_norm,
    ext: row.ext ?? undefined,
    label: row.label ?? undefined,
    country: row.country ?? undefined,
    lineType: row.line_type ?? undefined,
    isPrimary: row.is_primary,
    isSwitchboard: row.is_switchboard,
    status: row.status,
  };
}
