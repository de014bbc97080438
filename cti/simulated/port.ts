/** The simulated switch as a SwitchPort: commands in, observations out, over a link that can be made to misbehave. */

import type { SwitchPort } from "../port.ts";
import { legOf, type SwitchCommand } from "#routing/commands.ts";
import type { CommandId } from "#routing/ids.ts";
import type { SwitchObservation } from "#routing/inputs.ts";
import type { Instant } from "#routing/instant.ts";
import { MUSIC_BEGINS_MS } from "../music-begins.ts";
import type { SimulatedLeg } from "./leg.ts";
import { createLink } from "./link.ts";
import type { LinkControls, LinkFaults } from "./link.ts";
import { arrivalOf, createObserver, isAtTheDoor } from "./observe.ts";
import { runCommand } from "./run-command.ts";
import { snapshotOf } from "./snapshot.ts";
import type { SimulatedSwitch } from "./switch.ts";
import { causeOfRefusal } from "../cause-of-refusal.ts";

/** The faults of the link, to be called at any moment; each is seeded and shows within its own time. */
export type SimulatedPort = SwitchPort & LinkControls;

export interface SimulatedPortOptions {
  readonly faults?: LinkFaults | undefined;
}

/** `version` of the health, so that nobody takes this for a switch. */
const VERSION = "simulated";

/** Observations come synchronously out of `sim.advance`; nothing is observed from inside `execute`. */
export function simulatedPort(sim: SimulatedSwitch, options: SimulatedPortOptions = {}): SimulatedPort {
  const { core, node } = sim;
  let observe: ((observation: SwitchObservation) => void) | undefined;
  let stopListening: (() => void) | undefined;
  const observer = createObserver(node);
  /** Originates that neither a leg nor a refusal came of so far. */
  const dialled = new Map<CommandId, Extract<SwitchCommand, { readonly kind: "leg.originate" }>>();
  const link = createLink(sim, options.faults, {
    deliver: (observation) => observe?.(observation),
    snapshot: () => ({
      kind: "switch.resynced",
      node,
      incarnation: core.incarnation,
      legs: sim.legs().map((leg) => snapshotOf(leg)),
    }),
    connected: () => {
      // What rang when the link went and is not there was never made, as far as anybody will ever hear.
      const unmade = [...dialled.values()].filter((command) => !core.legs.has(command.leg));
      dialled.clear();
      return [
        ...unmade.map((command) => failure(command, "LINK_DOWN")),
        // Who came to the door while we were away has already parked and would wait for a claim in vain.
        ...sim
          .legs()
          .filter(isAtTheDoor)
          .map((leg) => arrivalOf(node, leg)),
      ];
    },
    lost: (cause) => {
      observer.forget();
      observe?.({ kind: "switch.lost", node, cause });
    },
  });

  /** When music was last asked for. */
  const musicAt = new WeakMap<SimulatedLeg, Instant>();

  /** [SP75] A bridge waits for music that is on its way to its legs. */
  function execute(command: SwitchCommand): void {
    const now = core.agenda.now();
    if (command.kind === "music.start") {
      const leg = core.legs.get(command.leg);
      if (leg !== undefined) musicAt.set(leg, now);
    }
    if (command.kind === "leg.bridge") {
      const legs = [command.survivor, command.other].flatMap((id) => core.legs.get(id) ?? []);
      const begunAt = Math.max(...legs.map((leg) => (musicAt.get(leg) ?? -Infinity) + MUSIC_BEGINS_MS));
      if (begunAt > now) {
        core.agenda.after(begunAt - now, () => send(command));
        return;
      }
    }
    send(command);
  }

  function send(command: SwitchCommand): void {
    link.send(
      () => {
        const refused = runCommand(core, command);
        if (refused !== undefined) dialled.delete(command.id);
        else observer.expect(command);
        return refused;
      },
      (cause) => {
        // It may have been carried out all the same; the next list tells.
        if (cause === "LINK_LOST" && command.kind === "leg.originate") return undefined;
        dialled.delete(command.id);
        return failure(command, causeOfRefusal(cause));
      },
    );
    if (command.kind === "leg.originate" && link.isUp()) dialled.set(command.id, command);
  }

  /** A leg that is there, or will not come, is not waited for any more. */
  function noteDialled(observation: SwitchObservation): void {
    if (observation.kind === "leg.notCreated") dialled.delete(observation.command);
    if (observation.kind !== "leg.created") return;
    for (const [id, command] of dialled) if (command.leg === observation.leg) dialled.delete(id);
  }

  return {
    node,
    start: (listener) => {
      if (observe !== undefined) throw new Error("a port has exactly one listener");
      observe = listener;
      stopListening = sim.listen((event) => {
        if (event.kind === "stopped") link.stopped();
        else if (event.kind === "started") link.started();
        else
          for (const observation of observer.translate(event)) {
            if (link.isUp()) noteDialled(observation);
            link.receive(observation);
          }
      });
      sim.outside(() => {
        link.started();
      });
    },
    execute: (command) => {
      sim.outside(() => {
        execute(command);
      });
    },
    resync: () => {
      sim.outside(() => {
        link.resync();
      });
    },
    health: () => ({
      node,
      isUp: link.isUp(),
      version: link.wasUp() ? VERSION : undefined,
      fault: link.isUp() ? undefined : link.fault(),
      legs: core.legs.size,
    }),
    dropLink: (forMs) => {
      sim.outside(() => {
        link.dropLink(forMs);
      });
    },
    halfOpen: (forMs) => {
      sim.outside(() => {
        link.halfOpen(forMs);
      });
    },
    hang: (forMs) => {
      sim.outside(() => {
        link.hang(forMs);
      });
    },
    setFaults: link.setFaults,
    [Symbol.asyncDispose]: async () => {
      stopListening?.();
      link.close();
      observe = undefined;
      await Promise.resolve();
    },
  };
}

/** A leg that could not be asked for is told in its own words. */
function failure(command: SwitchCommand, cause: string): SwitchObservation {
  const { node, id } = command;
  const leg = legOf(command);
  if (command.kind === "leg.originate") return { kind: "leg.notCreated", node, leg, command: id, cause };
  return { kind: "command.failed", node, command: id, leg, cause };
}
