/** What every agent was doing at every moment of being signed in: intervals without a gap, whose sum is that time. */

import type { Presence } from "#routing/agent/presence.ts";
import type { Fact } from "#routing/facts.ts";
import type { AgentId, InteractionId } from "#routing/ids.ts";
import type { Ledger } from "./ledger.ts";
import type { AgentEngagement, AgentIntervalRow } from "./rows.ts";

type Doing = Pick<AgentIntervalRow, "presence" | "engagement" | "reason" | "interaction">;

/** Folds one fact into the agents' intervals; facts that say nothing about an agent's state do nothing. */
export function foldAgentFact(ledger: Ledger, fact: Fact): void {
  switch (fact.kind) {
    case "agent.presenceChanged":
      return presenceChanged(ledger, fact, fact.agent, fact.presence);
    case "reservation.made":
      // Mail and chat are on her desk beside what her phone does, which is what is told here.
      return fact.leg === undefined ? undefined : engaged(ledger, fact, fact.agent, "reserved", fact.interaction);
    case "interaction.dialled":
      return engaged(ledger, fact, fact.agent, "dialling", fact.interaction);
    case "interaction.connected":
      return fact.leg === undefined ? undefined : engaged(ledger, fact, fact.agent, "talking", fact.interaction);
    case "agent.wrapUpStarted":
      return engaged(ledger, fact, fact.agent, "wrapUp", fact.interaction);
    case "agent.wrapUpEnded":
    case "agent.released":
      return engaged(ledger, fact, fact.agent, "idle", undefined);
    default:
      return;
  }
}

function presenceChanged(ledger: Ledger, fact: Fact, agent: AgentId, presence: Presence): void {
  const open = ledger.intervals.get(agent);
  switch (presence.kind) {
    case "signedOut":
      if (open === undefined) return;
      open.endedAt = fact.at;
      ledger.dirty.intervals.add(open);
      ledger.intervals.delete(agent);
      return;
    case "notReady":
    case "ready":
      return goOver(ledger, fact, agent, {
        presence: presence.kind,
        reason: presence.kind === "notReady" ? presence.reason : undefined,
        engagement: open?.engagement ?? "idle",
        interaction: open?.interaction,
      });
  }
}

/** An agent who is signed out has no interval, whatever a late fact says about her. */
function engaged(
  ledger: Ledger,
  fact: Fact,
  agent: AgentId,
  engagement: AgentEngagement,
  interaction: InteractionId | undefined,
): void {
  const open = ledger.intervals.get(agent);
  if (open === undefined) return;
  goOver(ledger, fact, agent, { presence: open.presence, reason: open.reason, engagement, interaction });
}

/** Several changes in the same millisecond share one interval: the last one counts. */
function goOver(ledger: Ledger, fact: Fact, agent: AgentId, doing: Doing): void {
  const open = ledger.intervals.get(agent);
  if (open !== undefined && isSame(open, doing)) return;
  if (open !== undefined && open.startedAt === fact.at) {
    Object.assign(open, doing);
    ledger.dirty.intervals.add(open);
    return;
  }
  if (open !== undefined) {
    open.endedAt = fact.at;
    ledger.dirty.intervals.add(open);
  }
  const next: AgentIntervalRow = { agent, ordinal: fact.n, ...doing, startedAt: fact.at, endedAt: undefined };
  ledger.intervals.set(agent, next);
  ledger.dirty.intervals.add(next);
}

function isSame(a: Doing, b: Doing): boolean {
  return (
    a.presence === b.presence &&
    a.engagement === b.engagement &&
    a.reason === b.reason &&
    a.interaction === b.interaction
  );
}
