import { test } from "vitest";
import { serviceKilled, switchKilled } from "./scenarios/killed.ts";
import { openSimulatedWorld } from "./support/simulated-world.ts";

test(
  "[E2E4] the service is killed under calls: who talks talks, who waits keeps his place",
  { timeout: 120_000 },
  async () => {
    await using world = await openSimulatedWorld();
    await serviceKilled(world);
  },
);

test(
  "[E2E5] the switch is killed under calls: records closed, agents free, seen again at once",
  { timeout: 120_000 },
  async () => {
    await using world = await openSimulatedWorld();
    await switchKilled(world, 4_000);
  },
);
