/** Figures of the board that are sums or shares of rows; each formula is also what its hover says. */

import type { AgentRow, BoardView, QueueRow, VisitCounts } from "#protocol/views/board.ts";

export interface Totals {
  readonly longestSince: number | undefined;
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly answeredWithin: number;
  readonly ready: number;
  readonly talking: number;
  readonly wrapUp: number;
  readonly notReady: number;
  readonly signedIn: number;
}

export function totals(board: BoardView): Totals {
  const queues = Object.values(board.queues);
  const agents = Object.values(board.agents);
  const sum = (of: (counts: VisitCounts) => number) => queues.reduce((total, queue) => total + of(queue.counts), 0);
  const longest = Math.min(...queues.map(({ longestSince }) => longestSince ?? Number.POSITIVE_INFINITY));
  const count = (is: (agent: AgentRow) => boolean) => agents.filter(is).length;
  return {
    longestSince: Number.isFinite(longest) ? longest : undefined,
    offered: sum(({ offered }) => offered),
    answered: sum(({ answered }) => answered),
    abandoned: sum(({ abandoned }) => abandoned),
    answeredWithin: sum(({ answeredWithin }) => answeredWithin),
    ready: count(({ presence, engagement }) => engagement === "idle" && presence.kind === "ready"),
    talking: count(({ engagement }) => engagement === "talking" || engagement === "dialling"),
    wrapUp: count(({ engagement }) => engagement === "wrapUp"),
    signedIn: count(({ presence }) => presence.kind !== "signedOut"),
    notReady: count(({ presence, engagement }) => engagement === "idle" && presence.kind === "notReady"),
  };
}

/** Abandoned ÷ offered; undefined when nothing was offered. */
export function abandonedShare({ offered, abandoned }: Pick<VisitCounts, "offered" | "abandoned">): number | undefined {
  return offered === 0 ? undefined : abandoned / offered;
}

/** Average speed of answer in ms; undefined when nothing was answered. */
export function averageWaitMs({ answered, answerWaitMs }: VisitCounts): number | undefined {
  return answered === 0 ? undefined : answerWaitMs / answered;
}

export type GoalVerdict = "above" | "near" | "below";
/** Within this of the goal counts as near, so that the colour does not flicker around it. */
const NEAR = 0.05;

export function goalVerdict(queue: Pick<QueueRow, "serviceLevel" | "serviceLevelGoal">): GoalVerdict | undefined {
  const { serviceLevel, serviceLevelGoal } = queue;
  if (serviceLevel === undefined) return undefined;
  if (serviceLevel >= serviceLevelGoal) return "above";
  return serviceLevel >= serviceLevelGoal - NEAR ? "near" : "below";
}

const MINUTE_MS = 60_000;
/** From when on a supervisor wants to see that somebody is still in this state. */
const longAfterMinutes: Readonly<Record<string, number>> = { wrapUp: 3, talking: 15, paused: 45 };

/** The limit in minutes that the state has passed; undefined while there is nothing unusual. */
export function tooLongMinutes(look: string, sinceMs: number): number | undefined {
  const limit = longAfterMinutes[look];
  return limit !== undefined && sinceMs > limit * MINUTE_MS ? limit : undefined;
}
