import { test } from "vitest";
import { pop, popCases } from "#test/end-to-end/scenarios/pop.ts";
import { openFreeswitchWorld } from "./support/freeswitch-world.ts";
import { findFreeswitch } from "./support/switch.ts";

const binary = findFreeswitch();

test.skipIf(binary === undefined)("[E2E3] a hundred callers: the right people on the screen, at once", async () => {
  const { contacts, cases } = popCases(100);
  await using world = await openFreeswitchWorld(binary ?? "", { contacts });
  await pop(world, cases);
});
