/** A state as plain values that can be compared deeply. */

import type { State } from "#routing/state.ts";

/**
 * Without the clock, which also moves without facts, and the deadlines: they only say when to look at the state, and stale
 * ones are taken out without a fact.
 */
export function comparable(state: State): object {
  const { now: _now, deadlines: _deadlines, lines, ...others } = state;
  return { ...others, lines: new Map([...lines].map(([queue, line]) => [queue, [...line]])) };
}
