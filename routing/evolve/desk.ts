/** Folds what is at an agent's desk beside her phone: mail and chat that she is offered, opens and puts away. */

import type { FactBody } from "../facts.ts";
import type { AgentId, InteractionId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import type { Agent, DeskWork, State } from "../state.ts";
import { isWorkMedium } from "../work/capacity.ts";
import { countTime, forgetIfRemoved, refreshAvailability } from "./agents.ts";
import { changeStage, withAgent } from "./reach.ts";

/** It is offered to her: at her desk, not open yet. */
export function offerWork(
  state: State,
  fact: Extract<FactBody, { kind: "reservation.made" }>,
  agent: Agent,
  at: Instant,
): void {
  const medium = state.interactions.get(fact.interaction)?.medium;
  if (medium === undefined || !isWorkMedium(medium)) return;
  agent.shift.reservedLast = state.lastFact;
  change(state, agent, fact.interaction, { medium, since: at, reservation: fact.reservation }, at);
}

/** She did not take it, or cannot any more. */
export function takeBackWork(state: State, agent: Agent, id: InteractionId, at: Instant): void {
  if (agent.work.get(id)?.reservation !== undefined) change(state, agent, id, undefined, at);
}

/** She has it open. */
export function openWork(state: State, id: InteractionId, agentId: AgentId, at: Instant): void {
  const medium = state.interactions.get(id)?.medium;
  if (medium === undefined || !isWorkMedium(medium)) return;
  changeStage(state, id, { kind: "working", agent: agentId, since: at });
  withAgent(state, agentId, (agent) => {
    agent.shift.handled += 1;
    change(state, agent, id, { medium, since: at, reservation: undefined }, at);
  });
}

/** Her part in it is over; harmless for a call. */
export function putWorkAway(state: State, id: InteractionId, agentId: AgentId, at: Instant): void {
  withAgent(state, agentId, (agent) => {
    if (!agent.work.has(id)) return;
    // She was at work until now, whatever her phone did.
    if (agent.engagement.kind === "idle") agent.idleSince = at;
    change(state, agent, id, undefined, at);
  });
}

export function rememberWork({ interactions, endedWork }: State, id: InteractionId, at: Instant): void {
  const medium = interactions.get(id)?.medium;
  if (medium === undefined || !isWorkMedium(medium)) return;
  endedWork.add(id, at);
}

function change(state: State, agent: Agent, id: InteractionId, work: DeskWork | undefined, at: Instant): void {
  countTime(agent, at);
  if (work === undefined) agent.work.delete(id);
  else agent.work.set(id, work);
  refreshAvailability(state, agent);
  forgetIfRemoved(state, agent);
}
