/** Pages by key instead of by number: the next page is right even when rows were added, and as fast as the first. */

import { z } from "zod";
import { refuse } from "./refusals.ts";
import type { CrmRefusal } from "./refusals.ts";

const LIMIT_STANDARD = 50;
const LIMIT_MAX = 200;

export interface Page<T> {
  readonly rows: readonly T[];
  /** For `after` of the next page; undefined: this was the last. */
  readonly next: string | undefined;
}

type Key = readonly (string | number)[];
const storedKey = z.array(z.union([z.string(), z.number()])).length(2);

/** The key in a cursor that we gave out. undefined: the first page. */
export function afterKey(cursor: string | undefined): { readonly key: Key } | CrmRefusal | undefined {
  if (cursor === undefined) return undefined;
  try {
    return { key: storedKey.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))) };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return refuse("cursor.unreadable");
    throw error;
  }
}

/** Reads one row more than wanted to know whether there is a next page. */
export async function pageOf<T>(
  wanted: number | undefined,
  read: (limit: number) => Promise<readonly { readonly key: Key; readonly row: T }[]>,
): Promise<Page<T>> {
  const limit = Math.min(Math.max(Math.trunc(wanted ?? LIMIT_STANDARD), 1), LIMIT_MAX);
  const found = await read(limit + 1);
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const next =
    found.length > limit && last !== undefined
      ? Buffer.from(JSON.stringify(last.key)).toString("base64url")
      : undefined;
  return { rows: shown.map((one) => one.row), next };
}
