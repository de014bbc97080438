/** What ended lately, so that late words about it are known to be late. The oldest go as new ones come. */

import type { DurationMs, Instant } from "./instant.ts";

/** A queue's used-up front is cut off when it is this long: cutting off each one would cost as much as looking for it. */
const FRONT_MAX = 1_024;

export class EndedLately<Id extends string> {
  readonly #keptMs: DurationMs;
  readonly #known = new Set<Id>();
  /** In the order of their ends; a map would do, but walking to its first entry passes all that were taken out. */
  #order: { readonly id: Id; readonly at: Instant }[] = [];
  #front = 0;

  /** Each is known for at least `keptMs`. */
  constructor(keptMs: DurationMs) {
    this.#keptMs = keptMs;
  }

  get size(): number {
    return this.#known.size;
  }

  has(id: Id): boolean {
    return this.#known.has(id);
  }

  add(id: Id, at: Instant): void {
    if (!this.#known.has(id)) this.#order.push({ id, at });
    this.#known.add(id);
    for (let first = this.#order[this.#front]; first !== undefined; first = this.#order[this.#front]) {
      if (at - first.at <= this.#keptMs) break;
      this.#known.delete(first.id);
      this.#front += 1;
    }
    if (this.#front < FRONT_MAX) return;
    this.#order = this.#order.slice(this.#front);
    this.#front = 0;
  }
}
