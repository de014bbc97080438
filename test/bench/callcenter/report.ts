/** Blocks become figures: medians over the rounds with their spread, side by side, and what was promised of them. */

import { median, percentile, type BenchResult } from "../result.ts";

/** The latencies of one situation on one arm, in ms, block by block. */
export type Blocks = readonly (readonly number[])[];

export interface Figure {
  /** Median over the blocks. */
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

/** The median of the blocks' percentiles. */
export function figure(blocks: Blocks, share: number): Figure {
  const values = blocks.map((block) => percentile(block, share));
  return { value: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/** `63.1 (58.0 to 71.2)`. */
export function shown({ value, least, most }: Figure): string {
  const of = (ms: number): string => (Number.isFinite(ms) ? ms.toFixed(ms < 20 ? 1 : 0) : "never");
  return least === most ? of(value) : `${of(value)} (${of(least)} to ${of(most)})`;
}

/** One row: a situation, both arms, and how many times longer theirs takes. */
export function row(situation: string, theirs: Blocks, ours: Blocks): readonly string[] {
  const figures = [0.5, 0.99].map((share) => ({ theirs: figure(theirs, share), ours: figure(ours, share) }));
  const ratios = figures.map((pair) => `${(pair.theirs.value / pair.ours.value).toPrecision(3)}x`);
  const cells = (side: "theirs" | "ours"): readonly string[] =>
    blocksAreEmpty(side === "theirs" ? theirs : ours) ? ["-", "-"] : figures.map((pair) => shown(pair[side]));
  const isComparable = !blocksAreEmpty(theirs) && !blocksAreEmpty(ours);
  return [situation, ...cells("theirs"), ...cells("ours"), isComparable ? ratios.join(" / ") : "-"];
}

const blocksAreEmpty = (blocks: Blocks): boolean => blocks.length === 0;

/** Columns as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((cells) => (cells[column] ?? "").length)));
  return all
    .map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

/** A result whose ratio has to be at least, or at most, `bound`. */
export function promise(
  name: string,
  unit: string,
  figures: { readonly value: number; readonly baseline: number; readonly ratio: number },
  goal: ">=" | "<=",
  bound: number,
): BenchResult {
  const { ratio } = figures;
  return { name, unit, ...figures, goal: `${goal} ${bound}`, holds: goal === ">=" ? ratio >= bound : ratio <= bound };
}
