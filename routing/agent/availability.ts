/** What an agent becomes when her work is done, and what she may ask to become. */

import type { RoutingConfig } from "../config.ts";
import type { AgentId } from "../ids.ts";
import { NEVER } from "../instant.ts";
import { agentConfig } from "../matching/eligible.ts";
import type { Engagement } from "../state.ts";
import type { Turn } from "../turn.ts";
import { samePresence, type Presence } from "./presence.ts";
import { endWrapUp } from "./wrap-up.ts";

/** [RT61] The presence chosen during work applies as soon as the agent is idle. */
export function applyNextPresence(turn: Turn, id: AgentId): void {
  const agent = turn.state.agents.get(id);
  if (agent?.engagement.kind !== "idle" || agent.nextPresence === undefined) return;
  const presence = agent.nextPresence;
  if (samePresence(presence, agent.presence)) {
    turn.record({ kind: "agent.nextPresenceChosen", agent: id, presence: undefined });
  } else {
    const isOurs = isConnectionLost(presence) || agentConfig(turn.state.config, id) === undefined;
    turn.record({ kind: "agent.presenceChanged", agent: id, presence, by: isOurs ? "system" : "agent" });
  }
}

function isConnectionLost(presence: Presence | undefined): boolean {
  return presence?.kind === "notReady" && presence.reason === "connectionLost";
}

/** [RT60] An idle agent changes at once; one at work chooses what comes after it. */
export function requestPresence(turn: Turn, id: AgentId, presence: Presence): void {
  const agent = turn.state.agents.get(id);
  const isKnown = agentConfig(turn.state.config, id) !== undefined;
  if (agent === undefined || !isKnown) return turn.refuse("unknownAgent");
  if (agent.engagement.kind === "idle") {
    if (samePresence(presence, agent.presence)) return endBackOff(turn, id, "agent");
    turn.record({ kind: "agent.presenceChanged", agent: id, presence, by: "agent" });
    return;
  }
  const next = samePresence(presence, agent.presence) ? undefined : presence;
  if (next === undefined && agent.nextPresence === undefined) return;
  turn.record({ kind: "agent.nextPresenceChosen", agent: id, presence: next });
}

/** [RT112] The time for which she was spared is over, or she does not want to be spared. */
function endBackOff(turn: Turn, id: AgentId, by: "agent" | "timeout"): void {
  if (turn.state.agents.get(id)?.backOff !== undefined) turn.record({ kind: "agent.backOffEnded", agent: id, by });
}

export function backOffOverdue(turn: Turn, id: AgentId): void {
  const backOff = turn.state.agents.get(id)?.backOff;
  if (backOff !== undefined && backOff.until <= turn.at) endBackOff(turn, id, "timeout");
}

/** [RT62] A console that comes puts its agent on the floor, not ready; one that goes is waited for. */
export function connectConsole(turn: Turn, id: AgentId): void {
  const agent = turn.state.agents.get(id);
  if (agent === undefined) return turn.refuse("unknownAgent");
  if (!agent.isConsoleConnected) turn.record({ kind: "agent.consoleConnected", agent: id });
  if (isConnectionLost(agent.nextPresence)) {
    turn.record({ kind: "agent.nextPresenceChosen", agent: id, presence: undefined });
  }
  if (agent.presence.kind === "signedOut") {
    turn.record({
      kind: "agent.presenceChanged",
      agent: id,
      presence: { kind: "notReady", reason: "signedIn" },
      by: "system",
    });
  }
}

export function disconnectConsole(turn: Turn, id: AgentId): void {
  const agent = turn.state.agents.get(id);
  if (agent === undefined) return turn.refuse("unknownAgent");
  if (!agent.isConsoleConnected) return;
  turn.record({ kind: "agent.consoleLost", agent: id, until: turn.at + turn.state.config.consoleGraceMs });
}

/** [RT63] After the grace the agent takes no more work; much later she is signed out. Her call goes on. */
export function consoleOverdue(turn: Turn, id: AgentId): void {
  const agent = turn.state.agents.get(id);
  if (agent === undefined || agent.isConsoleConnected || turn.at < agent.consoleGraceUntil) return;
  if (agent.presence.kind === "signedOut") return;
  if (isEndless(agent.engagement) && isLeaving(agent.nextPresence)) return endWrapUp(turn, id, "system");
  const isGivenUp = isConnectionLost(agent.presence);
  const presence: Presence = isGivenUp ? { kind: "signedOut" } : { kind: "notReady", reason: "connectionLost" };
  if (agent.engagement.kind === "idle") {
    turn.record({ kind: "agent.presenceChanged", agent: id, presence, by: "system" });
  } else if (agent.nextPresence === undefined || !isAtLeast(agent.nextPresence, presence)) {
    turn.record({ kind: "agent.nextPresenceChosen", agent: id, presence });
  }
}

/** [RT119] Nobody is there to end it, and no clock does. */
function isEndless(engagement: Engagement): boolean {
  return engagement.kind === "wrapUp" && engagement.until === NEVER;
}

function isLeaving(next: Presence | undefined): boolean {
  return next?.kind === "signedOut" || isConnectionLost(next);
}

/** Whoever wants to be signed out is not kept on the floor because her console is gone. */
function isAtLeast(chosen: Presence, presence: Presence): boolean {
  return chosen.kind === "signedOut" || samePresence(chosen, presence);
}

/** [RT64] An agent who is not in the new configuration is signed out: at once, or when her call is over. */
export function adoptConfig(turn: Turn, config: RoutingConfig): void {
  for (const agent of turn.state.agents.values()) {
    if (agentConfig(config, agent.id) !== undefined || agent.presence.kind === "signedOut") continue;
    const presence = { kind: "signedOut" } as const;
    if (agent.engagement.kind === "idle") {
      turn.record({ kind: "agent.presenceChanged", agent: agent.id, presence, by: "system" });
    } else if (agent.nextPresence?.kind !== "signedOut") {
      turn.record({ kind: "agent.nextPresenceChosen", agent: agent.id, presence });
    }
  }
  turn.record({ kind: "config.adopted", config });
}
