/** The ids of the test world, readable enough to be told apart in a failure. */

/** A well-formed UUID (version 7, variant 1) that tells what it belongs to. */
export function id(kind: number, number: number): string {
  return `01900000-000${kind}-7000-8000-${String(number).padStart(12, "0")}`;
}

export const ids = {
  lin: id(1, 1),
  mara: id(1, 2),
  sales: id(2, 1),
  support: id(2, 2),
  maria: id(3, 1),
  wang: id(3, 2),
  acme: id(4, 1),
  call: id(5, 1),
  reservation: id(6, 1),
} as const;
