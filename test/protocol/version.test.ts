import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { downMessage } from "#protocol/down.ts";
import { upMessage } from "#protocol/up.ts";
import { boardView } from "#protocol/views/board.ts";
import { deskView } from "#protocol/views/desk.ts";
import { oldestProtocolVersion, protocolVersion } from "#protocol/version.ts";

/**
 * When this fails, the wire has changed. Can a peer of the version before ignore the change? Then write the new hash here
 * and keep the number. If it cannot, `protocolVersion` grows, its history says what changed, and the server goes on
 * accepting the one before for a release.
 */
const hashes: Readonly<Record<number, string>> = { 1: "a76a1a60838849bc" };

function hashOfWire(): string {
  const shapes = [upMessage, downMessage, deskView, boardView].map((schema) =>
    z.toJSONSchema(schema, { unrepresentable: "any" }),
  );
  return createHash("sha256").update(JSON.stringify(shapes)).digest("hex").slice(0, 16);
}

test("[LV40] the live socket's messages and views are those of this version", () => {
  expect(hashOfWire()).toBe(hashes[protocolVersion]);
});

test("[LV40] the server speaks this version and at most the one before", () => {
  expect(oldestProtocolVersion).toBeLessThanOrEqual(protocolVersion);
  expect(oldestProtocolVersion).toBeGreaterThanOrEqual(Math.max(1, protocolVersion - 1));
});
