/** All rules over one caller, in their order: what they add up to, and which they were. */

import type { PreferredSkill, Requirement } from "../config.ts";
import type { QueueId } from "../ids.ts";
import { holds, type RuleSubject } from "./evaluate.ts";
import type { RoutingRule, RuleParticular } from "./rule.ts";

/** What the rules that hold add up to. */
export interface RuleWishes {
  /** Their names, in order. */
  readonly applied: readonly string[];
  readonly queue: QueueId | undefined;
  /** Replaces the priority of queue and flow; undefined: that stays. */
  readonly prioritySet: number | undefined;
  /** Added to either. */
  readonly priorityAdded: number;
  readonly requirement: Requirement;
  readonly preferred: readonly PreferredSkill[];
  readonly tier: string | undefined;
  readonly particular: RuleParticular | undefined;
  readonly agentPrompt?: string | undefined;
}

export const NO_WISHES: RuleWishes = {
  applied: [],
  queue: undefined,
  prioritySet: undefined,
  priorityAdded: 0,
  requirement: [],
  preferred: [],
  tier: undefined,
  particular: undefined,
};

/**
 * [RT182] The first rule that holds, and the ones after it as long as those that hold say that it goes on. Of queue, tier,
 * set priority and particular agents the last word counts; what is added, adds up. Conditions look at the call as it came,
 * not at what earlier rules did to it.
 */
export function applyRules(rules: readonly RoutingRule[], subject: RuleSubject): RuleWishes {
  let wishes = NO_WISHES;
  for (const rule of rules) {
    if (!holds(rule.when, subject)) continue;
    wishes = withRule(wishes, rule);
    if (!rule.continues) break;
  }
  return wishes;
}

function withRule(wishes: RuleWishes, { name, outcome }: RoutingRule): RuleWishes {
  const isSet = outcome.priority?.kind === "set";
  const added = outcome.priority?.kind === "add" ? outcome.priority.value : 0;
  return {
    applied: [...wishes.applied, name],
    queue: outcome.queue ?? wishes.queue,
    prioritySet: isSet ? outcome.priority?.value : wishes.prioritySet,
    priorityAdded: isSet ? 0 : wishes.priorityAdded + added,
    requirement: [...wishes.requirement, ...outcome.requirement],
    preferred: [...wishes.preferred, ...outcome.preferred],
    tier: outcome.tier ?? wishes.tier,
    particular: outcome.particular ?? wishes.particular,
    agentPrompt: outcome.agentPrompt ?? wishes.agentPrompt,
  };
}
