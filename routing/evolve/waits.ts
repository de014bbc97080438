/**
 * Folds into each queue's observer what facts say about waiting. Is given a fact before it is folded into the rest, because
 * it asks where the caller and the agent stood until then.
 */

import type { Fact } from "../facts.ts";
import type { Needs, RoutingConfig } from "../config.ts";
import type { AgentId, InteractionId, QueueId } from "../ids.ts";
import { agentConfig, isAble } from "../matching/eligible.ts";
import { predictedWaits } from "../queue/estimate-wait.ts";
import { lineSeen, ownAgents, shareBefore, sharedAgents } from "../queue/expected-wait.ts";
import { agentKinds, isServing } from "../queue/serving.ts";
import {
  knownPool,
  newSharedLine,
  newWaitObserver,
  noteEntry,
  noteFree,
  noteLeft,
  noteNotTaken,
  noteRinging,
  noteTaken,
  poolOf,
  shareLine,
  type SharedLine,
  type WaitObserver,
  type WaitPool,
} from "../queue/wait-observer.ts";
import type { Agent, State } from "../state.ts";
import { isWorkMedium } from "../work/capacity.ts";

export function observeWaits(state: State, fact: Fact): void {
  switch (fact.kind) {
    case "interaction.queued":
      return enter(state, fact);
    case "reservation.made": {
      const observer = observerOf(state, fact.queue);
      if (observer !== undefined) noteRinging(observer, fact.interaction, fact.at);
      return;
    }
    case "reservation.ended": {
      const observer = observerOf(state, state.reservations.get(fact.reservation)?.queue);
      if (observer === undefined) return;
      if (fact.outcome === "accepted") noteTaken(observer, fact.interaction, fact.agent);
      else noteNotTaken(observer, fact.interaction, fact.at);
      return;
    }
    case "queue.left": {
      const observer = observerOf(state, fact.queue);
      const outcome = fact.outcome === "callbackAccepted" ? "flowedOut" : fact.outcome;
      if (observer !== undefined) noteLeft(observer, fact.interaction, fact.at, outcome);
      return;
    }
    case "callback.asked": {
      // Out of the line while he is asked; he may come back to his place.
      const observer = observerOf(state, lastQueueOf(state, fact.interaction));
      if (observer !== undefined) noteLeft(observer, fact.interaction, fact.at, "flowedOut");
      return;
    }
    case "agent.released":
    case "agent.wrapUpEnded": {
      const observer = observerOf(state, lastQueueOf(state, fact.interaction));
      if (observer !== undefined) noteFree(observer, fact.interaction, fact.agent, fact.at);
      return;
    }
    case "interaction.ended": {
      // Whatever ended it without a word about its visit: nothing is kept of it.
      const observer = observerOf(state, lastQueueOf(state, fact.interaction));
      if (observer !== undefined) noteLeft(observer, fact.interaction, fact.at, "lost");
      return;
    }
    case "agent.presenceChanged":
      return changeServing(state, fact.agent, { presence: fact.presence, nextPresence: undefined });
    case "agent.nextPresenceChosen":
      return changeServing(state, fact.agent, { nextPresence: fact.presence });
    case "config.adopted":
      return adopt(state, fact.config);
    default:
      return;
  }
}

function observerOf(state: State, queue: QueueId | undefined): WaitObserver | undefined {
  return queue === undefined ? undefined : state.waits.get(queue);
}

function lastQueueOf(state: State, interaction: InteractionId): QueueId | undefined {
  return state.interactions.get(interaction)?.lastQueue;
}

function enter(state: State, fact: Extract<Fact, { kind: "interaction.queued" }>): void {
  // Whoever writes is told no wait, and how long a mail lies says nothing to callers.
  if (isWorkMedium(state.interactions.get(fact.interaction)?.medium ?? "voice")) return;
  let observer = state.waits.get(fact.queue);
  if (observer === undefined) {
    observer = newWaitObserver();
    state.waits.set(fact.queue, observer);
  }
  const pool = poolFor(state, observer, fact.needs);
  pool.agents = ownAgents(state, pool);
  pool.shared.agents = sharedAgents(state, pool);
  const line = state.lines.get(fact.queue);
  const { interaction, priority, enteredAt } = fact;
  const shareAhead = line === undefined ? 1 : shareBefore(observer, line, { interaction, priority, enteredAt }, false);
  const place = { shareAhead, elapsedMs: 0, isInLine: false };
  // Both wait like others, but not as those do who hold the line and have just come.
  const isOther = fact.isReturn || state.interactions.get(interaction)?.medium !== "voice";
  const predictions = isOther ? undefined : predictedWaits(lineSeen(state, fact.queue, observer, pool, place, fact.at));
  noteEntry(observer, fact.interaction, { pool, at: fact.at, predictions });
}

/** A pool that is seen for the first time joins the lines with which it shares agents. */
function poolFor(state: State, observer: WaitObserver, needs: Needs): WaitPool {
  const known = knownPool(observer, needs);
  if (known !== undefined) return known;
  const pool = poolOf(observer, needs);
  joinLines(allPools(state), state.config);
  return pool;
}

/** Pools that one kind of agent is able to serve share a line. */
function joinLines(pools: readonly WaitPool[], config: RoutingConfig): void {
  for (const kind of agentKinds(config)) {
    let line: SharedLine | undefined;
    for (const { shared, needs } of pools) {
      if (shared === line || !isAble(kind, needs)) continue;
      if (line === undefined) line = shared;
      else moveLine(pools, shared, line);
    }
  }
}

function moveLine(pools: readonly WaitPool[], from: SharedLine, to: SharedLine): void {
  for (const pool of pools) if (pool.shared === from) shareLine(pool, to);
  to.agents = undefined;
}

function allPools(state: State): readonly WaitPool[] {
  return [...state.waits.values()].flatMap(({ pools }) => [...pools.values()]);
}

/** One agent more or less, wherever she was counted: cheaper than counting all agents again. */
function changeServing(state: State, id: AgentId, change: Partial<Pick<Agent, "presence" | "nextPresence">>): void {
  const agent = state.agents.get(id);
  const config = agentConfig(state.config, id);
  if (agent === undefined || config === undefined) return;
  const before = isServing(agent);
  const after = isServing({ ...agent, ...change });
  if (before === after) return;
  const more = after ? 1 : -1;
  const lines = new Set<SharedLine>();
  for (const pool of allPools(state)) {
    if (!isAble(config, pool.needs)) continue;
    if (pool.agents !== undefined) pool.agents += more;
    lines.add(pool.shared);
  }
  for (const line of lines) if (line.agents !== undefined) line.agents += more;
}

/**
 * Skills and agents may have changed: who shares a line is found out anew, and agents are counted when somebody enters. A
 * queue that is gone is not observed any more.
 */
function adopt(state: State, config: RoutingConfig): void {
  const queues = new Set<QueueId>(config.queues.map(({ id }) => id));
  for (const [id, { notes }] of state.waits) if (!queues.has(id) && notes.size === 0) state.waits.delete(id);
  const pools = allPools(state);
  for (const pool of pools) {
    pool.agents = undefined;
    shareLine(pool, newSharedLine());
  }
  joinLines(pools, config);
}
