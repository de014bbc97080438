/** What happens when in a simulation: a binary heap, earliest first, equal moments in the order in which they were planned. */

interface Plan {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

const isBefore = (a: Plan, b: Plan): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

export class Agenda {
  readonly #heap: Plan[] = [];
  #planned = 0;

  add(at: number, act: () => void): void {
    this.#planned += 1;
    const plan = { at, order: this.#planned, act };
    let index = this.#heap.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this.#heap[parent];
      if (above === undefined || isBefore(above, plan)) break;
      this.#heap[index] = above;
      index = parent;
    }
    this.#heap[index] = plan;
  }

  /** The earliest plan, taken out; undefined when there is none. */
  take(): Plan | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      let smaller = this.#heap[child];
      const right = this.#heap[child + 1];
      if (smaller !== undefined && right !== undefined && isBefore(right, smaller)) {
        smaller = right;
        child += 1;
      }
      if (smaller === undefined || isBefore(last, smaller)) break;
      this.#heap[index] = smaller;
      index = child;
    }
    this.#heap[index] = last;
    return first;
  }
}
