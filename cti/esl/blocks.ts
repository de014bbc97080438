/**
 * Cuts a byte stream into blocks (head, blank line, announced body) in bounded memory. Both directions of the event
 * socket are framed alike, so the reader of frames and the reader of commands share this one.
 *
 *   head ──blank line, no length──▶ (block) head
 *   head ──blank line, length n──▶ body ──n bytes──▶ (block) head
 *   any ──fault──▶ broken (for good: framing cannot be found again)
 */
import { Buffer } from "node:buffer";
import { EslProtocolFault } from "./faults.ts";
import type { EslHeader } from "./frame.ts";

export interface BlockLimits {
  readonly maxHeadBytes: number;
  readonly maxBodyBytes: number;
}

/** What a head says: how long the body is (undefined: none) and what to make of it all. */
export interface Head<T> {
  readonly bodyBytes: number | undefined;
  readonly complete: (body: string | undefined) => T;
}

const LF = 0x0a;
const CR = 0x0d;
/** Storage that grew beyond this for one long body is given back as soon as that body is complete. */
const KEPT_STORAGE_BYTES = 256 * 1024;
const FIRST_STORAGE_BYTES = 4 * 1024;

export class BlockReader<T> {
  readonly #readHead: (text: string) => Head<T>;
  readonly #limits: BlockLimits;
  readonly #acceptsCr: boolean;
  /** The bytes of at most one unfinished head or body; `#stored` of them are in use. */
  #storage = Buffer.alloc(0);
  #stored = 0;
  /** How many of the stored bytes are known to hold no blank line, so that no byte is searched twice. */
  #searched = 0;
  #head: Head<T> | undefined;
  #fault: EslProtocolFault | undefined;

  constructor(readHead: (text: string) => Head<T>, limits: BlockLimits, acceptsCr: boolean) {
    this.#readHead = readHead;
    this.#limits = limits;
    this.#acceptsCr = acceptsCr;
  }

  /** Set once the stream is broken; from then on `push` returns nothing and stores nothing. */
  get fault(): EslProtocolFault | undefined {
    return this.#fault;
  }

  /** Bytes held back for an unfinished block; never more than one head plus one body. */
  get bufferedBytes(): number {
    return this.#stored;
  }

  /** All blocks completed by these bytes, in order, including those in front of a fault. */
  push(bytes: Uint8Array): readonly T[] {
    const blocks: T[] = [];
    if (this.#fault !== undefined) return blocks;
    try {
      this.#read(bytes, blocks);
    } catch (error) {
      if (!(error instanceof EslProtocolFault)) throw error;
      this.#fault = error;
      this.#storage = Buffer.alloc(0);
      this.#stored = 0;
    }
    return blocks;
  }

  #read(bytes: Uint8Array, blocks: T[]): void {
    const view = this.#stored === 0 ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) : this.#append(bytes);
    let at = 0;
    let searched = this.#searched;
    for (;;) {
      if (this.#head === undefined) {
        // Bare line ends between blocks mean nothing; clients write them to wake the switch.
        while (at < view.length && (view[at] === LF || (this.#acceptsCr && view[at] === CR))) at += 1;
        const end = this.#blankLine(view, at, Math.max(at, searched));
        if ((end?.at ?? view.length) - at > this.#limits.maxHeadBytes) {
          throw new EslProtocolFault(
            "headTooLong",
            `A head is longer than ${String(this.#limits.maxHeadBytes)} bytes.`,
          );
        }
        if (end === undefined) break;
        this.#head = this.#readHead(textOf(view, at, end.at));
        at = end.next;
        searched = at;
      }
      const { bodyBytes, complete } = this.#head;
      if (bodyBytes !== undefined && bodyBytes > this.#limits.maxBodyBytes) {
        throw new EslProtocolFault("bodyTooLong", `A body of ${String(bodyBytes)} bytes was announced.`);
      }
      if (view.length - at < (bodyBytes ?? 0)) break;
      this.#head = undefined;
      blocks.push(complete(bodyBytes === undefined ? undefined : textOf(view, at, at + bodyBytes)));
      at += bodyBytes ?? 0;
      searched = at;
    }
    this.#keep(view, at);
  }

  #blankLine(view: Buffer, from: number, searchFrom: number): { at: number; next: number } | undefined {
    const start = Math.max(from, searchFrom);
    const plain = view.indexOf("\n\n", start, "latin1");
    if (!this.#acceptsCr) return plain === -1 ? undefined : { at: plain, next: plain + 2 };
    const part = plain === -1 ? view.subarray(start) : view.subarray(start, plain + 2);
    const withCr = part.indexOf("\n\r\n", 0, "latin1");
    if (withCr !== -1) return { at: start + withCr, next: start + withCr + 3 };
    return plain === -1 ? undefined : { at: plain, next: plain + 2 };
  }

  /** Adds to the storage, doubling it, so that a body that comes byte by byte is still copied only a few times. */
  #append(bytes: Uint8Array): Buffer {
    const needed = this.#stored + bytes.length;
    if (needed > this.#storage.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#storage.length * 2, FIRST_STORAGE_BYTES));
      this.#storage.copy(larger, 0, 0, this.#stored);
      this.#storage = larger;
    }
    this.#storage.set(bytes, this.#stored);
    this.#stored = needed;
    return this.#storage.subarray(0, needed);
  }

  #keep(view: Buffer, from: number): void {
    const rest = view.length - from;
    if (this.#stored > 0 && from > 0) {
      this.#storage.copyWithin(0, from, view.length);
      this.#stored = rest;
    } else if (this.#stored === 0 && rest > 0) {
      this.#append(view.subarray(from));
    }
    if (this.#stored === 0 && this.#storage.length > KEPT_STORAGE_BYTES) this.#storage = Buffer.alloc(0);
    // The last two bytes may be the first part of a blank line (LF, or LF CR).
    this.#searched = this.#head === undefined ? Math.max(0, rest - 2) : 0;
  }
}

function textOf(view: Buffer, from: number, to: number): string {
  // A switch or a client made of C strings cannot send NUL; what does is not one of them.
  if (view.subarray(from, to).includes(0)) throw new EslProtocolFault("nul", "The stream contains a NUL byte.");
  return view.toString("utf8", from, to);
}

/** Header lines as entries. One blank after the colon belongs to the syntax, further ones to the value. */
export function readHeaders(lines: readonly string[]): readonly EslHeader[] {
  return lines.map((line) => {
    const colon = line.indexOf(":");
    if (colon < 1) throw new EslProtocolFault("badHeader", "A header line has no name.");
    const from = line.charCodeAt(colon + 1) === 0x20 ? colon + 2 : colon + 1;
    return [line.slice(0, colon), line.slice(from)];
  });
}

/** The announced body length in bytes: plain decimal digits, at most once. Everything else is refused (CVE-2026-49840). */
export function announcedLength(headers: readonly EslHeader[]): number | undefined {
  let length: number | undefined;
  for (const [name, value] of headers) {
    if (name.length !== 14 || name.toLowerCase() !== "content-length") continue;
    if (length !== undefined) throw new EslProtocolFault("repeatedLength", "Content-Length is given twice.");
    if (!/^\d{1,15}$/.test(value)) throw new EslProtocolFault("badLength", "Content-Length is not a number of bytes.");
    length = Number(value);
  }
  return length;
}
