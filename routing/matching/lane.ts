/** One lane of the floor: who is free for a medium, in pools of equal profile, and who is asked for by name. */

import type { RoutingConfig } from "../config.ts";
import type { AgentId } from "../ids.ts";
import type { SortedList } from "../queue/sorted-list.ts";
import type { Lane } from "../work/capacity.ts";
import { AgentPool, poolKey, type IdleAgent } from "./pool.ts";
import type { WaitingEntry } from "./waiting-class.ts";

/** Where a free agent is listed; what a decision about her begins with. */
export interface IdlePlace {
  readonly agent: IdleAgent;
  /** undefined: her configuration is gone, or does not take this medium. */
  readonly pool: AgentPool | undefined;
}

export class LaneFloor {
  readonly lane: Lane;
  /** By profile; only of agents who take this medium at all. */
  pools: ReadonlyMap<string, AgentPool> = new Map();
  poolOf: ReadonlyMap<AgentId, AgentPool> = new Map();
  readonly idle = new Map<AgentId, IdlePlace>();
  /** The pools in which anybody is free. */
  readonly occupied = new Set<AgentPool>();
  /** Interactions that are tried on particular agents first, listed with each of them. */
  readonly asked = new Map<AgentId, SortedList<WaitingEntry>>();

  constructor(lane: Lane) {
    this.lane = lane;
  }

  /** Takes over another configuration; who is free stays so. */
  adopt(config: RoutingConfig, signedIn: Iterable<AgentId>): void {
    const pools = new Map<string, AgentPool>();
    const poolOf = new Map<AgentId, AgentPool>();
    for (const agent of config.agents) {
      if ((agent.capacity ?? config.capacity)[this.lane] < 1) continue;
      const key = poolKey(agent);
      let pool = pools.get(key);
      if (pool === undefined) {
        pool = new AgentPool(agent);
        pools.set(key, pool);
      }
      poolOf.set(agent.id, pool);
    }
    this.pools = pools;
    this.poolOf = poolOf;
    this.occupied.clear();
    for (const { agent } of this.idle.values()) this.#add(agent);
    for (const id of signedIn) {
      const pool = poolOf.get(id);
      if (pool !== undefined) pool.signedIn += 1;
    }
  }

  free(agent: IdleAgent): void {
    this.busy(agent.id);
    this.#add(agent);
  }

  busy(id: AgentId): void {
    const place = this.idle.get(id);
    if (place === undefined) return;
    this.idle.delete(id);
    const { agent, pool } = place;
    pool?.remove(agent);
    if (pool?.size === 0) this.occupied.delete(pool);
  }

  #add(agent: IdleAgent): void {
    const pool = this.poolOf.get(agent.id);
    this.idle.set(agent.id, { agent, pool });
    if (pool === undefined) return;
    pool.add(agent);
    this.occupied.add(pool);
  }
}
