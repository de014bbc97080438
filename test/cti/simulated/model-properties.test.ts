/** Any commands at any time: the model keeps its own invariants, and what it tells of a leg always makes sense. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { simulatedPort } from "#cti/simulated/port.ts";
import { createSimulatedSwitch } from "#cti/simulated/switch.ts";
import type { SimulatedSwitch } from "#cti/simulated/switch.ts";
import type { SwitchCommand } from "#routing/commands.ts";
import { commandId, interactionId, legId, nodeId } from "#routing/ids.ts";
import type { LegId } from "#routing/ids.ts";
import type { SwitchObservation } from "#routing/inputs.ts";

const startAt = Date.UTC(2026, 10, 21, 9, 0, 0);
const node = nodeId("sim-1");
const interaction = interactionId("00000000-0000-4000-8000-00000000000f");
const uuid = (number: number, kind: string): string => `00000000-0000-4000-${kind}-${String(number).padStart(12, "0")}`;

type Deed =
  | { readonly kind: "caller" | "dial" | "pickUp" | "partyHangsUp" | "press" | "restart"; readonly one: number }
  | { readonly kind: "command"; readonly what: SwitchCommand["kind"]; readonly one: number; readonly two: number };

const whats = [
  "leg.claim",
  "leg.answer",
  "leg.bridge",
  "leg.bridge",
  "leg.bridge",
  "leg.split",
  "leg.hangUp",
  "leg.mute",
  "music.start",
  "prompt.announce",
  "prompt.play",
  "digits.collect",
  "recording.start",
] as const;

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("caller" as const), one: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("dial" as const), one: fc.nat(5) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom("pickUp" as const, "partyHangsUp", "press"), one: fc.nat(7) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart" as const), one: fc.nat(1) }) },
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constant("command" as const),
      what: fc.constantFrom(...whats),
      one: fc.nat(7),
      two: fc.nat(7),
    }),
  },
);
/** Mostly within one another's races, at times long after. */
const pause = fc.oneof({ weight: 4, arbitrary: fc.nat(60) }, { weight: 1, arbitrary: fc.nat(5000) });

interface Run {
  readonly sim: SimulatedSwitch;
  readonly seen: readonly SwitchObservation[];
}

function run(seed: string, deeds: readonly (readonly [Deed, number])[]): Run {
  const sim = createSimulatedSwitch({ node, seed, startAt });
  const port = simulatedPort(sim);
  const seen: SwitchObservation[] = [];
  port.start((observation) => seen.push(observation));
  for (const user of ["agent0", "agent1"]) sim.setPhone(user, { kind: "answers", afterMs: 40, talkMs: undefined });
  for (const user of ["agent2", "agent3"]) sim.setPhone(user, { kind: "manual" });
  let numbered = 0;
  let isDown = false;
  sim.advance(startAt + 100);
  /** Mostly a living leg; 7 is one that may be long gone. */
  const legs: LegId[] = [];
  const legAt = (index: number): LegId => {
    const living = sim.legs();
    const one = index === 7 ? legs[0] : living[index % Math.max(1, living.length)]?.uuid;
    return legId(one ?? uuid(0, "9000"));
  };
  for (const kind of ["caller", "caller", "dial", "dial"] as const) act({ kind, one: 1 });
  sim.advance(sim.now() + 50);
  for (const one of [0, 1]) act({ kind: "command", what: "leg.claim", one, two: one });
  sim.advance(sim.now() + 200);

  for (const [next, pauseMs] of deeds) {
    act(next);
    sim.advance(sim.now() + pauseMs);
  }
  sim.advance(sim.now() + 60_000);
  return { sim, seen };

  function act(next: Deed): void {
    numbered += 1;
    const id = commandId(uuid(numbered, "8000"));
    switch (next.kind) {
      case "caller": {
        const caller = { from: "34911", fromName: undefined, to: "900100", presses: [], talkMs: 3000 };
        legs.push(legId(sim.newCaller({ ...caller, afterMs: 0, patienceMs: 20_000 })));
        return;
      }
      case "dial": {
        const leg = legId(uuid(numbered, "9000"));
        legs.push(leg);
        const target = { kind: "seat", sipUser: `agent${next.one}` } as const;
        const more = { role: "agent", callerNumber: undefined, timeoutMs: 10_000, autoAnswer: false } as const;
        port.execute({ kind: "leg.originate", id, node, leg, interaction, target, ...more });
        return;
      }
      case "pickUp":
        sim.pickUp(legAt(next.one));
        return;
      case "partyHangsUp":
        sim.hangUp(legAt(next.one));
        return;
      case "press":
        sim.press(legAt(next.one), "1");
        return;
      case "restart":
        if (isDown) return;
        isDown = true;
        sim.restart({ isGraceful: next.one === 0, downMs: 10 });
        return;
      case "command":
        port.execute(commandOf(next.what, id, legAt(next.one), legAt(next.two)));
    }
  }
}

function commandOf(what: SwitchCommand["kind"], id: SwitchCommand["id"], leg: LegId, other: LegId): SwitchCommand {
  const prompts = [{ language: "en", name: "hello" }];
  switch (what) {
    case "leg.claim":
      return { kind: what, id, node, leg, interaction, answer: true };
    case "leg.bridge":
      return { kind: what, id, node, survivor: leg, other };
    case "leg.hangUp":
      return { kind: what, id, node, leg, cause: "NORMAL_CLEARING" };
    case "leg.mute":
      return { kind: what, id, node, leg, isMuted: true };
    case "music.start":
      return { kind: what, id, node, leg, sound: "music" };
    case "prompt.announce":
    case "prompt.play":
      return { kind: what, id, node, leg, prompts };
    case "digits.collect": {
      const times = { timeoutMs: 500, digitTimeoutMs: 500, min: 1, max: 2 };
      return { kind: what, id, node, leg, prompts, ...times, terminator: "#", accept: undefined, isSensitive: false };
    }
    case "recording.start":
      return { kind: what, id, node, leg, interaction, maxMs: 5000 };
    case "leg.answer":
      return { kind: what, id, node, leg };
    default:
      return { kind: "leg.split", id, node, leg };
  }
}

/** A sentence about the first thing that makes no sense, or undefined. */
function nonsense(seen: readonly SwitchObservation[]): string | undefined {
  const ended = new Set<string>();
  const answered = new Set<string>();
  const partner = new Map<string, string>();
  for (const observation of seen) {
    if (observation.kind === "switch.resynced") partner.clear();
    if (!("leg" in observation)) continue;
    const { leg, kind } = observation;
    // A second originate with an id that is taken is told of that id, and a command may come too late for its leg.
    if (kind === "leg.notCreated" || kind === "command.failed") continue;
    // The survivor of a bridge tells of its end after the other one's.
    if (ended.has(leg)) return `${kind} after the end of ${leg}`;
    if (kind === "leg.hungUp") ended.add(leg);
    if (kind === "leg.answered" && answered.has(leg)) return `${leg} answered twice`;
    if (kind === "leg.answered") answered.add(leg);
    if (kind === "leg.bridged") {
      if (ended.has(observation.other)) return `${leg} bridged to a leg that ended`;
      if (partner.get(leg) !== undefined) return `${leg} bridged twice`;
      partner.set(leg, observation.other);
    }
    if (kind === "leg.unbridged") {
      if (partner.get(leg) !== observation.other) return `${leg} unbridged from ${observation.other}, which it was not`;
      partner.delete(leg);
    }
    if (kind === "leg.parked" && partner.get(leg) !== undefined) {
      // A second leg is parked before the first tells; the first itself never.
      return `${leg} parked while it is the first leg of a bridge`;
    }
  }
  return undefined;
}

const runs = fc.tuple(fc.string({ maxLength: 4 }), fc.array(fc.tuple(deed, pause), { maxLength: 60, size: "max" }));

test("[SM1] any commands in any order at any time: the model's invariants hold and its story makes sense", () => {
  fc.assert(
    fc.property(runs, ([seed, deeds]) => {
      expect(nonsense(run(seed, deeds).seen)).toBeUndefined();
    }),
    { numRuns: 400 },
  );
});

test("[SM2] the same seed and the same deeds give the same story", () => {
  fc.assert(
    fc.property(runs, ([seed, deeds]) => {
      expect(run(seed, deeds).seen).toEqual(run(seed, deeds).seen);
    }),
    { numRuns: 50 },
  );
});

test("[SM3] the runs are not idle: bridges, ends and takeovers happen in them", () => {
  const seen = fc.sample(runs, { numRuns: 150, seed: 7 }).flatMap(([seed, deeds]) => run(seed, deeds).seen);
  const count = (kind: SwitchObservation["kind"]): number => seen.filter((one) => one.kind === kind).length;
  expect(count("leg.bridged")).toBeGreaterThan(50);

  expect(count("leg.unbridged")).toBeGreaterThan(40);
  expect(count("leg.hungUp")).toBeGreaterThan(200);
  expect(count("command.failed")).toBeGreaterThan(50);
});
