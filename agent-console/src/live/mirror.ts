/**
 * One topic's copy in the browser: a snapshot, then patches without gaps.
 *
 *   empty ──snapshot──▶ fresh ──patch n+1──▶ fresh
 *                         │ any other number
 *                         ▼
 *                       gap  (throw the copy away, subscribe again)
 */

import { patched, type Json } from "#protocol/json.ts";

/** The copy of one topic, `number` being the last patch that it holds. */
export interface Mirror {
  readonly number: number;
  readonly view: Json;
}

export type Applied = { readonly kind: "kept"; readonly mirror: Mirror } | { readonly kind: "repeated" | "gap" };

/** Applies patch `number`. A number already seen is skipped (a resume may repeat it); a jump is a gap. */
export function applyPatch(mirror: Mirror | undefined, number: number, patch: Json): Applied {
  if (mirror === undefined) return { kind: "gap" };
  if (number <= mirror.number) return { kind: "repeated" };
  if (number !== mirror.number + 1) return { kind: "gap" };
  return { kind: "kept", mirror: { number, view: patched(mirror.view, patch) } };
}
