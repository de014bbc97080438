/**
 * The floor: who is free and who waits, arranged so that a decision looks at kinds of agents and kinds of interactions
 * instead of at everybody. A fold like the rest of the state, kept by `evolve`; deciding over it is `choose.ts`.
 *
 *   free agents ──▶ pools (equal profile), each in order        waiting ──▶ classes (equal needs), each in order
 *                             └────────── compatible? one bit for each pair ──────────┘
 */

import type { Needs, QueueConfig, RoutingConfig } from "../config.ts";
import type { AgentId, InteractionId, QueueId } from "../ids.ts";
import { byPlace, type Place } from "../queue/order.ts";
import { SortedList } from "../queue/sorted-list.ts";
import { Bitmap } from "./bitmap.ts";
import { queueConfig, relaxed } from "./eligible.ts";
import { AgentPool, poolKey, type IdleAgent } from "./pool.ts";
import { classKey, WaitingClass, type WaitingEntry } from "./waiting-class.ts";

/** The target of a queue that is not, or no longer, set up. */
const ANSWER_WITHIN_MS = 20_000;
/** Classes that nobody waits in are forgotten when there are more than so many: flows can ask for any mixture of skills. */
const CLASSES_MAX = 4_096;

/** What `Floor.await` is told about an interaction that can be offered now. */
export interface Offerable extends Place {
  readonly queue: QueueId;
  readonly needs: Needs;
  readonly weight: number;
  readonly particular: readonly AgentId[];
  readonly isRinging: boolean;
}

export class Floor {
  #config: RoutingConfig | undefined;
  #pools = new Map<string, AgentPool>();
  #poolOf = new Map<AgentId, AgentPool>();
  readonly #idle = new Map<AgentId, IdleAgent>();
  readonly #signedIn = new Set<AgentId>();
  readonly #classes = new Map<string, WaitingClass>();
  /** By index; freed indices are used again. */
  readonly #classAt: (WaitingClass | undefined)[] = [];
  readonly #entries = new Map<InteractionId, WaitingEntry>();
  /** Classes in which somebody waits for anybody. */
  readonly #occupied = new Bitmap();
  /** Classes in which somebody is rung for one who may have more. */
  readonly #ringing = new Bitmap();
  /** Interactions that are tried on particular agents first, listed with each of them. */
  readonly #asked = new Map<AgentId, SortedList<WaitingEntry>>();

  /** Takes over another configuration; who is free and who waits stays. */
  adopt(config: RoutingConfig): void {
    this.#config = config;
    this.#pools = new Map();
    this.#poolOf = new Map();
    for (const agent of config.agents) {
      const key = poolKey(agent);
      let pool = this.#pools.get(key);
      if (pool === undefined) {
        pool = new AgentPool(agent);
        this.#pools.set(key, pool);
      }
      this.#poolOf.set(agent.id, pool);
    }
    for (const [id, idle] of this.#idle) this.#poolOf.get(id)?.add(idle);
    for (const id of this.#signedIn) {
      const pool = this.#poolOf.get(id);
      if (pool !== undefined) pool.signedIn += 1;
    }
    for (const each of this.#classes.values()) {
      each.answerWithinMs = queueConfig(config, each.queue)?.answerWithinMs ?? ANSWER_WITHIN_MS;
      each.arrange(this.#pools.values());
    }
  }

  poolOf(agent: AgentId): AgentPool | undefined {
    return this.#poolOf.get(agent);
  }

  pools(): Iterable<AgentPool> {
    return this.#pools.values();
  }

  idle(agent: AgentId): IdleAgent | undefined {
    return this.#idle.get(agent);
  }

  /** She is free, since when and after what; said again, the newest counts. */
  free(agent: IdleAgent): void {
    this.busy(agent.id);
    this.#idle.set(agent.id, agent);
    this.#poolOf.get(agent.id)?.add(agent);
  }

  /** She is not free; harmless for one who was not. */
  busy(id: AgentId): void {
    const idle = this.#idle.get(id);
    if (idle === undefined) return;
    this.#idle.delete(id);
    this.#poolOf.get(id)?.remove(idle);
  }

  /** On the floor at all, free or not. */
  setSignedIn(id: AgentId, isSignedIn: boolean): void {
    if (this.#signedIn.has(id) === isSignedIn) return;
    if (isSignedIn) this.#signedIn.add(id);
    else this.#signedIn.delete(id);
    const pool = this.#poolOf.get(id);
    if (pool !== undefined) pool.signedIn += isSignedIn ? 1 : -1;
  }

  isSignedIn(id: AgentId): boolean {
    return this.#signedIn.has(id);
  }

  entry(interaction: InteractionId): WaitingEntry | undefined {
    return this.#entries.get(interaction);
  }

  /** It can be offered from now on; said again, its new place and needs count. */
  await(offerable: Offerable): void {
    this.forget(offerable.interaction);
    const { interaction, priority, enteredAt, queue, needs, weight, particular, isRinging } = offerable;
    const kind = this.classOf(queue, needs, weight);
    const entry: WaitingEntry = { interaction, priority, enteredAt, class: kind, particular, isRinging };
    this.#entries.set(interaction, entry);
    if (particular.length === 0) {
      const [list, filled] = this.#listsOf(entry);
      list.insert(entry);
      if (list.length === 1) filled.set(kind.index);
      return;
    }
    for (const agent of new Set(particular)) {
      const list = this.#asked.get(agent) ?? new SortedList<WaitingEntry>(byPlace);
      list.insert(entry);
      this.#asked.set(agent, list);
    }
  }

  /** It cannot be offered any more; harmless for one that could not. */
  forget(interaction: InteractionId): void {
    const entry = this.#entries.get(interaction);
    if (entry === undefined) return;
    this.#entries.delete(interaction);
    if (entry.particular.length === 0) {
      const [list, filled] = this.#listsOf(entry);
      list.remove(entry);
      if (list.length === 0) filled.clear(entry.class.index);
      return;
    }
    for (const agent of new Set(entry.particular)) {
      const list = this.#asked.get(agent);
      list?.remove(entry);
      if (list?.length === 0) this.#asked.delete(agent);
    }
  }

  /** The first of each class that this pool is able for and in which somebody waits for anybody. */
  visitHeads(pool: AgentPool, visit: (head: WaitingEntry) => void): void {
    pool.classes.visitCommon(this.#occupied, (index) => {
      const head = this.#classAt[index]?.line.first();
      if (head !== undefined) visit(head);
    });
  }

  /** The same of those for whom somebody is rung already. */
  visitRinging(pool: AgentPool, visit: (head: WaitingEntry) => void): void {
    pool.classes.visitCommon(this.#ringing, (index) => {
      const head = this.#classAt[index]?.ringing.first();
      if (head !== undefined) visit(head);
    });
  }

  #listsOf(entry: WaitingEntry): readonly [SortedList<WaitingEntry>, Bitmap] {
    return entry.isRinging ? [entry.class.ringing, this.#ringing] : [entry.class.line, this.#occupied];
  }

  /**
   * How many are served before `entry` by this pool of those who wait for anybody: those without a ringing phone before
   * those with one, and within these `goesBefore`, which must hold for the front of each line.
   */
  countBefore(pool: AgentPool, { isRinging }: WaitingEntry, goesBefore: (waiting: WaitingEntry) => boolean): number {
    let count = 0;
    pool.classes.visitCommon(this.#occupied, (index) => {
      const line = this.#classAt[index]?.line;
      count += (isRinging ? line?.length : line?.countFirst(goesBefore)) ?? 0;
    });
    if (!isRinging) return count;
    pool.classes.visitCommon(this.#ringing, (index) => {
      count += this.#classAt[index]?.ringing.countFirst(goesBefore) ?? 0;
    });
    return count;
  }

  /** Everybody who asks for this agent, in order. */
  askedOf(agent: AgentId): Iterable<WaitingEntry> {
    return this.#asked.get(agent) ?? [];
  }

  /** Those who ask for somebody who is not signed in. */
  askingForTheAbsent(): readonly WaitingEntry[] {
    return [...this.#asked].flatMap(([agent, list]) => (this.#signedIn.has(agent) ? [] : [...list]));
  }

  /** Every class in which somebody waits for anybody, in no order that matters. */
  occupiedClasses(): readonly WaitingClass[] {
    return [...this.#classes.values()].filter((each) => each.line.length > 0);
  }

  /** The class of such a visit, made when it is new. */
  classOf(queue: QueueId, needs: Needs, weight: number): WaitingClass {
    const key = classKey(queue, needs, weight);
    const known = this.#classes.get(key);
    if (known !== undefined) return known;
    if (this.#classes.size >= CLASSES_MAX) this.#forgetEmptyClasses();
    const free = this.#classAt.indexOf(undefined);
    const index = free < 0 ? this.#classAt.length : free;
    const target = this.#config === undefined ? undefined : queueConfig(this.#config, queue)?.answerWithinMs;
    const made = new WaitingClass(index, queue, needs, weight, target ?? ANSWER_WITHIN_MS);
    this.#classes.set(key, made);
    this.#classAt[index] = made;
    made.arrange(this.#pools.values());
    return made;
  }

  /** [RT23] Whether anybody who is signed in could take this, now or once the needs have relaxed. */
  isStaffed(queue: QueueId, needs: Needs, weight: number, steps: QueueConfig["relaxation"]): boolean {
    const isNow = this.classOf(queue, needs, weight).tiers.some(({ pools }) => pools.some((pool) => pool.signedIn > 0));
    if (isNow) return true;
    let later = needs;
    for (const step of steps) {
      later = relaxed(later, step);
      const { tiers } = this.classOf(queue, later, weight);
      if (tiers.some(({ pools }) => pools.some((pool) => pool.signedIn > 0))) return true;
    }
    return false;
  }

  #forgetEmptyClasses(): void {
    for (const [key, each] of this.#classes) {
      if (each.line.length > 0 || each.ringing.length > 0) continue;
      this.#classes.delete(key);
      this.#classAt[each.index] = undefined;
      for (const pool of this.#pools.values()) pool.classes.clear(each.index);
    }
  }
}
