/** The contract's world around the simulated switch: the same for its own port and for the adapter over its event socket. */

import { simulatedPort } from "#cti/simulated/port.ts";
import type { CarrierBehaviour, CallerScript } from "#cti/simulated/parties.ts";
import { createSimulatedSwitch } from "#cti/simulated/switch.ts";
import type { SimulatedSwitch } from "#cti/simulated/switch.ts";
import type { NodeId } from "#routing/ids.ts";
import type { SwitchObservation } from "#routing/inputs.ts";
import type { CallerSpec, FarEnd, GatewayBehaviour, PhoneBehaviour, PortHarness } from "./harness.ts";

export const prompts = {
  short: { language: "en", name: "short" },
  long: { language: "en", name: "long" },
  missing: { language: "en", name: "missing" },
} as const;

export const seats = ["agent1", "agent2", "agent3"] as const;
export const gateways = { carrier: "carrier", missing: "nogateway" } as const;
const startAt = Date.UTC(2026, 10, 21, 20, 0, 0);

let worlds = 0;
/** A switch with three phones that nobody has registered and one carrier. */
export function newSwitch(node: NodeId): SimulatedSwitch {
  worlds += 1;
  const lengths = { defaultMs: 1000, lengthsMs: { short: 600, long: 6000 }, missing: ["missing"] };
  const sim = createSimulatedSwitch({ node, seed: `contract ${worlds}`, startAt, prompts: lengths });
  sim.setGateway(gateways.carrier, { isUp: true, numbers: {}, otherwise: { kind: "unallocated" } });
  return sim;
}

function callerOf(spec: CallerSpec): CallerScript {
  return { ...spec, afterMs: 20, presses: [], patienceMs: undefined, talkMs: undefined };
}

/** The far end of whatever leg `find` names at the time. */
function farEnd(sim: SimulatedSwitch, find: () => string | undefined): FarEnd {
  const leg = (): string => find() ?? "";
  return {
    press: async (digits) => sim.press(leg(), digits),
    hangUp: async () => sim.hangUp(leg()),
    handOver: async (from) => {
      const before = new Set(sim.legs().map(({ uuid }) => uuid));
      sim.replace(leg(), callerOf({ from, fromName: undefined, to: "900100" }));
      return farEnd(sim, () => sim.legs().find(({ uuid }) => !before.has(uuid))?.uuid);
    },
    hears: async () => sim.hears(leg()),
    digitsHeard: async () => sim.digitsHeard(leg()),
  };
}

const carriers: Readonly<Record<Exclude<GatewayBehaviour["kind"], "missing" | "answers">, CarrierBehaviour>> = {
  noAnswer: { kind: "noAnswer" },
  busy: { kind: "busy", afterMs: 100 },
  unallocated: { kind: "unallocated" },
  failed: { kind: "failed" },
};

/** The world's half of the harness. */
export function worldOf(sim: SimulatedSwitch): Pick<PortHarness, "newCaller" | "phone" | "gateway"> {
  const numbers: Record<string, CarrierBehaviour> = {};
  const lastLegTo = (to: string) => () => sim.legs().findLast((leg) => leg.to === to)?.uuid;
  return {
    newCaller: async (spec) => {
      const leg = sim.newCaller(callerOf(spec));
      return farEnd(sim, () => leg);
    },
    phone: async (sipUser, behaviour: PhoneBehaviour) => {
      sim.setPhone(sipUser, behaviour.kind === "answers" ? { ...behaviour, talkMs: undefined } : behaviour);
      return farEnd(sim, lastLegTo(sipUser));
    },
    gateway: async (number, behaviour) => {
      numbers[number] =
        behaviour.kind === "answers"
          ? { ...behaviour, talkMs: undefined, hasEarlyMedia: false }
          : carriers[behaviour.kind];
      sim.setGateway(gateways.carrier, { isUp: true, numbers: { ...numbers }, otherwise: { kind: "unallocated" } });
      return farEnd(sim, lastLegTo(number));
    },
  };
}

export function complaint(what: string, seen: readonly SwitchObservation[]): Error {
  return new Error(`waited in vain for ${what}; seen:\n${seen.map((o) => JSON.stringify(o)).join("\n")}`);
}

/** The simulated port in virtual time: waiting is advancing from one event to the next. */
export async function simulatedHarness(node: NodeId): Promise<PortHarness> {
  const sim = newSwitch(node);
  const port = simulatedPort(sim);
  const observations: SwitchObservation[] = [];
  port.start((observation) => observations.push(observation));
  sim.advance(sim.now() + 100);
  return {
    ...worldOf(sim),
    port,
    observations,
    prompts,
    seats,
    gateways,
    dropLink: async (forMs) => port.dropLink(forMs),
    restart: async () => sim.restart({ isGraceful: true, downMs: 2000 }),
    waitFor: async (what, pick, withinMs) => {
      const until = sim.now() + withinMs;
      for (;;) {
        const found = pick(observations);
        if (found !== undefined) return found;
        if (sim.nextEventAt() > until) throw complaint(what, observations);
        sim.advance(sim.nextEventAt());
      }
    },
    pass: async (ms) => sim.advance(sim.now() + ms),
    [Symbol.asyncDispose]: () => port[Symbol.asyncDispose](),
  };
}
