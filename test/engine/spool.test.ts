/** The spool's file, torn and damaged in every place. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Fact } from "#routing/facts.ts";
import { encodeRecord, openSpool, READ_BYTES_MAX, SpoolFull, type Spool, type SpooledFact } from "#src/engine/spool.ts";
import { inventDay } from "../records/day.ts";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "cordboard-spool-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

const spooled = (facts: readonly Fact[]): SpooledFact[] =>
  facts.map((fact) => JSON.parse(JSON.stringify({ epoch: 3, fact })));

async function readAll(spool: Spool): Promise<readonly SpooledFact[]> {
  const all: SpooledFact[] = [];
  for (let offset = 0; ;) {
    const { records, next } = await spool.read(offset);
    if (records.length === 0) return all;
    all.push(...records);
    offset = next;
  }
}

test("[JRN5] a spool torn at any byte gives back all whole records before the tear, and goes on from there", async () => {
  const path = await folder();
  const file = join(path, "journal.spool");
  const records = spooled(inventDay({ seed: 5, calls: 2, startsAt: 0 }).facts.slice(0, 12));
  const encoded = records.map(encodeRecord);
  const whole = Buffer.concat(encoded);
  const more = spooled(inventDay({ seed: 6, calls: 1, startsAt: 0 }).facts.slice(0, 2));
  let count = 0;
  let ends = 0;
  for (let length = 0; length <= whole.length; length += 1) {
    while (count < encoded.length && ends + (encoded[count]?.length ?? 0) <= length)
      ends += encoded[count++]?.length ?? 0;
    await writeFile(file, whole.subarray(0, length));
    await using spool = await openSpool(path);
    expect(spool.condition).toEqual(length === ends ? { kind: "whole" } : { kind: "torn", bytes: length - ends });
    if (length % 97 === 0) await spool.append(more);
    expect(await readAll(spool)).toEqual([...records.slice(0, count), ...(length % 97 === 0 ? more : [])]);
  }
  expect(count).toBe(records.length);
});

test("[JRN6] a record damaged in the middle is found out, its file is kept, and what stands before it is used", async () => {
  const path = await folder();
  const file = join(path, "journal.spool");
  const records = spooled(inventDay({ seed: 7, calls: 3, startsAt: 0 }).facts.slice(0, 20));
  const before = Buffer.concat(records.slice(0, 8).map(encodeRecord));
  const bytes = Buffer.concat(records.map(encodeRecord));
  bytes[before.length + 40] = (bytes[before.length + 40] ?? 0) ^ 1;
  await writeFile(file, bytes);
  await using spool = await openSpool(path);
  const { condition } = spool;
  if (condition.kind !== "damaged") throw new Error(`found ${condition.kind}`);
  expect(await readFile(condition.copy)).toEqual(bytes);
  expect(await readAll(spool)).toEqual(records.slice(0, 8));
});

test("[JRN7] a full spool refuses whole batches and keeps what it has", async () => {
  const path = await folder();
  const records = spooled(inventDay({ seed: 8, calls: 5, startsAt: 0 }).facts);
  await using spool = await openSpool(path, 2_000);
  await spool.append(records.slice(0, 3));
  await expect(spool.append(records)).rejects.toThrow(SpoolFull);
  expect(await readAll(spool)).toEqual(records.slice(0, 3));
  await spool.clear();
  await spool.append(records.slice(3, 6));
  expect(await readAll(spool)).toEqual(records.slice(3, 6));
});

test("[JRN5] records longer than one read are read whole", async () => {
  const path = await folder();
  const long = (n: number, length: number): SpooledFact => ({
    epoch: 1,
    fact: { kind: "switch.wentDown", node: "fs-1" as never, cause: "é".repeat(length), n, at: 0 },
  });
  const records = [long(1, 10), long(2, READ_BYTES_MAX * 2), long(3, 10)];
  {
    await using spool = await openSpool(path);
    await spool.append(records);
  }
  await using again = await openSpool(path);
  expect(again.condition).toEqual({ kind: "whole" });
  expect(await readAll(again)).toEqual(records);
});
