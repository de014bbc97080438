/** Slows down guessing of passwords without letting a stranger lock an agent out of her own machine. */

import type { DurationMs, Instant } from "#routing/instant.ts";

/**
 * Failures are counted three ways. The pair (login, address) stops a person who guesses; the address alone stops one
 * machine that tries many logins; the login alone, with a wider limit, slows down many machines that try one login.
 */
export interface ThrottleLimits {
  readonly windowMs: DurationMs;
  readonly pairFailuresMax: number;
  readonly addressFailuresMax: number;
  readonly loginFailuresMax: number;
  /** Counters kept; the ones that expire first go first when there are more. */
  readonly entriesMax: number;
}

export const throttleLimits: ThrottleLimits = {
  windowMs: 15 * 60_000,
  pairFailuresMax: 5,
  addressFailuresMax: 50,
  loginFailuresMax: 50,
  entriesMax: 20_000,
};

interface Counter {
  failures: number;
  readonly until: Instant;
}

export interface Throttle {
  /** How long to wait before the next try is looked at; 0: now. */
  waitMs(login: string, address: string): DurationMs;
  failed(login: string, address: string): void;
  /** A right password clears what this pair did wrong, and takes back its own try elsewhere: an office shares an address. */
  succeeded(login: string, address: string): void;
  /** Counters kept now, for the test of the bound. */
  size(): number;
}

export function createThrottle(now: () => Instant, limits: ThrottleLimits = throttleLimits): Throttle {
  // Insertion order is expiry order, since every counter lives for the same window.
  const counters = new Map<string, Counter>();
  const rules = (login: string, address: string): readonly (readonly [string, number])[] => [
    [pairKey(login, address), limits.pairFailuresMax],
    [`address ${address}`, limits.addressFailuresMax],
    [`login ${login.slice(0, 120)}`, limits.loginFailuresMax],
  ];

  function expire(at: Instant): void {
    for (const [key, counter] of counters) {
      if (counter.until > at && counters.size <= limits.entriesMax) return;
      counters.delete(key);
    }
  }

  return {
    waitMs(login, address) {
      const at = now();
      expire(at);
      let waitMs = 0;
      for (const [key, failuresMax] of rules(login, address)) {
        const counter = counters.get(key);
        if (counter !== undefined && counter.failures >= failuresMax) waitMs = Math.max(waitMs, counter.until - at);
      }
      return waitMs;
    },
    failed(login, address) {
      const at = now();
      for (const [key] of rules(login, address)) {
        const counter = counters.get(key);
        if (counter !== undefined && counter.until > at) counter.failures += 1;
        else {
          counters.delete(key);
          counters.set(key, { failures: 1, until: at + limits.windowMs });
        }
      }
      expire(at);
    },
    succeeded(login, address) {
      counters.delete(pairKey(login, address));
      for (const [key] of rules(login, address)) {
        const counter = counters.get(key);
        if (counter !== undefined && counter.failures > 0) counter.failures -= 1;
      }
    },
    size: () => counters.size,
  };
}

const pairKey = (login: string, address: string): string => `pair ${login.slice(0, 120)} ${address}`;
