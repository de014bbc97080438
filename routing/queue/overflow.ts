/**
 * Whether a condition of an overflow rule holds. What it costs is bounded: agents are counted by kinds, only as far as the
 * condition asks, and queues without such rules are not looked at.
 */

import type { Needs, OverflowWhen, QueueConfig, RoutingConfig } from "../config.ts";
import type { AgentId, QueueId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import { isAble, needsOf, relaxed } from "../matching/eligible.ts";
import type { AgentPool } from "../matching/pool.ts";
import type { State } from "../state.ts";
import { expectedWait } from "./expected-wait.ts";
import { isDue } from "./overflow-dues.ts";

/** The one whom a condition is asked about. */
export interface Standing {
  /** How many wait before him. */
  readonly ahead: number;
  /** When his visit began. */
  readonly since: Instant;
  /** About to enter: he is not in the line yet. */
  readonly isNew: boolean;
  /** How many agents are rung for him. */
  readonly ringing: number;
}

/** True while the rule would take him out. A schedule or an estimate that is not known holds nobody and moves nobody. */
export function holds(state: State, queue: QueueConfig, when: OverflowWhen, him: Standing): boolean {
  switch (when.kind) {
    case "waited":
    case "closing":
      return isDue(state.config, when, him.since, state.now);
    case "expectedWait": {
      // [RT133] Whoever waits already has served a part of it; `waited` is for him.
      const expected = him.isNew ? expectedWait(state, queue, state.now) : undefined;
      return expected !== undefined && expected.expectedMs > when.overMs;
    }
    case "length":
      return him.ahead >= when.ahead;
    case "agentsReady":
      return isFewer(state, queue, "ready", when.below - him.ringing);
    case "agentsStaffed":
      return isFewer(state, queue, "staffed", when.below);
    case "ratio": {
      const waiting = (state.lines.get(queue.id)?.length ?? 0) + (him.isNew ? 1 : 0);
      // Waiting ÷ staffed is above the limit exactly when fewer than this are staffed.
      return isFewer(state, queue, "staffed", waiting / when.above);
    }
    case "emergency":
      return state.emergencies.has(undefined) || state.emergencies.has(queue.id);
  }
}

/** [RT132] Conditions that a fact can bring about at any time for those who wait already. */
export function isBroughtAboutByFacts(when: OverflowWhen): boolean {
  return (
    when.kind === "length" ||
    when.kind === "agentsReady" ||
    when.kind === "agentsStaffed" ||
    when.kind === "ratio" ||
    when.kind === "emergency"
  );
}

/** Counted by kinds of agents, and only until the answer is known. */
function isFewer(state: State, queue: QueueConfig, count: "ready" | "staffed", than: number): boolean {
  if (than <= 0) return false;
  const counted = new Set<AgentPool>();
  let found = 0;
  for (const needs of watchOf(state.config, queue).needs) {
    for (const { pools } of state.floor.classOf("voice", queue.id, needs, 1).tiers) {
      for (const pool of pools) {
        if (counted.has(pool)) continue;
        counted.add(pool);
        found += count === "ready" ? pool.size : pool.signedIn;
        if (found >= than) return false;
      }
    }
  }
  return true;
}

/** Of one queue, as it is configured. */
interface Watch {
  /** What it asks for, and after each relaxation step. */
  readonly needs: readonly Needs[];
  /** Who could take its calls, now or after a step. */
  readonly able: ReadonlySet<AgentId>;
}

/** A configuration is a value that never changes, so that it is looked through once. */
const watched = new WeakMap<RoutingConfig, readonly QueueConfig[]>();
const watches = new WeakMap<RoutingConfig, Map<QueueId, Watch>>();

/** Queues with a condition that facts can bring about. */
export function watchedQueues(config: RoutingConfig): readonly QueueConfig[] {
  let queues = watched.get(config);
  if (queues === undefined) {
    queues = config.queues.filter(({ overflow }) => overflow.some(({ when }) => isBroughtAboutByFacts(when)));
    watched.set(config, queues);
  }
  return queues;
}

/** Whether this agent could take the queue's calls, now or after a relaxation step. */
export function couldServe(config: RoutingConfig, queue: QueueConfig, agent: AgentId): boolean {
  return watchOf(config, queue).able.has(agent);
}

function watchOf(config: RoutingConfig, queue: QueueConfig): Watch {
  const known = watches.get(config) ?? new Map<QueueId, Watch>();
  watches.set(config, known);
  let watch = known.get(queue.id);
  if (watch === undefined) {
    const needs = [needsOf(queue)];
    for (const step of queue.relaxation) needs.push(relaxed(needs.at(-1) ?? needsOf(queue), step));
    const able = config.agents.filter((agent) => needs.some((each) => isAble(agent, each)));
    watch = { needs, able: new Set(able.map(({ id }) => id)) };
    known.set(queue.id, watch);
  }
  return watch;
}
