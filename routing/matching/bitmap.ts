/** Sets of small numbers as bits, so that "which of these are also those" is one `and` for 32 of them. */

export class Bitmap {
  #words = new Int32Array(4);

  set(index: number): void {
    const word = index >>> 5;
    if (word >= this.#words.length) {
      const wider = new Int32Array(Math.max(word + 1, 2 * this.#words.length));
      wider.set(this.#words);
      this.#words = wider;
    }
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (index & 31));
  }

  clear(index: number): void {
    const word = index >>> 5;
    if (word < this.#words.length) this.#words[word] = (this.#words[word] ?? 0) & ~(1 << (index & 31));
  }

  /** The smallest number from `from` on that is in both; -1: none. */
  nextCommon(other: Bitmap, from: number): number {
    const length = Math.min(this.#words.length, other.#words.length);
    let mask = -1 << (from & 31);
    for (let word = from >>> 5; word < length; word += 1) {
      const bits = (this.#words[word] ?? 0) & (other.#words[word] ?? 0) & mask;
      if (bits !== 0) return (word << 5) + 31 - Math.clz32(bits & -bits);
      mask = -1;
    }
    return -1;
  }

  /** Calls `visit` with each number that is in both, ascending. */
  visitCommon(other: Bitmap, visit: (index: number) => void): void {
    const length = Math.min(this.#words.length, other.#words.length);
    for (let word = 0; word < length; word += 1) {
      let bits = (this.#words[word] ?? 0) & (other.#words[word] ?? 0);
      while (bits !== 0) {
        const lowest = bits & -bits;
        visit((word << 5) + 31 - Math.clz32(lowest));
        bits ^= lowest;
      }
    }
  }
}
