/** How much agents take at once where they have no profile of their own: read and changed by admins. */

import type { Kysely } from "kysely";
import type { CapacityProfile } from "#protocol/api/capacity.ts";
import { readSetting, writeSetting } from "../platform/settings.ts";
import type { Database } from "../store/schema.ts";
import { CAPACITY_KEY, siteCapacity, viewOf } from "./capacity.ts";
import { change, type Answer, type SetupParts } from "./change.ts";

/** The site's profile as routing has it. */
export async function readCapacity(db: Kysely<Database>): Promise<CapacityProfile> {
  return viewOf(siteCapacity(await readSetting(db, CAPACITY_KEY)));
}

export async function putCapacity(
  parts: SetupParts,
  input: CapacityProfile,
  author: string | undefined,
): Answer<CapacityProfile> {
  return await change(parts, async (trx) => {
    await writeSetting(trx, CAPACITY_KEY, input, author);
    return input;
  });
}
