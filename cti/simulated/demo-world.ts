/**
 * The outside of the demo: callers at a natural pace, with the numbers of people that the CRM knows and some that it does
 * not, and the phones of colleagues. What colleagues decide (going ready, wrap-up) is done where agents are known.
 */

import assert from "node:assert/strict";
import type { DurationMs } from "#routing/instant.ts";
import type { PhoneBehaviour, ScriptedPress } from "./parties.ts";
import type { SimulatedSwitch } from "./switch.ts";

export interface DemoCaller {
  /** Undefined: withheld. */
  readonly number: string | undefined;
  readonly name: string | undefined;
}

/** Where a caller calls, and what it presses there; `weight` compared with the other lines. */
export interface DemoLine {
  readonly number: string;
  readonly weight: number;
  readonly presses: readonly ScriptedPress[];
}

export interface DemoWorldOptions {
  /** Tells worlds on one switch apart: each draws its own chances. */
  readonly name: string;
  /** 10 to 40 feels like a small team at work. */
  readonly callsPerMinute: number;
  readonly callers: readonly DemoCaller[];
  readonly lines: readonly DemoLine[];
  /** Out of how many callers one is not on the list: a number nobody knows, now and then withheld. */
  readonly strangerEvery: number;
  /** How the number of somebody nobody knows begins, and how many digits follow. */
  readonly strangerNumber: { readonly begins: string; readonly digits: number };
  /** Mean of the time that callers talk before they hang up; half of them leave that to the agent. */
  readonly talkMsMean: DurationMs;
  readonly patienceMs: readonly [min: DurationMs, max: DurationMs];
}

export interface DemoWorld extends Disposable {
  /** How many callers set out so far. */
  readonly callers: () => number;
  readonly setCallsPerMinute: (callsPerMinute: number) => void;
  /** One caller more, on this line, at once. */
  readonly send: (line: DemoLine) => void;
  /** A colleague who takes calls after one to five seconds. */
  readonly colleaguePhone: () => PhoneBehaviour;
}

/** The first caller comes within this time. */
export const FIRST_CALLER_MS_MAX = 3000;
/** The demo is for people to watch, not for load. */
const CALLS_PER_MINUTE_MAX = 600;

/** Starts at once; disposing sends no more callers, those that are there stay. */
export function startDemoWorld(sim: SimulatedSwitch, options: DemoWorldOptions): DemoWorld {
  assert(options.lines.length > 0, "a demo needs a number to call");
  const random = sim.fork(`demo world ${options.name}`);
  let callsPerMinute = checkedPace(options.callsPerMinute);
  let sent = 0;
  let isOver = false;
  let cancel = sim.outside(() => sim.core.agenda.after(random.between([500, FIRST_CALLER_MS_MAX - 500]), sendNext));

  function sendNext(): void {
    if (isOver) return;
    send(lineByWeight(options.lines, random.fraction()));
    // A pause of the pace is looked at again after a second.
    const gapMs = callsPerMinute === 0 ? 1000 : Math.max(1, random.gapMs(60_000 / callsPerMinute));
    cancel = sim.core.agenda.after(gapMs, callsPerMinute === 0 ? waitForPace : sendNext);
  }

  function waitForPace(): void {
    if (callsPerMinute > 0) sendNext();
    else if (!isOver) cancel = sim.core.agenda.after(1000, waitForPace);
  }

  function send(line: DemoLine): void {
    sent += 1;
    const { number, name } = caller();
    const talkMs = Math.max(5000, random.gapMs(options.talkMsMean));
    sim.newCaller({
      afterMs: 0,
      from: number,
      fromName: name,
      to: line.number,
      presses: line.presses,
      patienceMs: random.between(options.patienceMs),
      talkMs: random.chance(0.5) ? talkMs : undefined,
    });
  }

  function caller(): DemoCaller {
    const isStranger = options.callers.length === 0 || random.chance(1 / options.strangerEvery);
    if (!isStranger) return random.pick(options.callers);
    if (random.chance(0.2)) return { number: undefined, name: undefined };
    const { begins, digits } = options.strangerNumber;
    const tail = String(random.between([0, 10 ** digits - 1])).padStart(digits, "0");
    return { number: `${begins}${tail}`, name: undefined };
  }

  return {
    callers: () => sent,
    setCallsPerMinute: (next) => {
      callsPerMinute = checkedPace(next);
    },
    send,
    colleaguePhone: () => ({
      kind: "answers",
      afterMs: random.between([1000, 5000]),
      talkMs: Math.max(10_000, random.gapMs(options.talkMsMean)),
    }),
    [Symbol.dispose]: () => {
      isOver = true;
      cancel();
    },
  };
}

function checkedPace(callsPerMinute: number): number {
  assert(callsPerMinute >= 0 && callsPerMinute <= CALLS_PER_MINUTE_MAX, "the demo's pace is 0 to 600 calls a minute");
  return callsPerMinute;
}

function lineByWeight(lines: readonly DemoLine[], fraction: number): DemoLine {
  let left = fraction * lines.reduce((sum, line) => sum + line.weight, 0);
  for (const line of lines) {
    left -= line.weight;
    if (left < 0) return line;
  }
  const last = lines.at(-1);
  assert(last, "a demo needs a number to call");
  return last;
}
