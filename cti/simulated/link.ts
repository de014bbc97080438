/**
 * The link between a port and the simulated switch, and all that can be wrong with it (faults F1, F2 and F4).
 *
 *   down ──connect──▶ up ──cut, silence noticed, switch gone──▶ down
 *                     │ half open: nothing passes, and nobody knows until it is noticed
 *                     └ hanging: nothing passes now, all of it later, unless it is noticed first
 */

import assert from "node:assert/strict";
import type { SwitchObservation } from "#routing/inputs.ts";
import type { DurationMs } from "#routing/instant.ts";
import type { Outcome } from "./operations.ts";
import type { SimulatedSwitch } from "./switch.ts";

/** Probabilities, 0 to 1, for every single observation. */
export interface LinkFaults {
  readonly lostRate: number;
  readonly duplicatedRate: number;
  /** Overtaken by the next one. */
  readonly reorderedRate: number;
  readonly lateRate: number;
  readonly lateMs: readonly [min: DurationMs, max: DurationMs];
}

export const noFaults: LinkFaults = { lostRate: 0, duplicatedRate: 0, reorderedRate: 0, lateRate: 0, lateMs: [0, 0] };

export interface LinkControls {
  /** Cuts the link; it is back after `forMs`. */
  readonly dropLink: (forMs: DurationMs) => void;
  /** Nothing passes any more although the link looks well; back after `forMs`, or when the silence was noticed. */
  readonly halfOpen: (forMs: DurationMs) => void;
  /** The switch takes commands and does nothing for so long; if nobody noticed, it does it all then. */
  readonly hang: (forMs: DurationMs) => void;
  readonly setFaults: (faults: LinkFaults) => void;
}

export interface Link extends LinkControls {
  /** A command: `run` answers like the switch; `failure` is what to observe if it does not come to that, if anything. */
  readonly send: (run: () => Outcome, failure: (cause: string) => SwitchObservation | undefined) => void;
  readonly receive: (observation: SwitchObservation) => void;
  readonly resync: () => void;
  readonly started: () => void;
  readonly stopped: () => void;
  readonly close: () => void;
  readonly isUp: () => boolean;
  readonly wasUp: () => boolean;
  readonly fault: () => string | undefined;
}

export interface LinkEnd {
  readonly deliver: (observation: SwitchObservation) => void;
  /** The link has come up; what the fresh list alone would not tell. */
  readonly connected: () => readonly SwitchObservation[];
  readonly snapshot: () => SwitchObservation;
  readonly lost: (cause: string) => void;
}

const CONNECT_MS = 20;
const COMMAND_MS = 1;
const REPLY_MS = 1;
/** As long as the adapter for a real switch waits. */
const COMMAND_TIMEOUT_MS = 5000;
/** After so long without a sign of life the link counts as dead. */
const SILENCE_MS = 4000;
/** An observation that waits to be overtaken waits no longer than this. */
const OVERTAKEN_MS_MAX = 50;
const HELD_MAX = 100_000;
const PENDING_MAX = 100_000;

interface Pending {
  readonly fail: (cause: string) => void;
}

export function createLink(sim: SimulatedSwitch, initialFaults: LinkFaults | undefined, end: LinkEnd): Link {
  const { agenda } = sim.core;
  const random = sim.fork("link");
  let faults = initialFaults ?? noFaults;
  let state: "down" | "up" | "silent" | "closed" = "down";
  let isHanging = false;
  let wasUp = false;
  let fault: string | undefined = "not connected yet";
  /** Changes whenever the link goes, so that nothing of an old link is delivered on a new one. */
  let generation = 0;
  /** What a hanging switch will do and tell when it goes on, in order. */
  let held: (() => void)[] = [];
  let overtaken: SwitchObservation | undefined;
  const pending = new Set<Pending>();

  /** Runs later, but only on the link of now. */
  function later(delayMs: DurationMs, run: () => void): void {
    const mine = generation;
    agenda.after(delayMs, () => {
      if (mine === generation && state !== "closed") run();
    });
  }

  function connect(): void {
    const mine = generation;
    agenda.after(CONNECT_MS, () => {
      if (mine !== generation || state !== "down" || !sim.core.isUp) return;
      state = "up";
      wasUp = true;
      fault = undefined;
      end.deliver(end.snapshot());
      for (const observation of end.connected()) end.deliver(observation);
    });
  }

  function goDown(cause: string): void {
    if (state === "down" || state === "closed") return;
    generation += 1;
    state = "down";
    isHanging = false;
    held = [];
    overtaken = undefined;
    fault = cause;
    end.lost(cause);
    for (const one of pending) one.fail("LINK_LOST");
  }

  function whenDone(run: () => void): void {
    if (!isHanging) {
      run();
      return;
    }
    assert(held.length < HELD_MAX, "a hanging switch is asked for more than it can hold");
    held.push(run);
  }

  function receive(observation: SwitchObservation): void {
    if (state !== "up") return;
    whenDone(() => {
      const [isLost, isTwice, isSwapped, isLate] = [
        random.chance(faults.lostRate),
        random.chance(faults.duplicatedRate),
        random.chance(faults.reorderedRate),
        random.chance(faults.lateRate),
      ];
      if (isLost) return;
      if (isTwice) later(random.between([0, OVERTAKEN_MS_MAX]), () => end.deliver(observation));
      if (isLate) {
        later(random.between(faults.lateMs), () => end.deliver(observation));
        return;
      }
      const before = overtaken;
      overtaken = undefined;
      if (isSwapped && before === undefined) {
        overtaken = observation;
        later(OVERTAKEN_MS_MAX, () => {
          if (overtaken !== observation) return;
          overtaken = undefined;
          end.deliver(observation);
        });
        return;
      }
      end.deliver(observation);
      if (before !== undefined) end.deliver(before);
    });
  }

  return {
    send: (run, failure) => {
      if (state === "closed") return;
      const isSent = state !== "down";
      assert(pending.size < PENDING_MAX, "commands are sent without end");
      const one: Pending = {
        fail: (cause) => {
          if (!pending.delete(one)) return;
          // Told on its own step, never from inside of who asked, and whether or not there is a link.
          agenda.after(0, () => {
            if (state === "closed") return;
            const observation = failure(cause);
            if (observation !== undefined) end.deliver(observation);
          });
        },
      };
      pending.add(one);
      if (!isSent) {
        one.fail("LINK_DOWN");
        return;
      }
      later(COMMAND_MS, () => {
        if (state === "silent") return;
        whenDone(() => {
          const refused = run();
          later(REPLY_MS, () => {
            if (refused === undefined) pending.delete(one);
            else one.fail(refused);
          });
        });
      });
      later(COMMAND_TIMEOUT_MS, () => {
        one.fail("TIMEOUT");
      });
    },
    receive,
    resync: () => {
      if (state !== "up") return;
      later(COMMAND_MS + REPLY_MS, () => {
        if (state === "up") whenDone(() => end.deliver(end.snapshot()));
      });
    },
    started: connect,
    stopped: () => {
      goDown("the switch is gone");
    },
    close: () => {
      state = "closed";
      pending.clear();
      held = [];
    },
    isUp: () => state === "up" || state === "silent",
    wasUp: () => wasUp,
    fault: () => fault,
    dropLink: (forMs) => {
      goDown("the connection was cut");
      later(forMs, connect);
    },
    halfOpen: (forMs) => {
      if (state !== "up") return;
      state = "silent";
      later(SILENCE_MS, () => {
        goDown(`nothing came for ${SILENCE_MS} ms`);
        later(Math.max(0, forMs - SILENCE_MS), connect);
      });
    },
    hang: (forMs) => {
      if (state !== "up" || isHanging) return;
      isHanging = true;
      if (forMs > SILENCE_MS) {
        later(SILENCE_MS, () => {
          goDown(`no answer for ${SILENCE_MS} ms`);
          later(forMs - SILENCE_MS, connect);
        });
        return;
      }
      later(forMs, () => {
        isHanging = false;
        const due = held;
        held = [];
        for (const run of due) run();
      });
    },
    setFaults: (next) => {
      faults = next;
    },
  };
}
