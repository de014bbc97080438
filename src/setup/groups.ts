/** Groups of agents: teams, sites, partners; queues and their steps name them. */

import type { Kysely } from "kysely";
import type { GroupView } from "#protocol/api/routing-set-up.ts";
import { newId } from "../store/new-id.ts";
import type { Database } from "../store/schema.ts";
import { change, type Answer, type SetupParts } from "./change.ts";
import { keepUnused } from "./in-use.ts";
import { RefusedChange } from "./refusals.ts";

export async function listGroups(db: Kysely<Database>): Promise<GroupView[]> {
  return await db.selectFrom("cc.groups").select(["id", "name", "version"]).orderBy("name").execute();
}

export async function createGroup(parts: SetupParts, { name }: { readonly name: string }): Answer<GroupView> {
  const group = { id: newId(parts.now()), name, version: 1 };
  return await change(parts, async (trx) => {
    await trx.insertInto("cc.groups").values(group).execute();
    return group;
  });
}

export async function changeGroup(
  parts: SetupParts,
  id: string,
  { name, version }: { readonly name: string; readonly version: number },
): Answer<GroupView> {
  return await change(parts, async (trx) => {
    const before = await trx
      .selectFrom("cc.groups")
      .select("version")
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (before === undefined) throw new RefusedChange("notFound");
    if (before.version !== version) throw new RefusedChange("stale");
    await trx
      .updateTable("cc.groups")
      .set({ name, version: version + 1 })
      .where("id", "=", id)
      .execute();
    return { id, name, version: version + 1 };
  });
}

/** Refused while an agent is in it, also one who has left, or a queue names it. */
export async function deleteGroup(parts: SetupParts, id: string): Answer<undefined> {
  return await change<undefined>(parts, async (trx) => {
    await keepUnused(trx, parts.nodes, id);
    const members = await trx
      .selectFrom("cc.agent_groups")
      .innerJoin("sys.users", "sys.users.id", "cc.agent_groups.agent_id")
      .select("sys.users.name")
      .where("cc.agent_groups.group_id", "=", id)
      .orderBy("sys.users.name")
      .limit(5)
      .execute();
    if (members.length > 0) throw new RefusedChange("inUse", members.map((row) => row.name).join(", "));
    const { numDeletedRows } = await trx.deleteFrom("cc.groups").where("id", "=", id).executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) throw new RefusedChange("notFound");
  });
}
