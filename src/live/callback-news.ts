/** Says that lists of callbacks are old: once their rows can be read, and at most once for each tick of the live socket. */

import type { Fact } from "#routing/facts.ts";

interface Parts {
  /** Resolves when the rows of a fact are in the database. */
  readonly durable: (fact: number) => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

export interface CallbackNews {
  follow(facts: readonly Fact[]): void;
  /** Whether there is news since the last time it was asked. */
  take(): boolean;
}

export function createCallbackNews({ durable, onFault }: Parts): CallbackNews {
  let newest: number | undefined;
  let isWaiting = false;
  let isNew = false;

  async function wait(): Promise<void> {
    isWaiting = true;
    try {
      while (newest !== undefined) {
        const fact = newest;
        newest = undefined;
        await durable(fact);
        isNew = true;
      }
    } catch (error) {
      onFault(error);
    } finally {
      isWaiting = false;
    }
  }

  return {
    follow(facts) {
      const last = facts.findLast(({ kind }) => kind.startsWith("callback."));
      if (last === undefined) return;
      newest = last.n;
      if (!isWaiting) void wait();
    },
    take() {
      const was = isNew;
      isNew = false;
      return was;
    },
  };
}
