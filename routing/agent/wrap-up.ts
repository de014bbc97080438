/** Paperwork after the talk: the server's timer ends it, whatever happens to the browser. */

import type { AgentId, InteractionId } from "../ids.ts";
import { agentConfig, queueConfig } from "../matching/eligible.ts";
import type { Turn } from "../turn.ts";
import { applyNextPresence } from "./availability.ts";

/** Wrap-up after a call that came from no queue. */
export const WRAP_UP_MS = 30_000;
export const EXTENSION_MS = 30_000;
export const EXTENSIONS_MAX = 5;

/** [RT70] The agent's own time, or the last queue's, or the default; none at all frees her at once. */
export function startWrapUp(turn: Turn, agent: AgentId, interaction: InteractionId): void {
  const { state, at } = turn;
  const lastQueue = state.interactions.get(interaction)?.lastQueue;
  const queue = queueConfig(state.config, lastQueue);
  const wrapUpMs = agentConfig(state.config, agent)?.wrapUpMs ?? queue?.wrapUpMs ?? WRAP_UP_MS;
  if (wrapUpMs > 0) {
    turn.record({ kind: "agent.wrapUpStarted", agent, interaction, until: at + wrapUpMs });
    return;
  }
  turn.record({ kind: "agent.released", agent, interaction });
  applyNextPresence(turn, agent);
}

export function endWrapUp(turn: Turn, id: AgentId, by: "agent" | "timeout"): void {
  const agent = turn.state.agents.get(id);
  if (agent?.engagement.kind !== "wrapUp") return;
  turn.record({ kind: "agent.wrapUpEnded", agent: id, interaction: agent.engagement.interaction, by });
  applyNextPresence(turn, id);
}

export function requestWrapUpEnd(turn: Turn, id: AgentId, interaction: InteractionId): void {
  const engagement = turn.state.agents.get(id)?.engagement;
  if (engagement?.kind !== "wrapUp" || engagement.interaction !== interaction) return turn.refuse("notInWrapUp");
  endWrapUp(turn, id, "agent");
}

/** [RT71] So many times so much longer, then no more. */
export function requestWrapUpExtension(turn: Turn, id: AgentId, interaction: InteractionId): void {
  const engagement = turn.state.agents.get(id)?.engagement;
  if (engagement?.kind !== "wrapUp" || engagement.interaction !== interaction) return turn.refuse("notInWrapUp");
  if (engagement.extensions >= EXTENSIONS_MAX) return turn.refuse("wrapUpAtLimit");
  turn.record({ kind: "agent.wrapUpExtended", agent: id, interaction, until: engagement.until + EXTENSION_MS });
}

export function wrapUpOverdue(turn: Turn, id: AgentId): void {
  const engagement = turn.state.agents.get(id)?.engagement;
  if (engagement?.kind === "wrapUp" && engagement.until <= turn.at) endWrapUp(turn, id, "timeout");
}
