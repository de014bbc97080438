/** A view as plain JSON: what is undefined is absent, so that a patch never has to say "undefined". */

import type { Json } from "#protocol/json.ts";

/** Copies; throws for what JSON cannot hold, because a view that has a function or a map in it is a bug. */
export function plain(value: unknown): Json {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError(`a view has the number ${value}`);
    return value;
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object") throw new TypeError(`a view has a ${typeof value}`);
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) if (item !== undefined) result[key] = plain(item);
  return result;
}
