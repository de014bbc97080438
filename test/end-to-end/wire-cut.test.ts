import { test } from "vitest";
import { wireCut } from "./scenarios/wire-cut.ts";
import { openSimulatedWorld } from "./support/simulated-world.ts";

test(
  "[E2E6] the link to the switch is cut under calls: nobody notices, and all is known afterwards",
  { timeout: 120_000 },
  async () => {
    await using world = await openSimulatedWorld();
    await wireCut(world, 10_000);
  },
);
