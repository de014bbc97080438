import { test } from "vitest";
import { brokenFlow, hostileCallers, wrongPassword } from "#test/end-to-end/scenarios/garbage.ts";
import { openFreeswitchWorld } from "./support/freeswitch-world.ts";
import { findFreeswitch } from "./support/switch.ts";

const binary = findFreeswitch();

test.skipIf(binary === undefined)("[E2E13] hostile names and an unknown number harm nobody", async () => {
  await using world = await openFreeswitchWorld(binary ?? "");
  await hostileCallers(world);
});

test.skipIf(binary === undefined)("[E2E14] a broken flow is refused with its problems", async () => {
  await using world = await openFreeswitchWorld(binary ?? "");
  await brokenFlow(world);
});

test.skipIf(binary === undefined)(
  "[E2E15] a wrong password of the event socket is said in words, and HTTP serves",
  async () => {
    await using world = await openFreeswitchWorld(binary ?? "", { eslPassword: "not-the-password" });
    await wrongPassword(world);
  },
);
