/**
 * The floor: who is free and who waits, arranged so that a decision looks at kinds of agents and kinds of interactions
 * instead of at everybody. A fold like the rest of the state, kept by `evolve`; deciding over it is `choose.ts`.
 *
 * Each medium has a lane of its own, in which an agent is listed when she has room for one more of it.
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
import { WORK_LANES, type Lane } from "../work/capacity.ts";
import { LaneFloor } from "./lane.ts";
import type { AgentPool, IdleAgent } from "./pool.ts";
import { classKey, WaitingClass, type WaitingEntry } from "./waiting-class.ts";

/** The target of a queue that is not, or no longer, set up. */
const ANSWER_WITHIN_MS = 20_000;
/** Classes that nobody waits in are forgotten when there are more than so many: flows can ask for any mixture of skills. */
const CLASSES_MAX = 4_096;

/** What `Floor.await` is told about an interaction that can be offered now. */
export interface Offerable extends Place {
  readonly lane: Lane;
  readonly queue: QueueId;
  readonly needs: Needs;
  readonly weight: number;
  readonly particular: readonly AgentId[];
  readonly isRinging: boolean;
}

export class Floor {
  #config: RoutingConfig | undefined;
  readonly #lanes = { voice: new LaneFloor("voice"), chat: new LaneFloor("chat"), mail: new LaneFloor("mail") };
  /** Those that are kept: the desk's only from the first piece of work on, so that a site of calls pays for calls. */
  #open: readonly LaneFloor[] = [this.#lanes.voice];
  readonly #signedIn = new Set<AgentId>();
  readonly #classes = new Map<string, WaitingClass>();
  /** The same by the needs themselves, which most visits of a kind share: spelling them out for the key takes long. */
  #byNeeds = new WeakMap<Needs, readonly WaitingClass[]>();
  /** By index; freed indices are used again. */
  readonly #classAt: (WaitingClass | undefined)[] = [];
  /** The first of each class that waits for anybody, by the class's index: what a decision reads for each. */
  readonly #heads: (WaitingEntry | undefined)[] = [];
  readonly #entries = new Map<InteractionId, WaitingEntry>();
  /** Classes in which somebody waits for anybody. */
  readonly #occupied = new Bitmap();
  /** Classes in which somebody is rung for one who may have more. */
  readonly #ringing = new Bitmap();

  /** Takes over another configuration; who is free and who waits stays. */
  adopt(config: RoutingConfig): void {
    this.#config = config;
    for (const lane of this.#open) lane.adopt(config, this.#signedIn);
    for (const each of this.#classes.values()) {
      each.answerWithinMs = queueConfig(config, each.queue)?.answerWithinMs ?? ANSWER_WITHIN_MS;
      each.arrange(this.#lanes[each.lane].pools.values());
    }
  }

  get isOpenForWork(): boolean {
    return this.#open.length > 1;
  }

  /** The first mail or chat has come: from now on it is known who is free for such. Who is, is told next. */
  openForWork(): void {
    this.#open = [this.#lanes.voice, ...WORK_LANES.map((lane) => this.#lanes[lane])];
    if (this.#config !== undefined) this.adopt(this.#config);
  }

  poolOf(lane: Lane, agent: AgentId): AgentPool | undefined {
    return this.#lanes[lane].poolOf.get(agent);
  }

  /** The pools in which anybody is free, in no order that matters. */
  occupiedPools(lane: Lane): ReadonlySet<AgentPool> {
    return this.#lanes[lane].occupied;
  }

  countIdle(lane: Lane): number {
    return this.#lanes[lane].idle.size;
  }

  idle(lane: Lane, agent: AgentId): IdleAgent | undefined {
    return this.#lanes[lane].idle.get(agent)?.agent;
  }

  /** How many places there are on all lanes; an agent may have several. */
  get size(): number {
    let size = 0;
    for (const { idle } of this.#open) size += idle.size;
    return size;
  }

  /** Everybody who is free for any medium; somebody who is free for several comes as often. */
  *anyIdle(): Iterable<AgentId> {
    for (const { idle } of this.#open) yield* idle.keys();
  }

  /** She is free for this medium, since when and after what; said again, the newest counts. */
  free(lane: Lane, agent: IdleAgent): void {
    this.#lanes[lane].free(agent);
  }

  /** She is not free for this medium; harmless for one who was not. */
  busy(lane: Lane, id: AgentId): void {
    this.#lanes[lane].busy(id);
  }

  /** On the floor at all, free or not. */
  setSignedIn(id: AgentId, isSignedIn: boolean): void {
    if (this.#signedIn.has(id) === isSignedIn) return;
    if (isSignedIn) this.#signedIn.add(id);
    else this.#signedIn.delete(id);
    for (const { poolOf } of this.#open) {
      const pool = poolOf.get(id);
      if (pool !== undefined) pool.signedIn += isSignedIn ? 1 : -1;
    }
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
    const { lane, interaction, priority, enteredAt, queue, needs, weight, particular, isRinging } = offerable;
    const kind = this.classOf(lane, queue, needs, weight);
    const entry: WaitingEntry = { interaction, priority, enteredAt, class: kind, particular, isRinging };
    this.#entries.set(interaction, entry);
    if (particular.length === 0) {
      const [list, filled] = this.#listsOf(entry);
      list.insert(entry);
      if (list.length === 1) filled.set(kind.index);
      if (!isRinging) this.#heads[kind.index] = list.first();
      return;
    }
    for (const agent of new Set(particular)) {
      const { asked } = this.#lanes[lane];
      const list = asked.get(agent) ?? new SortedList<WaitingEntry>(byPlace);
      list.insert(entry);
      asked.set(agent, list);
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
      if (!entry.isRinging) this.#heads[entry.class.index] = list.first();
      return;
    }
    for (const agent of new Set(entry.particular)) {
      const { asked } = this.#lanes[entry.class.lane];
      const list = asked.get(agent);
      list?.remove(entry);
      if (list?.length === 0) asked.delete(agent);
    }
  }

  /** The first class from `index` on that this pool is able for and in which somebody waits for anybody; -1: none. */
  nextClass(pool: AgentPool, index: number): number {
    return pool.classes.nextCommon(this.#occupied, index);
  }

  /** The first of a class, by its index. */
  headOf(index: number): WaitingEntry | undefined {
    return this.#heads[index];
  }

  /** The first of each class that this pool is able for and in which somebody is rung already. */
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

  /** Everybody who asks for this agent on a lane, in order. */
  askedOf(lane: Lane, agent: AgentId): Iterable<WaitingEntry> {
    return this.#lanes[lane].asked.get(agent) ?? [];
  }

  /** The lanes that are kept. */
  lanes(): readonly LaneFloor[] {
    return this.#open;
  }

  /** Those who ask for somebody who is not signed in. */
  askingForTheAbsent(): readonly WaitingEntry[] {
    return this.#open.flatMap(({ asked }) =>
      [...asked].flatMap(([agent, list]) => (this.#signedIn.has(agent) ? [] : [...list])),
    );
  }

  /** Every class in which somebody waits for anybody, in no order that matters. */
  occupiedClasses(): readonly WaitingClass[] {
    return [...this.#classes.values()].filter((each) => each.line.length > 0);
  }

  /** The class of such a visit, made when it is new. */
  classOf(lane: Lane, queue: QueueId, needs: Needs, weight: number): WaitingClass {
    const ofNeeds = this.#byNeeds.get(needs) ?? [];
    const before = ofNeeds.find((each) => each.queue === queue && each.weight === weight && each.lane === lane);
    if (before !== undefined) return before;
    const key = classKey(lane, queue, needs, weight);
    const made = this.#classes.get(key) ?? this.#newClass(key, lane, queue, needs, weight);
    this.#byNeeds.set(needs, [...ofNeeds, made]);
    return made;
  }

  #newClass(key: string, lane: Lane, queue: QueueId, needs: Needs, weight: number): WaitingClass {
    if (this.#classes.size >= CLASSES_MAX) this.#forgetEmptyClasses();
    const free = this.#classAt.indexOf(undefined);
    const index = free < 0 ? this.#classAt.length : free;
    const target = this.#config === undefined ? undefined : queueConfig(this.#config, queue)?.answerWithinMs;
    const made = new WaitingClass(lane, index, queue, needs, weight, target ?? ANSWER_WITHIN_MS);
    this.#classes.set(key, made);
    this.#classAt[index] = made;
    made.arrange(this.#lanes[lane].pools.values());
    return made;
  }

  /** [RT23] Whether anybody who is signed in could take this call, now or once the needs have relaxed. */
  isStaffed(queue: QueueId, needs: Needs, weight: number, steps: QueueConfig["relaxation"]): boolean {
    const isNow = this.classOf("voice", queue, needs, weight).tiers.some(({ pools }) =>
      pools.some((pool) => pool.signedIn > 0),
    );
    if (isNow) return true;
    let later = needs;
    for (const step of steps) {
      later = relaxed(later, step);
      const { tiers } = this.classOf("voice", queue, later, weight);
      if (tiers.some(({ pools }) => pools.some((pool) => pool.signedIn > 0))) return true;
    }
    return false;
  }

  #forgetEmptyClasses(): void {
    this.#byNeeds = new WeakMap();
    for (const [key, each] of this.#classes) {
      if (each.line.length > 0 || each.ringing.length > 0) continue;
      this.#classes.delete(key);
      this.#classAt[each.index] = undefined;
      for (const { pools } of this.#open) for (const pool of pools.values()) pool.classes.clear(each.index);
    }
  }
}
