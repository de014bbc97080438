/** Lists that agents choose from: dispositions and reasons for not being ready. A code in use is switched off, never deleted. */

import type { Kysely } from "kysely";
import type { DispositionView, ReasonView } from "#protocol/api/admin.ts";
import { json } from "../store/json-column.ts";
import type { Database } from "../store/schema.ts";
import { change, type Answer, type SetupParts } from "./change.ts";

export async function listDispositions(db: Kysely<Database>): Promise<DispositionView[]> {
  return await db
    .selectFrom("cc.dispositions")
    .select(["code", "label", "position", "is_active as isActive"])
    .orderBy("position")
    .orderBy("code")
    .execute();
}

/** Creates or changes. */
export async function putDisposition(parts: SetupParts, input: DispositionView): Answer<DispositionView> {
  const { code, label, position, isActive } = input;
  const row = { label: json(label), position, is_active: isActive };
  return await change(parts, async (trx) => {
    await trx
      .insertInto("cc.dispositions")
      .values({ code, ...row })
      .onConflict((conflict) =>
        conflict.column("code").doUpdateSet((set) => ({ ...row, version: set("cc.dispositions.version", "+", 1) })),
      )
      .execute();
    return { code, label, position, isActive };
  });
}

export async function listReasons(db: Kysely<Database>): Promise<ReasonView[]> {
  return await db
    .selectFrom("cc.presence_reasons")
    .select(["code", "label", "position", "is_paid as isPaid", "is_active as isActive"])
    .orderBy("position")
    .orderBy("code")
    .execute();
}

/** Creates or changes. */
export async function putReason(parts: SetupParts, input: ReasonView): Answer<ReasonView> {
  const { code, label, position, isPaid, isActive } = input;
  const row = { label: json(label), position, is_paid: isPaid, is_active: isActive };
  return await change(parts, async (trx) => {
    await trx
      .insertInto("cc.presence_reasons")
      .values({ code, ...row })
      .onConflict((conflict) =>
        conflict.column("code").doUpdateSet((set) => ({ ...row, version: set("cc.presence_reasons.version", "+", 1) })),
      )
      .execute();
    return { code, label, position, isPaid, isActive };
  });
}
