/** Reads `set:a=b,answer,park inline`, also with another separator (`'m:^:set:a=b,c^park' inline`). */

import type { InlineApp } from "./transfer.ts";

/** Undefined: not an inline dialplan, and nothing else is known here. */
export function readInline(text: string): readonly InlineApp[] | undefined {
  const [, quoted, plain] = /^(?:'([^']*)'|(\S+)) inline$/.exec(text.trim()) ?? [];
  let line = quoted ?? plain;
  if (line === undefined) return undefined;
  let separator = ",";
  const [prefix, other] = /^m:(.):/.exec(line) ?? [];
  if (prefix !== undefined && other !== undefined) {
    separator = other;
    line = line.slice(prefix.length);
  }
  return line.split(separator).map((entry) => {
    const colon = entry.indexOf(":");
    return colon === -1
      ? { name: entry, argument: "" }
      : { name: entry.slice(0, colon), argument: entry.slice(colon + 1) };
  });
}
