/** Time that moves only when a test says so. */
import type { EslTimers } from "#cti/esl/timers.ts";

interface Due {
  readonly atMs: number;
  readonly run: () => void;
}

export class ManualTimers implements EslTimers {
  #nowMs = 0;
  readonly #due = new Set<Due>();

  readonly nowMs = (): number => this.#nowMs;

  readonly after = (delayMs: number, run: () => void): (() => void) => {
    const due = { atMs: this.#nowMs + delayMs, run };
    this.#due.add(due);
    return () => {
      this.#due.delete(due);
    };
  };

  /** How many timers are set; 0 after everything was closed. */
  get pending(): number {
    return this.#due.size;
  }

  /** Runs everything that falls due within `ms`, in order. */
  advance(ms: number): void {
    const until = this.#nowMs + ms;
    for (;;) {
      const [next] = [...this.#due].filter((due) => due.atMs <= until).toSorted((one, other) => one.atMs - other.atMs);
      if (next === undefined) break;
      this.#due.delete(next);
      this.#nowMs = next.atMs;
      next.run();
    }
    this.#nowMs = until;
  }
}
