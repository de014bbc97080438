/**
 * What a queue has shown of its waits, folded from facts: a few means, the last service starts, and how far each method of
 * estimate-wait.ts was off. The same for every size of queue but for one short note a waiting caller; every fold is O(1).
 * Who does not say otherwise is only called by `routing/evolve`.
 */

import type { Needs } from "../config.ts";
import type { AgentId, InteractionId } from "../ids.ts";
import type { DurationMs, Instant } from "../instant.ts";
import { SAMPLES_MIN, waitMethods, type MethodError, type Predictions, type WaitMethod } from "./estimate-wait.ts";

/** Means forget what is older than about so many calls. */
export const HANDLES_KEPT = 200;
export const VISITS_KEPT = 500;
export const ERRORS_KEPT = 200;
/** Patience is not judged by fewer callers who gave up: one of the first would make all look impatient. */
export const GAVE_UP_MIN = 5;
/** Service starts that the own rate looks back on. */
export const STARTS_KEPT = 50;
/** Kinds of needs that are observed apart in one queue; further ones are observed together. */
export const POOLS_MAX = 16;
/** Another method is taken when its error is below this part of the present one's, so that the word does not change with every call. */
export const CHANGE_BELOW = 0.95;
/** What is believed until the errors are known: right for a pool of its own. */
export const FIRST_METHOD: WaitMethod = "queueLengthPatience";

/** A mean that forgets: plain at first, then with equal weight for what is new. */
export interface Mean {
  count: number;
  value: number;
}

/** A caller who waits: what was predicted for him, and whether an agent rings for him. */
export interface WaitNote {
  readonly pool: WaitPool;
  readonly at: Instant;
  /** undefined for one who came back or is called back: his wait says nothing about those of callers. */
  readonly predictions: Predictions | undefined;
  ringing: Ringing | undefined;
}

interface Ringing {
  readonly since: Instant;
  /** Taken from the pool's clock; undefined for one who did not have to wait. */
  readonly gapMs: DurationMs | undefined;
  /** Agents who ring for him at once; who takes him stays one of them. */
  agents: number;
}

/** All pools that are connected by agents who serve several of them: under load their lines move as one. */
export interface SharedLine {
  /** Callers for whom nobody rings, in all of them. */
  waiting: number;
  /** Agents who are able to take some of them and serve; undefined: has to be counted anew. */
  agents: number | undefined;
  readonly handle: Mean;
}

/** Callers of one queue who need the same. */
export interface WaitPool {
  readonly needs: Needs;
  shared: SharedLine;
  /** Agents who are able and ready, or will be after their call; undefined: has to be counted anew. */
  agents: number | undefined;
  /** Callers for whom nobody rings. */
  waiting: number;
  /** Time since the last service start during which somebody waited, up to `clockAt`. */
  clockMs: DurationMs;
  clockAt: Instant;
  /** The last gaps between service starts, as a ring. */
  readonly gaps: DurationMs[];
  nextGap: number;
  gapsMs: DurationMs;
  lastWaitMs: DurationMs | undefined;
  readonly errors: Record<WaitMethod, MethodError>;
  method: WaitMethod;
}

export interface WaitObserver {
  readonly handle: Mean;
  readonly alert: Mean;
  /** Who gave up, and all time waited, both fading: their ratio is the mean patience. */
  gaveUp: number;
  waitedMs: number;
  readonly pools: Map<string, WaitPool>;
  readonly notes: Map<InteractionId, WaitNote>;
  /** Whose call takes her time, since her first ring; an entry is replaced by her next call. */
  readonly busy: Map<
    AgentId,
    { readonly interaction: InteractionId; readonly since: Instant; readonly pool: WaitPool }
  >;
}

export function newWaitObserver(): WaitObserver {
  return {
    handle: { count: 0, value: 0 },
    alert: { count: 0, value: 0 },
    gaveUp: 0,
    waitedMs: 0,
    pools: new Map(),
    notes: new Map(),
    busy: new Map(),
  };
}

export function newSharedLine(): SharedLine {
  return { waiting: 0, agents: undefined, handle: { count: 0, value: 0 } };
}

/** Takes a pool out of the line that it shared, or shared alone, into another. */
export function shareLine(pool: WaitPool, line: SharedLine): void {
  pool.shared.waiting -= pool.waiting;
  line.waiting += pool.waiting;
  if (line.handle.count < pool.shared.handle.count) Object.assign(line.handle, pool.shared.handle);
  pool.shared = line;
}

/** Equal visits come with the same object (visit-needs.ts), so that most keys are made only once. */
const keys = new WeakMap<Needs, string>();

/** Which callers are observed together. */
function poolKey(needs: Needs): string {
  let key = keys.get(needs);
  if (key === undefined) {
    key = JSON.stringify([needs.requirement, needs.groups]);
    keys.set(needs, key);
  }
  return key;
}

/** The pool of these needs, if it was ever seen. May be asked by anybody. */
export function knownPool({ pools }: WaitObserver, needs: Needs): WaitPool | undefined {
  return pools.get(poolKey(needs)) ?? (pools.size >= POOLS_MAX ? pools.get(OTHERS) : undefined);
}

const OTHERS = "others";

export function poolOf(observer: WaitObserver, needs: Needs): WaitPool {
  const known = knownPool(observer, needs);
  if (known !== undefined) return known;
  const pool: WaitPool = {
    needs,
    shared: newSharedLine(),
    agents: undefined,
    waiting: 0,
    clockMs: 0,
    clockAt: 0,
    gaps: [],
    nextGap: 0,
    gapsMs: 0,
    lastWaitMs: undefined,
    errors: {
      queueLength: UNMEASURED,
      queueLengthPatience: UNMEASURED,
      sharedLength: UNMEASURED,
      ownRate: UNMEASURED,
      lastToEnter: UNMEASURED,
      headOfLine: UNMEASURED,
    },
    method: FIRST_METHOD,
  };
  observer.pools.set(observer.pools.size < POOLS_MAX ? poolKey(needs) : OTHERS, pool);
  return pool;
}

const UNMEASURED: MethodError = { samples: 0, meanSquare: 0, bias: 0, predicted: 0 };

/** Mean patience; undefined when (nearly) nobody has given up of late. May be asked by anybody. */
export function patienceMs({ gaveUp, waitedMs }: WaitObserver): number | undefined {
  return gaveUp < GAVE_UP_MIN ? undefined : waitedMs / gaveUp;
}

/** Mean gap between two service starts while somebody waited; undefined before the first. May be asked by anybody. */
export function startEveryMs({ gaps, gapsMs }: WaitPool): number | undefined {
  return gaps.length === 0 || gapsMs === 0 ? undefined : gapsMs / gaps.length;
}

/** He enters the line. */
export function noteEntry(
  observer: WaitObserver,
  interaction: InteractionId,
  { pool, at, predictions }: Pick<WaitNote, "pool" | "at" | "predictions">,
): void {
  noteLeft(observer, interaction, at, "lost");
  observer.notes.set(interaction, { pool, at, predictions, ringing: undefined });
  count(pool, at, 1);
}

/** An agent rings for him. Only who had to wait for that tells anything about the pace of the line. */
export function noteRinging(observer: WaitObserver, interaction: InteractionId, at: Instant): void {
  const note = observer.notes.get(interaction);
  if (note === undefined) return;
  if (note.ringing !== undefined) {
    note.ringing.agents += 1;
    return;
  }
  const { pool } = note;
  count(pool, at, -1);
  const hadToWait = at > note.at;
  note.ringing = { since: at, gapMs: hadToWait ? pool.clockMs : undefined, agents: 1 };
  if (!hadToWait) return;
  pool.clockMs = 0;
  if (note.predictions !== undefined) pool.lastWaitMs = at - note.at;
}

/** She did not take him: when nobody rings any more he waits on, and the start did not take place. */
export function noteNotTaken(observer: WaitObserver, interaction: InteractionId, at: Instant): void {
  const note = observer.notes.get(interaction);
  if (note?.ringing === undefined) return;
  note.ringing.agents -= 1;
  if (note.ringing.agents > 0) return;
  count(note.pool, at, 1);
  note.pool.clockMs += note.ringing.gapMs ?? 0;
  note.ringing = undefined;
}

/** She took him: from her first ring on he takes her time. */
export function noteTaken(observer: WaitObserver, interaction: InteractionId, agent: AgentId): void {
  const note = observer.notes.get(interaction);
  if (note?.ringing === undefined) return;
  observer.busy.set(agent, { interaction, since: note.ringing.since, pool: note.pool });
}

/** She is free again. */
export function noteFree(observer: WaitObserver, interaction: InteractionId, agent: AgentId, at: Instant): void {
  const busy = observer.busy.get(agent);
  if (busy?.interaction !== interaction) return;
  observer.busy.delete(agent);
  learn(observer.handle, at - busy.since, HANDLES_KEPT);
  learn(busy.pool.shared.handle, at - busy.since, HANDLES_KEPT);
}

/** The end of a visit; an answer shows which predictions were right. */
export function noteLeft(
  observer: WaitObserver,
  interaction: InteractionId,
  at: Instant,
  outcome: "answered" | "abandoned" | "flowedOut" | "lost",
): void {
  const note = observer.notes.get(interaction);
  if (note === undefined) return;
  observer.notes.delete(interaction);
  const { pool, ringing, predictions } = note;
  if (predictions !== undefined) {
    const fading = 1 - 1 / VISITS_KEPT;
    observer.gaveUp = observer.gaveUp * fading + (outcome === "abandoned" ? 1 : 0);
    observer.waitedMs = observer.waitedMs * fading + (at - note.at);
  }
  if (ringing === undefined) {
    count(pool, at, -1);
    return;
  }
  if (outcome !== "answered") {
    pool.clockMs += ringing.gapMs ?? 0;
    return;
  }
  if (predictions !== undefined) learn(observer.alert, at - ringing.since, HANDLES_KEPT);
  if (ringing.gapMs === undefined) return;
  keepGap(pool, ringing.gapMs);
  if (predictions !== undefined) compare(pool, predictions, at - note.at);
}

function count(pool: WaitPool, at: Instant, more: 1 | -1): void {
  if (pool.waiting > 0) pool.clockMs += at - pool.clockAt;
  pool.clockAt = at;
  pool.waiting += more;
  pool.shared.waiting += more;
}

function keepGap(pool: WaitPool, gapMs: DurationMs): void {
  pool.gapsMs += gapMs - (pool.gaps[pool.nextGap] ?? 0);
  pool.gaps[pool.nextGap] = gapMs;
  pool.nextGap = (pool.nextGap + 1) % STARTS_KEPT;
}

function compare(pool: WaitPool, predictions: Predictions, waitMs: DurationMs): void {
  for (const method of waitMethods) {
    const predicted = predictions[method];
    if (predicted === undefined) continue;
    const old = pool.errors[method];
    const share = 1 / Math.min(old.samples + 1, ERRORS_KEPT);
    const error = predicted - waitMs;
    pool.errors[method] = {
      samples: old.samples + 1,
      meanSquare: old.meanSquare + (error ** 2 - old.meanSquare) * share,
      bias: old.bias + (error - old.bias) * share,
      predicted: old.predicted + (predicted - old.predicted) * share,
    };
  }
  pool.method = best(pool);
}

/** The method with the least error, once it is known well enough and clearly less. */
function best({ errors, method }: WaitPool): WaitMethod {
  let least = method;
  let limit = errors[method].samples < SAMPLES_MIN ? Infinity : errors[method].meanSquare * CHANGE_BELOW ** 2;
  for (const each of waitMethods) {
    const { samples, meanSquare } = errors[each];
    if (each === method || samples < SAMPLES_MIN || meanSquare >= limit) continue;
    least = each;
    limit = meanSquare;
  }
  return least;
}

function learn(mean: Mean, value: number, kept: number): void {
  mean.value += (value - mean.value) / Math.min(mean.count + 1, kept);
  mean.count += 1;
}
