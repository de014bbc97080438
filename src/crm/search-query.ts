/** What somebody typed into a search box: a number, an e-mail address, or part of a name in any script. */

import { sql } from "kysely";
import type { RawBuilder } from "kysely";

export type SearchText =
  | { readonly kind: "nothing" }
  /** Digits to be found anywhere in a number, without prefixes that numbers are stored without. */
  | { readonly kind: "number"; readonly digits: string }
  | { readonly kind: "email"; readonly text: string }
  /** `query`: a tsquery for `sys.search_vector`; `part`: text to be found inside a name, undefined if too short. */
  | { readonly kind: "name"; readonly query: string; readonly text: string; readonly part: string | undefined };

const TEXT_LENGTH_MAX = 100;
/** One trigram. */
const DIGITS_MIN = 3;
const PART_LENGTH_MIN = 3;
const WORDS_MAX = 8;

const chineseRun = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+/gu;

export function searchText(typed: string): SearchText {
  const text = typed.slice(0, TEXT_LENGTH_MAX).normalize("NFKC").trim();
  if (text.includes("@")) return { kind: "email", text: text.toLowerCase() };
  const digits = text.replaceAll(/\D/g, "");
  if (/^[+\d\s().\-/]+$/.test(text) && digits.length >= DIGITS_MIN) {
    return { kind: "number", digits: withoutPrefix(digits) };
  }
  const terms = text
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .slice(0, WORDS_MAX)
    .flatMap(termsOf);
  if (terms.length === 0) return { kind: "nothing" };
  const part = text.length >= PART_LENGTH_MIN ? text : undefined;
  return { kind: "name", query: terms.join(" & "), text, part };
}

/** `0034…`, `0913…`: numbers are stored as +34… and +34913…. What is left must still be worth searching. */
function withoutPrefix(digits: string): string {
  const bare = digits.replace(/^0{1,2}/, "");
  return bare.length >= DIGITS_MIN ? bare : digits;
}

/** A run of Chinese is a phrase of overlapping pairs, as `sys.search_text` stores it; anything else begins a word. */
function termsOf(word: string): readonly string[] {
  const runs = word.match(chineseRun) ?? [];
  const rest = word.split(chineseRun).filter((part) => part !== "");
  return [...runs.map(phrase), ...rest.map((part) => `'${part}':*`)];
}

function phrase(run: string): string {
  // Code points: the script's rarer characters take two units of a string each.
  const characters = Array.from(run);
  if (characters.length === 1) return `'${run}':*`;
  const pairs = characters.slice(1).map((second, index) => `'${characters[index]}${second}'`);
  return `(${pairs.join(" <-> ")})`;
}

/** The condition on a table's `search` and `folded` columns; both have an index, and the planner joins the two. */
export function nameMatches(name: SearchText & { readonly kind: "name" }, table: string): RawBuilder<boolean> {
  const search = sql.ref(`${table}.search`);
  const folded = sql.ref(`${table}.folded`);
  const byWords = sql<boolean>`${search} @@ to_tsquery('simple', sys.fold(${name.query}))`;
  if (name.part === undefined) return byWords;
  return sql<boolean>`(${byWords} or ${folded} like '%' || sys.fold(${likeText(name.part)}) || '%')`;
}

/** Text to stand in a LIKE pattern for itself. */
export function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}
