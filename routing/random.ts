/**
 * Ids of the core: a function of the seed and of the fact that they begin
 * with. The same facts and the same seed give the same ids, which is what makes a replay equal to the letter.
 */

import type { Instant } from "./instant.ts";

/** Four 32-bit words mixed from a text (cyrb128 scheme: four multiplicative hashes that stir each other). */
export function seedWords(text: string): readonly [number, number, number, number] {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  let c = 0xc2b2ae35;
  let d = 0x27d4eb2f;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ code, 0x239b961b);
    b = c ^ Math.imul(b ^ code, 0xab0e9789);
    c = d ^ Math.imul(c ^ code, 0x38b34ae5);
    d = a ^ Math.imul(d ^ code, 0xa1e38b93);
  }
  return [stir(a ^ (c >>> 15)), stir(b ^ (d >>> 13)), stir(c ^ (a >>> 16)), stir(d ^ (b >>> 14))];
}

/** The finaliser of MurmurHash3: every input bit changes half of the output bits. */
function stir(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** What is the same for all ids of one process, worked out once. */
export interface IdSeed {
  readonly text: string;
  readonly words: readonly [number, number, number, number];
}

export const idSeed = (text: string): IdSeed => ({ text, words: seedWords(text) });

/**
 * A UUID of version 7 (RFC 9562): 48 bits of time, 12 that count facts, so that of two in one millisecond the earlier is
 * the smaller (but once in 4,096 facts), 62 bits from the seed, the number of the fact before it and `nth`. No two of one run are alike as long as no pair (`afterFact`, `nth`) is used twice.
 */
export function uuidFor({ words }: IdSeed, at: Instant, afterFact: number, nth: number): string {
  // Numbers of facts outgrow 32 bits in the life of an installation.
  const high = Math.floor(afterFact / 0x1_0000_0000);
  const a = stir(words[0] ^ Math.imul(afterFact | 0, 0x9e3779b1) ^ Math.imul(nth, 0x85ebca77));
  const b = stir(words[1] ^ Math.imul(a, 0xc2b2ae3d) ^ (afterFact | 0) ^ Math.imul(high, 0x27d4eb2f));
  const c = stir(words[2] ^ Math.imul(b, 0x165667b1) ^ nth);
  const instant = Math.floor(at);
  const late = Math.floor(instant / 0x1_0000);
  put(0, late >>> 16);
  put(4, late);
  put(9, instant);
  put(14, 0x7000 | (afterFact & 0x0fff));
  put(19, 0x8000 | ((a >>> 12) & 0x3fff));
  put(24, b >>> 16);
  put(28, b);
  put(32, c);
  return String.fromCharCode(...codes);
}

/** The text in the making, hyphens in place; one flat string in the end, where joining pieces would keep all of them alive. */
const codes = Array.from({ length: 36 }, () => 0x2d);
const digits = Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));

/** Four digits for the lower 16 bits. */
function put(at: number, word: number): void {
  codes[at] = digits[(word >>> 12) & 0xf] ?? 0;
  codes[at + 1] = digits[(word >>> 8) & 0xf] ?? 0;
  codes[at + 2] = digits[(word >>> 4) & 0xf] ?? 0;
  codes[at + 3] = digits[word & 0xf] ?? 0;
}
