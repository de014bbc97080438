/** What routing rules, tiers and flows may know of a contact, as texts by name. */

import { sql } from "kysely";
import type { Kysely } from "kysely";
import { LIST_SEPARATOR } from "#routing/rules/attributes.ts";
import type { Attributes } from "../store/crm-tables.ts";
import type { Database } from "../store/schema.ts";

interface Row {
  readonly kind: string;
  readonly tier: string;
  readonly importance: string;
  readonly language: string | null;
  readonly owner: string | null;
  readonly lastAgent: string | null;
  readonly account: string | null;
  readonly tags: readonly string[];
  readonly attributes: Attributes;
  readonly accountAttributes: Attributes | null;
}

/**
 * Our own fields, and the attributes that the organisation keeps; the contact's count before those of his first account,
 * our fields before both. `owner` and `lastAgent` are ids of users. Empty for a contact who is gone.
 */
export async function knownOfContact(
  db: Kysely<Database>,
  contactId: string,
): Promise<Readonly<Record<string, string>>> {
  const { rows } = await sql<Row>`
    select contact.kind, contact.tier, contact.importance, contact.language, contact.tags, contact.attributes,
      coalesce(contact.owner_id, account.owner_id) as owner, account.name as account,
      account.attributes as "accountAttributes",
      (select agent_id from cc.interactions
       where contact_id = contact.id and agent_id is not null and connected_at is not null
       order by started_at desc limit 1) as "lastAgent"
    from crm.contacts contact
    left join crm.contact_accounts link on link.contact_id = contact.id and link.is_primary
    left join crm.accounts account on account.id = link.account_id and account.archived_at is null
    where contact.id = ${contactId}::uuid`.execute(db);
  const [row] = rows;
  if (row === undefined) return {};
  const { kind, tier, importance, language, owner, lastAgent, account, tags } = row;
  const own = { kind, tier, importance, language, owner, lastAgent, account };
  const values = {
    ...row.accountAttributes,
    ...row.attributes,
    ...own,
    tags: tags.join(LIST_SEPARATOR),
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, textOf(value)]])),
  );
}

function textOf(value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}
