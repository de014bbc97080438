/** Faults of the link on request (F1, F2, F4): what the simulated port shows when things go wrong, and that it is repeatable. */

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { noFaults } from "#cti/simulated/link.ts";
import type { LinkFaults } from "#cti/simulated/link.ts";
import { simulatedPort } from "#cti/simulated/port.ts";
import type { SimulatedPort } from "#cti/simulated/port.ts";
import { createSimulatedSwitch } from "#cti/simulated/switch.ts";
import type { SimulatedSwitch } from "#cti/simulated/switch.ts";
import { commandId, interactionId, legId, nodeId } from "#routing/ids.ts";
import type { CommandId, LegId } from "#routing/ids.ts";
import type { SwitchObservation } from "#routing/inputs.ts";

const startAt = Date.UTC(2026, 10, 21, 9, 0, 0);
const node = nodeId("sim-1");

interface World {
  readonly sim: SimulatedSwitch;
  readonly port: SimulatedPort;
  readonly seen: (SwitchObservation & { readonly after: number })[];
}

function world(faults: LinkFaults = noFaults, seed = "faults"): World {
  const sim = createSimulatedSwitch({ node, seed, startAt });
  const port = simulatedPort(sim, { faults });
  const seen: World["seen"] = [];
  port.start((observation) => seen.push({ ...observation, after: sim.now() - startAt }));
  sim.advance(startAt + 100);
  return { sim, port, seen };
}

function arrive({ sim }: World, afterMs = 0): LegId {
  const caller = { from: "34911", fromName: undefined, to: "900100", presses: [] };
  return legId(sim.newCaller({ ...caller, afterMs, patienceMs: undefined, talkMs: undefined }));
}

function claim({ port }: World, leg: LegId): CommandId {
  const id = commandId(randomUUID());
  port.execute({ kind: "leg.claim", id, node, leg, interaction: interactionId(randomUUID()), answer: true });
  return id;
}

const kinds = (of: World): readonly string[] => of.seen.map((observation) => observation.kind);

test("[SF1] lost observations are not told, and the switch goes on without us", () => {
  const of = world({ ...noFaults, lostRate: 1 });
  const leg = arrive(of);
  of.sim.advance(of.sim.now() + 1000);
  expect(kinds(of)).toEqual(["switch.resynced"]);
  of.port.resync();
  of.sim.advance(of.sim.now() + 100);
  const list = of.seen.at(-1);
  expect(list?.kind === "switch.resynced" ? list.legs.map((one) => one.leg) : []).toEqual([leg]);
});

test("[SF2] duplicated observations come twice, word for word", () => {
  const of = world({ ...noFaults, duplicatedRate: 1 });
  arrive(of);
  of.sim.advance(of.sim.now() + 1000);
  const [, one, two] = of.seen;
  expect(one?.kind).toBe("leg.arrived");
  expect({ ...two, after: 0 }).toEqual({ ...one, after: 0 });
});

test("[SF3] late observations come late, and others overtake them", () => {
  const of = world({ ...noFaults, lateRate: 1, lateMs: [500, 900] });
  const leg = arrive(of);
  const setOut = of.sim.now() - startAt;
  of.sim.advance(of.sim.now() + 2000);
  const arrival = of.seen.find((observation) => observation.kind === "leg.arrived");
  expect(arrival?.after).toBeGreaterThanOrEqual(setOut + 500);
  expect(arrival).toMatchObject({ leg });
});

test("[SF4] a reordered observation changes places with the next one and is told all the same", () => {
  const of = world();
  const leg = arrive(of);
  of.sim.advance(of.sim.now() + 100);
  of.port.setFaults({ ...noFaults, reorderedRate: 1 });
  claim(of, leg);
  of.sim.advance(of.sim.now() + 1000);
  expect(kinds(of).slice(2)).toEqual(["leg.parked", "leg.answered"]);
});

test("[SF5] a half-open link is silent, then lost, then back with what lives", () => {
  const of = world();
  const leg = arrive(of);
  of.sim.advance(of.sim.now() + 100);
  claim(of, leg);
  of.sim.advance(of.sim.now() + 100);
  const mark = of.seen.length;
  of.port.halfOpen(3000);
  const command = claim(of, arrive(of));
  of.sim.advance(of.sim.now() + 10_000);
  expect(of.port.health().isUp).toBe(true);
  const since = of.seen.slice(mark);
  expect(since.map((one) => one.kind).slice(0, 2)).toEqual(["switch.lost", "command.failed"]);
  expect(since[1]).toMatchObject({ command, cause: "LINK_LOST" });
  expect(since[2]).toMatchObject({ kind: "switch.resynced", legs: [{ leg }] });
});

test("[SF6] a switch that hangs answers nothing; the port's own time limit ends the command, and the link goes", () => {
  const of = world();
  const leg = arrive(of);
  of.sim.advance(of.sim.now() + 100);
  const mark = of.seen.length;
  of.port.hang(20_000);
  const command = claim(of, leg);
  of.sim.advance(of.sim.now() + 30_000);
  const since = of.seen.slice(mark);
  expect(since.map((one) => one.kind)).toEqual(["switch.lost", "command.failed", "switch.resynced"]);
  expect(since[1]).toMatchObject({ command });
});

test("[SF7] a switch that hangs for a moment does everything afterwards, in order", () => {
  const of = world();
  const leg = arrive(of);
  of.sim.advance(of.sim.now() + 100);
  const mark = of.seen.length;
  const hungAt = of.sim.now() - startAt;
  of.port.hang(1500);
  claim(of, leg);
  of.sim.advance(of.sim.now() + 3000);
  const since = of.seen.slice(mark);
  expect(since.map((one) => one.kind)).toEqual(["leg.answered", "leg.parked"]);
  expect(since[0]?.after).toBeGreaterThanOrEqual(hungAt + 1500);
});

test("[SF8] an originate on its way when the link goes is settled by the next list", () => {
  const of = world();
  of.sim.setPhone("agent1", { kind: "noAnswer" });
  const dial = (sipUser: string): LegId => {
    const [leg, id, interaction] = [legId(randomUUID()), commandId(randomUUID()), interactionId(randomUUID())];
    const target = { kind: "seat", sipUser } as const;
    const more = { role: "agent", callerNumber: undefined, timeoutMs: 30_000, autoAnswer: false } as const;
    of.port.execute({ kind: "leg.originate", id, node, leg, interaction, target, ...more });
    return leg;
  };
  const made = dial("agent1");
  const unmade = dial("agent2");
  of.sim.advance(of.sim.now() + 5);
  of.port.dropLink(1000);
  of.sim.advance(of.sim.now() + 3000);
  expect(kinds(of).slice(1)).toEqual(["switch.lost", "switch.resynced", "leg.notCreated"]);
  expect(of.seen[2]).toMatchObject({ legs: [{ leg: made }] });
  expect(of.seen[3]).toMatchObject({ leg: unmade, cause: "LINK_DOWN" });
});

test("[SF9] a crash tells no end of any leg, a graceful end tells each", () => {
  for (const isGraceful of [true, false]) {
    const of = world();
    const leg = arrive(of);
    of.sim.advance(of.sim.now() + 100);
    claim(of, leg);
    of.sim.advance(of.sim.now() + 100);
    const mark = of.seen.length;
    of.sim.restart({ isGraceful, downMs: 1000 });
    of.sim.advance(of.sim.now() + 5000);
    const since = of.seen.slice(mark);
    expect(since.map((one) => one.kind)).toEqual([
      ...(isGraceful ? ["leg.hungUp"] : []),
      "switch.lost",
      "switch.resynced",
    ]);
    if (isGraceful) expect(since[0]).toMatchObject({ leg, cause: "SYSTEM_SHUTDOWN" });
  }
});

test("[SF10] the same seed gives the same faults", () => {
  const faults = { lostRate: 0.2, duplicatedRate: 0.2, reorderedRate: 0.2, lateRate: 0.2, lateMs: [10, 400] } as const;
  const day = (seed: string): readonly string[] => {
    const of = world(faults, seed);
    for (let at = 0; at < 40; at += 1) arrive(of, at * 50);
    of.sim.advance(of.sim.now() + 10_000);
    return of.seen.map((one) => `${one.kind} ${one.after} ${"leg" in one ? one.leg : ""}`);
  };
  expect(day("one")).toEqual(day("one"));
  expect(day("one")).not.toEqual(day("two"));
});
