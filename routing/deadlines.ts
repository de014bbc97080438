/**
 * The moments at which something may be due, as a binary heap: one entry is pushed whenever a fact sets a deadline, and
 * none is ever taken out early. An entry only says "look here now"; whether anything is really due is read from the state.
 */

import type { AgentId, InteractionId, LegId, ReservationId } from "./ids.ts";
import type { Instant } from "./instant.ts";

export type DueSubject =
  | { readonly kind: "reservation"; readonly reservation: ReservationId }
  | { readonly kind: "interaction"; readonly interaction: InteractionId }
  | { readonly kind: "leg"; readonly leg: LegId }
  | { readonly kind: "agent"; readonly agent: AgentId };

interface Entry {
  readonly at: Instant;
  readonly subject: DueSubject;
}

/** Smallest instant first; equal instants in the order in which they were pushed does not matter, handlers are independent. */
export class DeadlineHeap {
  readonly #heap: Entry[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The earliest instant, or undefined when there is none. */
  next(): Instant | undefined {
    return this.#heap[0]?.at;
  }

  push(at: Instant, subject: DueSubject): void {
    const heap = this.#heap;
    let index = heap.push({ at, subject }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#at(parent) <= this.#at(index)) return;
      this.#swap(parent, index);
      index = parent;
    }
  }

  /** Takes the earliest entry out if it is due at `now`. */
  pop(now: Instant): DueSubject | undefined {
    const heap = this.#heap;
    const first = heap[0];
    if (first === undefined || first.at > now) return undefined;
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) {
      heap[0] = last;
      this.#sink();
    }
    return first.subject;
  }

  #sink(): void {
    const size = this.#heap.length;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      let smallest = index;
      if (left < size && this.#at(left) < this.#at(smallest)) smallest = left;
      if (left + 1 < size && this.#at(left + 1) < this.#at(smallest)) smallest = left + 1;
      if (smallest === index) return;
      this.#swap(smallest, index);
      index = smallest;
    }
  }

  #at(index: number): Instant {
    return this.#heap[index]?.at ?? Number.MAX_SAFE_INTEGER;
  }

  #swap(a: number, b: number): void {
    const first = this.#heap[a];
    const second = this.#heap[b];
    if (first === undefined || second === undefined) return;
    this.#heap[a] = second;
    this.#heap[b] = first;
  }
}
