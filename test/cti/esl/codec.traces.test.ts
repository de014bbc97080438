import { Buffer } from "node:buffer";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CommandReader } from "#cti/esl/command.ts";
import { encodeCommand, encodeFrame } from "#cti/esl/encode.ts";
import { decodeEvent, encodeJsonEvent, eventName, isEventFrame } from "#cti/esl/events.ts";
import type { EslEvent } from "#cti/esl/events.ts";
import { FrameReader } from "#cti/esl/parse.ts";
import { streamsOf, traceNames } from "./traces.ts";

const SEED = 20_261_121;

/** Cuts the bytes at the given places (any numbers; taken modulo the length). */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const at = [...new Set(places.map((place) => place % bytes.length))].toSorted((one, other) => one - other);
  return [...at, bytes.length].map((end, index) => bytes.subarray(at[index - 1] ?? 0, end));
}

/** Events in which FreeSWITCH writes some headers twice; we write them once. */
function repeatsHeaders(event: EslEvent): boolean {
  return event.name === "CHANNEL_HANGUP_COMPLETE" || event.values["Action"] === "floor-change";
}

test("[ESL1] all twenty recorded scenarios are there", () => {
  expect(traceNames).toHaveLength(20);
});

describe.each(traceNames)("%s", (name) => {
  test("[ESL1] frames cut at random places are read and written again byte for byte", () => {
    for (const frames of streamsOf(name, "in")) {
      const bytes = Buffer.from(frames.join(""));
      const cuts = fc.array(fc.nat(), { maxLength: 200 });
      fc.assert(
        fc.property(cuts, (places) => {
          const reader = new FrameReader();
          const read = cut(bytes, places).flatMap((part) => reader.push(part));
          expect(reader.fault).toBeUndefined();
          expect(reader.bufferedBytes).toBe(0);
          expect(read.map((frame) => encodeFrame(frame).toString())).toEqual(frames);
        }),
        { seed: SEED, numRuns: 25 },
      );
    }
  });

  test("[ESL2] commands cut at random places are read and written again byte for byte", () => {
    for (const commands of streamsOf(name, "out")) {
      const bytes = Buffer.from(commands.join(""));
      fc.assert(
        fc.property(fc.array(fc.nat(), { maxLength: 100 }), (places) => {
          const reader = new CommandReader();
          const read = cut(bytes, places).flatMap((part) => reader.push(part));
          expect(reader.fault).toBeUndefined();
          expect(read.map((command) => encodeCommand(command).toString())).toEqual(commands);
        }),
        { seed: SEED, numRuns: 25 },
      );
    }
  });

  test("[ESL6] every event decodes to what its JSON says, and its name is found without decoding", () => {
    for (const frames of streamsOf(name, "in")) {
      for (const frame of new FrameReader().push(Buffer.from(frames.join("")))) {
        if (!isEventFrame(frame)) {
          expect(eventName(frame)).toBeUndefined();
          continue;
        }
        const event = decodeEvent(frame);
        expect(event.name).not.toBe("");
        expect(eventName(frame)).toBe(event.name);
        if (frame.headers.some(([, value]) => value === "text/event-json")) {
          expect(event.values).toEqual(JSON.parse(frame.body ?? ""));
          if (!repeatsHeaders(event)) expect(encodeJsonEvent(event.values)).toBe(frame.body);
        }
      }
    }
  });
});

test("[ESL1] a stream that comes byte by byte gives the same frames", () => {
  const [frames = []] = streamsOf("17-utf8.esl.jsonl", "in");
  const reader = new FrameReader();
  const read = [...Buffer.from(frames.join(""))].flatMap((byte) => reader.push(Uint8Array.of(byte)));
  expect(read.map((frame) => encodeFrame(frame).toString())).toEqual(frames);
});
