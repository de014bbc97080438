/** Legs that ended lately, so that late words about them are known to be late. The oldest go as new ones come. */

import type { LegId } from "./ids.ts";
import type { DurationMs, Instant } from "./instant.ts";

/** [RT9] So long an ended leg is remembered. */
const ENDED_LEG_KEPT_MS: DurationMs = 60_000;
/** A queue's used-up front is cut off when it is this long: cutting off each one would cost as much as looking for it. */
const FRONT_MAX = 1_024;

export class EndedLegs {
  readonly #known = new Set<LegId>();
  /** In the order of their ends; a map would do, but walking to its first entry passes all that were taken out. */
  #order: { readonly leg: LegId; readonly at: Instant }[] = [];
  #front = 0;

  get size(): number {
    return this.#known.size;
  }

  has(leg: LegId): boolean {
    return this.#known.has(leg);
  }

  add(leg: LegId, at: Instant): void {
    if (!this.#known.has(leg)) this.#order.push({ leg, at });
    this.#known.add(leg);
    for (let first = this.#order[this.#front]; first !== undefined; first = this.#order[this.#front]) {
      if (at - first.at <= ENDED_LEG_KEPT_MS) break;
      this.#known.delete(first.leg);
      this.#front += 1;
    }
    if (this.#front < FRONT_MAX) return;
    this.#order = this.#order.slice(this.#front);
    this.#front = 0;
  }
}
