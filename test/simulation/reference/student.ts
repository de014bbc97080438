/** Means of independent replications and how far the truth may lie from them: Student's t. */

export interface Interval {
  readonly mean: number;
  /** Half of the interval's width. */
  readonly half: number;
}

/** The interval that holds the true mean of independent, about normal samples with this confidence, 0 to 1. */
export function interval(samples: readonly number[], confidence: number): Interval {
  const mean = average(samples);
  const squares = samples.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (samples.length - 1));
  return { mean, half: (studentT(confidence, samples.length - 1) * deviation) / Math.sqrt(samples.length) };
}

export function average(samples: readonly number[]): number {
  return samples.reduce((sum, each) => sum + each, 0) / samples.length;
}

/** The t that |T| stays below with this probability. T = √freedom·tan A, where the density of A goes like cos(A)^(freedom − 1). */
export function studentT(confidence: number, freedom: number): number {
  const cosine = (angle: number): number => Math.cos(angle) ** (freedom - 1);
  const whole = integral(cosine, Math.PI / 2);
  let [low, high] = [0, Math.PI / 2];
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (integral(cosine, middle) < confidence * whole) low = middle;
    else high = middle;
  }
  return Math.sqrt(freedom) * Math.tan(low);
}

/** Simpson's rule from 0. */
function integral(f: (x: number) => number, until: number): number {
  const panels = 1_000;
  const width = until / panels;
  let sum = f(0) + f(until);
  for (let k = 1; k < panels; k += 1) sum += f(k * width) * (k % 2 === 0 ? 2 : 4);
  return (sum * width) / 3;
}
