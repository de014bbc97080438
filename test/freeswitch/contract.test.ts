/** The contract of the switch port, kept by the adapter on a real FreeSWITCH. */

import { afterAll, beforeAll, test } from "vitest";

import { describeSwitchPort } from "../contract/switch-port/suite.ts";
import { startRealWorld } from "./support/harness.ts";
import type { RealWorld } from "./support/harness.ts";
import { findFreeswitch } from "./support/switch.ts";

const binary = findFreeswitch();

if (binary === undefined) {
  test.skip("the contract on a real FreeSWITCH: none was found", () => undefined);
} else {
  let world: RealWorld | undefined;
  beforeAll(async () => {
    world = await startRealWorld(binary);
  });
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
  });
  describeSwitchPort("FreeSWITCH", async () => {
    if (world === undefined) throw new Error("the switch was not started");
    return await world.harness();
  });
}
