/** What an agent says about herself. What the system knows about her is her engagement (`state.ts`). */

/**
 * ```
 *              sign in                 ready
 *  signedOut ───────────▶ notReady ◀──────────▶ ready
 *      ▲                     │   reason           │
 *      └─────────────────────┴────────────────────┘  sign out
 * ```
 * `reason` is a code from the configuration (break, lunch, …) or one of the system's own: `signedIn` (just arrived),
 * `missed` (did not take a call), `unreachable` (the phone is not registered), `connectionLost` (the console is gone).
 */
export type Presence =
  | { readonly kind: "signedOut" }
  | { readonly kind: "notReady"; readonly reason: string }
  | { readonly kind: "ready" };

export function samePresence(a: Presence, b: Presence): boolean {
  return a.kind === b.kind && (a.kind !== "notReady" || b.kind !== "notReady" || a.reason === b.reason);
}
