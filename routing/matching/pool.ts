/** Agents who are interchangeable for matching: same skills, same groups, same weights of queues. */

import type { AgentConfig, Strategy } from "../config.ts";
import type { AgentId, QueueId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import { SortedList } from "../queue/sorted-list.ts";
import { Bitmap } from "./bitmap.ts";

/** A free agent as she stood when she became free; nothing of it changes while she is listed. */
export interface IdleAgent {
  readonly id: AgentId;
  readonly idleSince: Instant;
  /** Mail and chat that she has in hand. */
  readonly load: number;
  /** The part of her shift that she has spent on interactions, 0 to 1. */
  readonly occupancy: number;
  /** Conversations in her shift. */
  readonly handled: number;
  /** The number of the fact of her last reservation; 0: none yet. */
  readonly reservedLast: number;
}

/** What the idle are compared by, smallest first; then `idleSince`, then the smaller id. */
export type IdleOrder = "idleSince" | "occupancy" | "handled" | "reservedLast";

/**
 * [RT223] Ties go to whoever has been idle for longer, then to the smaller id. [RT243] Idle time is compared among those
 * who have equally much in hand.
 */
export function byIdleOrder(order: IdleOrder): (a: IdleAgent, b: IdleAgent) => number {
  return (a, b) => {
    if (order !== "idleSince" && a[order] !== b[order]) return a[order] - b[order];
    if (a.load !== b.load) return a.load - b.load;
    if (a.idleSince !== b.idleSince) return a.idleSince - b.idleSince;
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  };
}

/** The order within one tier of a strategy; the strategies that rank pools fall back on idle time. */
export function idleOrderOf(strategy: Strategy): IdleOrder {
  switch (strategy.kind) {
    case "leastOccupied":
      return "occupancy";
    case "fewestHandled":
      return "handled";
    case "roundRobin":
      return "reservedLast";
    case "longestIdle":
    case "mostProficient":
    case "topDown":
    case "percentage":
      return "idleSince";
  }
}

export class AgentPool {
  readonly skills: AgentConfig["skills"];
  readonly groups: AgentConfig["groups"];
  /** Classes of waiting interactions that these agents are able for, by the classes' indices. */
  readonly classes = new Bitmap();
  signedIn = 0;
  readonly #weights: ReadonlyMap<QueueId, number>;
  readonly #lists = new Map<IdleOrder, SortedList<IdleAgent>>();
  readonly #idle = new SortedList<IdleAgent>(byIdleOrder("idleSince"));

  constructor(like: AgentConfig) {
    this.skills = like.skills;
    this.groups = like.groups;
    this.#weights = new Map(like.queueWeights.map(({ queue, weight }) => [queue, weight]));
    this.#lists.set("idleSince", this.#idle);
  }

  get size(): number {
    return this.#idle.length;
  }

  weightOf(queue: QueueId): number {
    return this.#weights.size === 0 ? 1 : (this.#weights.get(queue) ?? 1);
  }

  add(agent: IdleAgent): void {
    for (const list of this.#lists.values()) list.insert(agent);
  }

  remove(agent: IdleAgent): void {
    for (const list of this.#lists.values()) list.remove(agent);
  }

  /** The free agents in an order; one that was never asked for before is made now and kept from then on. */
  inOrder(order: IdleOrder): SortedList<IdleAgent> {
    const known = this.#lists.get(order);
    if (known !== undefined) return known;
    const list = new SortedList<IdleAgent>(byIdleOrder(order));
    for (const agent of this.#idle) list.insert(agent);
    this.#lists.set(order, list);
    return list;
  }
}

/** Equal texts: the same pool. */
export function poolKey({ skills, groups, queueWeights }: AgentConfig): string {
  const known = skills.map(({ skill, proficiency }) => `${skill}${proficiency}`).toSorted();
  const weights = queueWeights.map(({ queue, weight }) => `${queue}${weight}`).toSorted();
  return `${known.join()}|${groups.toSorted().join()}|${weights.join()}`;
}
