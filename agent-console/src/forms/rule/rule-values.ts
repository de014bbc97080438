/** A rule as its form holds it, and the ways to and from the wire. */

import type { RuleView } from "#protocol/api/routing-set-up.ts";
import type { Preferred } from "../preferred-field.tsx";
import type { Requirement } from "../requirement-field.tsx";
import { milliseconds, seconds, type Amount } from "../seconds.ts";
import { conditionFrom, groupFrom, type GroupNode } from "./condition-nodes.ts";

/** `""`: the rule leaves it as it is. */
export interface RuleValues {
  readonly name: string;
  readonly isActive: boolean;
  readonly continues: boolean;
  readonly when: GroupNode;
  readonly queue: string;
  readonly priorityKind: "" | "add" | "set";
  readonly priority: Amount;
  readonly tier: string;
  readonly requirement: Requirement;
  readonly preferred: Preferred;
  readonly particular: "" | "owner" | "lastAgent" | "named";
  readonly agents: readonly string[];
  readonly forS: Amount;
  readonly agentPrompt: string;
}

const FOR_S_AT_FIRST = 30;

export function valuesOfRule(rule: RuleView | undefined): RuleValues {
  const outcome = rule?.outcome;
  const particular = outcome?.particular;
  return {
    name: rule?.name ?? "",
    isActive: rule?.isActive ?? true,
    continues: rule?.continues ?? false,
    when: groupFrom(rule?.when ?? { all: [] }),
    queue: outcome?.queue ?? "",
    priorityKind: outcome?.priority?.kind ?? "",
    priority: outcome?.priority?.value ?? 10,
    tier: outcome?.tier ?? "",
    requirement: outcome?.requirement ?? [],
    preferred: outcome?.preferred ?? [],
    particular: particular?.who ?? "",
    agents: particular?.who === "named" ? particular.agents : [],
    forS: particular === undefined ? FOR_S_AT_FIRST : seconds(particular.forMs),
    agentPrompt: outcome?.agentPrompt ?? "",
  };
}

export function ruleFrom(values: RuleValues): RuleView {
  const forMs = milliseconds(values.forS) ?? 0;
  return {
    name: values.name.trim(),
    isActive: values.isActive,
    continues: values.continues,
    when: conditionFrom(values.when),
    outcome: {
      ...(values.queue === "" ? {} : { queue: values.queue }),
      ...(values.priorityKind === ""
        ? {}
        : { priority: { kind: values.priorityKind, value: values.priority === "" ? 0 : values.priority } }),
      ...(values.tier === "" ? {} : { tier: values.tier }),
      requirement: [...values.requirement],
      preferred: [...values.preferred],
      ...(values.agentPrompt.trim() === "" ? {} : { agentPrompt: values.agentPrompt.trim() }),
      ...(values.particular === "" ? {} : { particular: particularFrom(values.particular, values.agents, forMs) }),
    },
  };
}

function particularFrom(who: Exclude<RuleValues["particular"], "">, agents: readonly string[], forMs: number) {
  return who === "named" ? { who, agents: [...agents], forMs } : { who, forMs };
}

/** Where a problem of the wire shows in the form: by the first words of its path. */
export function shownRuleProblems(errors: Record<string, string>, name: string): Record<string, string> {
  const prefix = `rules.${name}.`;
  return Object.fromEntries(
    Object.entries(errors).map(([whole, message]) => {
      const path = whole.startsWith(prefix) ? whole.slice(prefix.length) : whole;
      const [first, second, third] = path.split(".");
      if (first !== "outcome") return [first ?? path, message];
      if (second === "particular")
        return [third === "agents" ? "agents" : third === "forMs" ? "forS" : "agents", message];
      return [second ?? path, message];
    }),
  );
}
