/**
 * Legs that we answer. The switch's reply to our answering comes some milliseconds before the leg's event, which waits in
 * the switch's queues; whichever is first tells, and it is told once.
 */

import type { LegId } from "#routing/ids.ts";
import { refusalIn } from "./causes.ts";
import { faultWord } from "./wire.ts";

export class Answers {
  readonly #asked = new Set<LegId>();
  readonly #told = new Set<LegId>();
  readonly #tell: (leg: LegId) => boolean;

  /** `tell`: the leg is answered; false if that is not to be told now, because its event will be, in its place. */
  constructor(tell: (leg: LegId) => boolean) {
    this.#tell = tell;
  }

  /** The leg is being answered; `reply` is the switch's. */
  async asked(leg: LegId, reply: Promise<string>): Promise<void> {
    this.#asked.add(leg);
    const refusal = await reply.then(refusalIn, faultWord);
    // Its event was first, or its end, or the link broke.
    if (!this.#asked.delete(leg)) return;
    if (refusal === undefined && this.#tell(leg)) this.#told.add(leg);
  }

  /** The leg's event; true: that is news. */
  seen(leg: LegId): boolean {
    this.#asked.delete(leg);
    return !this.#told.delete(leg);
  }

  ended(leg: LegId): void {
    this.#asked.delete(leg);
    this.#told.delete(leg);
  }

  /** What lives on a new link is told by its list. */
  forget(): void {
    this.#asked.clear();
    this.#told.clear();
  }
}
