/** The list of contacts: filtered, searched, page by page. */

import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Instant } from "#routing/instant.ts";
import type { ContactKind, Importance, Tier } from "../store/crm-tables.ts";
import { instant } from "../store/instant-column.ts";
import type { Database } from "../store/schema.ts";
import { afterKey, pageOf } from "./keyset.ts";
import type { Page } from "./keyset.ts";
import { isRefusal } from "./refusals.ts";
import type { CrmRefusal } from "./refusals.ts";
import { likeText, nameMatches, searchText } from "./search-query.ts";
import type { SearchText } from "./search-query.ts";

export interface ContactFilter {
  /** As in the search box. */
  readonly text?: string | undefined;
  readonly kinds?: readonly ContactKind[] | undefined;
  readonly tiers?: readonly Tier[] | undefined;
  readonly importances?: readonly Importance[] | undefined;
  readonly language?: string | undefined;
  readonly tag?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly accountId?: string | undefined;
  /** `name`: alphabetical, Chinese by pinyin; `changed`: last changed first. */
  readonly order: "name" | "changed";
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

export interface ContactRow {
  readonly id: string;
  readonly version: number;
  readonly fullName: string;
  readonly jobTitle: string | undefined;
  readonly kind: ContactKind;
  readonly tier: Tier;
  readonly importance: Importance;
  readonly language: string | undefined;
  readonly tags: readonly string[];
  readonly accountName: string | undefined;
  /** The primary one, as written. */
  readonly phone: string | undefined;
  readonly email: string | undefined;
  readonly updatedAt: Instant;
}

/** Refused: `cursor.unreadable`. Archived contacts are left out. */
export async function listContacts(
  db: Kysely<Database>,
  filter: ContactFilter,
): Promise<Page<ContactRow> | CrmRefusal> {
  const after = afterKey(filter.after);
  if (after !== undefined && isRefusal(after)) return after;
  let query = db
    .selectFrom("crm.contacts as owner")
    .select((select) => [
      "owner.id",
      "owner.version",
      "owner.full_name",
      "owner.job_title",
      "owner.kind",
      "owner.tier",
      "owner.importance",
      "owner.language",
      "owner.tags",
      "owner.updated_at",
      "owner.sort_name",
      select
        .selectFrom("crm.contact_accounts as link")
        .innerJoin("crm.accounts as account", "account.id", "link.account_id")
        .select("account.name")
        .whereRef("link.contact_id", "=", "owner.id")
        .where("link.is_primary", "=", true)
        .as("account_name"),
      primaryPoint("phone").as("phone"),
      primaryPoint("email").as("email"),
    ])
    .where("owner.archived_at", "is", null);
  const text = filter.text === undefined ? undefined : searchText(filter.text);
  if (text !== undefined && text.kind !== "nothing") query = query.where(isHit(text));
  if (filter.kinds !== undefined && filter.kinds.length > 0) query = query.where("owner.kind", "in", filter.kinds);
  if (filter.tiers !== undefined && filter.tiers.length > 0) query = query.where("owner.tier", "in", filter.tiers);
  if (filter.importances !== undefined && filter.importances.length > 0) {
    query = query.where("owner.importance", "in", filter.importances);
  }
  if (filter.language !== undefined) query = query.where("owner.language", "=", filter.language);
  if (filter.tag !== undefined) query = query.where(sql<boolean>`owner.tags @> array[${filter.tag}]`);
  if (filter.ownerId !== undefined) query = query.where("owner.owner_id", "=", filter.ownerId);
  const { accountId } = filter;
  if (accountId !== undefined) {
    query = query.where((where) =>
      where.exists(
        where
          .selectFrom("crm.contact_accounts as link")
          .select("link.contact_id")
          .whereRef("link.contact_id", "=", "owner.id")
          .where("link.account_id", "=", accountId),
      ),
    );
  }
  if (filter.order === "name") {
    if (after !== undefined) {
      query = query.where(sql<boolean>`(owner.sort_name, owner.id) > (${after.key[0]}, ${after.key[1]})`);
    }
    query = query.orderBy("owner.sort_name").orderBy("owner.id");
  } else {
    if (after !== undefined) {
      query = query.where(
        sql<boolean>`(owner.updated_at, owner.id) < (${instant(Number(after.key[0]))}, ${after.key[1]})`,
      );
    }
    query = query.orderBy("owner.updated_at", "desc").orderBy("owner.id", "desc");
  }
  return pageOf(filter.limit, async (limit) => {
    const rows = await query.limit(limit).execute();
    return rows.map((row) => ({
      key: [filter.order === "name" ? row.sort_name : row.updated_at, row.id],
      row: {
        id: row.id,
        version: row.version,
        fullName: row.full_name,
        jobTitle: row.job_title ?? undefined,
        kind: row.kind,
        tier: row.tier,
        importance: row.importance,
        language: row.language ?? undefined,
        tags: row.tags,
        accountName: row.account_name ?? undefined,
        phone: row.phone ?? undefined,
        email: row.email ?? undefined,
        updatedAt: row.updated_at,
      },
    }));
  });
}

/** The search runs once, by its own index, before the order is thought of: names are in order, hits are rare. */
function isHit(text: Exclude<SearchText, { readonly kind: "nothing" }>) {
  if (text.kind === "name") {
    return sql<boolean>`owner.id = any(array(
      select found.id from crm.contacts found where found.archived_at is null and ${nameMatches(text, "found")}))`;
  }
  const part = text.kind === "number" ? text.digits : likeText(text.text);
  return sql<boolean>`owner.id = any(array(
    select contact_id from crm.contact_points where value_norm like ${`%${part}%`} and contact_id is not null))`;
}

function primaryPoint(kind: "phone" | "email") {
  return sql<string | null>`(select point.value_raw from crm.contact_points point
    where point.contact_id = owner.id and point.kind = ${kind} and point.is_primary)`;
}
