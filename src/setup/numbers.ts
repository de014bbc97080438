/** Dialled numbers and the flow that answers each. */

import type { Kysely } from "kysely";
import type { Database } from "../store/schema.ts";
import { change, type Answer, type SetupParts } from "./change.ts";
import { RefusedChange } from "./refusals.ts";

export interface NumberView {
  readonly dialled: string;
  readonly label: string;
  readonly flow: string;
}

export async function listNumbers(db: Kysely<Database>): Promise<NumberView[]> {
  return await db.selectFrom("cc.numbers").select(["dialled", "label", "flow"]).orderBy("dialled").execute();
}

/** Creates or changes. The flow must have a live version: a number that nobody answers helps nobody. */
export async function putNumber(parts: SetupParts, input: NumberView): Answer<NumberView> {
  const { dialled, label, flow } = input;
  return await change(parts, async (trx) => {
    const live = await trx
      .selectFrom("cc.flows")
      .select("name")
      .where("name", "=", flow)
      .where("live_version", "is not", null)
      .executeTakeFirst();
    if (live === undefined) {
      throw new RefusedChange("invalid", undefined, [{ path: "flow", message: "there is no such flow" }]);
    }
    await trx
      .insertInto("cc.numbers")
      .values({ dialled, label, flow })
      .onConflict((conflict) =>
        conflict.column("dialled").doUpdateSet((set) => ({ label, flow, version: set("cc.numbers.version", "+", 1) })),
      )
      .execute();
    return { dialled, label, flow };
  });
}

export async function deleteNumber(parts: SetupParts, dialled: string): Answer<undefined> {
  return await change<undefined>(parts, async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom("cc.numbers")
      .where("dialled", "=", dialled)
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) throw new RefusedChange("notFound");
  });
}
