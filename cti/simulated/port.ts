/** The simulated switch as a SwitchPort: commands in, observations out, over a link that can be made to misbehave. */

import type { SwitchPort } from "#cti/port.ts";
import type { SwitchCommand } from "#routing/commands.ts";
import type { SwitchObservation } from "#routing/inputs.ts";
import { createLink } from "./link.ts";
import type { LinkControls, LinkFaults } from "./link.ts";
import { createObserver } from "./observe.ts";
import { runCommand } from "./run-command.ts";
import { snapshotOf } from "./snapshot.ts";
import type { SimulatedSwitch } from "./switch.ts";

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
  const link = createLink(sim, options.faults, {
    deliver: (observation) => observe?.(observation),
    snapshot: () => ({
      kind: "switch.resynced",
      node,
      incarnation: core.incarnation,
      legs: sim.legs().map((leg) => snapshotOf(leg)),
    }),
    lost: (cause) => {
      observer.forget();
      observe?.({ kind: "switch.lost", node, cause });
    },
  });

  function execute(command: SwitchCommand): void {
    link.send(
      () => {
        const refused = runCommand(core, command);
        if (refused === undefined) observer.expect(command);
        return refused;
      },
      (cause) => failure(command, cause),
    );
  }

  return {
    node,
    start: (listener) => {
      if (observe !== undefined) throw new Error("a port has exactly one listener");
      observe = listener;
      stopListening = sim.listen((event) => {
        if (event.kind === "stopped") link.stopped();
        else if (event.kind === "started") link.started();
        else for (const observation of observer.translate(event)) link.receive(observation);
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
  if (command.kind === "leg.originate") return { kind: "leg.notCreated", node, leg: command.leg, command: id, cause };
  return { kind: "command.failed", node, command: id, cause };
}
