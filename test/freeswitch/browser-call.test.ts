import { expect, test } from "vitest";
import { closedCalls } from "#test/end-to-end/support/records.ts";
import { directNumber } from "#test/end-to-end/support/site.ts";
import { until } from "#test/end-to-end/support/until.ts";
import { browserHertz, findChromium, launchAgents } from "./support/browser-agent.ts";
import { openFreeswitchWorld } from "./support/freeswitch-world.ts";
import { outsideAddress } from "./support/ports.ts";
import { openEndpoint } from "./support/sip/endpoint.ts";
import { findFreeswitch } from "./support/switch.ts";

const binary = findFreeswitch();
const isPossible = binary !== undefined && findChromium() !== undefined;

test.skipIf(!isPossible)(
  "[E2E10] a browser agent answers, both hear each other, every button changes the real channel",
  { timeout: 120_000 },
  async () => {
    await using world = await openFreeswitchWorld(binary ?? "", { mediaAddress: outsideAddress() });
    await world.service.start();
    await using agents = await launchAgents();
    const emma = await agents.open(world.service.url, "emma");

    await using caller = await openEndpoint({ address: "127.0.0.1", port: world.freeswitch.ports.trunk }, 600);
    caller.call(directNumber, { user: "12025550206", host: "127.0.0.1", name: "Henry" });
    await emma.page.getByRole("button", { name: "Answer" }).first().waitFor();
    await emma.page.getByText("Henry Walsh").first().waitFor();
    await emma.page.getByRole("button", { name: "Answer" }).first().click();
    await until("the caller hears her", () => caller.line.hears([440, browserHertz]) === browserHertz);
    await until("she hears the caller", async () => (await emma.audio()).audioEnergy > 0.001);

    await emma.page.getByRole("button", { name: "Hold" }).first().click();
    await until("the caller hears music on hold", () => caller.line.hears([440, browserHertz]) === 440);
    await emma.page.getByRole("button", { name: "Resume" }).first().click();
    await until("the caller hears her again", () => caller.line.hears([440, browserHertz]) === browserHertz);
    await emma.page.getByRole("button", { name: "Mute" }).first().click();
    await until("muted: nothing", () => caller.line.hears([440, browserHertz]) === undefined);
    await emma.page.getByRole("button", { name: "Unmute" }).first().click();
    await until("unmuted", () => caller.line.hears([440, browserHertz]) === browserHertz);
    // A second look is asked for in the first seconds, against a slip of the hand.
    await emma.page.waitForTimeout(3_200);
    await emma.page.getByRole("button", { name: "Hang up" }).first().click();
    await until("the caller's phone is down", () => !caller.isUp());
    await emma.page.getByRole("button", { name: "Save and next" }).waitFor();
    const [record] = await closedCalls(world, 1);
    expect(record?.endReason).toBe("completed");
    expect(emma.faults).toEqual([]);
  },
);
