/** Instants are integers in the code and `timestamptz(3)` in the database: the one place where one becomes the other. */

import { sql } from "kysely";
import type { ColumnType, RawBuilder } from "kysely";
import type { Instant } from "#routing/instant.ts";

declare const stored: unique symbol;
/** What a `timestamptz` column takes. Only `instant()` makes one, so that a bare number cannot be written by mistake. */
export type StoredInstant = Instant & { readonly [stored]: true };

/** A column that must be given on insert. Reads as an `Instant`. */
export type InstantColumn = ColumnType<Instant, RawBuilder<StoredInstant>, RawBuilder<StoredInstant>>;
/** A column that may be empty. */
export type OptionalInstantColumn = ColumnType<
  Instant | null,
  RawBuilder<StoredInstant> | null | undefined,
  RawBuilder<StoredInstant> | null
>;
/** A column that the database fills when nothing is given. */
export type DefaultInstantColumn = ColumnType<
  Instant,
  RawBuilder<StoredInstant> | undefined,
  RawBuilder<StoredInstant>
>;

/** An instant as a parameter, for inserts, updates and comparisons. Throws for what is not a point in time. */
export function instant(at: Instant): RawBuilder<StoredInstant> {
  return sql<StoredInstant>`${new Date(at).toISOString()}::timestamptz`;
}

/** The same for a value that may be missing. */
export function optionalInstant(at: Instant | undefined | null): RawBuilder<StoredInstant> | null {
  return at === undefined || at === null ? null : instant(at);
}
