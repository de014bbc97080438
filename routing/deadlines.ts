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

/** Smallest instant first; equal instants in no order that matters, handlers are independent. */
export class DeadlineHeap {
  /** Two arrays instead of one of pairs: the instants that are compared all the time lie side by side. */
  readonly #instants: Instant[] = [];
  readonly #subjects: DueSubject[] = [];

  get size(): number {
    return this.#instants.length;
  }

  /** The earliest instant, or undefined when there is none. */
  next(): Instant | undefined {
    return this.#instants[0];
  }

  push(at: Instant, subject: DueSubject): void {
    const instants = this.#instants;
    const subjects = this.#subjects;
    let index = instants.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = instants[parent];
      const moved = subjects[parent];
      if (above === undefined || moved === undefined || above <= at) break;
      instants[index] = above;
      subjects[index] = moved;
      index = parent;
    }
    instants[index] = at;
    subjects[index] = subject;
  }

  /** Takes the earliest entry out if it is due at `now`. */
  pop(now: Instant): DueSubject | undefined {
    const first = this.#instants[0];
    if (first === undefined || first > now) return undefined;
    const due = this.#subjects[0];
    const at = this.#instants.pop();
    const subject = this.#subjects.pop();
    if (at !== undefined && subject !== undefined && this.#instants.length > 0) this.#sink(at, subject);
    return due;
  }

  /** Puts an entry in at the top and lets it sink to its place. */
  #sink(at: Instant, subject: DueSubject): void {
    const instants = this.#instants;
    const subjects = this.#subjects;
    const size = instants.length;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= size) break;
      const isRight = left + 1 < size && (instants[left + 1] ?? 0) < (instants[left] ?? 0);
      const child = isRight ? left + 1 : left;
      const below = instants[child];
      const moved = subjects[child];
      if (below === undefined || moved === undefined || below >= at) break;
      instants[index] = below;
      subjects[index] = moved;
      index = child;
    }
    instants[index] = at;
    subjects[index] = subject;
  }
}
