/** Durations as people type them: seconds in a field that may be empty, milliseconds on the wire. */

/** What a number field holds; `""` while it is empty. */
export type Amount = number | "";

export const seconds = (ms: number | undefined): Amount => (ms === undefined ? "" : ms / 1_000);

/** undefined for an empty field. */
export const milliseconds = (value: Amount): number | undefined =>
  value === "" ? undefined : Math.round(value * 1_000);

/** What a number field hands over; text that is no number counts as empty. */
export const amountOf = (given: string | number): Amount =>
  given === "" || Number.isNaN(Number(given)) ? "" : Number(given);
