import { test } from "vitest";
import { hundredCalls } from "#test/end-to-end/scenarios/hundred-calls.ts";
import { openFreeswitchWorld } from "./support/freeswitch-world.ts";
import { findFreeswitch } from "./support/switch.ts";

const binary = findFreeswitch();

test.skipIf(binary === undefined)(
  "[E2E2] a hundred calls of every kind: one record and one end each, as the switch tells it",
  { timeout: 600_000 },
  async () => {
    await using world = await openFreeswitchWorld(binary ?? "");
    await hundredCalls(world, { calls: 100, atOnce: 12, talkMs: [1_000, 3_000] });
  },
);
