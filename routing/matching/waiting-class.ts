/** Waiting interactions that are interchangeable for matching: same medium, same queue, same needs, same weight. */

import type { Needs, SkillCondition } from "../config.ts";
import type { AgentId, GroupId, QueueId, SkillId } from "../ids.ts";
import type { DurationMs } from "../instant.ts";
import { byPlace, type Place } from "../queue/order.ts";
import { SortedList } from "../queue/sorted-list.ts";
import type { Lane } from "../work/capacity.ts";
import { isAble, satisfies } from "./eligible.ts";
import { idleOrderOf, type AgentPool, type IdleOrder } from "./pool.ts";

/** One who can be offered to an agent now. */
export interface WaitingEntry extends Place {
  readonly class: WaitingClass;
  /** Who is tried first, in this order; empty: everybody. */
  readonly particular: readonly AgentId[];
  /** Somebody is rung for it already; one more may be, once nobody is left for whom nobody is. */
  readonly isRinging: boolean;
}

/** Pools that a class holds in equal regard. */
export interface Tier {
  /** Sum of the weights of the preferred skills that its agents meet. */
  readonly preference: number;
  /** Bigger is better; what it means depends on the strategy. */
  readonly rank: number;
  /** With `percentage`, the group whose share counts; undefined: none of them. */
  readonly group: GroupId | undefined;
  readonly pools: AgentPool[];
}

export class WaitingClass {
  readonly lane: Lane;
  readonly queue: QueueId;
  readonly needs: Needs;
  readonly weight: number;
  readonly index: number;
  readonly order: IdleOrder;
  readonly line = new SortedList<WaitingEntry>(byPlace);
  /** Those for whom somebody is rung already. */
  readonly ringing = new SortedList<WaitingEntry>(byPlace);
  /** The queue's target; urgency is measured in parts of it. */
  answerWithinMs: DurationMs;
  /** Best first; among equals the strategy's order decides. */
  tiers: readonly Tier[] = [];

  constructor(lane: Lane, index: number, queue: QueueId, needs: Needs, weight: number, answerWithinMs: DurationMs) {
    this.lane = lane;
    this.index = index;
    this.queue = queue;
    this.needs = needs;
    this.weight = weight;
    this.answerWithinMs = answerWithinMs;
    this.order = idleOrderOf(needs.strategy);
  }

  /** Sorts the pools that are able into tiers, and tells them so. */
  arrange(pools: Iterable<AgentPool>): void {
    const tiers = new Map<string, Tier>();
    for (const pool of pools) {
      if (!isAble(pool, this.needs)) continue;
      pool.classes.set(this.index);
      const preference = preferenceOf(pool, this.needs);
      const { rank, group } = rankOf(pool, this.needs);
      const key = `${preference}/${rank}`;
      const tier = tiers.get(key);
      if (tier === undefined) tiers.set(key, { preference, rank, group, pools: [pool] });
      else tier.pools.push(pool);
    }
    this.tiers = [...tiers.values()].sort((a, b) => b.preference - a.preference || b.rank - a.rank);
  }
}

/** [RT222] The sum of the weights of the preferred skills that are met. */
function preferenceOf(pool: AgentPool, { preferred }: Needs): number {
  return preferred.reduce((sum, wish) => sum + (satisfies(pool.skills, [wish]) ? wish.weight : 0), 0);
}

/** Where the strategy puts a pool among the equally preferred: bigger is better. */
function rankOf(pool: AgentPool, { strategy, requirement, preferred }: Needs): Pick<Tier, "rank" | "group"> {
  switch (strategy.kind) {
    case "mostProficient": {
      const asked = new Set([...requirement, ...preferred].flatMap(skillsAskedFor));
      const rank = pool.skills.reduce((sum, each) => sum + (asked.has(each.skill) ? each.proficiency : 0), 0);
      return { rank, group: undefined };
    }
    case "topDown": {
      const place = strategy.groups.findIndex((group) => pool.groups.includes(group));
      return { rank: place < 0 ? -strategy.groups.length : -place, group: undefined };
    }
    case "percentage": {
      const place = strategy.shares.findIndex(({ group }) => pool.groups.includes(group));
      // One tier for each group: which of them goes first depends on the shares so far.
      return { rank: place < 0 ? -strategy.shares.length : -place, group: strategy.shares[place]?.group };
    }
    case "longestIdle":
    case "leastOccupied":
    case "fewestHandled":
    case "roundRobin":
      return { rank: 0, group: undefined };
  }
}

/** Skills that are good to have for a condition; those of `noneOf` are not. */
function skillsAskedFor(condition: SkillCondition): readonly SkillId[] {
  if ("anyOf" in condition) return condition.anyOf.flatMap(skillsAskedFor);
  return "noneOf" in condition ? [] : [condition.skill];
}

const keys = new WeakMap<Needs, string>();

/** Equal texts: the same class. Needs come from the configuration, so that most are spelt only once. */
export function classKey(lane: Lane, queue: QueueId, needs: Needs, weight: number): string {
  let spelt = keys.get(needs);
  if (spelt === undefined) {
    spelt = JSON.stringify(needs);
    keys.set(needs, spelt);
  }
  const key = `${queue}${weight}${spelt}`;
  return lane === "voice" ? key : `${lane}${key}`;
}
