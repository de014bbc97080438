/** Ways out to the telephone network, in the order in which they are tried, and what may be dialled. */

import type { Kysely } from "kysely";
import type { z } from "zod";
import type { dialSettings } from "#protocol/api/admin.ts";
import { readSetting, writeSetting } from "../platform/settings.ts";
import { newId } from "../store/new-id.ts";
import type { Database } from "../store/schema.ts";
import { change, type Answer, type SetupParts } from "./change.ts";
import { DIAL_PREFIXES_KEY, FOLLOWS_REDIRECTS_KEY, readDialPrefixes } from "./dial-prefixes.ts";
import { RefusedChange } from "./refusals.ts";

export type DialSettings = z.output<typeof dialSettings>;

export async function readDialSettings(db: Kysely<Database>): Promise<DialSettings> {
  const trunks = await db
    .selectFrom("cc.trunks")
    .select(["gateway", "caller_number as callerNumber"])
    .where("is_active", "=", true)
    .orderBy("position")
    .execute();
  return {
    trunks,
    dialPrefixes: [...readDialPrefixes(await readSetting(db, DIAL_PREFIXES_KEY))],
    followsRedirects: (await readSetting(db, FOLLOWS_REDIRECTS_KEY)) === true,
  };
}

/** Replaces all of it. */
export async function putDialSettings(
  parts: SetupParts,
  input: DialSettings,
  author: string | undefined,
): Answer<DialSettings> {
  return await change(parts, async (trx) => {
    if (new Set(input.trunks.map((trunk) => trunk.gateway)).size !== input.trunks.length) {
      throw new RefusedChange("invalid", undefined, [{ path: "trunks", message: "a gateway is named twice" }]);
    }
    await trx.deleteFrom("cc.trunks").execute();
    if (input.trunks.length > 0) {
      await trx
        .insertInto("cc.trunks")
        .values(
          input.trunks.map(({ gateway, callerNumber }, position) => ({
            id: newId(parts.now()),
            position,
            gateway,
            caller_number: callerNumber,
          })),
        )
        .execute();
    }
    await writeSetting(trx, DIAL_PREFIXES_KEY, input.dialPrefixes, author);
    await writeSetting(trx, FOLLOWS_REDIRECTS_KEY, input.followsRedirects, author);
    return input;
  });
}
