/** Finds out that a connection is dead although TCP has not noticed, and keeps the switch's event loop awake. */
import type { EslSettings } from "./settings.ts";
import type { EslTimers } from "./timers.ts";

/** What the watch needs of a connection. */
export interface Watched {
  /** Asks the switch something cheap and waits for as long as it takes; rejects if the question was not sent. */
  readonly ping: () => Promise<unknown>;
  /** Writes a bare line feed, unless something is waiting to be written anyway. */
  readonly wake: () => void;
  readonly lastReceivedAtMs: () => number;
  /** When the last HEARTBEAT came; undefined if the connection does not subscribe to it. */
  readonly lastHeartbeatAtMs: () => number | undefined;
  readonly fail: (code: "halfOpen" | "heartbeatMissing", detail: string) => void;
}

/** Starts the watch; the answer ends it and all its timers. */
export function watchConnection(watched: Watched, settings: EslSettings, timers: EslTimers): () => void {
  const stops = [
    every(timers, settings.wakeEveryMs, watched.wake),
    every(timers, settings.pingEveryMs, pinging(watched, settings, timers)),
    every(timers, settings.heartbeatTimeoutMs / HEARTBEAT_CHECKS, () => {
      checkHeartbeat(watched, settings, timers);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** How many times within the heartbeat timeout its age is looked at: it is found late by at most a fifth. */
const HEARTBEAT_CHECKS = 5;

function pinging(watched: Watched, settings: EslSettings, timers: EslTimers): () => void {
  let askedAtMs: number | undefined;
  const askAgain = (): void => {
    askedAtMs = undefined;
  };
  return () => {
    const nowMs = timers.nowMs();
    if (askedAtMs === undefined) {
      askedAtMs = nowMs;
      // Not sent because too many commands wait for replies: those time out by themselves, so asking again is enough.
      watched.ping().then(askAgain, askAgain);
      return;
    }
    // Bytes that still arrive prove life: a long reply may stand in front of the ping's own.
    const silentMs = nowMs - Math.max(askedAtMs, watched.lastReceivedAtMs());
    if (silentMs >= settings.pingTimeoutMs) {
      watched.fail("halfOpen", `Nothing came from the switch for ${String(silentMs)} ms although it was asked.`);
    }
  };
}

function checkHeartbeat(watched: Watched, settings: EslSettings, timers: EslTimers): void {
  const lastMs = watched.lastHeartbeatAtMs();
  if (lastMs === undefined) return;
  const ageMs = timers.nowMs() - lastMs;
  if (ageMs >= settings.heartbeatTimeoutMs) {
    watched.fail("heartbeatMissing", `No HEARTBEAT came for ${String(ageMs)} ms: events do not reach us.`);
  }
}

/** Runs again and again; an interval of 0 never runs. */
function every(timers: EslTimers, intervalMs: number, run: () => void): () => void {
  if (intervalMs <= 0) return () => undefined;
  let isStopped = false;
  let cancel = timers.after(intervalMs, tick);
  function tick(): void {
    run();
    if (!isStopped) cancel = timers.after(intervalMs, tick);
  }
  return () => {
    isStopped = true;
    cancel();
  };
}
