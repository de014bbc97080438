/** From the journal back to a living state: fold what was, then tell the core that a new process has begun. */

import { randomBytes } from "node:crypto";
import type { RoutingConfig } from "#routing/config.ts";
import { emptyState, evolve } from "#routing/evolve.ts";
import type { State } from "#routing/state.ts";
import type { Recovery } from "./recovery.ts";
import type { Pump } from "./pump.ts";

/** The state as the journal knows it. Legs are only believed until the switch has been asked. */
export function stateFrom(recovery: Recovery): State {
  const state = emptyState();
  for (const fact of recovery.facts) evolve(state, fact);
  state.lastFact = Math.max(state.lastFact, recovery.lastFact);
  return state;
}

/**
 * The first inputs of a process: a fresh seed and epoch, the configuration, and that for now every switch and every console
 * is out of reach. Consoles come back within their grace, switches with a resync.
 */
export function beginAnew(pump: Pump, epoch: number, config: RoutingConfig): void {
  pump.feed({ kind: "engine.started", epoch, seed: randomBytes(16).toString("hex") });
  pump.feed({ kind: "config.replaced", config });
  for (const node of pump.state.nodes.values()) {
    if (node.isUp) pump.feed({ kind: "switch.lost", node: node.id, cause: "SERVICE_RESTARTED" });
  }
  for (const agent of pump.state.agents.values()) {
    if (agent.isConsoleConnected) pump.feed({ kind: "console.disconnected", agent: agent.id });
  }
}
