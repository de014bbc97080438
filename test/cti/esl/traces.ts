/** Reads the golden traces: what a real FreeSWITCH and its client said to each other. */
import { readdirSync, readFileSync } from "node:fs";

export interface TraceLine {
  readonly t: number;
  readonly dir: "in" | "out";
  readonly frame: string;
  readonly conn: number;
}

const folder = new URL("../../fixtures/traces/", import.meta.url);

export const traceNames: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith(".esl.jsonl"))
  .toSorted();

/** All lines but the marks of closed connections. */
export function readTrace(name: string): readonly TraceLine[] {
  const text = readFileSync(new URL(name, folder), "utf8");
  const lines: readonly TraceLine[] = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  return lines.filter((line) => line.frame !== "");
}

/** The frames of one direction, stream by stream, as they were on each TCP connection. */
export function streamsOf(name: string, dir: "in" | "out"): readonly (readonly string[])[] {
  const streams = new Map<number, string[]>();
  for (const line of readTrace(name)) {
    if (line.dir !== dir) continue;
    const stream = streams.get(line.conn) ?? [];
    stream.push(line.frame);
    streams.set(line.conn, stream);
  }
  return [...streams.values()];
}
