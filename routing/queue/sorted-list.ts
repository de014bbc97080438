/**
 * A list that is always in order, for a hundred thousand entries and more: runs of bounded length, so that putting in and
 * taking out moves little and a position is a sum over runs, not over entries.
 */

/** Longer runs are split; found by measuring: shorter ones cost more searching, longer ones more moving. */
const RUN_MAX = 256;

/** `compare` must order any two entries the same way for as long as both are listed, and never call two of them equal. */
export class SortedList<T> implements Iterable<T> {
  readonly #compare: (a: T, b: T) => number;
  readonly #runs: T[][] = [];
  #length = 0;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get length(): number {
    return this.#length;
  }

  first(): T | undefined {
    return this.#runs[0]?.[0];
  }

  second(): T | undefined {
    return this.#runs[0]?.[1] ?? this.#runs[1]?.[0];
  }

  /** The entry with so many before it; undefined when there are fewer. */
  at(index: number): T | undefined {
    let left = index;
    for (const run of this.#runs) {
      if (left < run.length) return run[left];
      left -= run.length;
    }
    return undefined;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const run of this.#runs) yield* run;
  }

  insert(entry: T): void {
    this.#length += 1;
    const at = Math.min(this.#runOf(entry), this.#runs.length - 1);
    const run = this.#runs[at];
    if (run === undefined) {
      this.#runs.push([entry]);
      return;
    }
    const index = this.#indexIn(run, entry);
    // Mostly it is the last that comes.
    if (index === run.length) run.push(entry);
    else run.splice(index, 0, entry);
    if (run.length > RUN_MAX) this.#runs.splice(at + 1, 0, run.splice(RUN_MAX / 2));
  }

  /** False when nothing equal to it was listed. */
  remove(entry: T): boolean {
    const at = this.#runOf(entry);
    const run = this.#runs[at];
    if (run === undefined) return false;
    const index = this.#indexIn(run, entry);
    const found = run[index];
    if (found === undefined || this.#compare(found, entry) !== 0) return false;
    this.#length -= 1;
    // Mostly it is the first that goes.
    if (index === 0) run.shift();
    else run.splice(index, 1);
    if (run.length === 0) this.#runs.splice(at, 1);
    return true;
  }

  /** How many entries go before this one, which need not be listed itself. */
  before(entry: T): number {
    const at = this.#runOf(entry);
    let count = 0;
    for (let index = 0; index < at; index += 1) count += this.#runs[index]?.length ?? 0;
    const run = this.#runs[at];
    return run === undefined ? count : count + this.#indexIn(run, entry);
  }

  /** How many entries at the front satisfy; all that do must stand before all that do not. */
  countFirst(satisfies: (entry: T) => boolean): number {
    let count = 0;
    for (const run of this.#runs) {
      const last = run.at(-1);
      if (last === undefined || !satisfies(last)) return count + run.findIndex((entry) => !satisfies(entry));
      count += run.length;
    }
    return count;
  }

  /** The first run whose last entry does not go before `entry`; the number of runs when there is none. */
  #runOf(entry: T): number {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const last = this.#runs[middle]?.at(-1);
      if (last !== undefined && this.#compare(last, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #indexIn(run: readonly T[], entry: T): number {
    let low = 0;
    let high = run.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const candidate = run[middle];
      if (candidate !== undefined && this.#compare(candidate, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
