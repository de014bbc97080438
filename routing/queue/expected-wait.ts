/** The expected wait of a queue, or of somebody in it, read from the state: what boards, flows and announcements say. */

import type { Needs, QueueConfig } from "../config.ts";
import type { InteractionId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import { isAble, needsOf } from "../matching/eligible.ts";
import type { State } from "../state.ts";
import { estimateWait, waitForFreeAgent, type EstimatedWait, type LineSeen } from "./estimate-wait.ts";
import type { Place, WaitingLine } from "./order.ts";
import { countServing } from "./serving.ts";
import { knownPool, patienceMs, startEveryMs, type WaitObserver, type WaitPool } from "./wait-observer.ts";

/** Somebody in the line, or who would come into it. */
export interface Standing {
  /** The share of the others in line who go before him: 0 at its head, 1 at its end. */
  readonly shareAhead: number;
  readonly elapsedMs: number;
  /** He is one of those who are counted as waiting. */
  readonly isInLine: boolean;
}

/** Who enters the queue now, asking for no more than it asks for; undefined: nothing can be said yet. */
export function expectedWait(state: State, queue: QueueConfig, at: Instant): EstimatedWait | undefined {
  const needs = needsOf(queue);
  const observer = state.waits.get(queue.id);
  const pool = observer === undefined ? undefined : knownPool(observer, needs);
  if ((pool === undefined || pool.waiting === 0) && isAnyoneFree(state, needs)) {
    return waitForFreeAgent(observer?.alert.value ?? 0);
  }
  if (observer === undefined || pool === undefined) return undefined;
  const seen = lineSeen(state, queue.id, observer, pool, { shareAhead: 1, elapsedMs: 0, isInLine: false }, at);
  return estimateWait(seen, pool.method, pool.errors[pool.method]);
}

/** What is left to wait for somebody in line; undefined: nothing can be said yet, or he does not wait. */
export function remainingWait(state: State, id: InteractionId, at: Instant): EstimatedWait | undefined {
  const stage = state.interactions.get(id)?.stage;
  if (stage?.kind !== "waiting") return undefined;
  const { queue, priority, enteredAt } = stage;
  const observer = state.waits.get(queue);
  const note = observer?.notes.get(id);
  const line = state.lines.get(queue);
  if (observer === undefined || note === undefined || line === undefined) return undefined;
  const isInLine = note.ringing === undefined;
  const shareAhead = shareBefore(observer, line, { interaction: id, priority, enteredAt }, isInLine);
  const { pool } = note;
  const seen = lineSeen(state, queue, observer, pool, { shareAhead, elapsedMs: at - note.at, isInLine }, at);
  return estimateWait(seen, pool.method, pool.errors[pool.method]);
}

/** The share of a queue's other callers who go before this place. For whom an agent rings is out of it, as a rule at the front. */
export function shareBefore({ pools }: WaitObserver, line: WaitingLine, place: Place, isInLine: boolean): number {
  let waiting = isInLine ? -1 : 0;
  for (const pool of pools.values()) waiting += pool.waiting;
  if (waiting <= 0) return 0;
  const ringing = line.length - waiting - (isInLine ? 1 : 0);
  return Math.min(1, Math.max(0, line.before(place) - ringing) / waiting);
}

/** The observations that the estimates go by. */
export function lineSeen(
  state: State,
  queue: QueueConfig["id"],
  observer: WaitObserver,
  pool: WaitPool,
  { shareAhead, elapsedMs, isInLine }: Standing,
  at: Instant,
): LineSeen {
  const head = state.lines.get(queue)?.first();
  const { handle, alert } = observer;
  const himself = isInLine ? 1 : 0;
  return {
    ahead: Math.round((pool.waiting - himself) * shareAhead),
    elapsedMs,
    agents: ownAgents(state, pool),
    handleMs: handle.count === 0 ? undefined : handle.value,
    shared: {
      ahead: Math.round((pool.shared.waiting - himself) * shareAhead),
      agents: sharedAgents(state, pool),
      handleMs: pool.shared.handle.count === 0 ? undefined : pool.shared.handle.value,
    },
    patienceMs: patienceMs(observer),
    alertMs: alert.value,
    startEveryMs: startEveryMs(pool),
    lastWaitMs: pool.lastWaitMs,
    headWaitMs: head === undefined ? undefined : at - head.enteredAt,
  };
}

/** Counted anew only after a change of the configuration; a change of presence is one more or less. */
export function ownAgents(state: State, { agents, needs }: WaitPool): number {
  return agents ?? countServing(state, [needs]);
}

export function sharedAgents(state: State, { shared }: WaitPool): number {
  if (shared.agents !== undefined) return shared.agents;
  const needs: Needs[] = [];
  for (const { pools } of state.waits.values()) {
    for (const each of pools.values()) if (each.shared === shared) needs.push(each.needs);
  }
  return countServing(state, needs);
}

function isAnyoneFree(state: State, needs: Needs): boolean {
  for (const pool of state.floor.occupiedPools("voice")) if (isAble(pool, needs)) return true;
  return false;
}
