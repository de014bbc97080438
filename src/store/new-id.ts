/** Ids are made here and not by the database: an id can be handed out, and written elsewhere, before its row exists. */

import { randomBytes, randomInt } from "node:crypto";
import type { Instant } from "#routing/instant.ts";

/** Begins in the lower half, so that it can count up for longer than one millisecond has room for. */
const SEQUENCE_START_MAX = 2 ** 25;

let last: { readonly at: Instant; readonly sequence: number } = { at: -1, sequence: 0 };

/**
 * A UUIDv7 (RFC 9562, method 1): 48 bits of `at`, 26 bits that count up within the same `at`, 48 bits of chance. Rows
 * made one after the other are in that order, and lie side by side in an index.
 */
export function newId(at: Instant): string {
  last = { at, sequence: last.at === at ? last.sequence + 1 : randomInt(SEQUENCE_START_MAX) };
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at, 0, 6);
  bytes.writeUInt16BE(0x7000 | ((last.sequence >>> 14) & 0x0fff), 6);
  bytes.writeUInt16BE(0x8000 | (last.sequence & 0x3fff), 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
