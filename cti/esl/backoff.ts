/** How long to wait before the next attempt to connect. */

/** The first attempt after a loss comes within this time: calls are waiting. */
export const FIRST_RETRY_MS_MAX = 1_000;
/** However long the switch is away: when it is back, its callers are waiting, and it is to be seen again within 2 s. */
export const RETRY_MS_MAX = 1_500;
/** A wrong password does not mend itself, and each attempt is a line in somebody's security log. */
export const REFUSED_RETRY_MS_MIN = 30_000;
const RETRY_MS_MIN = 50;
const DOUBLINGS_MAX = 8;

/** `random` in [0, 1) spreads clients that lost the same switch; `attempt` counts failures in a row from 0. */
export function retryDelayMs(attempt: number, random: number): number {
  const most = Math.min(RETRY_MS_MAX, FIRST_RETRY_MS_MAX * 2 ** Math.min(attempt, DOUBLINGS_MAX));
  return Math.round(RETRY_MS_MIN + random * (most - RETRY_MS_MIN));
}

export function refusedRetryDelayMs(random: number): number {
  return Math.round(REFUSED_RETRY_MS_MIN * (1 + random));
}
