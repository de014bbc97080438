/**
 * What can be asked of the switch, in its own terms. Each answers at once whether it was accepted, with the switch's words
 * for a refusal; what comes of it is told by events.
 */

import { collect, play, stopMusic, stopPlaying, topApp } from "./apps.ts";
import { askForBridge } from "./bridge.ts";
import { newCollect } from "./collect.ts";
import { onLeg, turn } from "./core.ts";
import type { Core } from "./core.ts";
import { pressAll } from "./far-end.ts";
import { kill } from "./hang-up.ts";
import { isAlive } from "./leg.ts";
import type { CollectPlan, SimulatedLeg } from "./leg.ts";
import { startRecording, stopRecording } from "./record.ts";
import { answer, transfer } from "./transfer.ts";
import type { InlineApp } from "./transfer.ts";

/** Undefined: accepted. Otherwise the switch's words, without `-ERR` and line end. */
export type Outcome = string | undefined;

const gone = "No such channel!";
const WAITING_APPS_MAX = 100;

export function livingLeg(core: Core, uuid: string): SimulatedLeg | undefined {
  const leg = core.isUp ? core.legs.get(uuid) : undefined;
  return isAlive(leg) ? leg : undefined;
}

function isRingingOut(leg: SimulatedLeg): boolean {
  return leg.answeredAt === undefined && leg.state === "CS_CONSUME_MEDIA";
}

export function transferLeg(core: Core, uuid: string, apps: readonly InlineApp[], isBoth: boolean): Outcome {
  const leg = livingLeg(core, uuid);
  // What a real switch does with a leg that only rings was never recorded; nobody may rely on it.
  if (leg === undefined || isRingingOut(leg)) return gone;
  transfer(core, leg, apps, isBoth);
  return undefined;
}

/** Answers a caller, or tells a ringing phone to take the call. */
export function answerLeg(core: Core, uuid: string): Outcome {
  const leg = livingLeg(core, uuid);
  if (leg === undefined) return gone;
  onLeg(core, leg, 1, () => {
    if (leg.direction === "inbound") answer(core, leg);
    else leg.pickUp?.();
  });
  return undefined;
}

export function bridgeLegs(core: Core, first: string, second: string): Outcome {
  const [one, two] = [livingLeg(core, first), livingLeg(core, second)];
  if (one === undefined || two === undefined || one === two) return "Invalid uuid";
  // A leg that only rings has no media to join.
  if ([one, two].some((leg) => isRingingOut(leg) && !leg.hasEarlyMedia)) return "Invalid uuid";
  askForBridge(core, one, two);
  return undefined;
}

export function killLeg(core: Core, uuid: string, cause: string): Outcome {
  const leg = livingLeg(core, uuid);
  if (leg === undefined) return gone;
  kill(core, leg, cause);
  return undefined;
}

/** Plays on top of what runs; `isLocked`: after what is played now. */
export function playOnLeg(core: Core, uuid: string, path: string, app: string, isLocked = false): Outcome {
  return execute(core, uuid, isLocked, (leg) => {
    play(core, leg, path, app);
  });
}

/** Music in the place of the music that plays, if any. */
export function playMusicOnLeg(core: Core, uuid: string, path: string, app: string): Outcome {
  return execute(core, uuid, false, (leg) => {
    stopMusic(core, leg);
    play(core, leg, path, app);
  });
}

/** An announcement takes longer to begin than an application of our own. */
export function broadcastOnLeg(core: Core, uuid: string, path: string): Outcome {
  const leg = livingLeg(core, uuid);
  if (leg === undefined) return "invalid uuid";
  const app = core.random.uuid();
  onLeg(core, leg, core.random.between(core.latencies.broadcastMs), () => {
    play(core, leg, path, app);
  });
  return undefined;
}

export function collectOnLeg(
  core: Core,
  uuid: string,
  plan: CollectPlan,
  argument: string,
  app: string,
  isLocked = false,
): Outcome {
  return execute(core, uuid, isLocked, (leg) => {
    collect(core, leg, newCollect(plan, argument, app));
  });
}

export function setOnLeg(core: Core, uuid: string, values: ReadonlyMap<string, string>): Outcome {
  const leg = livingLeg(core, uuid);
  if (leg === undefined) return gone;
  for (const [name, value] of values) {
    if (value === "") leg.variables.delete(name);
    else leg.variables.set(name, value);
  }
  return undefined;
}

export function breakOnLeg(core: Core, uuid: string): Outcome {
  const leg = livingLeg(core, uuid);
  if (leg === undefined) return gone;
  onLeg(core, leg, turn(core), () => {
    leg.waiting = [];
    stopPlaying(core, leg);
  });
  return undefined;
}

export function muteLeg(core: Core, uuid: string, isMuted: boolean): Outcome {
  const leg = livingLeg(core, uuid);
  if (leg === undefined) return gone;
  leg.isMuted = isMuted;
  return undefined;
}

/** Keys to the far end. */
export function sendDigits(core: Core, uuid: string, digits: string): Outcome {
  const leg = livingLeg(core, uuid);
  if (leg === undefined) return gone;
  leg.digitsHeard += digits;
  return undefined;
}

/** Keys as if the far end had pressed them. */
export function receiveDigits(core: Core, uuid: string, digits: string): Outcome {
  const leg = livingLeg(core, uuid);
  if (leg === undefined) return gone;
  onLeg(core, leg, turn(core), () => {
    pressAll(core, leg, digits, "APP");
  });
  return undefined;
}

export function startRecordingLeg(core: Core, uuid: string, path: string, limitMs: number): Outcome {
  const leg = livingLeg(core, uuid);
  if (leg === undefined) return gone;
  startRecording(core, leg, path, limitMs);
  return undefined;
}

export function stopRecordingLeg(core: Core, uuid: string, path: string): Outcome {
  const leg = livingLeg(core, uuid);
  if (leg === undefined) return gone;
  return stopRecording(core, leg, path) ? undefined : "Cannot stop record session!";
}

function execute(core: Core, uuid: string, isLocked: boolean, run: (leg: SimulatedLeg) => void): Outcome {
  const leg = livingLeg(core, uuid);
  if (leg === undefined) return `invalid session id [${uuid}]`;
  if (leg.waiting.length >= WAITING_APPS_MAX) return "queue full";
  onLeg(core, leg, turn(core), () => {
    const top = topApp(leg);
    // Only one of our own with the lock makes others wait; music below is interrupted.
    const isBusy = top?.kind === "collect" || (top?.kind === "playback" && top.remainingMs !== undefined);
    if (isLocked && isBusy) leg.waiting.push(() => run(leg));
    else run(leg);
  });
  return undefined;
}
