/**
 * What an admin writes over a contact's record and a call: when this holds, the caller is led, weighed or asked for like
 * that. Rules are looked at in their order at the moment at which a flow sends a caller to a queue.
 */

import type { PreferredSkill, Requirement } from "../config.ts";
import type { AgentId, QueueId } from "../ids.ts";
import type { DurationMs } from "../instant.ts";

/**
 * What one attribute is compared with. Text and lists are compared without regard to case, telephone numbers by their
 * digits. An attribute that nobody knows passes no test: `not` around it holds.
 */
export type RuleTest =
  | { readonly is: "equal"; readonly value: string }
  | { readonly is: "oneOf"; readonly values: readonly string[] }
  | { readonly is: "startingWith"; readonly value: string }
  | { readonly is: "atLeast" | "atMost" | "moreThan" | "lessThan"; readonly value: number }
  | { readonly is: "yes" }
  | { readonly is: "present" };

/** `attribute`: a name of attributes.ts, `contact.<field>` or `flow.<variable>`. */
export type AttributeCondition = RuleTest & { readonly attribute: string };

export type RuleCondition =
  /** An empty list holds: a rule for everybody. */
  | { readonly all: readonly RuleCondition[] }
  | { readonly any: readonly RuleCondition[] }
  | { readonly not: RuleCondition }
  /** What these opening hours say at this moment. */
  | { readonly schedule: string; readonly says: "open" | "closed" | "holiday" }
  | AttributeCondition;

/** Whom a rule wants to be tried before everybody else, and for how long. */
export type RuleParticular =
  | { readonly who: "owner" | "lastAgent"; readonly forMs: DurationMs }
  | { readonly who: "named"; readonly agents: readonly AgentId[]; readonly forMs: DurationMs };

/** What a rule does; undefined and empty: leaves it as it is. */
export interface RuleOutcome {
  /** Instead of the queue that the flow named. */
  readonly queue: QueueId | undefined;
  /** `set` replaces the priority of queue and flow, `add` is added to it. */
  readonly priority: { readonly kind: "set" | "add"; readonly value: number } | undefined;
  /** Asked for besides what queue and flow ask for. */
  readonly requirement: Requirement;
  readonly preferred: readonly PreferredSkill[];
  /** The name of a tier, instead of the contact's own. */
  readonly tier: string | undefined;
  readonly particular: RuleParticular | undefined;
  /** What the agent hears before she is joined, instead of what flow and queue say; `none`: nothing. */
  readonly agentPrompt?: string | undefined;
}

export interface RoutingRule {
  /** Unique; kept with every call that it was applied to. */
  readonly name: string;
  readonly when: RuleCondition;
  readonly outcome: RuleOutcome;
  /** False: no rule after this one is looked at once it holds. */
  readonly continues: boolean;
}
