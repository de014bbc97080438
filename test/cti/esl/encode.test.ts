import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CommandReader } from "#cti/esl/command.ts";
import { apiCommand, bgapiCommand, eventCommand, sendEventCommand, sendmsgCommand } from "#cti/esl/commands.ts";
import { encodeCommand, encodeFrame, MAX_COMMAND_BYTES } from "#cti/esl/encode.ts";
import { EslForbiddenText } from "#cti/esl/faults.ts";
import type { EslClientCommand } from "#cti/esl/frame.ts";
import { apiResponseFrame, commandReplyFrame } from "#cti/esl/replies.ts";

function refusalOf(encode: () => unknown): string {
  try {
    encode();
  } catch (error) {
    if (error instanceof EslForbiddenText) return error.code;
    throw error;
  }
  return "written";
}

const hostile: readonly (readonly [text: string, code: string])[] = [
  ["a\nb", "lineBreak"],
  ["a\n\napi system reboot", "lineBreak"],
  ["a\rb", "lineBreak"],
  ["a\0b", "nul"],
  ["${system(reboot)}", "expansion"],
  ["$${password}", "expansion"],
  ["x,origination_nested_vars=true", "nestedVars"],
  ["x,Origination_Nested_Vars=true", "nestedVars"],
];

describe.each(hostile)("%j", (text, code) => {
  test.each<[string, EslClientCommand]>([
    ["command", apiCommand(`uuid_setvar x y ${text}`)],
    ["background command", bgapiCommand(`originate ${text}`, "00000000-0000-4000-8000-000000000001")],
    ["job id", bgapiCommand("status", text)],
    ["event list", eventCommand(["CUSTOM", text])],
    ["channel id", sendmsgCommand(text, [])],
    ["header value", sendmsgCommand("x", [["execute-app-arg", text]])],
    ["event header", sendEventCommand("MESSAGE", [["x", text]], undefined)],
  ])("[ESL10] is refused in a %s", (_, command) => {
    expect(refusalOf(() => encodeCommand(command))).toBe(code);
  });
});

test("[ESL10] a body may have lines, but nothing that the switch would run", () => {
  expect(refusalOf(() => encodeCommand(sendEventCommand("X", [], "two\n\nlines")))).toBe("written");
  expect(refusalOf(() => encodeCommand(sendEventCommand("X", [], "${x}")))).toBe("expansion");
  expect(refusalOf(() => encodeCommand(sendEventCommand("X", [], "a\0")))).toBe("nul");
});

test("[ESL11] a command that the switch would not answer, or would cut, is refused", () => {
  expect(refusalOf(() => encodeCommand({ line: "  ", headers: [], body: undefined }))).toBe("empty");
  expect(refusalOf(() => encodeCommand(apiCommand("x".repeat(MAX_COMMAND_BYTES))))).toBe("tooLong");
});

test("[ESL10] a header name may not switch off the switch's check of variables", () => {
  expect(refusalOf(() => encodeCommand(sendmsgCommand("x", [["Origination_nested_vars", "true"]])))).toBe("nestedVars");
});

test.each(["a: b", "a b", "", "a\nb", "你"])("[ESL11] a header name may not be %j", (name) => {
  expect(refusalOf(() => encodeCommand(sendmsgCommand("x", [[name, "1"]])))).toBe("headerName");
});

test("[ESL10] any text is either refused or arrives as exactly one command with exactly that text", () => {
  const nasty = fc.constantFrom(
    "\n",
    "\r",
    "\0",
    "${",
    "$",
    "{",
    "}",
    ",",
    "|",
    "'",
    "\\",
    ": ",
    "Content-Length: 3",
    "é",
  );
  const text = fc.array(fc.oneof(nasty, fc.string({ maxLength: 5 })), { maxLength: 12 }).map((parts) => parts.join(""));
  let written = 0;
  fc.assert(
    fc.property(text, text, (argument, value) => {
      const command = { line: `api x ${argument}`, headers: [["A", value] as const], body: undefined };
      if (refusalOf(() => encodeCommand(command)) !== "written") return;
      written += 1;
      const reader = new CommandReader();
      expect(reader.push(encodeCommand(command))).toEqual([command]);
      expect(reader.bufferedBytes).toBe(0);
    }),
    { seed: 10, numRuns: 5_000 },
  );
  expect(written).toBeGreaterThan(500);
});

test("[ESL12] a frame's Content-Length is always the true number of bytes", () => {
  const wrong = { headers: [["Content-Length", "1"] as const, ["A", "b"] as const], body: "ñ你😀" };
  expect(encodeFrame(wrong).toString()).toBe("Content-Length: 9\nA: b\n\nñ你😀");
  expect(encodeFrame({ headers: [["A", "b"]], body: "" }).toString()).toBe("A: b\nContent-Length: 0\n\n");
  expect(
    encodeFrame({
      headers: [
        ["Content-Length", "5"],
        ["A", "b"],
      ],
      body: undefined,
    }).toString(),
  ).toBe("A: b\n\n");
});

test("[ESL12] a frame whose header would break the framing is refused", () => {
  expect(refusalOf(() => encodeFrame(commandReplyFrame("+OK\nContent-Length: 5")))).toBe("lineBreak");
  expect(refusalOf(() => encodeFrame(apiResponseFrame("a\0b")))).toBe("nul");
});
