/**
 * Where facts are kept: group commits to PostgreSQL off the hot path; while PostgreSQL is away or slow, a local spool that
 * is drained in order. Records are written in the same transactions, so they neither lag behind the journal nor double.
 *
 * ```
 *             commit failed or late
 *   store ────────────────────────────▶ spool ──┐ append and fsync each batch;
 *     ▲                                   │     │ beside it, drain from the beginning
 *     └───────────────────────────────────┘ ◀───┘
 *             everything drained
 * ```
 * A newer epoch ends both: nothing is written any more.
 */

import type { Pool } from "pg";
import type { Kysely, Transaction } from "kysely";
import type { Fact } from "#routing/facts.ts";
import { foldRecords } from "../records/fold.ts";
import { forgetDirty, type Ledger } from "../records/ledger.ts";
import { recordWriting, type EnterCalls } from "../records/write.ts";
import type { Database } from "../store/schema.ts";
import { COMMIT_TIMEOUT_MS, commitFacts, isRefusal } from "./commit.ts";
import { Fenced } from "./epoch.ts";
import { pause, settledWithin } from "./patience.ts";
import type { Journal } from "./port.ts";
import { readLedger, readRecovery, type Recovery } from "./recovery.ts";
import { openSpool, SpoolFull, type Spool, type SpoolCondition, type SpooledFact } from "./spool.ts";

/** Facts in one commit, to begin with; twice as many after each full one that was quick, and half as many after a slow one. */
const BATCH_MIN = 500;
const BATCH_MAX = 2_000;
/** Up to here a commit is quick, beyond twice as long it is slow; far from what counts as late. */
const COMMIT_AIM_MS = 50;
/** How long a fact waits for others before its commit begins. */
const BATCH_DELAY_MS = 10;
/** A commit that takes longer counts as late: from then on facts go to the spool. */
const COMMIT_PATIENCE_MS = 300;
/** Between tries to reach PostgreSQL again; doubles up to the maximum. */
const RETRY_MS = 200;
const RETRY_MS_MAX = 2_000;
/** Facts held in memory when even the spool takes none (disk full). Beyond it they are lost, and a fault says so. */
const HELD_MAX = 200_000;

/** What an operator should know; all but `storeBack` are faults. */
export type JournalEvent =
  | { readonly kind: "storeAway"; readonly error: unknown }
  | { readonly kind: "storeBack"; readonly drained: number }
  | { readonly kind: "spoolFound"; readonly facts: number; readonly condition: SpoolCondition }
  | { readonly kind: "spoolFull"; readonly error: SpoolFull }
  | { readonly kind: "spoolFailed"; readonly error: unknown }
  /** Facts between those of the journal and those of the spool are missing. */
  | { readonly kind: "gap"; readonly after: number; readonly next: number }
  /** These facts are journalled, but their rows could not be written and have to be folded again from the journal. */
  | { readonly kind: "recordsRefused"; readonly from: number; readonly to: number; readonly error: unknown }
  | { readonly kind: "overflow"; readonly lost: number }
  | { readonly kind: "fenced"; readonly error: Fenced };

export interface JournalOptions {
  readonly db: Kysely<Database>;
  readonly pool: Pool;
  readonly spoolFolder: string;
  /** From `claimEpoch`. */
  readonly epoch: number;
  readonly enterCalls: EnterCalls;
  readonly onEvent: (event: JournalEvent) => void;
  readonly batchDelayMs?: number | undefined;
  readonly commitPatienceMs?: number | undefined;
  /** How long a full group should take; groups grow and shrink to keep it. */
  readonly commitAimMs?: number | undefined;
  readonly commitTimeoutMs?: number | undefined;
  readonly spoolBytesMax?: number | undefined;
}

export interface OpenJournal extends Journal {
  /** What was journalled before, the spool of an earlier process included. */
  readonly recovery: Recovery;
}

/** Drains what an earlier process left in the spool, reads what recovery needs, and starts. PostgreSQL must be there. */
export async function openJournal(options: JournalOptions): Promise<OpenJournal> {
  const spool = await openSpool(options.spoolFolder, options.spoolBytesMax);
  try {
    const ledger = await readLedger(options.db);
    const writer = new GroupCommit(options, spool, ledger);
    await writer.drainLeftovers();
    writer.recovery = await readRecovery(options.db);
    writer.start();
    return writer;
  } catch (error) {
    await spool[Symbol.asyncDispose]();
    throw error;
  }
}

interface Waiter {
  readonly n: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

class GroupCommit implements OpenJournal {
  recovery: Recovery = { facts: [], lastFact: 0, lastEpoch: 0 };
  readonly #options: JournalOptions;
  readonly #spool: Spool;
  readonly #ledger: Ledger;
  /** Appended and not yet durable. */
  #queue: SpooledFact[] = [];
  #appended: number;
  #durable: number;
  #batchMax = BATCH_MIN;
  #committed: number;
  #waiters: Waiter[] = [];
  #mode: "store" | "spool" = "store";
  #end: Fenced | "closed" | undefined;
  readonly #stop = new AbortController();
  readonly #cut = new AbortController();
  #wake: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();
  #draining: Promise<void> = Promise.resolve();
  #appending: Promise<void> | undefined;
  #isSpoolFaulty = false;
  #lost: { from: number; to: number } | undefined;

  constructor(options: JournalOptions, spool: Spool, ledger: Ledger) {
    this.#options = options;
    this.#spool = spool;
    this.#ledger = ledger;
    this.#appended = this.#durable = this.#committed = ledger.lastFact;
  }

  append(facts: readonly Fact[]): void {
    if (this.#end !== undefined || facts.length === 0) return;
    this.#appended = facts.at(-1)?.n ?? this.#appended;
    if (this.#queue.length + facts.length > HELD_MAX) return this.#lose(facts);
    for (const fact of facts) this.#queue.push({ epoch: this.#options.epoch, fact });
    this.#wake();
  }

  durable(n: number): Promise<void> {
    if (this.#lost !== undefined && n >= this.#lost.from && n <= this.#lost.to) {
      return Promise.reject(new Error(`fact ${n} was lost: neither PostgreSQL nor the spool took it`));
    }
    if (n <= this.#durable) return Promise.resolve();
    if (this.#end !== undefined) return Promise.reject(this.#endError());
    return new Promise((resolve, reject) => this.#waiters.push({ n, resolve, reject }));
  }

  isStoreUp(): boolean {
    return this.#mode === "store" && this.#end === undefined;
  }

  pending(): number {
    return this.#appended - this.#committed;
  }

  start(): void {
    this.#running = this.#run();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#wake();
    await this.#running;
    // All is durable now, or nothing would take it: no need to wait for a hanging connection.
    this.#cut.abort();
    await this.#draining;
    this.#finish("closed");
    await this.#spool[Symbol.asyncDispose]();
  }

  /** The spool of an earlier process, before anything new is appended. */
  async drainLeftovers(): Promise<void> {
    let offset = 0;
    let found = 0;
    for (;;) {
      const { records, next } = await this.#spool.read(offset);
      if (records.length === 0) break;
      found += await this.#commitFresh(records);
      offset = next;
    }
    if (offset > 0) await this.#spool.clear();
    this.#appended = this.#durable = this.#committed;
    const { condition } = this.#spool;
    if (found > 0 || condition.kind !== "whole") this.#options.onEvent({ kind: "spoolFound", facts: found, condition });
  }

  /** The one loop: takes batches from the queue and makes them durable, one way or the other. */
  async #run(): Promise<void> {
    for (;;) {
      if (this.#end !== undefined) return;
      if (this.#queue.length === 0) {
        if (this.#stop.signal.aborted) return;
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      if (this.#queue.length < this.#batchMax) {
        await pause(this.#options.batchDelayMs ?? BATCH_DELAY_MS, this.#stop.signal);
      }
      const batch = this.#queue.slice(0, this.#batchEnd());
      const isDurable = this.#mode === "store" ? await this.#toStore(batch) : await this.#toSpool(batch);
      if (isDurable) this.#madeDurable(batch);
      else if (this.#isSpoolFaulty && this.#mode === "spool") {
        if (this.#stop.signal.aborted) return;
        await pause(RETRY_MS, this.#stop.signal);
      }
    }
  }

  /** A step's facts stay together: all of one step have the same instant. */
  #batchEnd(): number {
    let end = Math.min(this.#batchMax, this.#queue.length);
    const at = this.#queue[end - 1]?.fact.at;
    while (end < this.#queue.length && this.#queue[end]?.fact.at === at) end += 1;
    return end;
  }

  async #toStore(batch: readonly SpooledFact[]): Promise<boolean> {
    const startedAt = performance.now();
    const commit = this.#commit(batch);
    const outcome = await settledWithin(commit, this.#options.commitPatienceMs ?? COMMIT_PATIENCE_MS);
    if (outcome.kind === "done") {
      this.#fitBatches(batch.length, performance.now() - startedAt);
      return true;
    }
    this.#batchMax = BATCH_MIN;
    const error = outcome.kind === "failed" ? outcome.error : new Error("PostgreSQL is slow");
    if (error instanceof Fenced) {
      this.#fence(error);
      return false;
    }
    // The last draining may still be emptying the file.
    await this.#draining;
    this.#mode = "spool";
    this.#options.onEvent({ kind: "storeAway", error });
    this.#draining = this.#drain(commit);
    return false;
  }

  /** Under load a commit's fixed costs are shared by more facts, as long as none has to wait for it noticeably. */
  #fitBatches(facts: number, tookMs: number): void {
    const aimMs = this.#options.commitAimMs ?? COMMIT_AIM_MS;
    if (tookMs > 2 * aimMs) this.#batchMax = Math.max(BATCH_MIN, this.#batchMax / 2);
    else if (tookMs <= aimMs && facts >= this.#batchMax) this.#batchMax = Math.min(BATCH_MAX, 2 * this.#batchMax);
  }

  async #toSpool(batch: readonly SpooledFact[]): Promise<boolean> {
    const appending = this.#spool.append(batch);
    this.#appending = appending.catch(() => undefined);
    try {
      await appending;
      this.#isSpoolFaulty = false;
      return true;
    } catch (error) {
      if (!this.#isSpoolFaulty) {
        this.#options.onEvent(
          error instanceof SpoolFull ? { kind: "spoolFull", error } : { kind: "spoolFailed", error },
        );
      }
      this.#isSpoolFaulty = true;
      return false;
    } finally {
      this.#appending = undefined;
    }
  }

  /** Brings the spool into PostgreSQL while new facts are appended behind; ends when it has caught up with a prompt store. */
  async #drain(late: Promise<void>): Promise<void> {
    await settledWithin(late, undefined);
    const from = this.#committed;
    let offset = 0;
    let retryMs = RETRY_MS;
    let isPrompt = false;
    while (this.#end === undefined && !this.#stop.signal.aborted) {
      try {
        const { records, next } = await this.#spool.read(offset);
        if (records.length > 0) {
          isPrompt = await this.#isPrompt(() => this.#commitFresh(records));
          offset = next;
          retryMs = RETRY_MS;
        } else if (this.#appending !== undefined) {
          await this.#appending;
        } else if (!isPrompt) {
          await pause(retryMs, this.#stop.signal);
          isPrompt = await this.#isPrompt(() => this.#commitFacts([], () => Promise.resolve()));
        } else if (this.#spool.size() === offset) {
          // No await between the looks above and this line: nothing can have been appended meanwhile.
          this.#mode = "store";
          this.#options.onEvent({ kind: "storeBack", drained: this.#committed - from });
          return await this.#clearSpool();
        }
      } catch (error) {
        if (error instanceof Fenced) return this.#fence(error);
        isPrompt = false;
        await pause(retryMs, this.#stop.signal);
        retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
      }
    }
  }

  async #isPrompt(work: () => Promise<unknown>): Promise<boolean> {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt < (this.#options.commitPatienceMs ?? COMMIT_PATIENCE_MS);
  }

  /** What cannot be emptied is read again next time and skipped by its numbers. */
  async #clearSpool(): Promise<void> {
    const outcome = await settledWithin(this.#spool.clear(), undefined);
    if (outcome.kind === "failed") this.#options.onEvent({ kind: "spoolFailed", error: outcome.error });
  }

  /** Commits what is not in PostgreSQL yet; resolves to how many that were. */
  async #commitFresh(records: readonly SpooledFact[]): Promise<number> {
    const fresh = records.filter(({ fact }) => fact.n > this.#committed);
    const next = fresh[0]?.fact.n;
    if (next === undefined) return 0;
    if (next !== this.#committed + 1) this.#options.onEvent({ kind: "gap", after: this.#committed, next });
    await this.#commit(fresh);
    return fresh.length;
  }

  /** One commit at a time: the rows in the ledger are those of exactly the facts committed or being committed. */
  async #commit(facts: readonly SpooledFact[]): Promise<void> {
    const from = facts[0]?.fact.n ?? 0;
    const to = facts.at(-1)?.fact.n ?? 0;
    for (const { fact } of facts) this.#fold(fact);
    try {
      await this.#commitFacts(facts, recordWriting(this.#ledger, this.#options.enterCalls));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.#options.onEvent({ kind: "recordsRefused", from, to, error });
      await this.#commitFacts(facts, () => Promise.resolve());
    }
    forgetDirty(this.#ledger);
    this.#committed = Math.max(this.#committed, to);
  }

  #commitFacts(facts: readonly SpooledFact[], writeRows: (trx: Transaction<Database>) => Promise<void>): Promise<void> {
    const { pool, epoch, commitTimeoutMs } = this.#options;
    const timeoutMs = commitTimeoutMs ?? COMMIT_TIMEOUT_MS;
    return commitFacts(pool, { facts, epoch, timeoutMs, writeRows, signal: this.#cut.signal });
  }

  /** A fact that the fold stumbles over must not keep the others from being journalled. */
  #fold(fact: Fact): void {
    try {
      foldRecords(this.#ledger, fact);
    } catch (error) {
      this.#options.onEvent({ kind: "recordsRefused", from: fact.n, to: fact.n, error });
    }
  }

  #madeDurable(batch: readonly SpooledFact[]): void {
    this.#queue.splice(0, batch.length);
    this.#durable = batch.at(-1)?.fact.n ?? this.#durable;
    const waiting: Waiter[] = [];
    for (const waiter of this.#waiters) {
      if (waiter.n <= this.#durable) waiter.resolve();
      else waiting.push(waiter);
    }
    this.#waiters = waiting;
  }

  #lose(facts: readonly Fact[]): void {
    const from = facts[0]?.n ?? 0;
    const to = facts.at(-1)?.n ?? 0;
    this.#lost = { from: this.#lost?.from ?? from, to };
    this.#options.onEvent({ kind: "overflow", lost: facts.length });
  }

  #fence(error: Fenced): void {
    this.#options.onEvent({ kind: "fenced", error });
    this.#finish(error);
  }

  #finish(end: Fenced | "closed"): void {
    this.#end ??= end;
    this.#queue = [];
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.reject(this.#endError());
    this.#wake();
  }

  #endError(): Error {
    return this.#end instanceof Fenced ? this.#end : new Error("the journal is closed");
  }
}
