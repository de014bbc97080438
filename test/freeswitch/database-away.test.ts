import { test } from "vitest";
import { databaseAway } from "#test/end-to-end/scenarios/database-away.ts";
import { openFreeswitchWorld } from "./support/freeswitch-world.ts";
import { findFreeswitch } from "./support/switch.ts";

const binary = findFreeswitch();

test.skipIf(binary === undefined)("[E2E7] PostgreSQL hangs under calls: calls go on, nothing is lost", async () => {
  await using world = await openFreeswitchWorld(binary ?? "", { ownDatabase: true });
  await databaseAway(world, { how: "freeze", forMs: 60_000 });
});

test.skipIf(binary === undefined)("[E2E8] PostgreSQL is killed under calls: calls go on, nothing is lost", async () => {
  await using world = await openFreeswitchWorld(binary ?? "", { ownDatabase: true });
  await databaseAway(world, { how: "crash", forMs: 60_000 });
});
