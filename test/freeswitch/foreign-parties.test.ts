/** Calls with SIPp at the other end: what our own test phones might get wrong in the same way as our adapter, it does not. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { ask, freshInteraction, hungUp, next, ofKind, resynced, ring } from "../contract/switch-port/steps.ts";
import { seatPassword, startRealWorld, until } from "./support/harness.ts";
import type { RealWorld } from "./support/harness.ts";
import { freePort } from "./support/ports.ts";
import { findSipp, startSipp } from "./support/sipp.ts";
import { agentsDomain, findFreeswitch } from "./support/switch.ts";

const freeswitch = findFreeswitch();
const sipp = findSipp();
const local = "127.0.0.1";

describe.skipIf(freeswitch === undefined || sipp === undefined)("SIPp at a real FreeSWITCH", () => {
  let started: RealWorld | undefined;
  beforeAll(async () => {
    started = await startRealWorld(freeswitch ?? "");
  });
  afterAll(async () => {
    await started?.[Symbol.asyncDispose]();
  });
  const world = (): RealWorld => {
    if (started === undefined) throw new Error("the switch was not started");
    return started;
  };

  test("[FS120] a foreign caller is claimed, its keys are seen, and its hang-up is its own", async () => {
    await using h = await world().harness();
    await using caller = startSipp(sipp ?? "", {
      scenario: "caller",
      target: { address: local, port: world().freeswitch.ports.trunk },
      localPort: await freePort(local),
      service: "900100",
      keys: { from: "34911222333" },
      pauseMs: 2_500,
    });
    const { leg } = await next(h, "leg.arrived", (o) => o.from === "34911222333" && o.fromName === "SIPp Caller");
    ask(h, { kind: "leg.claim", leg, interaction: freshInteraction(), answer: true });
    expect(await hungUp(h, leg, 8_000)).toMatchObject({ cause: "NORMAL_CLEARING", by: "party" });
    expect(
      ofKind(h.observations, "digit.pressed")
        .map((o) => o.digit)
        .join(""),
    ).toBe("4711");
    expect((await caller.ended).code).toBe(0);
  });

  test("[FS121] a foreign phone registers with its digest, is rung, answers and is hung up", async () => {
    await using h = await world().harness();
    const sipUser = h.seats[1];
    await h.phone(sipUser, { kind: "unregistered" });
    const port = await freePort(local);
    const target = { address: local, port: world().freeswitch.ports.agents };
    await using phone = startSipp(sipp ?? "", { scenario: "answer", target, localPort: port, pauseMs: 300 });
    await using registration = startSipp(sipp ?? "", {
      scenario: "register",
      target,
      localPort: await freePort(local),
      service: sipUser,
      keys: { domain: agentsDomain, contact_port: String(port) },
      authentication: { user: sipUser, password: seatPassword },
    });
    expect((await registration.ended).code).toBe(0);
    await world().ask((link) =>
      until("the registration", async () =>
        (await link.api(`sofia_contact agents/${sipUser}@${agentsDomain}`)).includes(`:${port}`),
      ),
    );
    const { leg } = ring(h, { kind: "seat", sipUser });
    await next(h, "leg.parked", (o) => o.leg === leg && o.isAnswered);
    ask(h, { kind: "leg.hangUp", leg, cause: "NORMAL_CLEARING" });
    expect(await hungUp(h, leg)).toMatchObject({ by: "switch" });
    expect((await phone.ended).code).toBe(0);
  });

  test("[FS122] forty foreign callers, ten a second: each arrives once, is claimed once, ends once", async () => {
    await using h = await world().harness();
    await using callers = startSipp(sipp ?? "", {
      scenario: "caller",
      target: { address: local, port: world().freeswitch.ports.trunk },
      localPort: await freePort(local),
      service: "900100",
      keys: { from: "34911222333" },
      calls: 40,
      callsPerSecond: 10,
      pauseMs: 2_500,
    });
    let claimed = 0;
    await h.waitFor(
      "forty ends",
      (seen) => {
        for (const { leg } of ofKind(seen, "leg.arrived").slice(claimed)) {
          claimed += 1;
          ask(h, { kind: "leg.claim", leg, interaction: freshInteraction(), answer: true });
        }
        return ofKind(seen, "leg.hungUp").length >= 40 ? true : undefined;
      },
      30_000,
    );
    expect((await callers.ended).code).toBe(0);
    for (const kind of ["leg.arrived", "leg.answered", "leg.parked", "leg.hungUp"] as const) {
      const legs = ofKind(h.observations, kind).map((o) => o.leg);
      expect([kind, legs.length, new Set(legs).size]).toEqual([kind, 40, 40]);
    }
    expect(ofKind(h.observations, "leg.hungUp").every((o) => o.by === "party")).toBe(true);
    expect(ofKind(h.observations, "digit.pressed")).toHaveLength(160);
    expect((await resynced(h)).legs).toEqual([]);
  });
});
