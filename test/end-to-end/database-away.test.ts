import { test } from "vitest";
import { databaseAway } from "./scenarios/database-away.ts";
import { openSimulatedWorld } from "./support/simulated-world.ts";

test("[E2E7] PostgreSQL hangs under calls: calls go on, nothing is lost", { timeout: 120_000 }, async () => {
  await using world = await openSimulatedWorld({ ownDatabase: true });
  await databaseAway(world, { how: "freeze", forMs: 20_000 });
});

test("[E2E8] PostgreSQL is killed under calls: calls go on, nothing is lost", { timeout: 120_000 }, async () => {
  await using world = await openSimulatedWorld({ ownDatabase: true });
  await databaseAway(world, { how: "crash", forMs: 20_000 });
});
