/** Finished calls enter the timeline of the contact they were about, in the transaction that writes their records. */

import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { Instant } from "#routing/instant.ts";
import type { Database } from "../store/schema.ts";
import type { CallEntry } from "./rows.ts";
import type { EnterCalls } from "./write.ts";

/** The one writer of timelines: `append` of src/crm/timeline.ts. */
export type AppendToTimeline = (
  trx: Transaction<Database>,
  event: {
    readonly kind: "interaction.ended";
    readonly contactId: string;
    readonly interactionId: string;
    readonly summary: string;
    readonly detail: Readonly<Record<string, unknown>>;
  },
  change: { readonly by: string | undefined; readonly at: Instant },
) => Promise<void>;

/** One entry per call and contact, however often it is asked for; none for a contact that is gone. */
export function enterCallsBy(append: AppendToTimeline): EnterCalls {
  return async (trx, calls) => {
    for (const call of calls) {
      if (!(await isMissing(trx, call))) continue;
      const event = {
        kind: "interaction.ended",
        contactId: call.contact,
        interactionId: call.interaction,
        summary: "",
        detail: { direction: call.direction, endReason: call.endReason },
      } as const;
      await append(trx, event, { by: call.agent, at: call.at });
    }
  };
}

/** Holds the contact until the entry is there: an entry for a contact that goes away meanwhile would undo the whole commit. */
async function isMissing(trx: Transaction<Database>, call: CallEntry): Promise<boolean> {
  const contact = await sql`select from crm.contacts where id = ${call.contact} for key share`.execute(trx);
  if (contact.rows.length === 0) return false;
  const entry = await sql`
    select from crm.timeline
    where interaction_id = ${call.interaction} and contact_id = ${call.contact} and kind = 'interaction.ended'`.execute(
    trx,
  );
  return entry.rows.length === 0;
}
