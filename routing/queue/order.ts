/** The line of a queue: who is next. Bigger priority first, then who entered earlier, then the smaller id. */

import type { InteractionId } from "../ids.ts";
import type { Instant } from "../instant.ts";

/** What the place in a line depends on; it never changes while the interaction waits. */
export interface Place {
  readonly interaction: InteractionId;
  readonly priority: number;
  readonly enteredAt: Instant;
}

/** Negative when `a` goes before `b`. */
export function byPlace(a: Place, b: Place): number {
  if (a.priority !== b.priority) return b.priority - a.priority;
  if (a.enteredAt !== b.enteredAt) return a.enteredAt - b.enteredAt;
  return a.interaction < b.interaction ? -1 : a.interaction > b.interaction ? 1 : 0;
}

/** A sorted line. Finding a place takes log n comparisons. */
export class WaitingLine {
  readonly #places: Place[] = [];

  get length(): number {
    return this.#places.length;
  }

  /** Best first. */
  places(): readonly Place[] {
    return this.#places;
  }

  head(): Place | undefined {
    return this.#places[0];
  }

  insert(place: Place): void {
    this.#places.splice(this.#indexOf(place), 0, place);
  }

  remove(place: Place): void {
    const index = this.#indexOf(place);
    if (this.#places[index]?.interaction === place.interaction) this.#places.splice(index, 1);
  }

  /** 1 for the head. */
  position(place: Place): number {
    return this.#indexOf(place) + 1;
  }

  /** The first index whose place does not go before `place`. */
  #indexOf(place: Place): number {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const candidate = this.#places[middle];
      if (candidate !== undefined && byPlace(candidate, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
