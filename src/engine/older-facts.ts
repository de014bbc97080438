/** Facts of older journals in today's shape: what did not exist then is what it was like then. */

import { PLAIN_WRAP_UP, type WrapUpPolicy } from "#routing/agent/wrap-up-policy.ts";
import {
  PLAIN_AGENT,
  PLAIN_NEEDS,
  PLAIN_QUEUE,
  PLAIN_SITE,
  type Requirement,
  type RoutingConfig,
} from "#routing/config.ts";
import type { Fact } from "#routing/facts.ts";

/** A waiting interaction's facts once told the requirement only; `fact` is JSON from a journal of any version. */
type Older = Fact & { readonly requirement?: Requirement; readonly policy?: WrapUpPolicy };

/** Reads a stored fact; one of today comes out as it went in. */
export function inTodaysShape(fact: Older): Fact {
  switch (fact.kind) {
    case "config.adopted":
      return { ...fact, config: completed(fact.config) };
    case "contact.identified":
      return { ...NOTHING_KNOWN, ...fact };
    case "interaction.queued":
      return fact.requirement === undefined
        ? fact
        : { ...fact, needs: needing(fact.requirement), weight: 1, particular: undefined };
    case "agent.wrapUpStarted":
      return { ...fact, policy: fact.policy ?? PLAIN_WRAP_UP };
    case "requirement.relaxed":
      return fact.requirement === undefined ? fact : { ...fact, name: "", needs: needing(fact.requirement) };
    default:
      return fact;
  }
}

const NOTHING_KNOWN = { values: {} };

const needing = (requirement: Requirement) => ({ ...PLAIN_NEEDS, requirement });

function completed(config: RoutingConfig): RoutingConfig {
  return {
    ...PLAIN_SITE,
    ...config,
    queues: config.queues.map((queue) => ({ ...PLAIN_QUEUE, ...queue })),
    agents: config.agents.map((agent) => ({ ...PLAIN_AGENT, ...agent })),
  };
}
