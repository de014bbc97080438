import { test } from "vitest";
import { wireCut } from "#test/end-to-end/scenarios/wire-cut.ts";
import { openFreeswitchWorld } from "./support/freeswitch-world.ts";
import { findFreeswitch } from "./support/switch.ts";

const binary = findFreeswitch();

test.skipIf(binary === undefined)(
  "[E2E6] the link to the switch is cut under calls: nobody notices, and all is known afterwards",
  async () => {
    await using world = await openFreeswitchWorld(binary ?? "");
    await wireCut(world, 10_000);
  },
);
