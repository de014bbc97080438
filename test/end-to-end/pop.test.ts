import { test } from "vitest";
import { pop, popCases } from "./scenarios/pop.ts";
import { openSimulatedWorld } from "./support/simulated-world.ts";

test("[E2E3] a hundred callers: the right people on the screen, at once", { timeout: 180_000 }, async () => {
  const { contacts, cases } = popCases(100);
  await using world = await openSimulatedWorld({ contacts });
  await pop(world, cases);
});
