import { test } from "vitest";
import { hundredCalls } from "./scenarios/hundred-calls.ts";
import { openSimulatedWorld } from "./support/simulated-world.ts";

test(
  "[E2E2] a hundred calls of every kind: one record and one end each, as the switch tells it",
  { timeout: 300_000 },
  async () => {
    await using world = await openSimulatedWorld();
    await hundredCalls(world, { calls: 100, atOnce: 25, talkMs: [300, 1_000] });
  },
);
