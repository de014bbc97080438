/** Today's figures as the boards ask for them: from memory, in the shapes of the wire. */

import type { VisitCounts as BoardCounts } from "#protocol/views/board.ts";
import type { AgentId, QueueId } from "#routing/ids.ts";
import type { Instant } from "#routing/instant.ts";
import { agentCountsOf, visitsOf, type KpiState } from "./fold.ts";
import { DEFAULT_FORMULA, serviceLevel, type ServiceLevelFormula } from "./service-level.ts";
import { NO_VISITS } from "./visits.ts";

export interface Figures {
  /** Of visits that have ended; whoever shows them adds those who wait. */
  queue(id: QueueId): BoardCounts;
  /** Share 0 to 1 by the queue's formula, those who wait included where the formula counts them. */
  serviceLevel(id: QueueId): number | undefined;
  agent(id: AgentId): { readonly answered: number; readonly handleMs: number; readonly missed: number };
  /** Interactions that began today. */
  callsToday(): number;
  /** The formula for queues that do not name their own. */
  readonly serviceLevelFormula: ServiceLevelFormula;
}

/** `formulaOf` is the queue's setting; undefined: the default. */
export function figuresOf(
  state: KpiState,
  now: () => Instant,
  formulaOf: (queue: QueueId) => ServiceLevelFormula | undefined,
): Figures {
  return {
    queue: (id) => {
      const counts = state.visitCounts.get(id) ?? NO_VISITS;
      const { offered, answered, answeredWithin, abandoned, shortAbandoned, flowedOut, callbackAccepted } = counts;
      const { lost, answerWaitMs } = counts;
      return {
        offered,
        answered,
        answeredWithin,
        abandoned,
        shortAbandoned,
        flowedOut,
        callbackAccepted,
        lost,
        answerWaitMs,
      };
    },
    serviceLevel: (id) => serviceLevel(formulaOf(id) ?? DEFAULT_FORMULA, visitsOf(state, id)),
    agent: (id) => {
      const { answered, handleMs, missed } = agentCountsOf(state, id, now());
      return { answered, handleMs, missed };
    },
    callsToday: () => state.callsToday,
    serviceLevelFormula: DEFAULT_FORMULA,
  };
}
