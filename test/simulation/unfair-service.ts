/**
 * Whether anybody was served before somebody who goes before him: asked of the facts of one step and the state after it, by
 * the plain rule (priority, then entry) and so only where nothing weighs and no target makes urgent.
 */

import type { AgentRule, Fact } from "#routing/facts.ts";
import type { Instant } from "#routing/instant.ts";
import { agentConfig, isAble } from "#routing/matching/eligible.ts";
import { canBeOffered } from "#routing/evolve/reach.ts";
import type { Interaction, State } from "#routing/state.ts";

/** Asked for by name; or a customer who was called back and is on the line now, whose agent is the one he was called for. */
const isByName = (rule: AgentRule): boolean => rule === "particularAgent" || rule === "callback";

/** A sentence for each reservation that should have been somebody else's. */
export function unfairService(state: State, facts: readonly Fact[]): readonly string[] {
  if (state.config.serviceOrder !== "oldest") return [];
  return facts.flatMap((fact) => {
    if (fact.kind !== "reservation.made" || fact.queue === undefined || isByName(fact.rule)) return [];
    const served = state.interactions.get(fact.interaction);
    const agent = agentConfig(state.config, fact.agent);
    // Ended in the same step, or moved on: the place that it had is not known any more.
    if (served?.stage.kind !== "waiting" || agent === undefined || agent.queueWeights.length > 0) return [];
    for (const other of state.interactions.values()) {
      if (other === served || !isWaitingFor(state, other, fact.at) || other.stage.kind !== "waiting") continue;
      if (other.stage.reservations.length > 0 || other.medium !== served.medium) continue;
      if (other.stage.weight !== served.stage.weight || !isAble(agent, other.stage.needs)) continue;
      const byPriority = other.stage.priority - served.stage.priority;
      const isBefore = byPriority > 0 || (byPriority === 0 && other.stage.enteredAt < served.stage.enteredAt);
      if (isBefore) return [`agent ${fact.agent} was reserved for ${served.id}, although ${other.id} goes before it`];
    }
    return [];
  });
}

/** For anybody, since before this step: whoever came to his place within it was not there when others were matched. */
function isWaitingFor(state: State, other: Interaction, at: Instant): boolean {
  return (
    canBeOffered(state, other) &&
    other.stage.kind === "waiting" &&
    other.stage.particular === undefined &&
    other.stage.since < at
  );
}
