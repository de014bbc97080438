/** Seeded chance, so that every run of the simulated world can be run again, event by event. */

/** Draws that depend on nothing but the seed and the draws before. */
export interface Random {
  /** A fraction in [0, 1). */
  readonly fraction: () => number;
  /** An integer in [min, max], both included. */
  readonly between: (range: readonly [min: number, max: number]) => number;
  /** True with that probability, 0 to 1. Draws even for 0 and 1, so that a changed rate shifts no other draw. */
  readonly chance: (probability: number) => boolean;
  /** One of the entries; there must be one. */
  readonly pick: <T>(entries: readonly T[]) => T;
  /** Milliseconds until the next of events that come on average every `meanMs` (a Poisson process). */
  readonly gapMs: (meanMs: number) => number;
  /** The text form of a version 4 UUID. */
  readonly uuid: () => string;
}

/** xoshiro128** by Blackman and Vigna (2018), its state filled from the seed's text by FNV-1a and an avalanche step. */
export function seededRandom(seed: string): Random {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(seed)) hash = Math.imul(hash ^ byte, 0x01000193);
  const word = (): number => {
    hash = (hash + 0x9e3779b9) | 0;
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
  let [a, b, c, d] = [word(), word(), word(), word() | 1];
  const next = (): number => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const fraction = (): number => next() / 0x1_0000_0000;
  return {
    fraction,
    between: ([min, max]) => min + Math.floor(fraction() * (max - min + 1)),
    chance: (probability) => fraction() < probability,
    pick: (entries) => {
      const entry = entries[Math.floor(fraction() * entries.length)];
      if (entry === undefined) throw new RangeError("there is nothing to pick from");
      return entry;
    },
    gapMs: (meanMs) => Math.round(-Math.log(1 - fraction()) * meanMs),
    uuid: () => {
      const hex = [next(), next(), next(), next()].map((part) => part.toString(16).padStart(8, "0")).join("");
      const variant = "89ab"[next() & 3] ?? "8";
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}
