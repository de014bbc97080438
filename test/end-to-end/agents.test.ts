import { test } from "vitest";
import { dialledOut, onTheCall, passedOn, refusedOffers } from "./scenarios/agents.ts";
import { openSimulatedWorld } from "./support/simulated-world.ts";

test("[E2E9] offers declined, missed and not reached: the caller keeps his place", { timeout: 90_000 }, async () => {
  await using world = await openSimulatedWorld();
  await refusedOffers(world, 1);
});

test("[E2E10] hold, mute and digits are heard", { timeout: 60_000 }, async () => {
  await using world = await openSimulatedWorld();
  await onTheCall(world, 2);
});

test("[E2E11] a caller is passed on to a queue, a colleague, a number", { timeout: 60_000 }, async () => {
  await using world = await openSimulatedWorld();
  await passedOn(world, 2);
});

test("[E2E12] an agent dials over the second carrier when the first fails", { timeout: 60_000 }, async () => {
  await using world = await openSimulatedWorld();
  await dialledOut(world, 2);
});
