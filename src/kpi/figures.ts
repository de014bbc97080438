/** Today's figures as the boards ask for them: from memory, in the shapes of the wire. */

import type { VisitCounts as BoardCounts } from "#protocol/views/board.ts";
import type { AgentId, QueueId } from "#routing/ids.ts";
import type { Instant } from "#routing/instant.ts";
import type { WorkMedium } from "#routing/work/capacity.ts";
import { agentCountsOf, endedVisitsOf, visitsOf, type KpiState } from "./fold.ts";
import { NO_PROMISES, type PromiseCounts } from "./promises.ts";
import type { VisitCounts } from "./visits.ts";
import { DEFAULT_FORMULA, serviceLevel, type ServiceLevelFormula } from "./service-level.ts";

export interface Figures {
  /** Of callers' visits that have ended; whoever shows them adds those who wait. */
  queue(id: QueueId): BoardCounts;
  /** The same of its mail or chat: what was withdrawn counts as abandoned. */
  work(id: QueueId, medium: WorkMedium): BoardCounts;
  callbacks(id: QueueId): PromiseCounts;
  /** Share 0 to 1 by the queue's formula, those who wait included where the formula counts them. */
  serviceLevel(id: QueueId): number | undefined;
  agent(id: AgentId): {
    readonly answered: number;
    readonly took: number;
    readonly handleMs: number;
    readonly missed: number;
  };
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
    queue: (id) => boardCounts(endedVisitsOf(state, id, "voice")),
    work: (id, medium) => boardCounts(endedVisitsOf(state, id, medium)),
    callbacks: (id) => state.promises.counts.get(id) ?? NO_PROMISES,
    serviceLevel: (id) => serviceLevel(formulaOf(id) ?? DEFAULT_FORMULA, visitsOf(state, id)),
    agent: (id) => {
      const { answered, took, handleMs, missed } = agentCountsOf(state, id, now());
      return { answered, took, handleMs, missed };
    },
    callsToday: () => state.callsToday,
    serviceLevelFormula: DEFAULT_FORMULA,
  };
}

/** Without what no board shows. */
function boardCounts(counts: VisitCounts): BoardCounts {
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
}
