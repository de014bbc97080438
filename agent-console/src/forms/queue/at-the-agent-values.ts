/** What a queue's calls are like at the agent, as its form shows it and as it travels. */

import type { OutcomePolicyView, ReservationPolicyView, WrapUpPolicyView } from "#protocol/api/at-the-agent.ts";
import { milliseconds, seconds, type Amount } from "../seconds.ts";

export const outcomes = ["missed", "declined", "busy", "unreachable"] as const;

interface PolicyValues {
  readonly notReadyAfter: Amount;
  /** `""`: the outcome's own name. */
  readonly reason: string;
  readonly backOffS: Amount;
}

export interface AtTheAgentValues {
  readonly ringAgents: Amount;
  /** `""`: none. */
  readonly agentPrompt: string;
  readonly reservationPolicy: Readonly<Record<(typeof outcomes)[number], PolicyValues>>;
  readonly wrapUp: {
    readonly mode: WrapUpPolicyView["mode"];
    readonly canEndEarly: boolean;
    readonly extensionsMax: Amount;
    readonly extensionS: Amount;
  };
}

interface AtTheAgentInput {
  readonly ringAgents: number;
  readonly reservationPolicy: ReservationPolicyView;
  readonly wrapUp: WrapUpPolicyView;
  readonly agentPrompt?: string | undefined;
}

const shownPolicy = ({ notReadyAfter, reason = "", backOffMs }: OutcomePolicyView): PolicyValues => ({
  notReadyAfter,
  reason,
  backOffS: seconds(backOffMs),
});

export function valuesAtTheAgent({
  ringAgents,
  reservationPolicy,
  wrapUp,
  agentPrompt = "",
}: AtTheAgentInput): AtTheAgentValues {
  const { missed, declined, busy, unreachable } = reservationPolicy;
  const { mode, canEndEarly, extensionsMax, extensionMs } = wrapUp;
  return {
    ringAgents,
    agentPrompt,
    reservationPolicy: {
      missed: shownPolicy(missed),
      declined: shownPolicy(declined),
      busy: shownPolicy(busy),
      unreachable: shownPolicy(unreachable),
    },
    wrapUp: { mode, canEndEarly, extensionsMax, extensionS: seconds(extensionMs) },
  };
}

const orZero = (amount: Amount): number => (amount === "" ? 0 : amount);
const sentPolicy = ({ notReadyAfter, reason, backOffS }: PolicyValues): OutcomePolicyView => ({
  notReadyAfter: orZero(notReadyAfter),
  ...(reason === "" ? {} : { reason }),
  backOffMs: milliseconds(backOffS) ?? 0,
});

/** An empty field is zero, and one phone is the fewest that can ring. */
export function inputAtTheAgent({
  ringAgents,
  reservationPolicy,
  wrapUp,
  agentPrompt,
}: AtTheAgentValues): AtTheAgentInput {
  const { missed, declined, busy, unreachable } = reservationPolicy;
  const { mode, canEndEarly, extensionsMax, extensionS } = wrapUp;
  return {
    ringAgents: ringAgents === "" ? 1 : ringAgents,
    ...(agentPrompt.trim() === "" ? {} : { agentPrompt: agentPrompt.trim() }),
    reservationPolicy: {
      missed: sentPolicy(missed),
      declined: sentPolicy(declined),
      busy: sentPolicy(busy),
      unreachable: sentPolicy(unreachable),
    },
    wrapUp: {
      mode,
      canEndEarly,
      extensionsMax: orZero(extensionsMax),
      extensionMs: milliseconds(extensionS) ?? 0,
    },
  };
}
