/**
 * Who takes what, over the floor. For a waiting interaction the best free agent by preference and strategy; for a freed
 * agent the first of what she is able for. Pure questions: nothing is reserved here.
 */

import type { AgentRule, OrderRule, PassedOver } from "../facts.ts";
import type { AgentId, GroupId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import type { State } from "../state.ts";
import { LANE_ORDER } from "../work/capacity.ts";
import { satisfies } from "./eligible.ts";
import { byIdleOrder, type AgentPool, type IdleAgent, type IdleOrder } from "./pool.ts";
import type { Tier, WaitingClass, WaitingEntry } from "./waiting-class.ts";

/** Facts stay small: so many candidates are explained, the rest is counted. */
export const PASSED_OVER_MAX = 20;

export interface AgentChoice {
  readonly agent: AgentId;
  /** Agents who were free and able, the chosen one included. */
  readonly eligible: number;
  readonly passedOver: readonly PassedOver[];
  readonly rule: AgentRule;
}

const comparisons: Readonly<Record<IdleOrder, (a: IdleAgent, b: IdleAgent) => number>> = {
  idleSince: byIdleOrder("idleSince"),
  occupancy: byIdleOrder("occupancy"),
  handled: byIdleOrder("handled"),
  reservedLast: byIdleOrder("reservedLast"),
};

/** [RT41] The agent for one who waits; undefined: nobody who is able is free, or those asked for by name are not. */
export function chooseAgent(state: State, entry: WaitingEntry): AgentChoice | undefined {
  const kind = entry.class;
  const tiers = inTurn(state, kind);
  if (entry.particular.length > 0) return chooseParticular(state, entry, tiers);
  for (const tier of tiers) {
    const best = firstOf(tier, kind.order);
    if (best === undefined) continue;
    const eligible = countFree(tiers);
    const passedOver = explain(state, kind, tiers, { tier, agent: best });
    const isPreferred = passedOver[0]?.reason === "lessPreferred" && eligible > 1;
    const rule = eligible === 1 ? "onlyOne" : isPreferred ? "preferred" : kind.needs.strategy.kind;
    return { agent: best.id, eligible, passedOver, rule };
  }
  return undefined;
}

/** [RT224] By name, in the order in which they are named; the skills are asked of them too, the group is not. */
function chooseParticular(state: State, entry: WaitingEntry, tiers: readonly Tier[]): AgentChoice | undefined {
  const free = entry.particular.filter((id) => canTakeByName(state, id, entry.class));
  const agent = free[0];
  if (agent === undefined) return undefined;
  const passedOver: PassedOver[] = [];
  for (const id of free.slice(1)) note(passedOver, id, "notParticular");
  for (const tier of tiers) {
    for (const id of freeIn(tier, "idleSince")) {
      if (!entry.particular.includes(id.id)) note(passedOver, id.id, "notParticular");
    }
  }
  return { agent, eligible: free.length, passedOver, rule: "particularAgent" };
}

export interface Ranked {
  readonly agent: AgentId;
  /** What put the first before her; undefined: she is the first. */
  readonly because: PassedOver["reason"] | undefined;
}

/** Everybody who is free and able for one who waits, in the order of preference; the first is whom `chooseAgent` chooses. */
export function ranking(state: State, entry: WaitingEntry): readonly Ranked[] {
  const kind = entry.class;
  if (entry.particular.length > 0) {
    const free = entry.particular.filter((id) => canTakeByName(state, id, kind));
    return free.map((agent, index) => ({ agent, because: index === 0 ? undefined : "notParticular" }));
  }
  let first: { readonly tier: Tier; readonly agent: IdleAgent } | undefined;
  const ranked: Ranked[] = [];
  for (const tier of inTurn(state, kind)) {
    for (const agent of [...freeIn(tier, kind.order)].sort(comparisons[kind.order])) {
      ranked.push({ agent: agent.id, because: first === undefined ? undefined : whyNot(kind, tier, agent, first) });
      first ??= { tier, agent };
    }
  }
  return ranked;
}

function canTakeByName({ floor }: State, id: AgentId, { lane, needs }: WaitingClass): boolean {
  const skills = floor.idle(lane, id) === undefined ? undefined : floor.poolOf(lane, id)?.skills;
  return skills !== undefined && satisfies(skills, needs.requirement);
}

function firstOf(tier: Tier, order: IdleOrder): IdleAgent | undefined {
  const compare = comparisons[order];
  let best: IdleAgent | undefined;
  for (const pool of tier.pools) {
    const first = pool.size === 0 ? undefined : pool.inOrder(order).first();
    if (first !== undefined && (best === undefined || compare(first, best) < 0)) best = first;
  }
  return best;
}

/** [RT221] With percentages, the group that is furthest below its share goes first; who is in none of them goes last. */
function inTurn(state: State, kind: WaitingClass): readonly Tier[] {
  const { strategy } = kind.needs;
  if (strategy.kind !== "percentage") return kind.tiers;
  const sum = strategy.shares.reduce((total, { percent }) => total + percent, 0);
  const counts = state.shares.get(kind.queue);
  const total = counts === undefined ? 0 : [...counts.values()].reduce((all, count) => all + count, 0);
  const below = (group: GroupId | undefined): number => {
    const percent = strategy.shares.find((share) => share.group === group)?.percent;
    if (group === undefined || percent === undefined) return Number.NEGATIVE_INFINITY;
    return percent / Math.max(sum, 1) - (total === 0 ? 0 : (counts?.get(group) ?? 0) / total);
  };
  return kind.tiers.toSorted(
    (a, b) => b.preference - a.preference || below(b.group) - below(a.group) || b.rank - a.rank,
  );
}

function countFree(tiers: readonly Tier[]): number {
  let free = 0;
  for (const { pools } of tiers) for (const pool of pools) free += pool.size;
  return free;
}

function* freeIn(tier: Tier, order: IdleOrder): Iterable<IdleAgent> {
  for (const pool of tier.pools) if (pool.size > 0) yield* pool.inOrder(order);
}

/** Why the others did not get it: first those who could have, the next best first within a tier, then those who could not. */
function explain(
  state: State,
  kind: WaitingClass,
  tiers: readonly Tier[],
  chosen: { readonly tier: Tier; readonly agent: IdleAgent },
): readonly PassedOver[] {
  const passedOver: PassedOver[] = [];
  if (state.floor.countIdle(kind.lane) === 1) return passedOver;
  for (const tier of tiers) {
    if (passedOver.length >= PASSED_OVER_MAX) return passedOver;
    const others: IdleAgent[] = [];
    for (const agent of freeIn(tier, kind.order)) {
      // One more than is told, because the chosen one may be among them.
      if (others.length > PASSED_OVER_MAX) break;
      if (agent.id !== chosen.agent.id) others.push(agent);
    }
    if (tier.pools.length > 1) others.sort(comparisons[kind.order]);
    for (const agent of others) note(passedOver, agent.id, whyNot(kind, tier, agent, chosen));
  }
  if (passedOver.length >= PASSED_OVER_MAX) return passedOver;
  const able = new Set<AgentPool>(tiers.flatMap(({ pools }) => pools));
  for (const pool of state.floor.occupiedPools(kind.lane)) {
    if (able.has(pool)) continue;
    const reason = satisfies(pool.skills, kind.needs.requirement) ? "otherGroup" : "lacksSkill";
    for (const agent of pool.inOrder("idleSince")) {
      if (passedOver.length >= PASSED_OVER_MAX) return passedOver;
      note(passedOver, agent.id, reason);
    }
  }
  return passedOver;
}

/** The first difference that decided. */
function whyNot(
  { order, needs }: WaitingClass,
  tier: Tier,
  agent: IdleAgent,
  chosen: { readonly tier: Tier; readonly agent: IdleAgent },
): PassedOver["reason"] {
  if (tier.preference < chosen.tier.preference) return "lessPreferred";
  if (tier !== chosen.tier) {
    if (needs.strategy.kind === "mostProficient") return "lessProficient";
    return needs.strategy.kind === "topDown" ? "lowerGroup" : "aboveShare";
  }
  if (order !== "idleSince" && agent[order] !== chosen.agent[order]) return differences[order];
  if (agent.load !== chosen.agent.load) return "moreOpenWork";
  return agent.idleSince === chosen.agent.idleSince ? "largerId" : "idleShorter";
}

const differences = {
  occupancy: "busier",
  handled: "handledMore",
  reservedLast: "reservedLater",
} as const;

function note(passedOver: PassedOver[], agent: AgentId, reason: PassedOver["reason"]): void {
  if (passedOver.length < PASSED_OVER_MAX) passedOver.push({ agent, reason });
}

export interface NextInteraction {
  readonly entry: WaitingEntry;
  /** What put it before the others that she could have taken. */
  readonly order: OrderRule;
}

/** [RT43] What an agent takes next of all that she is free for; undefined: nothing that waits is for her. */
export function chooseInteraction(state: State, id: AgentId): NextInteraction | undefined {
  return firstOn(state, id, true);
}

/** What she would take next if she were free for everything and nobody else were; undefined: nothing that waits is for her. */
export function nextFor(state: State, id: AgentId): NextInteraction | undefined {
  return firstOn(state, id, false);
}

/** Plain loops without closures: this is what a decision spends most of its time in. */
function firstOn(state: State, id: AgentId, isFreeOnly: boolean): NextInteraction | undefined {
  const { floor } = state;
  let profile: AgentPool | undefined;
  let best: WaitingEntry | undefined;
  let next: WaitingEntry | undefined;
  for (const { lane, idle, poolOf, asked } of floor.lanes()) {
    const pool = isFreeOnly ? idle.get(id)?.pool : poolOf.get(id);
    if (pool === undefined) continue;
    profile = pool;
    for (let index = floor.nextClass(pool, 0); index >= 0; index = floor.nextClass(pool, index + 1)) {
      const head = floor.headOf(index);
      if (head === undefined) continue;
      if (best === undefined || precedes(state, pool, head, best)) {
        next = best;
        best = head;
      } else if (next === undefined || precedes(state, pool, head, next)) next = head;
    }
    if (asked.size === 0) continue;
    let known = 0;
    for (const entry of floor.askedOf(lane, id)) {
      if (!satisfies(pool.skills, entry.class.needs.requirement)) continue;
      if (best === undefined || precedes(state, pool, entry, best)) {
        next = best;
        best = entry;
      } else if (next === undefined || precedes(state, pool, entry, next)) next = entry;
      known += 1;
      // The second one too, so that the first is not taken for the only one.
      if (known === 2) break;
    }
  }
  if (profile === undefined || best === undefined) return undefined;
  return { entry: best, order: orderOf(state, profile, best, next) };
}

/** [RT125] Nobody waits for her without a ringing phone: the first of those for whom one more may ring. */
export function chooseToRingMore(state: State, id: AgentId): WaitingEntry | undefined {
  const pool = state.floor.poolOf("voice", id);
  if (pool === undefined || state.floor.idle("voice", id) === undefined) return undefined;
  let best: WaitingEntry | undefined;
  state.floor.visitRinging(pool, (entry) => {
    if (best === undefined || precedes(state, pool, entry, best)) best = entry;
  });
  return best;
}

function orderOf(state: State, pool: AgentPool, best: WaitingEntry, next: WaitingEntry | undefined): OrderRule {
  const { line } = best.class;
  const behind = line.first() === best ? line.second() : undefined;
  const runnerUp =
    next === undefined || (behind !== undefined && precedes(state, pool, behind, next)) ? (behind ?? next) : next;
  return runnerUp === undefined ? "onlyOne" : whatDecides(state, pool, best, runnerUp);
}

/**
 * True when `a` is served before `b` by an agent of this pool: the rules of `whatDecides`, in the same order. Asked for each
 * head of a line in every decision, so that it works nothing out twice and names no rule.
 */
export function precedes(state: State, pool: AgentPool, a: WaitingEntry, b: WaitingEntry): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority;
  if (a.class !== b.class) {
    if (a.class.lane !== b.class.lane) return LANE_ORDER[a.class.lane] < LANE_ORDER[b.class.lane];
    const isLate = isOverdue(state, a);
    if (isLate !== isOverdue(state, b)) return isLate;
    // At equal rates, and unless it counts how near the target is, the one who entered first has the bigger score.
    if (!isLate && (state.config.serviceOrder === "urgency" || rateOf(pool, a) !== rateOf(pool, b))) {
      const score = scoreOf(state, pool, a);
      const other = scoreOf(state, pool, b);
      if (score !== other) return score > other;
    }
  }
  return a.enteredAt === b.enteredAt ? a.interaction < b.interaction : a.enteredAt < b.enteredAt;
}

/** [RT43], [RT225], [RT226], [RT242] The first rule in which two who wait differ. */
function whatDecides(state: State, pool: AgentPool, a: WaitingEntry, b: WaitingEntry): OrderRule {
  if (a.priority !== b.priority) return "priority";
  if (a.class.lane !== b.class.lane) return "medium";
  const isLate = isOverdue(state, a);
  if (isLate !== isOverdue(state, b)) return "weightedWaitMax";
  // Beyond the bound weights count no more.
  if (isLate || a.class === b.class) return "oldest";
  if (scoreOf(state, pool, a) === scoreOf(state, pool, b)) return "oldest";
  const isWeighted = rateOf(pool, a) !== rateOf(pool, b);
  if (state.config.serviceOrder === "urgency") return isWeighted ? "weight" : "urgency";
  return isWeighted ? "weight" : "oldest";
}

const waited = (now: Instant, entry: WaitingEntry): number => Math.max(0, now - entry.enteredAt);

function isOverdue({ now, config }: State, entry: WaitingEntry): boolean {
  return config.weightedWaitMaxMs !== undefined && waited(now, entry) > config.weightedWaitMaxMs;
}

/** How fast waiting counts: by the contact's tier, and by what the queue means to these agents. */
function rateOf(pool: AgentPool, { class: kind }: WaitingEntry): number {
  return kind.weight * pool.weightOf(kind.queue);
}

function scoreOf({ now, config }: State, pool: AgentPool, entry: WaitingEntry): number {
  const score = waited(now, entry) * rateOf(pool, entry);
  return config.serviceOrder === "urgency" ? score / entry.class.answerWithinMs : score;
}
