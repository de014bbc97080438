/** From the tables to everybody else: how a queue's calls are at the agent. */

import type { Kysely } from "kysely";
import {
  reservationPolicy,
  wrapUpPolicy,
  type OutcomePolicyView,
  type ReservationPolicyView,
  type WrapUpPolicyView,
} from "#protocol/api/at-the-agent.ts";
import type { QueueConfig, RoutingConfig } from "#routing/config.ts";
import { COUNTED_OUTCOMES, type OutcomePolicy } from "#routing/reservation/policy.ts";
import type { Database } from "../store/schema.ts";
import type { Field } from "./refusals.ts";

interface AtTheAgent {
  readonly ringAgents: number;
  readonly reservationPolicy: ReservationPolicyView;
  readonly wrapUp: WrapUpPolicyView;
  readonly agentPrompt?: string | undefined;
}

interface Row {
  readonly ring_agents: number;
  readonly reservation_policy: unknown;
  readonly wrap_up: unknown;
  readonly agent_prompt: string | null;
}

/** Written by ourselves, and yet a hand may have been at it: a row that is no policy is a fault, not a guess. */
export function storedAtTheAgent(row: Row): AtTheAgent {
  return {
    ringAgents: row.ring_agents,
    reservationPolicy: reservationPolicy.parse(row.reservation_policy),
    wrapUp: wrapUpPolicy.parse(row.wrap_up),
    ...(row.agent_prompt === null ? {} : { agentPrompt: row.agent_prompt }),
  };
}

export function configAtTheAgent(
  row: Row,
): Pick<QueueConfig, "ringAgents" | "reservationPolicy" | "wrapUp" | "agentPrompt"> {
  const { ringAgents, reservationPolicy: policy, wrapUp, agentPrompt } = storedAtTheAgent(row);
  const { missed, declined, busy, unreachable } = policy;
  return {
    ringAgents,
    reservationPolicy: {
      missed: policyOf(missed),
      declined: policyOf(declined),
      busy: policyOf(busy),
      unreachable: policyOf(unreachable),
    },
    wrapUp,
    agentPrompt,
  };
}

function policyOf({ notReadyAfter, reason, backOffMs }: OutcomePolicyView): OutcomePolicy {
  return { notReadyAfter, reason, backOffMs };
}

/**
 * What a configuration asks of the lists that agents choose from: a reason that exists, and an outcome to choose where a
 * wrap-up does not end without one.
 */
export async function listProblems(db: Kysely<Database>, config: RoutingConfig): Promise<readonly Field[]> {
  const reasons = new Set(
    (await db.selectFrom("cc.presence_reasons").select("code").execute()).map(({ code }) => code),
  );
  const outcome = await db
    .selectFrom("cc.dispositions")
    .select("code")
    .where("is_active", "=", true)
    .limit(1)
    .executeTakeFirst();
  return config.queues.flatMap((queue) => {
    const path = `queues.${queue.name}`;
    const unknown = COUNTED_OUTCOMES.filter((each) => {
      const { reason } = queue.reservationPolicy[each];
      return reason !== undefined && !reasons.has(reason) && !COUNTED_OUTCOMES.some((known) => known === reason);
    });
    const problems: Field[] = unknown.map((each) => ({
      path: `${path}.reservationPolicy.${each}.reason`,
      message: "there is no such reason",
    }));
    if (queue.wrapUp.mode === "mandatory" && outcome === undefined) {
      problems.push({ path: `${path}.wrapUp.mode`, message: "there is no outcome that an agent could choose" });
    }
    return problems;
  });
}
