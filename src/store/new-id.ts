/** Ids are made here and not by the database: an id can be handed out, and written elsewhere, before its row exists. */

import { randomBytes } from "node:crypto";
import type { Instant } from "#routing/instant.ts";

/** A UUIDv7 (RFC 9562): 48 bits of `at`, then chance; rows made one after the other lie side by side in an index. */
export function newId(at: Instant): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
