/** Waits for the outcomes of background commands, found by the Job-UUID that we gave them. */
import { EslDisconnected, EslOverloaded, EslTimeout } from "./faults.ts";
import type { EslDownCode } from "./faults.ts";
import type { EslTimers } from "./timers.ts";

/**
 * How a background command ended. `done`: the text of its BACKGROUND_JOB, for example `+OK <uuid>` or
 * `-ERR NO_ANSWER`, most often with a final line feed. `lost`: we shall not hear of it; its effect is unknown.
 */
export type EslJobOutcome =
  | { readonly kind: "done"; readonly text: string }
  | { readonly kind: "lost"; readonly fault: EslDisconnected | EslTimeout };

interface Waiter {
  readonly end: (outcome: EslJobOutcome) => void;
  readonly cancelTimer: () => void;
}

export class JobWaiters {
  readonly #timers: EslTimers;
  readonly #maxJobs: number;
  readonly #waiters = new Map<string, Waiter>();

  constructor(timers: EslTimers, maxJobs: number) {
    this.#timers = timers;
    this.#maxJobs = maxJobs;
  }

  get size(): number {
    return this.#waiters.size;
  }

  isAwaited(jobUuid: string): boolean {
    return this.#waiters.has(jobUuid);
  }

  /** Must be called before the command is written: the outcome may come at once. The promise never rejects. */
  expect(jobUuid: string, timeoutMs: number): Promise<EslJobOutcome> {
    if (this.#waiters.has(jobUuid)) throw new Error("This Job-UUID is already in use on this connection.");
    if (this.#waiters.size >= this.#maxJobs) throw new EslOverloaded("background jobs", this.#maxJobs);
    return new Promise((end) => {
      const cancelTimer = this.#timers.after(timeoutMs, () => {
        this.#end(jobUuid, { kind: "lost", fault: new EslTimeout("a background job", timeoutMs, true) });
      });
      this.#waiters.set(jobUuid, { end, cancelTimer });
    });
  }

  done(jobUuid: string, text: string): void {
    this.#end(jobUuid, { kind: "done", text });
  }

  /** The command was refused or not written: there will be no outcome, and nobody has seen the promise. */
  forget(jobUuid: string): void {
    this.#waiters.get(jobUuid)?.cancelTimer();
    this.#waiters.delete(jobUuid);
  }

  loseAll(code: EslDownCode, detail: string): void {
    for (const jobUuid of this.#waiters.keys()) {
      this.#end(jobUuid, { kind: "lost", fault: new EslDisconnected(code, detail, true) });
    }
  }

  #end(jobUuid: string, outcome: EslJobOutcome): void {
    const waiter = this.#waiters.get(jobUuid);
    if (waiter === undefined) return;
    this.#waiters.delete(jobUuid);
    waiter.cancelTimer();
    waiter.end(outcome);
  }
}
