/** Time as the event socket client needs it, so that a test can own it. */

export interface EslTimers {
  /** Milliseconds on a clock that never goes back; its zero means nothing. */
  readonly nowMs: () => number;
  /** Runs once after `delayMs`; the answer cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

export const systemTimers: EslTimers = {
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
