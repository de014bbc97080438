/** Folds facts about the process, the configuration and the switches. */

import type { QueueConfig, RoutingConfig } from "../config.ts";
import type { FactBody } from "../facts.ts";
import type { AgentId, NodeId, QueueId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import { idSeed } from "../random.ts";
import { newLine } from "../queue/order.ts";
import { overflowDues } from "../queue/overflow-dues.ts";
import type { Agent, State } from "../state.ts";
import type { Capacity } from "../work/capacity.ts";
import { newAgent, refreshAvailability } from "./agents.ts";
import { CLAIM_MS, dueAt, refreshPlace } from "./reach.ts";

/** After a silence, a flow that hears nothing for this long asks its step again. */
export const RESUME_MS = 8_000;

export type SiteFact = Extract<
  FactBody,
  { kind: "engine.started" | "emergency.switched" | "config.adopted" | "input.ignored" | `switch.${string}` }
>;

export function evolveSite(state: State, fact: SiteFact, at: Instant): void {
  switch (fact.kind) {
    case "engine.started":
      state.epoch = fact.epoch;
      state.seed = idSeed(fact.seed);
      // A new process has no link yet: whatever it believes about a switch has to wait until the switch was asked.
      for (const node of state.nodes.values()) node.isUp = false;
      for (const id of state.interactions.keys()) refreshPlace(state, id);
      // [RT350] Nobody knows what was done while no process ran, and it may have been a night.
      for (const { shift } of state.agents.values()) shift.countedAt = Math.max(at, shift.countedAt);
      return;
    case "config.adopted":
      adopt(state, fact.config, at);
      return;
    case "switch.wentUp":
      state.nodes.set(fact.node, { id: fact.node, isUp: true, incarnation: fact.incarnation });
      refreshPlaces(state, fact.node);
      lookAgain(state, fact.node, at);
      return;
    case "switch.wentDown": {
      const node = state.nodes.get(fact.node);
      state.nodes.set(fact.node, { id: fact.node, isUp: false, incarnation: node?.incarnation });
      refreshPlaces(state, fact.node);
      return;
    }
    case "emergency.switched":
      if (fact.isOn) state.emergencies.add(fact.queue);
      else state.emergencies.delete(fact.queue);
      return;
    case "input.ignored":
      return;
  }
}

function adopt(state: State, config: RoutingConfig, at: Instant): void {
  state.config = config;
  state.floor.adopt(config);
  // How many may be rung at once has perhaps changed.
  for (const { interaction } of state.reservations.values()) refreshPlace(state, interaction);
  const known = new Set<AgentId>();
  for (const { id, capacity = config.capacity } of config.agents) {
    known.add(id);
    const agent = state.agents.get(id);
    if (agent === undefined) state.agents.set(id, newAgent(id, capacity, at));
    else changeCapacity(state, agent, capacity);
  }
  for (const [id, agent] of state.agents) {
    // Someone who was deleted in the middle of a call stays until she is free.
    if (!known.has(id) && agent.engagement.kind === "idle" && agent.work.size === 0) {
      state.agents.delete(id);
      state.available.delete(id);
      for (const { lane } of state.floor.lanes()) state.floor.busy(lane, id);
      state.floor.setSignedIn(id, false);
    }
  }
  for (const queue of config.queues) {
    if (!state.lines.has(queue.id)) state.lines.set(queue.id, newLine());
    lookForNewSteps(state, queue, at);
  }
  const queues = new Set<QueueId>(config.queues.map((queue) => queue.id));
  for (const [id, line] of state.lines) if (!queues.has(id) && line.length === 0) state.lines.delete(id);
  for (const id of state.emergencies) if (id !== undefined && !queues.has(id)) state.emergencies.delete(id);
  for (const id of config.nodes) {
    if (!state.nodes.has(id)) state.nodes.set(id, { id, isUp: false, incarnation: undefined });
  }
}

/** What she has open stays, also when it is more than she would be given now. */
function changeCapacity(state: State, agent: Agent, capacity: Capacity): void {
  if (agent.capacity === capacity) return;
  agent.capacity = capacity;
  refreshAvailability(state, agent);
}

/** Nobody is offered a caller on a switch that cannot be reached. */
function refreshPlaces(state: State, node: NodeId): void {
  for (const interaction of state.interactions.values()) {
    if (interaction.node === node) refreshPlace(state, interaction.id);
  }
}

/** A relaxation or an overflow that is new in the configuration counts for those who wait already. */
function lookForNewSteps(state: State, queue: QueueConfig, at: Instant): void {
  for (const { interaction: id, enteredAt } of state.lines.get(queue.id) ?? []) {
    const stage = state.interactions.get(id)?.stage;
    if (stage?.kind !== "waiting") continue;
    for (const due of overflowDues(state.config, queue, stage.since)) dueAt(state, Math.max(at, due), id);
    const step = queue.relaxation[stage.nextStep];
    if (step !== undefined) dueAt(state, Math.max(at, enteredAt + step.afterMs), id);
  }
}

/**
 * What came due on a switch while it could not be reached was put off: all of it is looked at again. A flow may have missed
 * its answer, or its question may never have arrived.
 */
function lookAgain(state: State, node: NodeId, at: Instant): void {
  for (const interaction of state.interactions.values()) {
    if (interaction.node !== node) continue;
    const { stage } = interaction;
    if (stage.kind === "inFlow" && stage.recording === undefined) {
      const awaitingUntil = at + (stage.cursor === undefined ? CLAIM_MS : RESUME_MS);
      interaction.stage = { ...stage, awaitingUntil };
      dueAt(state, awaitingUntil, interaction.id);
    } else dueAt(state, at, interaction.id);
  }
}
