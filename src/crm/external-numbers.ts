/** Numbers outside that are nobody's contact: the courier, the landlord. They appear in the phone book. */

import type { Kysely } from "kysely";
import { newId } from "../store/new-id.ts";
import type { Database } from "../store/schema.ts";
import type { Change } from "./change.ts";
import { nameAlt } from "./name-alt.ts";
import { normalNumber, normOf } from "./phone-numbers.ts";
import type { NumberingPlan } from "./phone-numbers.ts";
import { refuse } from "./refusals.ts";
import type { CrmRefusal } from "./refusals.ts";

export interface ExternalNumber {
  readonly name: string;
  /** As typed; kept. */
  readonly number: string;
  readonly note?: string | undefined;
}

/** Refused: `name.missing`, `point.unusable`. */
export async function addExternalNumber(
  db: Kysely<Database>,
  entry: ExternalNumber,
  plan: NumberingPlan,
  change: Change,
): Promise<{ readonly id: string; readonly version: number } | CrmRefusal> {
  const row = columns(entry, plan);
  if (row === undefined) return refuse(entry.name.trim() === "" ? "name.missing" : "point.unusable");
  return db
    .insertInto("cc.phone_book")
    .values({ id: newId(change.at), ...row })
    .returning(["id", "version"])
    .executeTakeFirstOrThrow();
}

/** Refused: as for adding, and `entry.unknown`, `entry.changedMeanwhile`. */
export async function updateExternalNumber(
  db: Kysely<Database>,
  id: string,
  version: number,
  entry: ExternalNumber,
  plan: NumberingPlan,
): Promise<{ readonly id: string; readonly version: number } | CrmRefusal> {
  const row = columns(entry, plan);
  if (row === undefined) return refuse(entry.name.trim() === "" ? "name.missing" : "point.unusable");
  const updated = await db
    .updateTable("cc.phone_book")
    .set({ ...row, version: version + 1 })
    .where("id", "=", id)
    .where("version", "=", version)
    .returning(["id", "version"])
    .executeTakeFirst();
  if (updated !== undefined) return updated;
  const known = await db.selectFrom("cc.phone_book").select("id").where("id", "=", id).executeTakeFirst();
  return refuse(known === undefined ? "entry.unknown" : "entry.changedMeanwhile");
}

/** Refused: `entry.unknown`. */
export async function removeExternalNumber(
  db: Kysely<Database>,
  id: string,
): Promise<{ readonly removed: string } | CrmRefusal> {
  const { numDeletedRows } = await db.deleteFrom("cc.phone_book").where("id", "=", id).executeTakeFirst();
  return numDeletedRows === 0n ? refuse("entry.unknown") : { removed: id };
}

function columns(entry: ExternalNumber, plan: NumberingPlan) {
  const name = entry.name.trim();
  const norm = normOf(normalNumber(entry.number, plan));
  if (name === "" || norm === undefined) return undefined;
  return {
    name,
    name_alt: nameAlt(name),
    value_raw: entry.number.trim(),
    value_norm: norm,
    note: entry.note ?? null,
  };
}
