/** `jsonb` columns: an array given as a parameter would become a PostgreSQL array, so JSON is always written as text. */

import { sql } from "kysely";
import type { ColumnType, RawBuilder } from "kysely";

declare const stored: unique symbol;
/** What a `jsonb` column takes; only `json()` makes one. */
export type StoredJson<T> = T & { readonly [stored]: true };

/** A column that must be given. Reads as `T`, which the writer vouches for. */
export type JsonColumn<T> = ColumnType<T, RawBuilder<StoredJson<T>>, RawBuilder<StoredJson<T>>>;
/** A column with a default. */
export type DefaultJsonColumn<T> = ColumnType<T, RawBuilder<StoredJson<T>> | undefined, RawBuilder<StoredJson<T>>>;
/** A column that may be empty. */
export type OptionalJsonColumn<T> = ColumnType<
  T | null,
  RawBuilder<StoredJson<T>> | null | undefined,
  RawBuilder<StoredJson<T>> | null
>;

/** A value as a `jsonb` parameter. */
export function json<T>(value: T): RawBuilder<StoredJson<T>> {
  return sql<StoredJson<T>>`${JSON.stringify(value)}::jsonb`;
}
