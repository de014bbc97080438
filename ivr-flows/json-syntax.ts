/**
 * Finds where JSON text goes wrong. `JSON.parse` says so only in some engines and only for some mistakes, and the author
 * of a flow file wants a line and a column. RFC 8259.
 */

/** Deeper nesting is called a mistake: no flow needs it. */
export const DEPTH_MAX = 100;

const SPACE = /[ \t\n\r]*/uy;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/uy;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/uy;
const WORD = /true|false|null/uy;

/** Line and column count from 1; columns are UTF-16 units. `undefined`: the text is JSON. */
export function findSyntaxError(text: string): { readonly line: number; readonly column: number } | undefined {
  const offset = errorOffset(text);
  if (offset === undefined) return undefined;
  const before = text.slice(0, offset).split(/\r\n|\n|\r/u);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Characters below this one must be escaped in a string. */
const FIRST_PRINTABLE = 0x20;

function errorOffset(text: string): number | undefined {
  let at = 0;
  const isWhole = value(0);
  skip(SPACE);
  return isWhole && at === text.length ? undefined : at;

  /** Moves behind the pattern if it comes next. */
  function skip(pattern: RegExp): boolean {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  }

  function punctuation(mark: string): boolean {
    skip(SPACE);
    if (text[at] !== mark) return false;
    at += 1;
    return true;
  }

  function value(depth: number): boolean {
    skip(SPACE);
    if (depth < DEPTH_MAX && text[at] === "{") return list("{", "}", () => pair(depth));
    if (depth < DEPTH_MAX && text[at] === "[") return list("[", "]", () => value(depth + 1));
    return string() || skip(NUMBER) || skip(WORD);
  }

  /** By hand, as a pattern would need a stack as deep as the string is long. */
  function string(): boolean {
    if (text[at] !== '"') return false;
    at += 1;
    while (at < text.length && text[at] !== '"') {
      if (text[at] === "\\") {
        if (!skip(ESCAPE)) return false;
      } else if (text.charCodeAt(at) < FIRST_PRINTABLE) return false;
      else at += 1;
    }
    if (at >= text.length) return false;
    at += 1;
    return true;
  }

  function pair(depth: number): boolean {
    skip(SPACE);
    return string() && punctuation(":") && value(depth + 1);
  }

  function list(open: string, close: string, item: () => boolean): boolean {
    punctuation(open);
    if (punctuation(close)) return true;
    do {
      if (!item()) return false;
    } while (punctuation(","));
    return punctuation(close);
  }
}
