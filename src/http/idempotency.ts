/** `Idempotency-Key`: a POST that is sent twice (a lost reply, a double click) makes one thing and gets one answer. */

import type { DurationMs, Instant } from "#routing/instant.ts";

const LIFE_MS: DurationMs = 24 * 3_600_000;
const ANSWERS_MAX = 2_000;
const keyShape = /^[\u0021-\u007e]{1,200}$/;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Kept {
  /** Of method, path and body: the same key with another request is a mistake, not a repetition. */
  readonly print: string;
  readonly answer: Promise<Answer>;
  readonly until: Instant;
}

export type Once =
  | { readonly kind: "answered"; readonly answer: Answer; readonly isRepetition: boolean }
  | { readonly kind: "keyReused" }
  | { readonly kind: "malformed" };

/** Remembers answers of this process, the latest two thousand, for a day. `owner` is the user: keys of two people never meet. */
export function createIdempotency(now: () => Instant) {
  const kept = new Map<string, Kept>();

  return async function once(owner: string, key: string, print: string, run: () => Promise<Answer>): Promise<Once> {
    if (!keyShape.test(key)) return { kind: "malformed" };
    const name = `${owner} ${key}`;
    const before = kept.get(name);
    if (before !== undefined && before.until > now()) {
      if (before.print !== print) return { kind: "keyReused" };
      return { kind: "answered", answer: await before.answer, isRepetition: true };
    }
    const answer = run();
    kept.delete(name);
    kept.set(name, { print, answer, until: now() + LIFE_MS });
    const oldest = kept.keys().next().value;
    if (kept.size > ANSWERS_MAX && oldest !== undefined) kept.delete(oldest);
    try {
      const given = await answer;
      // What failed may be tried again with the same key.
      if (given.status >= 500 || given.status === 429) kept.delete(name);
      return { kind: "answered", answer: given, isRepetition: false };
    } catch (error) {
      kept.delete(name);
      throw error;
    }
  };
}
