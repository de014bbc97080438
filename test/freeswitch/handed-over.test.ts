/** What a caller's own company may do with his call on a real switch: asking us to call somebody else, and handing it over. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { agentOn, ask, bridge, freshInteraction, next, ofKind, resynced } from "../contract/switch-port/steps.ts";
import { startRealWorld } from "./support/harness.ts";
import type { RealWorld } from "./support/harness.ts";
import { openEndpoint } from "./support/sip/endpoint.ts";
import { findFreeswitch } from "./support/switch.ts";

const freeswitch = findFreeswitch();
const local = "127.0.0.1";

describe.skipIf(freeswitch === undefined)("a caller's company at a real FreeSWITCH", () => {
  let started: RealWorld | undefined;
  beforeAll(async () => {
    started = await startRealWorld(freeswitch ?? "");
  });
  afterAll(async () => {
    await started?.[Symbol.asyncDispose]();
  });

  test.each([
    ["blind", "sip:34600111222@127.0.0.1"],
    ["attended", "sip:34600111222@127.0.0.1?Replaces=abc%3Bto-tag%3D1%3Bfrom-tag%3D2"],
  ])("[AQ17, FS131] a REFER (%s) is refused, calls nobody, and leaves the conversation as it is", async (_, to) => {
    if (started === undefined) throw new Error("the switch was not started");
    await using h = await started.harness();
    await using caller = await openEndpoint({ address: local, port: started.freeswitch.ports.trunk }, 600);
    caller.call("900100", { user: "34911222333", host: local, name: undefined });
    const { leg } = await next(h, "leg.arrived", (o) => o.from === "34911222333");
    const interaction = freshInteraction();
    ask(h, { kind: "leg.claim", leg, interaction, answer: true });
    await next(h, "leg.parked", (o) => o.leg === leg && o.isAnswered);
    const agent = await agentOn(h, interaction);
    await bridge(h, leg, agent.leg);
    const mark = h.observations.length;

    expect(await caller.refer(to)).toBe(405);
    await h.pass(500);
    expect(h.observations.slice(mark)).toEqual([]);
    expect(caller.isUp()).toBe(true);
    expect(await agent.phone.hears()).toBe("party");
    const { legs } = await resynced(h);
    expect(new Map(legs.map((each) => [each.leg, each.bridgedTo]))).toEqual(
      new Map([
        [leg, agent.leg],
        [agent.leg, leg],
      ]),
    );
    expect(ofKind(h.observations, "leg.hungUp")).toEqual([]);
  });
});
