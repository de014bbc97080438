import { test } from "vitest";
import { brokenFlow, hostileCallers, wrongPassword } from "./scenarios/garbage.ts";
import { openSimulatedWorld } from "./support/simulated-world.ts";

test("[E2E13] hostile names and an unknown number harm nobody", { timeout: 90_000 }, async () => {
  await using world = await openSimulatedWorld();
  await hostileCallers(world);
});

test("[E2E14] a broken flow is refused with its problems", { timeout: 60_000 }, async () => {
  await using world = await openSimulatedWorld();
  await brokenFlow(world);
});

test(
  "[E2E15] a wrong password of the event socket is said in words, and HTTP serves",
  { timeout: 60_000 },
  async () => {
    await using world = await openSimulatedWorld({ eslPassword: "not-the-password" });
    await wrongPassword(world);
  },
);
