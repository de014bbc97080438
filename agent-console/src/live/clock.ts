/**
 * The server's clock as this browser knows it: timers on screen count from the server's instants, whatever the local clock
 * says. Of the last measurements the one with the shortest round trip wins, since its error is at most half of it (RFC 5905).
 */

import { useSyncExternalStore } from "react";

interface Sample {
  readonly offsetMs: number;
  readonly roundTripMs: number;
}

const SAMPLES_MAX = 8;

/** Keeps the newest samples and answers with the best offset. Pure but for its own list. */
export function offsetKeeper(): { add: (sentAt: number, receivedAt: number, serverNow: number) => number } {
  const samples: Sample[] = [];
  return {
    add: (sentAt, receivedAt, serverNow) => {
      const roundTripMs = Math.max(0, receivedAt - sentAt);
      samples.push({ offsetMs: serverNow - (sentAt + roundTripMs / 2), roundTripMs });
      if (samples.length > SAMPLES_MAX) samples.shift();
      return samples.reduce((best, sample) => (sample.roundTripMs < best.roundTripMs ? sample : best)).offsetMs;
    },
  };
}

let offsetMs = 0;
let tick = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const watchers = new Set<() => void>();

export function setClockOffset(next: number): void {
  offsetMs = Math.round(next);
}

/** The server's now, in ms. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}

const TICK_MS = 1_000;

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  timer ??= setInterval(() => {
    tick = serverNow();
    for (const each of watchers) each();
  }, TICK_MS);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The server's now, once a second; every timer on the screen moves at the same moment. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => {
    const now = serverNow();
    if (Math.abs(now - tick) > TICK_MS) tick = now;
    return tick;
  });
}
