/**
 * One stream of a view for all who see the same: a snapshot and patches numbered from it without gaps.
 *
 * A patch is encoded once, however many read it. The latest ones are kept, so that a browser that was away for a moment
 * gets what it missed instead of everything.
 */

import type { Topic } from "#protocol/up.ts";

export interface FeedLimits {
  readonly keptPatchesMax: number;
  readonly keptBytesMax: number;
}

const feedLimits: FeedLimits = { keptPatchesMax: 400, keptBytesMax: 256 * 1024 };

/** A socket, as a feed sees it. `deliver` is false when the reader is too slow and wants a snapshot later. UTF-8. */
export interface Reader {
  deliver(message: Buffer): boolean;
}

export interface Feed {
  readonly topic: Topic;
  number(): number;
  /** `encoded` is `patch` as text, to be shared by feeds that get the same patch. */
  push(encoded: string): void;
  /** Adds a reader and brings it up to date: with the patches after `seen` if they are all there, else with a snapshot. */
  join(reader: Reader, seen: number | undefined): void;
  leave(reader: Reader): void;
  readers(): number;
}

/**
 * `view` gives the whole view as of the last patch, encoded. `firstNumber` must be beyond all numbers of an earlier feed of the
 * same audience: somebody may come back with one of those.
 */
export function createFeed(
  topic: Topic,
  firstNumber: number,
  view: () => string,
  limits: FeedLimits = feedLimits,
): Feed {
  const readers = new Set<Reader>();
  /** Encoded messages; the last one has the number `number`. */
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let number = firstNumber;

  function missed(seen: number | undefined): readonly Buffer[] | undefined {
    const count = seen === undefined ? -1 : number - seen;
    if (count < 0 || count > kept.length) return undefined;
    return count === 0 ? [] : kept.slice(-count);
  }

  function snapshot(): Buffer {
    return Buffer.from(`{"kind":"snapshot","topic":"${topic}","number":${number},"view":${view()}}`, "utf8");
  }

  return {
    topic,
    number: () => number,
    push(encoded) {
      number += 1;
      const message = Buffer.from(`{"kind":"patch","topic":"${topic}","number":${number},"patch":${encoded}}`, "utf8");
      kept.push(message);
      keptBytes += message.length;
      while (kept.length > limits.keptPatchesMax || keptBytes > limits.keptBytesMax)
        keptBytes -= kept.shift()?.length ?? keptBytes;
      for (const reader of readers) if (!reader.deliver(message)) readers.delete(reader);
    },
    join(reader, seen) {
      readers.delete(reader);
      const patches = missed(seen);
      const messages = patches ?? [snapshot()];
      if (messages.every((message) => reader.deliver(message))) readers.add(reader);
    },
    leave: (reader) => void readers.delete(reader),
    readers: () => readers.size,
  };
}
