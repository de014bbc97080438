/** Skills: names that flows, queues and agents share. */

import type { Kysely } from "kysely";
import { newId } from "../store/new-id.ts";
import type { Database } from "../store/schema.ts";
import { change, type Answer, type SetupParts } from "./change.ts";
import { keepFlowNames } from "./flow-names.ts";
import { keepUnused } from "./in-use.ts";
import { RefusedChange } from "./refusals.ts";

export interface SkillView {
  readonly id: string;
  readonly name: string;
}

export async function listSkills(db: Kysely<Database>): Promise<SkillView[]> {
  return await db.selectFrom("cc.skills").select(["id", "name"]).orderBy("name").execute();
}

/** Names are kept in lower case: that is how flows write them. */
export async function createSkill(parts: SetupParts, input: { readonly name: string }): Answer<SkillView> {
  const skill = { id: newId(parts.now()), name: input.name.toLowerCase() };
  return await change(parts, async (trx) => {
    await trx.insertInto("cc.skills").values(skill).execute();
    return skill;
  });
}

export async function changeSkill(parts: SetupParts, id: string, input: { readonly name: string }): Answer<SkillView> {
  const name = input.name.toLowerCase();
  return await change(parts, (trx) =>
    keepFlowNames(trx, async () => {
      const { numUpdatedRows } = await trx
        .updateTable("cc.skills")
        .set((set) => ({ name, version: set("version", "+", 1) }))
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw new RefusedChange("notFound");
      return { id, name };
    }),
  );
}

/** Refused while an agent has it, or a queue, a rule or a live flow asks for it. */
export async function deleteSkill(parts: SetupParts, id: string): Answer<undefined> {
  return await change<undefined>(parts, (trx) =>
    keepFlowNames<undefined>(trx, async () => {
      await keepUnused(trx, parts.nodes, id);
      const people = await trx
        .selectFrom("cc.agent_skills")
        .innerJoin("sys.users", "sys.users.id", "cc.agent_skills.agent_id")
        .select("sys.users.name")
        .where("cc.agent_skills.skill_id", "=", id)
        .orderBy("sys.users.name")
        .limit(5)
        .execute();
      if (people.length > 0) throw new RefusedChange("inUse", people.map((row) => row.name).join(", "));
      const { numDeletedRows } = await trx.deleteFrom("cc.skills").where("id", "=", id).executeTakeFirstOrThrow();
      if (numDeletedRows === 0n) throw new RefusedChange("notFound");
    }),
  );
}
