import { Buffer } from "node:buffer";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CommandReader, MAX_COMMAND_BODY_BYTES, wordsOf } from "#cti/esl/command.ts";
import { encodeFrame } from "#cti/esl/encode.ts";
import { FrameReader, MAX_FRAME_BODY_BYTES, MAX_FRAME_HEAD_BYTES } from "#cti/esl/parse.ts";
import { apiResponseFrame, authRequestFrame, commandReplyFrame } from "#cti/esl/replies.ts";

function faultOf(text: string): string | undefined {
  const reader = new FrameReader();
  reader.push(Buffer.from(text));
  return reader.fault?.code;
}

describe("what is refused", () => {
  test.each([
    ["negative", "Content-Length: -1"],
    ["not a number", "Content-Length: NaN"],
    ["hexadecimal", "Content-Length: 0x10"],
    ["an exponent", "Content-Length: 1e3"],
    ["a fraction", "Content-Length: 1.5"],
    ["signed", "Content-Length: +5"],
    ["empty", "Content-Length: "],
    ["two numbers", "Content-Length: 5 5"],
    ["beyond every integer", `Content-Length: ${"9".repeat(40)}`],
  ])("[ESL3] a length that is %s", (_, header) => {
    expect(faultOf(`${header}\n\n`)).toBe("badLength");
  });

  test("[ESL3] a length given twice, in any spelling, even if both agree", () => {
    expect(faultOf("Content-Length: 2\ncontent-length: 2\n\nok")).toBe("repeatedLength");
  });

  test("[ESL3] a body above the limit, before a byte of it is stored", () => {
    const reader = new FrameReader();
    reader.push(Buffer.from(`Content-Length: ${String(MAX_FRAME_BODY_BYTES + 1)}\n\n`));
    expect([reader.fault?.code, reader.bufferedBytes]).toEqual(["bodyTooLong", 0]);
  });

  test("[ESL3] a NUL in a head or in a body", () => {
    expect(faultOf("Content-Type: a\0b\n\n")).toBe("nul");
    expect(faultOf("Content-Length: 3\n\na\0b")).toBe("nul");
  });

  test("[ESL3] a head line without a name", () => {
    expect(faultOf("Content-Type\n\n")).toBe("badHeader");
    expect(faultOf(": x\n\n")).toBe("badHeader");
  });

  test("[ESL4] frames in front of the fault are given, nothing is after it", () => {
    const reader = new FrameReader();
    const first = encodeFrame(authRequestFrame);
    expect(reader.push(Buffer.concat([first, Buffer.from("Content-Length: -1\n\n"), first]))).toEqual([
      authRequestFrame,
    ]);
    expect(reader.push(first)).toEqual([]);
    expect([reader.fault?.code, reader.bufferedBytes]).toEqual(["badLength", 0]);
  });
});

describe("bounded memory", () => {
  test("[ESL4] a stream of 100 MB without a blank line is refused after the limit of a head", () => {
    const reader = new FrameReader();
    const part = Buffer.alloc(64 * 1024, "X-Header: value\n");
    let largest = 0;
    for (let sent = 0; sent < 100 * 1024 * 1024; sent += part.length) {
      reader.push(part);
      largest = Math.max(largest, reader.bufferedBytes);
    }
    expect(reader.fault?.code).toBe("headTooLong");
    expect(largest).toBeLessThanOrEqual(MAX_FRAME_HEAD_BYTES);
  });

  test("[ESL4] an announced length reserves nothing", () => {
    const reader = new FrameReader();
    const before = process.memoryUsage().arrayBuffers;
    reader.push(Buffer.from(`Content-Length: ${String(MAX_FRAME_BODY_BYTES)}\n\nabc`));
    expect(reader.bufferedBytes).toBe(3);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
  });

  test("[ESL4] a body of the largest size is read from small parts, each byte copied a few times at most", () => {
    const reader = new FrameReader();
    reader.push(Buffer.from(`Content-Length: ${String(MAX_FRAME_BODY_BYTES)}\n\n`));
    const part = Buffer.alloc(1024, "x");
    let frames = 0;
    // 32,768 parts: a reader that joins all parts each time would move half a terabyte here and run into the timeout.
    for (let sent = 0; sent < MAX_FRAME_BODY_BYTES; sent += part.length) frames += reader.push(part).length;
    expect([frames, reader.bufferedBytes]).toEqual([1, 0]);
  });

  test("[ESL4] whatever is sent, at most one head or one body is held back", () => {
    const limits = { maxHeadBytes: 64, maxBodyBytes: 128 };
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.constantFrom("\n\n", "\n", "Content-Length: 100\n\n", "Content-Length: 7", "A: b", ":", "-1", "\0", "\r\n"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        for (const reader of [new FrameReader(limits), new CommandReader(limits)]) {
          for (const part of pieces) {
            reader.push(typeof part === "string" ? Buffer.from(part) : part);
            expect(reader.bufferedBytes).toBeLessThanOrEqual(limits.maxHeadBytes + limits.maxBodyBytes);
          }
        }
      }),
      { seed: 4, numRuns: 2_000 },
    );
  });
});

describe("any frames, any cuts", () => {
  const frame = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 50 }).map((text) => apiResponseFrame(text.replaceAll("\0", ""))),
    fc.string({ maxLength: 50 }).map((text) => commandReplyFrame(text.replaceAll(/[\r\n\0]/g, ""))),
    fc.constant(apiResponseFrame("")),
    fc.constant(apiResponseFrame("\n\nContent-Length: 9\n\n")),
  );

  test("[ESL1] frames come out as they went in", () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 20 }), fc.array(fc.integer({ min: 1, max: 30 })), (frames, sizes) => {
        const bytes = Buffer.concat(frames.map((one) => encodeFrame(one)));
        const reader = new FrameReader();
        const read = [];
        let at = 0;
        for (const size of sizes) {
          read.push(...reader.push(bytes.subarray(at, at + size)));
          at = Math.min(bytes.length, at + size);
        }
        read.push(...reader.push(bytes.subarray(at)));
        expect(reader.fault).toBeUndefined();
        expect(read).toEqual(frames);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe("commands", () => {
  test("[ESL5] bare line ends between commands are nothing, and lines may end in CR LF", () => {
    const reader = new CommandReader();
    const read = reader.push(Buffer.from("\n\n\r\n\napi status\r\n\r\n\nsendmsg x\r\nA: 1\r\n\n\n\nexit\n\n"));
    expect(read).toEqual([
      { line: "api status", headers: [], body: undefined },
      { line: "sendmsg x", headers: [["A", "1"]], body: undefined },
      { line: "exit", headers: [], body: undefined },
    ]);
  });

  test("[ESL5] a client that ends all lines in CR LF is understood, cut anywhere", () => {
    const bytes = Buffer.from("api a\r\n\r\nsendmsg x\r\nA: 1\r\n\r\nexit\r\n\r\n");
    for (let at = 0; at <= bytes.length; at += 1) {
      const reader = new CommandReader();
      const read = [...reader.push(bytes.subarray(0, at)), ...reader.push(bytes.subarray(at))];
      expect(read.map((command) => [command.line, command.headers.length])).toEqual([
        ["api a", 0],
        ["sendmsg x", 1],
        ["exit", 0],
      ]);
    }
  });

  test("[ESL5] a body is read by its length and may contain blank lines", () => {
    const reader = new CommandReader();
    const [command] = reader.push(Buffer.from("sendevent X\nContent-Length: 8\n\na\n\nb: c\nexit\n\n"));
    expect(command?.body).toBe("a\n\nb: c\n");
  });

  test("[ESL5] the length of a body is checked like that of a frame", () => {
    for (const [length, code] of [
      ["-1", "badLength"],
      [String(MAX_COMMAND_BODY_BYTES + 1), "bodyTooLong"],
    ]) {
      const reader = new CommandReader();
      reader.push(Buffer.from(`sendevent X\nContent-Length: ${String(length)}\n\n`));
      expect(reader.fault?.code).toBe(code);
    }
  });

  test("[ESL5] a line is its first word and the rest", () => {
    const [first, second] = new CommandReader().push(Buffer.from("api uuid_kill x  y\n\nexit\n\n"));
    expect(first && wordsOf(first)).toEqual({ verb: "api", argument: "uuid_kill x  y" });
    expect(second && wordsOf(second)).toEqual({ verb: "exit", argument: "" });
  });
});
