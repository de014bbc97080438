/** The percent-encoding of `text/event-plain` bodies, with FreeSWITCH's own set of characters and its one ambiguity. */
import { Buffer } from "node:buffer";

const unsafe = new Set(Buffer.from('\r\n #%&+:;<=>?@[\\]^`{|}"'));
const PERCENT = 0x25;

/**
 * Encodes like FreeSWITCH 1.10: `%` followed by two upper-case hex digits is left alone, so `%41` in a value cannot be
 * told from an encoded `A`. The plain format is lossy there; that is why we subscribe to JSON.
 */
export function percentEncode(text: string): string {
  const bytes = Buffer.from(text);
  let encoded = "";
  for (const [at, byte] of bytes.entries()) {
    const isLeftAlone = byte === PERCENT && isUpperHex(bytes[at + 1]) && isUpperHex(bytes[at + 2]);
    const isPlain = isLeftAlone || (byte >= 0x20 && byte <= 0x7e && !unsafe.has(byte));
    encoded += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}

/** Decodes `%XX`; a percent sign that starts no such triple stands for itself, and bytes that are not UTF-8 become U+FFFD. */
export function percentDecode(text: string): string {
  if (!text.includes("%")) return text;
  const source = Buffer.from(text);
  const bytes = Buffer.allocUnsafe(source.length);
  let length = 0;
  for (let at = 0; at < source.length; at += 1) {
    const high = source[at] === PERCENT ? hexDigit(source[at + 1]) : -1;
    const low = high === -1 ? -1 : hexDigit(source[at + 2]);
    if (low === -1) {
      bytes[length] = source[at] ?? 0;
    } else {
      bytes[length] = high * 16 + low;
      at += 2;
    }
    length += 1;
  }
  return bytes.toString("utf8", 0, length);
}

function isUpperHex(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46));
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}
