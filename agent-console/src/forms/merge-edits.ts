/**
 * What to do when somebody else saved first: a three-way merge by field. What only one of the two changed is taken from
 * her; what both changed differently is a conflict that the person decides. Nothing typed is lost.
 */

export interface Merged<Values> {
  /** Mine where we disagree. */
  readonly values: Values;
  readonly conflicts: readonly (keyof Values & string)[];
}

type Fields = Readonly<Record<string, unknown>>;

/** `base` is what both started from. Arrays and objects count as one field. */
export function mergeEdits<Values extends Fields>(base: Values, mine: Values, theirs: Values): Merged<Values> {
  const conflicts: (keyof Values & string)[] = [];
  const merged: Values = { ...theirs };
  for (const field of changedFields(base, mine)) {
    merged[field] = mine[field];
    if (!isSame(base[field], theirs[field]) && !isSame(mine[field], theirs[field])) conflicts.push(field);
  }
  return { values: merged, conflicts };
}

/** The fields in which two versions differ. */
export function changedFields<Values extends Fields>(
  before: Values,
  after: Values,
): readonly (keyof Values & string)[] {
  return Object.keys(after).filter((field): field is keyof Values & string => !isSame(before[field], after[field]));
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
