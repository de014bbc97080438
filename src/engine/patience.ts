/** Waiting with an end: for a promise, for some time, or until somebody stops it. */

export type Settled =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "late" };

/** How a promise ended, or that it has not after `ms` (undefined: waits for it). Never rejects; the promise goes on. */
export function settledWithin(promise: Promise<unknown>, ms: number | undefined): Promise<Settled> {
  return new Promise((resolve) => {
    const timer = ms === undefined ? undefined : setTimeout(() => resolve({ kind: "late" }), ms);
    promise.then(
      () => {
        clearTimeout(timer);
        resolve({ kind: "done" });
      },
      (error: unknown) => {
        clearTimeout(timer);
        resolve({ kind: "failed", error });
      },
    );
  });
}

/** Resolves after `ms`, or at once when the signal is or becomes aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    signal.addEventListener("abort", over);
  });
}
