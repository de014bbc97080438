import { test } from "vitest";
import { firstCall } from "#test/end-to-end/scenarios/first-call.ts";
import { openFreeswitchWorld } from "./support/freeswitch-world.ts";
import { findFreeswitch } from "./support/switch.ts";

const binary = findFreeswitch();

test.skipIf(binary === undefined)(
  "[E2E1] a caller is answered, presses a key, waits, talks; the record tells it",
  { timeout: 90_000 },
  async () => {
    await using world = await openFreeswitchWorld(binary ?? "");
    await firstCall(world);
  },
);
