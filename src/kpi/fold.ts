/**
 * Facts become today's figures, per queue and per agent: pure, each fact once. The same figures come out of the stored
 * rows by another way (`recount.ts`); the two must agree at any moment.
 */

import type { RoutingConfig } from "#routing/config.ts";
import type { Fact, QueueOutcome } from "#routing/facts.ts";
import type { AgentId, InteractionId, QueueId } from "#routing/ids.ts";
import type { Instant } from "#routing/instant.ts";
import { isCounted } from "#routing/reservation/policy.ts";
import { WORK_LANES, type Lane, type WorkMedium } from "#routing/work/capacity.ts";
import { dayOf } from "./day.ts";
import {
  addHandling,
  handlingOf,
  NO_AGENT_COUNTS,
  NO_HANDLING,
  type AgentCounts,
  type AgentEvent,
  type Handling,
  type HandlingMs,
  type Interval,
  type Stretch,
} from "./handling.ts";
import { countPromise, type Promises } from "./promises.ts";
import { addCounts, countsOf, NO_VISITS, type Thresholds, type Visit, type VisitCounts } from "./visits.ts";

/** For a queue that is not in the configuration (any more). */
const DEFAULT_THRESHOLDS: Thresholds = { answerWithinMs: 20_000, shortAbandonMs: 5_000 };

export interface KpiState {
  readonly timeZone: string;
  day: Interval;
  lastFact: number;
  /** Interactions that began today. */
  callsToday: number;
  thresholds: ReadonlyMap<QueueId, Thresholds>;
  /** Visits that began today and have ended; kept so that changed thresholds apply to the whole day. */
  visits: Visit[];
  readonly waiting: Map<InteractionId, Visit>;
  /** For each lane apart. */
  readonly visitCounts: Readonly<Record<Lane, Map<QueueId, VisitCounts>>>;
  readonly agents: Map<AgentId, AgentCounts>;
  /** Handling time of calls from each queue. */
  readonly queues: Map<QueueId, HandlingMs>;
  readonly promises: Promises;
  /** Live mail and chat; what is not in here is a call. */
  readonly work: Map<InteractionId, WorkMedium>;
  /** What each agent is at, by interaction and agent. */
  readonly stretches: Map<string, Stretch>;
  /** The last queue of each live interaction. */
  readonly lastQueue: Map<InteractionId, QueueId>;
  /** The queue that each agent who handles a call took it from, by interaction and agent. */
  readonly handledFor: Map<string, QueueId | undefined>;
}

export function emptyKpi(timeZone: string, now: Instant): KpiState {
  return {
    timeZone,
    day: dayOf(now, timeZone),
    lastFact: 0,
    callsToday: 0,
    thresholds: new Map(),
    visits: [],
    waiting: new Map(),
    visitCounts: { voice: new Map(), mail: new Map(), chat: new Map() },
    agents: new Map(),
    queues: new Map(),
    promises: { open: new Map(), counts: new Map() },
    work: new Map(),
    stretches: new Map(),
    lastQueue: new Map(),
    handledFor: new Map(),
  };
}

/** Folds one fact; one that was folded before changes nothing. */
export function foldKpi(state: KpiState, fact: Fact): void {
  if (fact.n <= state.lastFact) return;
  state.lastFact = fact.n;
  beginDay(state, fact.at);
  switch (fact.kind) {
    case "config.adopted":
      return adoptThresholds(state, fact.config);
    case "interaction.arrived":
    case "interaction.dialled":
      state.callsToday += 1;
      return;
    case "interaction.adopted":
      state.callsToday += fact.startedAt >= state.day.startsAt ? 1 : 0;
      return;
    case "callback.booked":
      state.callsToday += 1;
      state.promises.open.set(fact.interaction, fact.queue);
      countPromise(state.promises, fact.queue, "booked");
      state.lastQueue.set(fact.interaction, fact.queue);
      return;
    case "callback.ended":
      return promiseEnded(state, fact.interaction, fact.outcome === "reached");
    case "work.arrived":
      state.work.set(fact.interaction, fact.medium);
      return;
    case "interaction.queued":
      return queued(state, fact.interaction, fact.queue, fact.at);
    case "queue.left":
      return endVisit(state, fact.interaction, fact.outcome, fact.waitMs);
    case "interaction.connected":
      // Mail and chat lie open for as long as it takes, beside calls: that time is not handling time, nor they conversations.
      if (fact.leg === undefined) return countEvent(state, { agent: fact.agent, kind: "took", at: fact.at });
      countEvent(state, { agent: fact.agent, kind: "answered", at: fact.at });
      state.handledFor.set(key(fact), state.lastQueue.get(fact.interaction));
      return begin(state, fact, "talk");
    case "interaction.held":
      return begin(state, fact, "hold");
    case "interaction.retrieved":
      return begin(state, fact, "talk");
    case "interaction.disconnected":
      return finish(state, key(fact), fact.at);
    case "agent.wrapUpStarted":
      return begin(state, fact, "wrapUp");
    case "agent.wrapUpEnded":
      finish(state, key(fact), fact.at);
      state.handledFor.delete(key(fact));
      return;
    case "agent.released":
      state.handledFor.delete(key(fact));
      return;
    case "reservation.ended":
      if (isCounted(fact.outcome)) {
        countEvent(state, { agent: fact.agent, kind: fact.outcome, at: fact.at });
      }
      return;
    case "interaction.ended":
      return ended(state, fact.interaction, fact.at);
    default:
      return;
  }
}

/** Starts a new day when `at` is beyond the present one; what is still going on counts from its midnight. Also to be called by a clock, for a board at a quiet midnight. */
export function beginDay(state: KpiState, at: Instant): void {
  if (at < state.day.endsAt) return;
  state.day = dayOf(at, state.timeZone);
  state.callsToday = 0;
  state.visits = [];
  clearVisits(state);
  state.promises.counts.clear();
  state.agents.clear();
  state.queues.clear();
}

/** Today's visits to a queue, those that still wait included; of callers, or of mail or chat. */
export function visitsOf(state: KpiState, queue: QueueId, lane: Lane = "voice"): VisitCounts {
  let counts = endedVisitsOf(state, queue, lane);
  for (const visit of state.waiting.values()) {
    if (visit.queue === queue && visit.lane === lane && isToday(state, visit))
      counts = addCounts(counts, countsOf(visit, thresholdsOf(state, queue)));
  }
  return counts;
}

/** Those of them that have ended. */
export function endedVisitsOf(state: KpiState, queue: QueueId, lane: Lane): VisitCounts {
  return state.visitCounts[lane].get(queue) ?? NO_VISITS;
}

/** Today's figures of an agent up to `now`, what she is doing included. */
export function agentCountsOf(state: KpiState, agent: AgentId, now: Instant): AgentCounts {
  let counts = state.agents.get(agent) ?? NO_AGENT_COUNTS;
  for (const stretch of state.stretches.values()) {
    if (stretch.agent === agent) counts = { ...counts, ...addHandling(counts, handlingOf(stretch, state.day, now)) };
  }
  return counts;
}

/** Today's handling of calls from a queue up to `now`. */
export function queueHandlingOf(state: KpiState, queue: QueueId, now: Instant): HandlingMs {
  let sum = state.queues.get(queue) ?? NO_HANDLING;
  for (const stretch of state.stretches.values()) {
    if (stretch.queue === queue) sum = addHandling(sum, handlingOf(stretch, state.day, now));
  }
  return sum;
}

/** Takes in a visit that has ended, from a fact or from a stored row. */
export function countVisit(state: KpiState, visit: Visit): void {
  if (!isToday(state, visit)) return;
  state.visits.push(visit);
  const counts = endedVisitsOf(state, visit.queue, visit.lane);
  state.visitCounts[visit.lane].set(visit.queue, addCounts(counts, countsOf(visit, thresholdsOf(state, visit.queue))));
}

/** Takes in a stretch that has ended. */
export function countStretch(state: KpiState, stretch: Stretch): void {
  const handling = handlingOf(stretch, state.day, state.day.endsAt);
  const counts = state.agents.get(stretch.agent) ?? NO_AGENT_COUNTS;
  state.agents.set(stretch.agent, { ...counts, ...addHandling(counts, handling) });
  if (stretch.queue === undefined) return;
  state.queues.set(stretch.queue, addHandling(state.queues.get(stretch.queue) ?? NO_HANDLING, handling));
}

/** Takes in a moment that counts for an agent. */
export function countEvent(state: KpiState, event: AgentEvent): void {
  if (event.at < state.day.startsAt || event.at >= state.day.endsAt) return;
  const counts = state.agents.get(event.agent) ?? NO_AGENT_COUNTS;
  state.agents.set(event.agent, { ...counts, [event.kind]: counts[event.kind] + 1 });
}

/** New thresholds apply to the whole day: the waits are kept, not only the counts. */
export function adoptThresholds(state: KpiState, config: RoutingConfig): void {
  state.thresholds = new Map(
    config.queues.map(({ id, answerWithinMs, shortAbandonMs }) => [id, { answerWithinMs, shortAbandonMs }]),
  );
  const visits = state.visits;
  state.visits = [];
  clearVisits(state);
  for (const visit of visits) countVisit(state, visit);
}

function clearVisits(state: KpiState): void {
  for (const lane of ["voice", ...WORK_LANES] as const) state.visitCounts[lane].clear();
}

interface Party {
  readonly interaction: InteractionId;
  readonly agent: AgentId;
}

export function key({ interaction, agent }: Party): string {
  return `${interaction} ${agent}`;
}

function thresholdsOf(state: KpiState, queue: QueueId): Thresholds {
  return state.thresholds.get(queue) ?? DEFAULT_THRESHOLDS;
}

function isToday(state: KpiState, visit: Visit): boolean {
  return visit.beganAt >= state.day.startsAt && visit.beganAt < state.day.endsAt;
}

/** A call that comes back to the front while its visit is still open goes on with that visit. */
function queued(state: KpiState, interaction: InteractionId, queue: QueueId, at: Instant): void {
  state.lastQueue.set(interaction, queue);
  // A promise in the line is nobody who waits: the caller to whom it was made was counted when he accepted it.
  if (state.promises.open.has(interaction)) return;
  const open = state.waiting.get(interaction);
  if (open?.queue === queue) return;
  if (open !== undefined) endVisit(state, interaction, "lost", at - open.beganAt);
  const lane = state.work.get(interaction) ?? "voice";
  state.waiting.set(interaction, { interaction, queue, lane, beganAt: at, outcome: undefined, waitMs: 0 });
}

function endVisit(state: KpiState, interaction: InteractionId, outcome: QueueOutcome, waitMs: number): void {
  const visit = state.waiting.get(interaction);
  if (visit === undefined) return;
  state.waiting.delete(interaction);
  countVisit(state, { ...visit, outcome, waitMs });
}

function begin(state: KpiState, fact: Party & { readonly at: Instant }, kind: Handling): void {
  const id = key(fact);
  finish(state, id, fact.at);
  const { interaction, agent, at } = fact;
  const queue = state.handledFor.get(id);
  state.stretches.set(id, { interaction, agent, queue, kind, startedAt: at, endedAt: undefined });
}

function finish(state: KpiState, id: string, at: Instant): void {
  const stretch = state.stretches.get(id);
  if (stretch === undefined) return;
  state.stretches.delete(id);
  countStretch(state, { ...stretch, endedAt: at });
}

function ended(state: KpiState, interaction: InteractionId, at: Instant): void {
  const visit = state.waiting.get(interaction);
  if (visit !== undefined) endVisit(state, interaction, "lost", at - visit.beganAt);
  for (const [id, stretch] of state.stretches) {
    if (stretch.interaction === interaction && stretch.kind !== "wrapUp") finish(state, id, at);
  }
  state.lastQueue.delete(interaction);
  state.work.delete(interaction);
}

function promiseEnded(state: KpiState, interaction: InteractionId, isKept: boolean): void {
  const queue = state.promises.open.get(interaction);
  if (queue === undefined) return;
  state.promises.open.delete(interaction);
  countPromise(state.promises, queue, isKept ? "reached" : "unreached");
}
