import { test } from "vitest";
import { firstCall } from "./scenarios/first-call.ts";
import { openSimulatedWorld } from "./support/simulated-world.ts";

test("[E2E1] a caller is answered, presses a key, waits, talks; the record tells it", { timeout: 90_000 }, async () => {
  await using world = await openSimulatedWorld();
  await firstCall(world);
});
