/**
 * Paperwork after the talk, in the way that the queue asks for: the server's clock ends it, or its rules do, whatever
 * happens to the browser. An agent has one at a time, whichever queue it came from.
 */

import type { AgentId, InteractionId } from "../ids.ts";
import { NEVER, type Instant } from "../instant.ts";
import { talkingOf } from "../interaction/talking.ts";
import { agentConfig, queueConfig } from "../matching/eligible.ts";
import type { Engagement, State } from "../state.ts";
import type { Turn } from "../turn.ts";
import { applyNextPresence } from "./availability.ts";
import { PLAIN_WRAP_UP, type WrapUpPolicy } from "./wrap-up-policy.ts";

/** Wrap-up after a call that came from no queue. */
export const WRAP_UP_MS = 30_000;

type WrappingUp = Extract<Engagement, { kind: "wrapUp" }>;

/** [RT70] [RT115] As the last queue wants it; where it wants none the agent is free at once. */
export function startWrapUp(turn: Turn, agent: AgentId, interaction: InteractionId): void {
  const policy = wrapUpPolicyOf(turn.state, interaction);
  const until = endOf(turn, agent, interaction, policy);
  if (until !== undefined) {
    turn.record({ kind: "agent.wrapUpStarted", agent, interaction, until, policy });
    return;
  }
  turn.record({ kind: "agent.released", agent, interaction });
  applyNextPresence(turn, agent);
}

/** That of the queue it last waited in, as it stands now. */
export function wrapUpPolicyOf({ config, interactions }: State, interaction: InteractionId): WrapUpPolicy {
  return queueConfig(config, interactions.get(interaction)?.lastQueue)?.wrapUp ?? PLAIN_WRAP_UP;
}

/** undefined: there is none. Her own time comes before the queue's. */
function endOf(turn: Turn, id: AgentId, interaction: InteractionId, { mode }: WrapUpPolicy): Instant | undefined {
  const { config, agents, interactions } = turn.state;
  const engagement = agents.get(id)?.engagement;
  const isWanted = engagement?.kind === "talking" && engagement.isWrapUpWanted;
  if (mode === "none" || (mode === "onRequest" && !isWanted)) return undefined;
  if (mode === "optional" || mode === "mandatory") return NEVER;
  const queue = queueConfig(config, interactions.get(interaction)?.lastQueue);
  const wrapUpMs = agentConfig(config, id)?.wrapUpMs ?? queue?.wrapUpMs ?? WRAP_UP_MS;
  return wrapUpMs > 0 ? turn.at + wrapUpMs : undefined;
}

export function endWrapUp(turn: Turn, id: AgentId, by: "agent" | "timeout" | "system"): void {
  const agent = turn.state.agents.get(id);
  if (agent?.engagement.kind !== "wrapUp") return;
  turn.record({ kind: "agent.wrapUpEnded", agent: id, interaction: agent.engagement.interaction, by });
  applyNextPresence(turn, id);
}

/** [RT118] While she talks, and only where it would not come by itself. */
export function requestWrapUp(turn: Turn, id: AgentId, interaction: InteractionId, isWanted: boolean): void {
  const engagement = turn.state.agents.get(id)?.engagement;
  if (talkingOf(turn, id, interaction) === undefined || engagement?.kind !== "talking") return;
  if (wrapUpPolicyOf(turn.state, interaction).mode !== "onRequest") return turn.refuse("wrapUpNotOnRequest");
  if (engagement.isWrapUpWanted === isWanted) return;
  turn.record({ kind: "agent.wrapUpRequested", agent: id, interaction, isWanted });
}

export function requestWrapUpEnd(turn: Turn, id: AgentId, interaction: InteractionId): void {
  const wrapUp = wrappingUp(turn, id, interaction);
  if (wrapUp === undefined) return turn.refuse("notInWrapUp");
  const problem = problemWithEnding(turn.state, id, wrapUp);
  if (problem !== undefined) return turn.refuse(problem);
  endWrapUp(turn, id, "agent");
}

/** [RT116] [RT117] A clock that may not be cut short, or an outcome that she still owes. */
export function problemWithEnding(
  { interactions }: State,
  id: AgentId,
  { interaction, until, policy }: WrappingUp,
): "dispositionMissing" | "wrapUpNotOver" | undefined {
  if (policy.mode === "mandatory") {
    const disposition = interactions.get(interaction)?.disposition;
    const hasChosen = disposition?.code !== undefined && disposition.by === id;
    return hasChosen ? undefined : "dispositionMissing";
  }
  return until < NEVER && !policy.canEndEarly ? "wrapUpNotOver" : undefined;
}

/** [RT71] So many times so much longer, then no more; one without a clock needs none. */
export function requestWrapUpExtension(turn: Turn, id: AgentId, interaction: InteractionId): void {
  const wrapUp = wrappingUp(turn, id, interaction);
  if (wrapUp === undefined) return turn.refuse("notInWrapUp");
  if (!canExtend(wrapUp)) return turn.refuse("wrapUpAtLimit");
  const until = wrapUp.until + wrapUp.policy.extensionMs;
  turn.record({ kind: "agent.wrapUpExtended", agent: id, interaction, until });
}

export function canExtend({ until, extensions, policy }: WrappingUp): boolean {
  return until < NEVER && extensions < policy.extensionsMax;
}

function wrappingUp(turn: Turn, id: AgentId, interaction: InteractionId): WrappingUp | undefined {
  const engagement = turn.state.agents.get(id)?.engagement;
  return engagement?.kind === "wrapUp" && engagement.interaction === interaction ? engagement : undefined;
}

export function wrapUpOverdue(turn: Turn, id: AgentId): void {
  const engagement = turn.state.agents.get(id)?.engagement;
  if (engagement?.kind === "wrapUp" && engagement.until <= turn.at) endWrapUp(turn, id, "timeout");
}
