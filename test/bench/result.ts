/** One figure of a benchmark. Absolute times depend on the machine; ratios within one run are what counts. */
export interface BenchResult {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, measured in the same run or the goal itself. */
  readonly baseline: number;
  readonly ratio: number;
  /** In words a program can read: `>= 100` or `<= 1`, about `ratio`. */
  readonly goal: string;
  readonly holds: boolean;
}

export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);
