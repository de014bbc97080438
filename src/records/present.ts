/** Columns are null where the wire has no key at all. */

type Present<T> = { [Key in keyof T]?: NonNullable<T[Key]> };

/** The entries that have a value. */
export function present<T extends Readonly<Record<string, unknown>>>(values: T): Present<T> {
  const entries = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  // fromEntries forgets the names; these are those of `values`, without the empty ones.
  return Object.fromEntries(entries) as Present<T>;
}
