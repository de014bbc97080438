/**
 * What runs on a leg: parking, playing, collecting digits. Applications nest: what starts later is heard, what was there
 * before waits and goes on by itself. Leaving them all (transfer, bridge, hang-up) goes from the top down.
 */

import assert from "node:assert/strict";
import { emitLeg, onLeg } from "./core.ts";
import type { Core } from "./core.ts";
import { enterCollect, giveDigit, leaveCollect } from "./collect.ts";
import type { RunningApp, SimulatedLeg } from "./leg.ts";
import { isSet } from "./leg.ts";
import { lengthOf } from "./prompts.ts";

/** The switch itself stops at its event queue's length; nobody nests this deep. */
const APPS_MAX = 50;

type PlaybackApp = Extract<RunningApp, { readonly kind: "playback" }>;

export function topApp(leg: SimulatedLeg): RunningApp | undefined {
  return leg.apps.at(-1);
}

/** Tells that an application ended. The switch repeats the last response for the park below; nothing is decided on it. */
export function tellExecuted(
  core: Core,
  leg: SimulatedLeg,
  app: Pick<RunningApp, "name" | "argument" | "uuid">,
  response: string,
): void {
  core.emit({ kind: "executed", leg, app, response });
}

/** Parks by the application: the leg's own bottom, which ends only with a transfer, a bridge or the leg. */
export function park(core: Core, leg: SimulatedLeg): void {
  leg.state = "CS_EXECUTE";
  const app: RunningApp = {
    kind: "park",
    name: "park",
    argument: undefined,
    uuid: core.random.uuid(),
    cancel: () => undefined,
  };
  leg.apps.unshift(app);
  const timeout = leg.variables.get("park_timeout");
  if (timeout !== undefined) {
    // The setting works once, and parking clears the flag that would catch the leg after a bridge.
    leg.variables.delete("park_timeout");
    leg.variables.delete("park_after_bridge");
    const cause = timeout.split(":")[1] ?? "NORMAL_CLEARING";
    app.cancel = onLeg(core, leg, core.random.between(core.latencies.claimMs), () => {
      const disposition = leg.answeredAt === undefined ? "send_refuse" : "send_bye";
      core.endLeg(leg, { cause, disposition, termStatus: undefined, inviteFailureStatus: undefined }, 0);
    });
  }
  emitLeg(core, "CHANNEL_PARK", leg);
}

/** Parks a leg whose bridge ended, as `park_after_bridge` and `uuid_bridge_park_on_cancel` ask for. */
export function fallBackToPark(core: Core, leg: SimulatedLeg): void {
  leg.state = "CS_PARK";
  emitLeg(core, "CHANNEL_PARK", leg);
}

/** Starts to play on top of whatever runs. */
export function play(core: Core, leg: SimulatedLeg, path: string, uuid: string): void {
  const length = lengthOf(core.prompts, path);
  const app: PlaybackApp = {
    kind: "playback",
    name: "playback",
    argument: path,
    uuid,
    path,
    cancel: () => undefined,
    remainingMs: length === "missing" ? 0 : length,
    resumedAt: core.agenda.now(),
  };
  if (length === "missing") {
    tellExecuted(core, leg, app, "FILE NOT FOUND");
    return;
  }
  pushApp(core, leg, app);
  core.emit({ kind: "playback", leg, path, status: "start" });
  resume(core, leg, app);
  leg.script.promptStarted(path);
}

/** Collects digits on top of whatever runs. */
export function collect(core: Core, leg: SimulatedLeg, app: Extract<RunningApp, { readonly kind: "collect" }>): void {
  pushApp(core, leg, app);
  enterCollect(core, leg, app, () => {
    drop(core, leg, app);
    tellExecuted(core, leg, app, "_none_");
    startWaiting(leg);
  });
}

/** A key of the far end: told at once unless it is sensitive, and given to the collection that is heard. */
export function press(core: Core, leg: SimulatedLeg, digit: string, source: "RTP" | "APP"): void {
  assert(/^[0-9A-D*#]$/.test(digit), `not a key: ${digit}`);
  if (!isSet(leg, "sensitive_dtmf")) core.emit({ kind: "digit", leg, digit, source });
  const app = leg.apps.findLast((candidate) => candidate.kind === "collect");
  if (app?.kind === "collect") giveDigit(core, leg, app, digit);
}

/** Stops what is played, announcement and music alike. */
export function stopPlaying(core: Core, leg: SimulatedLeg): void {
  for (const app of leg.apps.toReversed()) {
    if (app.kind === "playback") endPlayback(core, leg, app, "break");
  }
}

/** Stops what has no end of its own. */
export function stopMusic(core: Core, leg: SimulatedLeg): void {
  for (const app of leg.apps.toReversed()) {
    if (app.kind === "playback" && app.remainingMs === undefined) endPlayback(core, leg, app, "break");
  }
}

/** Leaves all applications, from the top down. */
export function leaveApps(core: Core, leg: SimulatedLeg): void {
  leg.waiting = [];
  for (const app of leg.apps.toReversed()) {
    app.cancel();
    leg.apps.pop();
    switch (app.kind) {
      case "playback":
        core.emit({ kind: "playback", leg, path: app.path, status: "done" });
        tellExecuted(core, leg, app, core.random.chance(0.5) ? "FILE PLAYED" : "PLAYBACK ERROR");
        break;
      case "collect":
        leaveCollect(core, leg, app);
        tellExecuted(core, leg, app, "_none_");
        break;
      case "park":
        tellExecuted(core, leg, app, "_none_");
        break;
    }
  }
}

function pushApp(core: Core, leg: SimulatedLeg, app: RunningApp): void {
  assert(leg.apps.length < APPS_MAX, "applications nest without end");
  const below = topApp(leg);
  if (below?.kind === "playback") {
    below.cancel();
    if (below.remainingMs !== undefined) {
      below.remainingMs = Math.max(0, below.remainingMs - (core.agenda.now() - below.resumedAt));
    }
  }
  leg.apps.push(app);
}

function resume(core: Core, leg: SimulatedLeg, app: PlaybackApp): void {
  app.resumedAt = core.agenda.now();
  if (app.remainingMs === undefined) return;
  app.cancel = onLeg(core, leg, app.remainingMs, () => {
    endPlayback(core, leg, app, "done");
  });
}

function endPlayback(core: Core, leg: SimulatedLeg, app: PlaybackApp, status: "done" | "break"): void {
  app.cancel();
  core.emit({ kind: "playback", leg, path: app.path, status });
  drop(core, leg, app);
  tellExecuted(core, leg, app, "FILE PLAYED");
  startWaiting(leg);
}

/** Takes an application out and lets the one below go on, if it was the one that is heard. */
function drop(core: Core, leg: SimulatedLeg, app: RunningApp): void {
  const wasTop = topApp(leg) === app;
  leg.apps = leg.apps.filter((candidate) => candidate !== app);
  const top = topApp(leg);
  if (wasTop && top?.kind === "playback") resume(core, leg, top);
}

function startWaiting(leg: SimulatedLeg): void {
  const top = topApp(leg);
  const isFree = top === undefined || top.kind === "park" || (top.kind === "playback" && top.remainingMs === undefined);
  if (isFree) leg.waiting.shift()?.();
}
