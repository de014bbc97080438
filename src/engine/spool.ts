/**
 * The local file that facts go to while PostgreSQL is away. One record per line, each with its length and checksum, so
 * that a line that was torn by a crash is known for what it is:
 *
 * ```
 *   <length of the JSON in bytes> <CRC-32 in hex> <JSON of { epoch, fact }>\n
 * ```
 */

import { open, mkdir, copyFile, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Fact } from "#routing/facts.ts";

/** More than a day of a busy site. Beyond it facts stay in memory only, and a fault says so. */
const SPOOL_BYTES_MAX = 1024 * 1024 * 1024;
/** Read at once while draining or scanning. */
export const READ_BYTES_MAX = 1024 * 1024;
/** A record longer than this was not written by us. */
const RECORD_BYTES_MAX = 64 * 1024 * 1024;

const FILE = "journal.spool";
const NEWLINE = 0x0a;

export interface SpooledFact {
  readonly epoch: number;
  readonly fact: Fact;
}

/** What a spool left behind by an earlier process looked like when it was opened. */
export type SpoolCondition =
  | { readonly kind: "whole" }
  /** The last record was being written when the process or machine died; it had been acknowledged to nobody. */
  | { readonly kind: "torn"; readonly bytes: number }
  /** Good records follow a bad one: the disk lost something. What was there is kept in `copy`. */
  | { readonly kind: "damaged"; readonly bytes: number; readonly copy: string };

export interface Spool extends AsyncDisposable {
  readonly condition: SpoolCondition;
  /** Bytes of good records. */
  size(): number;
  /**
   * Writes and flushes to the disk; when it resolves the facts survive a power cut. Throws `SpoolFull` before writing
   * anything beyond the limit, or the disk's own error, after which nothing of this call counts. One call at a time.
   */
  append(records: readonly SpooledFact[]): Promise<void>;
  /** Records from a byte offset on, about `READ_BYTES_MAX` of them, and the offset after them. Empty at the end. */
  read(offset: number): Promise<{ readonly records: readonly SpooledFact[]; readonly next: number }>;
  /** Empties the file, when everything in it is in PostgreSQL. */
  clear(): Promise<void>;
}

/** The spool has reached its limit. */
export class SpoolFull extends Error {
  override readonly name = "SpoolFull";
}

/** Opens or creates the spool of a folder, and cuts off what follows the last good record. */
export async function openSpool(folder: string, bytesMax = SPOOL_BYTES_MAX): Promise<Spool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, FILE);
  const file = await openFile(path);
  const { good, isDamaged } = await scan(file);
  const bad = (await file.stat()).size - good;
  const condition = await judge(path, good, bad, isDamaged);
  if (bad > 0) {
    await file.truncate(good);
    await file.datasync();
  }
  await syncFolder(folder);
  let size = good;
  return {
    condition,
    size: () => size,
    append: async (records) => {
      const bytes = Buffer.concat(records.map(encodeRecord));
      if (size + bytes.length > bytesMax) throw new SpoolFull(`the spool holds ${size} of ${bytesMax} bytes`);
      try {
        await writeAll(file, bytes, size);
        await file.datasync();
      } catch (error) {
        // What was written in part lies beyond `size`; the next append overwrites it, a scan would cut it off.
        await file.truncate(size).catch((second: unknown) => {
          throw new AggregateError([error, second], "the spool can be neither written nor cut", { cause: second });
        });
        throw error;
      }
      size += bytes.length;
    },
    read: (offset) => readRecords(file, offset, size),
    clear: async () => {
      await file.truncate(0);
      await file.datasync();
      size = 0;
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}

async function openFile(path: string): Promise<FileHandle> {
  const created = await open(path, "a", 0o600);
  await created.close();
  return open(path, "r+");
}

/** So that the file's name survives a power cut as well as its bytes. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function judge(path: string, good: number, bad: number, isDamaged: boolean): Promise<SpoolCondition> {
  if (bad === 0) return { kind: "whole" };
  if (!isDamaged) return { kind: "torn", bytes: bad };
  const copy = `${path}.damaged-at-${good}`;
  await copyFile(path, copy);
  return { kind: "damaged", bytes: bad, copy };
}

/** One record as bytes, newline included. */
export function encodeRecord(record: SpooledFact): Buffer {
  const json = Buffer.from(JSON.stringify(record));
  const head = `${json.length} ${crc32(json).toString(16).padStart(8, "0")} `;
  return Buffer.concat([Buffer.from(head), json, Buffer.of(NEWLINE)]);
}

type Decoded =
  | { readonly kind: "record"; readonly json: Buffer; readonly next: number }
  | { readonly kind: "short" }
  | { readonly kind: "bad" };

const HEAD_BYTES_MAX = 20;

/** The record that begins at `from`. `short`: more bytes are needed to tell. */
function decodeRecord(bytes: Buffer, from: number): Decoded {
  const head = /^(\d{1,9}) ([0-9a-f]{8}) /.exec(bytes.toString("latin1", from, from + HEAD_BYTES_MAX));
  if (head === null) return bytes.length - from < HEAD_BYTES_MAX ? { kind: "short" } : { kind: "bad" };
  const [whole, length = "", checksum = ""] = head;
  const start = from + whole.length;
  const end = start + Number(length);
  if (Number(length) > RECORD_BYTES_MAX) return { kind: "bad" };
  if (end >= bytes.length) return { kind: "short" };
  const json = bytes.subarray(start, end);
  if (bytes[end] !== NEWLINE || crc32(json) !== Number.parseInt(checksum, 16)) return { kind: "bad" };
  return { kind: "record", json, next: end + 1 };
}

/** The length of the good beginning, and whether good records follow the first bad one. */
async function scan(file: FileHandle): Promise<{ readonly good: number; readonly isDamaged: boolean }> {
  const { size } = await file.stat();
  let offset = 0;
  while (offset < size) {
    const { next } = await readRecords(file, offset, size);
    if (next === offset) return { good: offset, isDamaged: await hasGoodRecordAfter(file, offset, size) };
    offset = next;
  }
  return { good: offset, isDamaged: false };
}

async function hasGoodRecordAfter(file: FileHandle, offset: number, size: number): Promise<boolean> {
  const bytes = await readBytes(file, offset, Math.min(size - offset, RECORD_BYTES_MAX));
  for (let newline = bytes.indexOf(NEWLINE); newline !== -1; newline = bytes.indexOf(NEWLINE, newline + 1)) {
    if (decodeRecord(bytes, newline + 1).kind === "record") return true;
  }
  return false;
}

async function readRecords(
  file: FileHandle,
  offset: number,
  size: number,
): Promise<{ readonly records: readonly SpooledFact[]; readonly next: number }> {
  let wanted = Math.min(READ_BYTES_MAX, size - offset);
  for (;;) {
    const bytes = await readBytes(file, offset, wanted);
    const records: SpooledFact[] = [];
    let from = 0;
    let stop: Decoded["kind"] = "short";
    while (from < bytes.length) {
      const decoded = decodeRecord(bytes, from);
      stop = decoded.kind;
      if (decoded.kind !== "record") break;
      // The checksum says that these bytes are what encodeRecord wrote.
      records.push(JSON.parse(decoded.json.toString()) as SpooledFact);
      from = decoded.next;
    }
    const isWholeRest = offset + bytes.length >= size;
    if (records.length > 0 || isWholeRest || stop === "bad") return { records, next: offset + from };
    wanted = Math.min(wanted * 2, size - offset, RECORD_BYTES_MAX + HEAD_BYTES_MAX + 1);
    if (wanted <= bytes.length) return { records, next: offset };
  }
}

async function readBytes(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}
