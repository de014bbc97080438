/** JSON from strangers: read only when it is not too deep. Size is bounded before it gets here. */

/** Deeper than anything in the protocol; a parser or a validator that recurses must never see ten thousand brackets. */
const JSON_DEPTH_MAX = 24;

/** Undefined when it is not JSON, deeper than `depthMax`, or has text that PostgreSQL cannot keep. */
export function parseBoundedJson(
  text: string,
  depthMax: number = JSON_DEPTH_MAX,
): { readonly value: unknown } | undefined {
  if (isDeeperThan(text, depthMax)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isStorable(value) ? { value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** False for a text with NUL or half a surrogate pair anywhere in it: neither can be stored, and nobody types them. */
export function isStorable(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("\0") && value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, item]) => isStorable(key) && isStorable(item));
}

/** Counts brackets outside of strings, one pass, no recursion. */
function isDeeperThan(text: string, depthMax: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (isInString) {
      if (character === BACKSLASH) index += 1;
      else if (character === QUOTE) isInString = false;
    } else if (character === QUOTE) isInString = true;
    else if (character === OPEN_ARRAY || character === OPEN_OBJECT) {
      depth += 1;
      if (depth > depthMax) return true;
    } else if (character === CLOSE_ARRAY || character === CLOSE_OBJECT) depth -= 1;
  }
  return false;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
