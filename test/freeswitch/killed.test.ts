import { test } from "vitest";
import { serviceKilled, switchKilled } from "#test/end-to-end/scenarios/killed.ts";
import { openFreeswitchWorld } from "./support/freeswitch-world.ts";
import { findFreeswitch } from "./support/switch.ts";

const binary = findFreeswitch();

test.skipIf(binary === undefined)(
  "[E2E4] the service is killed under calls: who talks talks, who waits keeps his place",
  async () => {
    await using world = await openFreeswitchWorld(binary ?? "");
    await serviceKilled(world);
  },
);

test.skipIf(binary === undefined)(
  "[E2E5] the switch is killed under calls: records closed, agents free, seen again at once",
  async () => {
    await using world = await openFreeswitchWorld(binary ?? "");
    await switchKilled(world, 10_000);
  },
);
