/** Waiting for another process: look again and again, with a limit and a sentence. */

import { setTimeout as delay } from "node:timers/promises";

const LOOK_EVERY_MS = 20;

/** Resolves to the first answer of `look` that is not false or undefined. Rejects with what `said` says by then. */
export async function until<T>(
  what: string,
  look: () => T | false | undefined | Promise<T | false | undefined>,
  withinMs = 15_000,
  said: () => string | Promise<string> = () => "",
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}\n${await said()}`);
    await delay(LOOK_EVERY_MS);
  }
}
