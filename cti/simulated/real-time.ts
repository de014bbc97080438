/** Runs the simulated switch along a real clock, for the demo and for tests over sockets: one timer, one owner. */

import { NEVER } from "#routing/instant.ts";
import type { Instant } from "#routing/instant.ts";
import type { SimulatedSwitch } from "./switch.ts";

/** A clock that can ring. `now` in the same milliseconds as the switch's own start. */
export interface RingingClock {
  readonly now: () => Instant;
  /** Runs once after `delayMs`; the answer cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

/** The computer's clock, from `startAt` on, `speed` times as fast. */
export function runningClock(startAt: Instant = Date.now(), speed = 1): RingingClock {
  const origin = performance.now();
  return {
    now: () => startAt + Math.floor((performance.now() - origin) * speed),
    after: (delayMs, run) => {
      const timer = setTimeout(run, Math.ceil(delayMs / speed));
      return () => {
        clearTimeout(timer);
      };
    },
  };
}

/** Node's timers take no longer delay than this. */
const DELAY_MS_MAX = 2 ** 31 - 1;

/** Starts at once; disposing stops the timer and leaves the switch as it is. */
export function runInRealTime(sim: SimulatedSwitch, clock: RingingClock): Disposable {
  let cancel: (() => void) | undefined;

  function catchUp(): void {
    sim.advance(Math.max(sim.now(), clock.now()));
  }

  function arm(): void {
    cancel?.();
    const at = sim.nextEventAt();
    cancel = undefined;
    if (at === NEVER) return;
    const delayMs = Math.min(Math.max(0, at - clock.now()), DELAY_MS_MAX);
    cancel = clock.after(delayMs, () => {
      catchUp();
      arm();
    });
  }

  sim.setDriver({ before: catchUp, after: arm });
  arm();
  return {
    [Symbol.dispose]: () => {
      cancel?.();
      cancel = undefined;
      sim.setDriver(undefined);
    },
  };
}
