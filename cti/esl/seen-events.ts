/** Remembers which events were already passed on, so that one that comes twice is passed on once. */

/** The last so many events are surely remembered; one that is repeated after twice as many others is not recognised. */
export const SEEN_EVENTS = 4_096;

export class SeenEvents {
  readonly #limit: number;
  /** Two generations: when the recent one is full, the older one is dropped as a whole. */
  #recent = new Set<string>();
  #older = new Set<string>();

  constructor(limit: number = SEEN_EVENTS) {
    this.#limit = limit;
  }

  /**
   * True if this very event was noted before. Core-UUID and Event-Sequence together identify an event; the sequence
   * starts again when the switch restarts. Gaps mean nothing (unsubscribed events), nor does the order.
   */
  isRepeated(coreUuid: string, sequence: string): boolean {
    const key = `${sequence}@${coreUuid}`;
    if (this.#recent.has(key) || this.#older.has(key)) return true;
    if (this.#recent.size >= this.#limit) {
      this.#older = this.#recent;
      this.#recent = new Set();
    }
    this.#recent.add(key);
    return false;
  }
}
