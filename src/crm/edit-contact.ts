/** A whole form saved at once: fields, points, accounts and addresses change together or not at all. */

import type { Kysely, Transaction } from "kysely";
import type { Database } from "../store/schema.ts";
import { replaceAddresses, type Address } from "./addresses.ts";
import { joinAccount, leaveAccount } from "./accounts.ts";
import type { Change } from "./change.ts";
import { addPoint, normalPoint, removePoint, type NewPoint } from "./contact-points.ts";
import {
  createContact,
  readContact,
  updateContact,
  type Contact,
  type ContactFields,
  type NewContact,
} from "./contacts.ts";
import type { NumberingPlan } from "./phone-numbers.ts";
import { isRefusal, type CrmRefusal } from "./refusals.ts";
import { undoing } from "./undoing.ts";

export interface ContactEdit {
  readonly fields: ContactFields;
  /** undefined: unchanged; a list replaces what is there. */
  readonly points: readonly NewPoint[] | undefined;
  readonly accounts: readonly { readonly accountId: string; readonly role: string | undefined }[] | undefined;
  readonly addresses: readonly Address[] | undefined;
}

export async function createWithAddresses(
  db: Kysely<Database>,
  input: NewContact,
  addresses: readonly Address[],
  plan: NumberingPlan,
  change: Change,
): Promise<Contact | CrmRefusal> {
  return undoing(db, async (transaction) => {
    const contact = await createContact(transaction, input, plan, change);
    if (!isRefusal(contact)) await replaceAddresses(transaction, contact.id, addresses, change);
    return contact;
  });
}

/** Refused as by `updateContact`, `addPoint` and `joinAccount`; then nothing has changed. */
export async function editContact(
  db: Kysely<Database>,
  id: string,
  version: number,
  edit: ContactEdit,
  plan: NumberingPlan,
  change: Change,
): Promise<Contact | CrmRefusal> {
  return undoing(db, async (transaction) => {
    const updated = await updateContact(transaction, id, version, edit.fields, change);
    if (isRefusal(updated)) return updated;
    const problem =
      (await changePoints(transaction, updated, edit.points, plan, change)) ??
      (await changeAccounts(transaction, updated, edit.accounts, change));
    if (problem !== undefined) return problem;
    if (edit.addresses !== undefined) await replaceAddresses(transaction, id, edit.addresses, change);
    return readContact(transaction, id);
  });
}

/** Points that stay keep their id, so that what refers to them goes on doing so. */
async function changePoints(
  transaction: Transaction<Database>,
  contact: Contact,
  wanted: readonly NewPoint[] | undefined,
  plan: NumberingPlan,
  change: Change,
): Promise<CrmRefusal | undefined> {
  if (wanted === undefined) return undefined;
  const key = (kind: string, norm: string, value: string, isPrimary: boolean): string =>
    [kind, norm, value.trim(), isPrimary].join(" ");
  const keys = new Set<string>();
  for (const point of wanted) {
    const normal = normalPoint(point, plan);
    if (isRefusal(normal)) return normal;
    keys.add(key(point.kind, normal.norm, point.value, point.isPrimary === true));
  }
  const kept = new Set<string>();
  for (const point of contact.points) {
    const its = key(point.kind, point.norm, point.value, point.isPrimary);
    if (keys.has(its)) {
      kept.add(its);
      continue;
    }
    const removed = await removePoint(transaction, point.id, change);
    if (isRefusal(removed)) return removed;
  }
  for (const point of wanted) {
    const normal = normalPoint(point, plan);
    if (isRefusal(normal)) return normal;
    if (kept.has(key(point.kind, normal.norm, point.value, point.isPrimary === true))) continue;
    const added = await addPoint(transaction, { contactId: contact.id }, point, plan, change);
    if (isRefusal(added)) return added;
  }
  return undefined;
}

async function changeAccounts(
  transaction: Transaction<Database>,
  contact: Contact,
  wanted: ContactEdit["accounts"],
  change: Change,
): Promise<CrmRefusal | undefined> {
  if (wanted === undefined) return undefined;
  const isSame = (a: { accountId: string; role: string | undefined }, b: typeof a): boolean =>
    a.accountId === b.accountId && a.role === b.role;
  for (const link of contact.accounts) {
    if (wanted.some((each) => isSame(each, link))) continue;
    const left = await leaveAccount(transaction, { contactId: contact.id, accountId: link.accountId }, change);
    if (isRefusal(left)) return left;
  }
  for (const link of wanted) {
    if (contact.accounts.some((each) => isSame(each, link))) continue;
    const joined = await joinAccount(transaction, { contactId: contact.id, ...link }, change);
    if (isRefusal(joined)) return joined;
  }
  return undefined;
}
