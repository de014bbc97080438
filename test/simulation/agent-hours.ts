/**
 * The agents' time sheet, kept twice: signed-in time from presence alone, and what the records say that was done in it,
 * interval by interval. The two must be the same to the millisecond.
 */

import { foldAgentFact } from "#src/records/agent-intervals.ts";
import { emptyLedger } from "#src/records/ledger.ts";
import type { Fact } from "#routing/facts.ts";
import type { AgentId } from "#routing/ids.ts";
import type { DurationMs, Instant } from "#routing/instant.ts";

export class AgentHours {
  readonly #ledger = emptyLedger();
  readonly #signedInAt = new Map<AgentId, Instant>();
  readonly #signedInMs = new Map<AgentId, DurationMs>();
  readonly #recordedMs = new Map<AgentId, DurationMs>();

  enter(fact: Fact): void {
    if (fact.kind === "agent.presenceChanged") {
      const since = this.#signedInAt.get(fact.agent);
      const isIn = fact.presence.kind !== "signedOut";
      if (isIn && since === undefined) this.#signedInAt.set(fact.agent, fact.at);
      if (!isIn && since !== undefined) {
        this.#signedInAt.delete(fact.agent);
        add(this.#signedInMs, fact.agent, fact.at - since);
      }
    }
    foldAgentFact(this.#ledger, fact);
    for (const { agent, startedAt, endedAt } of this.#ledger.dirty.intervals) {
      if (endedAt !== undefined) add(this.#recordedMs, agent, endedAt - startedAt);
    }
    this.#ledger.dirty.intervals.clear();
  }

  /** A sentence for each agent whose two sheets differ. */
  imbalances(now: Instant): readonly string[] {
    for (const [agent, since] of this.#signedInAt) add(this.#signedInMs, agent, now - since);
    for (const { agent, startedAt } of this.#ledger.intervals.values()) add(this.#recordedMs, agent, now - startedAt);
    return [...this.#signedInMs].flatMap(([agent, ms]) =>
      this.#recordedMs.get(agent) === ms
        ? []
        : [`agent ${agent} was signed in for ${ms} ms, of which ${this.#recordedMs.get(agent)} ms are accounted for`],
    );
  }
}

function add(sums: Map<AgentId, number>, agent: AgentId, ms: number): void {
  sums.set(agent, (sums.get(agent) ?? 0) + ms);
}
