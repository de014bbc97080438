/** Reads the events inside frames: cheaply one header at a time, or decoded as a whole. */
import { Buffer } from "node:buffer";
import { EslForbiddenText, EslProtocolFault } from "./faults.ts";
import { contentTypeOf } from "./frame.ts";
import type { EslFrame } from "./frame.ts";
import { percentDecode, percentEncode } from "./percent.ts";

/** FreeSWITCH has only strings, and lists of strings for the few headers that were set more than once. */
export type EslValue = string | readonly string[];

/** All headers of an event by name; the event's own body, if any, under `_body`, in both formats. */
export type EslValues = Readonly<Record<string, EslValue>>;

export interface EslEvent {
  /** `Event-Name`, for example `CHANNEL_PARK`. */
  readonly name: string;
  /** `Event-Subclass` of a `CUSTOM` event, for example `sofia::register`. */
  readonly subclass: string | undefined;
  readonly values: EslValues;
}

const emptyInPlain = "_undef_";
const arrayInPlain = "ARRAY::";
const arraySeparator = "|:";

export function isEventFrame(frame: EslFrame): boolean {
  return contentTypeOf(frame).startsWith("text/event-");
}

/** The name of the event in a frame without decoding the rest, or undefined if it is not an event. */
export function eventName(frame: EslFrame): string | undefined {
  return peekHeader(frame, "Event-Name");
}

/**
 * One string header of an event without decoding the rest. Works on the text: inside a JSON string every quote is
 * escaped, so `"name":"` can only be the start of a member.
 */
export function peekHeader(frame: EslFrame, name: string): string | undefined {
  const { body } = frame;
  if (body === undefined) return undefined;
  switch (contentTypeOf(frame)) {
    case "text/event-json":
      return peekJson(body, name);
    case "text/event-plain":
      return peekPlain(body, name);
    default:
      return undefined;
  }
}

function peekJson(body: string, name: string): string | undefined {
  const member = `"${name}":"`;
  for (let at = body.indexOf(member); at !== -1; at = body.indexOf(member, at + 1)) {
    // Otherwise the quote belongs to a longer name that contains an escaped quote.
    if (body[at - 1] !== "{" && body[at - 1] !== ",") continue;
    const from = at + member.length;
    for (let end = body.indexOf('"', from); end !== -1; end = body.indexOf('"', end + 1)) {
      if (isEscaped(body, from, end)) continue;
      const raw = body.slice(from, end);
      return raw.includes("\\") ? parseJsonString(body.slice(from - 1, end + 1)) : raw;
    }
    return undefined;
  }
  return undefined;
}

/** A quote is escaped if an odd number of backslashes stands in front of it. */
function isEscaped(body: string, from: number, quote: number): boolean {
  let at = quote;
  while (at > from && body[at - 1] === "\\") at -= 1;
  return (quote - at) % 2 === 1;
}

function parseJsonString(text: string): string | undefined {
  const value = parseJson(text);
  return typeof value === "string" ? value : undefined;
}

function peekPlain(body: string, name: string): string | undefined {
  const end = body.indexOf("\n\n");
  const line = `${name}: `;
  let from = 0;
  if (!body.startsWith(line)) {
    const at = body.indexOf(`\n${line}`);
    if (at === -1 || (end !== -1 && at > end)) return undefined;
    from = at + 1;
  }
  const stop = body.indexOf("\n", from);
  return percentDecode(body.slice(from + line.length, stop === -1 ? undefined : stop));
}

/** The whole event of a frame. Throws EslProtocolFault `badEvent` for a body that is not one; the stream stays usable. */
export function decodeEvent(frame: EslFrame): EslEvent {
  const values = decodeValues(contentTypeOf(frame), frame.body ?? "");
  return { name: textOf(values, "Event-Name") ?? "", subclass: textOf(values, "Event-Subclass"), values };
}

function decodeValues(contentType: string, body: string): EslValues {
  switch (contentType) {
    case "text/event-json":
      return decodeJsonEvent(body);
    case "text/event-plain":
      return decodePlainEvent(body);
    default:
      throw new EslProtocolFault("badEvent", `A frame of type ${contentType} is not an event that we can read.`);
  }
}

/** A header as text; the first entry of a list; undefined if it is missing. */
export function textOf(values: EslValues, name: string): string | undefined {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return typeof value === "string" || value === undefined ? value : value[0];
}

export function decodeJsonEvent(body: string): EslValues {
  const parsed = parseJson(body);
  if (!isValues(parsed)) throw new EslProtocolFault("badEvent", "An event is not a JSON object of strings and lists.");
  return parsed;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new EslProtocolFault("badEvent", "An event is not JSON.");
  }
}

function isValues(parsed: unknown): parsed is EslValues {
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return false;
  return Object.values(parsed).every(
    (value) => typeof value === "string" || (Array.isArray(value) && value.every((entry) => typeof entry === "string")),
  );
}

/** Member order is kept; a header that FreeSWITCH repeats (`Hangup-Cause`) is written once. */
export function encodeJsonEvent(values: EslValues): string {
  return JSON.stringify(withBodyLength(values));
}

/**
 * Reads a plain event into the form of the JSON one. Lossy where the format is: a value with `%XX` in it, a value
 * `_undef_` (it means empty), a list entry with `|:` in it.
 */
export function decodePlainEvent(body: string): EslValues {
  const end = body.indexOf("\n\n");
  const head = end === -1 ? body : body.slice(0, end);
  const entries: [string, EslValue][] = [];
  for (const line of head.split("\n")) {
    const colon = line.indexOf(": ");
    if (colon < 1) throw new EslProtocolFault("badEvent", "A line of a plain event has no name.");
    entries.push([line.slice(0, colon), decodePlainValue(line.slice(colon + 2))]);
  }
  const inner = end === -1 ? "" : body.slice(end + 2);
  if (inner !== "") entries.push(["_body", inner]);
  return Object.fromEntries(entries);
}

function decodePlainValue(raw: string): EslValue {
  const text = percentDecode(raw);
  if (text === emptyInPlain) return "";
  return text.startsWith(arrayInPlain) ? text.slice(arrayInPlain.length).split(arraySeparator) : text;
}

/** Writes a plain event as FreeSWITCH does, for clients that ask for this format. */
export function encodePlainEvent(values: EslValues): string {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(withBodyLength(values))) {
    if (name === "_body") continue;
    if (/[\r\n\0:]/.test(name)) throw new EslForbiddenText("headerName", "event header name");
    const text = typeof value === "string" ? value : `${arrayInPlain}${value.join(arraySeparator)}`;
    lines.push(`${name}: ${percentEncode(text === "" ? emptyInPlain : text)}\n`);
  }
  return `${lines.join("")}\n${textOf(values, "_body") ?? ""}`;
}

/** An event with a body says how long it is, in bytes, and the body comes last. */
function withBodyLength(values: EslValues): EslValues {
  const body = textOf(values, "_body");
  if (body === undefined) return values;
  const { _body: _, ...headers } = values;
  return { ...headers, "Content-Length": String(Buffer.byteLength(body)), _body: body };
}
