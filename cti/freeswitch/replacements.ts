/**
 * Puts a leg that takes over a call in front of the end of the leg that it replaces. The switch may tell the end first, when
 * the one that goes was in no bridge: its thread and that of the new one run side by side.
 */

import type { LegId } from "#routing/ids.ts";
import type { SwitchObservation } from "#routing/inputs.ts";

import type { EslTimers } from "../esl/timers.ts";

/** What the switch says of a leg that was replaced while it was in no bridge. */
const replacedCause = "ATTENDED_TRANSFER";
/** How long the new leg may stay behind; as with originates, events wait at most some 20 ms for each other. */
export const graceMs = 250;

type HungUp = Extract<SwitchObservation, { kind: "leg.hungUp" }>;

export class Replacements {
  readonly #timers: EslTimers;
  readonly #tell: (observation: SwitchObservation) => void;
  /** Ends that wait for the leg that took over. */
  readonly #waiting = new Map<LegId, { readonly end: HungUp; readonly cancel: () => void }>();
  /** Replaced, and not ended yet. */
  readonly #replaced = new Set<LegId>();

  constructor(timers: EslTimers, tell: (observation: SwitchObservation) => void) {
    this.#timers = timers;
    this.#tell = tell;
  }

  /** Everything goes through here in the order of the switch, and comes out in ours. */
  pass(observation: SwitchObservation): void {
    switch (observation.kind) {
      case "leg.replaced":
        this.#replaced.add(observation.leg);
        this.#tell(observation);
        this.#release(observation.leg);
        return;
      case "leg.hungUp":
        if (observation.cause === replacedCause && !this.#replaced.has(observation.leg)) {
          this.#hold(observation);
          return;
        }
        this.#replaced.delete(observation.leg);
        break;
      case "switch.lost":
        // The next list says what is gone.
        this.close();
        break;
      default:
    }
    this.#tell(observation);
  }

  close(): void {
    for (const { cancel } of this.#waiting.values()) cancel();
    this.#waiting.clear();
    this.#replaced.clear();
  }

  #hold(end: HungUp): void {
    const cancel = this.#timers.after(graceMs, () => {
      this.#release(end.leg);
    });
    this.#waiting.set(end.leg, { end, cancel });
  }

  #release(leg: LegId): void {
    const held = this.#waiting.get(leg);
    if (held === undefined) return;
    held.cancel();
    this.#waiting.delete(leg);
    this.#replaced.delete(leg);
    this.#tell(held.end);
  }
}
