/** Time as plain integers, so that the core can be handed any clock: nothing in `routing` ever reads one. */

/** Milliseconds since 1970-01-01T00:00:00Z, an integer. */
export type Instant = number;

/** Milliseconds, an integer, never negative. */
export type DurationMs = number;

/** "Never": later than every instant that can be written in a JSON file. */
export const NEVER: Instant = Number.MAX_SAFE_INTEGER;
