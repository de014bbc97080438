/** How long what is played lasts; the simulated switch has no files, only lengths. */

import type { DurationMs } from "#routing/instant.ts";

export interface PromptLengths {
  /** For every prompt that is not listed. */
  readonly defaultMs: DurationMs;
  /** By the file's name without folder and ending. */
  readonly lengthsMs: Readonly<Record<string, DurationMs>>;
  /** Names of prompts that have no file. */
  readonly missing: readonly string[];
}

export const defaultPrompts: PromptLengths = { defaultMs: 1500, lengthsMs: {}, missing: [] };

/** `/sounds/en/welcome.wav` is `welcome`. */
export function promptName(path: string): string {
  const file = path.slice(path.lastIndexOf("/") + 1);
  const dot = file.lastIndexOf(".");
  return dot > 0 ? file.slice(0, dot) : file;
}

export function isMusic(path: string): boolean {
  return path.startsWith("local_stream://") || (path.startsWith("tone_stream://") && path.includes("loops=-1"));
}

/** The parts of `file_string://a.wav!b.wav`, or the one path itself. */
export function partsOf(path: string): readonly string[] {
  const joined = "file_string://";
  return path.startsWith(joined) ? path.slice(joined.length).split("!") : [path];
}

/** Undefined: it has no end. "missing": there is no such file. */
export function lengthOf(prompts: PromptLengths, path: string): DurationMs | undefined | "missing" {
  let sumMs = 0;
  for (const part of partsOf(path)) {
    if (isMusic(part)) return undefined;
    const name = promptName(part);
    if (prompts.missing.includes(name)) return "missing";
    const silence = /^silence_stream:\/\/(\d+)/.exec(part)?.[1];
    sumMs += silence === undefined ? (prompts.lengthsMs[name] ?? prompts.defaultMs) : Number(silence);
  }
  return sumMs;
}
