/** How long to wait before the next try, so that a thousand consoles do not return in the same second. */

/** Full jitter between half and all of a delay that doubles. `attempt` counts from 0; `random` is in [0, 1). */
export function backoffMs(attempt: number, random: number, limits: BackoffLimits): number {
  const full = Math.min(limits.maxMs, limits.firstMs * 2 ** Math.min(attempt, DOUBLINGS_MAX));
  return Math.round(full / 2 + (full / 2) * random);
}

export interface BackoffLimits {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Beyond this the limit is reached for any sensible first delay, and 2 ** n stays a small number. */
const DOUBLINGS_MAX = 16;
