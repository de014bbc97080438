import { test } from "vitest";
import { dialledOut, onTheCall, passedOn, refusedOffers } from "#test/end-to-end/scenarios/agents.ts";
import { openFreeswitchWorld } from "./support/freeswitch-world.ts";
import { findFreeswitch } from "./support/switch.ts";

const binary = findFreeswitch();

test.skipIf(binary === undefined)(
  "[E2E9] offers declined, missed and not reached: the caller keeps his place",
  async () => {
    await using world = await openFreeswitchWorld(binary ?? "");
    await refusedOffers(world, 2);
  },
);

test.skipIf(binary === undefined)("[E2E10] hold, mute and digits are heard", async () => {
  await using world = await openFreeswitchWorld(binary ?? "");
  await onTheCall(world, 5);
});

test.skipIf(binary === undefined)("[E2E11] a caller is passed on to a queue, a colleague, a number", async () => {
  await using world = await openFreeswitchWorld(binary ?? "");
  await passedOn(world, 5);
});

test.skipIf(binary === undefined)("[E2E12] an agent dials over the second carrier when the first fails", async () => {
  await using world = await openFreeswitchWorld(binary ?? "");
  await dialledOut(world, 5);
});
