/** The messages that callers left: who called, whether somebody has heard it, which file. */

import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { z } from "zod";
import type { voicemail } from "#protocol/api/calls.ts";
import type { Instant } from "#routing/instant.ts";
import { instant, optionalInstant } from "../store/instant-column.ts";
import type { Database } from "../store/schema.ts";
import { present } from "./present.ts";
import { decodeCursor, encodeCursor } from "./read.ts";

export type Voicemail = z.infer<typeof voicemail>;

interface Row {
  readonly id: string;
  readonly interaction_id: string;
  readonly box: string;
  readonly from_number: string | null;
  readonly contact_name: string | null;
  readonly recorded_at: number;
  readonly duration_ms: number;
  readonly heard_at: number | null;
}

const selection = sql`
  select v.id, v.interaction_id, v.box, c.from_number, contact.full_name as contact_name, v.recorded_at, v.duration_ms,
    v.heard_at
  from cc.voicemails v
  left join cc.interactions c on c.id = v.interaction_id
  left join crm.contacts contact on contact.id = c.contact_id`;

/** Newest first. */
export async function listVoicemails(
  db: Kysely<Database>,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ readonly items: Voicemail[]; readonly next: string | undefined }> {
  const after = decodeCursor(page.after);
  const { rows } = await sql<Row>`
    ${selection}
    ${after === undefined ? sql`` : sql`where (v.recorded_at, v.id) < (${instant(after.at)}, ${after.id}::uuid)`}
    order by v.recorded_at desc, v.id desc limit ${page.limit + 1}`.execute(db);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const next = rows.length > page.limit && last !== undefined ? encodeCursor(last.recorded_at, last.id) : undefined;
  return { items: shown.map(view), next };
}

/** Undefined when there is no such message. The first to hear it stays the one who heard it. */
export async function markHeard(
  db: Kysely<Database>,
  id: string,
  mark: { readonly isHeard: boolean; readonly by: string; readonly at: Instant },
): Promise<Voicemail | undefined> {
  await db
    .updateTable("cc.voicemails")
    .set({ heard_at: optionalInstant(mark.isHeard ? mark.at : undefined), heard_by: mark.isHeard ? mark.by : null })
    .where("id", "=", id)
    .where("heard_at", mark.isHeard ? "is" : "is not", null)
    .execute();
  const { rows } = await sql<Row>`${selection} where v.id = ${id}::uuid`.execute(db);
  return rows[0] === undefined ? undefined : view(rows[0]);
}

/** Where the sound lies below the recordings folder; undefined when there is no such message. */
export async function voicemailFile(db: Kysely<Database>, id: string): Promise<string | undefined> {
  const row = await db.selectFrom("cc.voicemails").select("storage_key").where("id", "=", id).executeTakeFirst();
  return row?.storage_key ?? undefined;
}

function view(row: Row): Voicemail {
  return {
    id: row.id,
    interaction: row.interaction_id,
    box: row.box,
    leftAt: row.recorded_at,
    durationMs: row.duration_ms,
    ...present({ from: row.from_number, contactName: row.contact_name, heardAt: row.heard_at }),
  };
}
