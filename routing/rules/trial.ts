/** What the rules would say of a caller who does not exist, and whom that would lead to: nothing is recorded. */

import type { QueueConfig } from "../config.ts";
import type { Particular } from "../facts.ts";
import type { Instant } from "../instant.ts";
import { visitNeeds } from "../interaction/visit-needs.ts";
import { particularOf, ruleSubject, weightOf, type WishedFor } from "../interaction/visit-wishes.ts";
import { queueConfig } from "../matching/eligible.ts";
import type { Newcomer } from "../matching/explain.ts";
import type { State } from "../state.ts";
import { applyRules, type RuleWishes } from "./apply.ts";
import { holds } from "./evaluate.ts";

/** `notReached`: a rule before it said that no more are looked at. */
export type RuleVerdict = "holds" | "fails" | "notReached";

export interface RuleTrial {
  /** In the order of the configuration, whose rules are switched on. */
  readonly verdicts: readonly RuleVerdict[];
  readonly wishes: RuleWishes;
  /** Where he would wait; the one that was asked for where a rule names one that is gone. */
  readonly queue: QueueConfig;
  readonly priority: number;
  readonly particular: Particular | undefined;
  /** The same caller for the dry run. */
  readonly newcomer: Newcomer;
}

/** [RT331] By the same words as for a caller whose flow sends him to `asked` at `at`. */
export function tryRules(state: State, caller: WishedFor, asked: QueueConfig, at: Instant): RuleTrial {
  const { config } = state;
  const moment = { state, at };
  const subject = ruleSubject(moment, caller, asked.name);
  const wishes = applyRules(config.rules, subject);
  let isOver = false;
  const verdicts = config.rules.map((rule): RuleVerdict => {
    if (isOver) return "notReached";
    if (!holds(rule.when, subject)) return "fails";
    isOver = !rule.continues;
    return "holds";
  });
  const queue = queueConfig(config, wishes.queue) ?? asked;
  const { requirement, preferred } = wishes;
  const particular = particularOf(moment, caller, queue, visitNeeds(config, queue, [], wishes), wishes.particular);
  const priority = (wishes.prioritySet ?? queue.priority) + wishes.priorityAdded;
  return {
    verdicts,
    wishes,
    queue,
    priority,
    particular,
    newcomer: {
      queue: queue.id,
      requirement,
      preferred,
      priority: priority - queue.priority,
      weight: weightOf(config, caller, wishes.tier),
      particular: particular?.agents ?? [],
    },
  };
}
