/** JSON that PostgreSQL takes whatever a caller's name held: `jsonb` refuses NUL and half a surrogate pair. */

const UNSTORABLE = /\\u0000|\\u[dD][89a-fA-F]/;
const REPLACEMENT = "\uFFFD";

/** The value as text for a `jsonb` parameter; what cannot be stored becomes U+FFFD. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  // JSON.stringify writes whole pairs as they are, so an escaped surrogate is half of one. A literal backslash before
  // `u0000` also matches; that only costs the second pass.
  if (!UNSTORABLE.test(text)) return text;
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "string" ? part.toWellFormed().replaceAll("\0", REPLACEMENT) : part,
  );
}
