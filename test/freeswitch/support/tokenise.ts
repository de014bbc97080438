/**
 * How FreeSWITCH takes a command apart, written down from the behaviour of its tokenisers (1.10.12), for tests only. The
 * tests feed it what the builder made and compare with what was meant. It is a second opinion: it shares no code with
 * the builder and knows the traps (quotes, escapes, `^^`, nested braces, forking) that the builder is to stay clear of.
 */

/** Turns `\n \r \t \s`, `\'`, `\"`, `\\` and an escaped delimiter into what they stand for; other escapes stay. */
function unescaped(character: string, delimiter: string | undefined): string | undefined {
  const meaning: Readonly<Record<string, string>> = {
    n: "\n",
    r: "\r",
    t: "\t",
    s: " ",
    "'": "'",
    '"': '"',
    "\\": "\\",
  };
  if (Object.hasOwn(meaning, character)) return meaning[character];
  return character === delimiter ? character : undefined;
}

/** Removes quotes and outer blanks of one token and resolves its escapes. */
function cleaned(token: string, delimiter: string | undefined): string {
  const text = token.replace(/^ +/, "");
  let out = "";
  let kept: number | undefined;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const meaning = character === "\\" && at + 1 < text.length ? unescaped(text.charAt(at + 1), delimiter) : undefined;
    if (meaning !== undefined) {
      out += meaning;
      kept = out.length;
      at += 1;
    } else if (character === "'" && (isQuoted || text.includes("'", at + 1))) {
      isQuoted = !isQuoted;
      if (isQuoted) kept = out.length;
    } else {
      out += character;
      if (character !== " " || isQuoted) kept = out.length;
    }
  }
  return out.slice(0, kept);
}

/**
 * Splits a text at a delimiter into at most `most` tokens. A text that opens with `^^x` is split at `x` instead. Quotes
 * protect the delimiter, a backslash protects the character behind it. The last token keeps the rest.
 */
export function separated(text: string, delimiter: string, most = 64): readonly string[] {
  let rest = text;
  let at = delimiter;
  if (text.startsWith("^^") && text.length > 3) {
    at = text.charAt(2);
    rest = text.slice(3);
  }
  return at === " " ? separatedAtBlanks(rest, most) : separatedAtCharacter(rest, at, most);
}

function separatedAtCharacter(text: string, delimiter: string, most: number): readonly string[] {
  const tokens: string[] = [];
  let at = 0;
  while (at < text.length && tokens.length < most) {
    let isQuoted = false;
    let end = at;
    const isLast = tokens.length === most - 1;
    while (end < text.length) {
      const character = text.charAt(end);
      if (character === "\\") end += 1;
      else if (character === "'" && (isQuoted || text.includes("'", end + 1))) isQuoted = !isQuoted;
      else if (character === delimiter && !isQuoted && !isLast) break;
      end += 1;
    }
    tokens.push(cleaned(text.slice(at, end), delimiter));
    at = end + 1;
  }
  return tokens;
}

function separatedAtBlanks(text: string, most: number): readonly string[] {
  const tokens: string[] = [];
  let at = 0;
  while (at < text.length && tokens.length < most) {
    let end = at;
    while (text.charAt(end) === " ") end += 1;
    let isQuoted = false;
    const isLast = tokens.length === most - 1;
    while (end < text.length) {
      const character = text.charAt(end);
      if (character === "\\") end += 1;
      else if (character === "'") isQuoted = !isQuoted;
      else if (character === " " && !isQuoted && !isLast) break;
      end += 1;
    }
    tokens.push(cleaned(text.slice(at, end), undefined));
    at = end;
    while (text.charAt(at) === " ") at += 1;
  }
  return tokens;
}

/** The place of the bracket that closes the one at the start of the text; undefined when there is none. */
function closing(text: string, open: string, close: string): number | undefined {
  if (!text.startsWith(open)) return undefined;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === open) depth += 1;
    if (character === close) depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

export interface Bracketed {
  readonly variables: readonly (readonly [string, string])[];
  readonly rest: string;
}

/** Reads `{a=b,c=d}rest`, several such groups in a row as well; undefined is the switch's "Parse Error!". */
export function bracketed(text: string, open = "{", close = "}"): Bracketed | undefined {
  const variables: (readonly [string, string])[] = [];
  let rest = text;
  while (rest.startsWith(open)) {
    const end = closing(rest, open, close);
    if (end === undefined) return undefined;
    for (const pair of separated(rest.slice(1, end), ",", 1_024)) {
      const [name, value, ...more] = separated(pair, "=", 2);
      if (name !== undefined && value !== undefined && more.length === 0) variables.push([name, value]);
    }
    rest = rest.slice(end + 1).replace(/^ +/, "");
  }
  return { variables, rest };
}

export interface OriginateCall {
  readonly variables: readonly (readonly [string, string])[];
  /** The endpoints that would be called, all at once or one after another: `:_:`, `|` and `,` fork. */
  readonly endpoints: readonly string[];
  /** Name and argument of the application behind `&`, or an extension. */
  readonly application: readonly [string, string] | undefined;
  readonly further: readonly string[];
  /** The switch looks for this text anywhere in the dial string and then stops checking variables. */
  readonly isUnchecked: boolean;
}

/** Reads the arguments of `originate`; undefined when the switch would only print its usage or fail to parse. */
export function originateCall(argument: string): OriginateCall | undefined {
  const words = separated(argument, " ", 10);
  if (words.length < 2 || words.length > 7) return undefined;
  const [dialled = "", target = "", ...further] = words;
  const global = bracketed(dialled);
  if (global === undefined) return undefined;
  const endpoints = global.rest
    .split(":_:")
    .flatMap((part) => separated(part, "|"))
    .flatMap((part) => separated(part, ","));
  const [, name = "", value = ""] = /^&([^()]+)\(?([^)]*)/.exec(target) ?? [];
  return {
    variables: global.variables,
    endpoints,
    application: name === "" ? undefined : [name, value],
    further,
    isUnchecked: dialled.toLowerCase().includes("origination_nested_vars=true"),
  };
}

/** Reads an inline dialplan: applications with their arguments. */
export function inlineApplications(text: string): readonly (readonly [string, string])[] {
  const isOwnDelimiter = text.startsWith("m:") && text.charAt(3) === ":";
  const steps = isOwnDelimiter ? separated(text.slice(4), text.charAt(2), 128) : separated(text, ",", 128);
  return steps.map((step): readonly [string, string] => {
    const colon = step.indexOf(":");
    return colon === -1 ? [step.trim(), ""] : [step.slice(0, colon).trim(), step.slice(colon + 1)];
  });
}

/** What the event socket makes of the bytes of a command: each blank line ends one and starts the next. */
export function commandsIn(bytes: string): readonly string[] {
  return bytes.split("\n\n").filter((command) => command.trim() !== "");
}
