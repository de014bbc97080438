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

/**
 * A UUID of version 7 (RFC 9562): 48 bits of time, 74 bits from the seed, the number of the fact before it and `nth`.
 * No two of one run are alike as long as no pair (`afterFact`, `nth`) is used twice.
 */
export function uuidFor(seed: string, at: Instant, afterFact: number, nth: number): string {
  const [a, b, c] = seedWords(`${seed}/${afterFact}/${nth}`);
  const time = Math.floor(at).toString(16).padStart(12, "0").slice(-12);
  const high = (0x7000 | (a & 0x0fff)).toString(16);
  const variant = (0x8000 | ((a >>> 12) & 0x3fff)).toString(16);
  const low = hex32(b) + hex32(c).slice(0, 4);
  return `${time.slice(0, 8)}-${time.slice(8)}-${high}-${variant}-${low}`;
}

function hex32(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
