import { Buffer } from "node:buffer";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeEvent, encodePlainEvent, eventName, isEventFrame, peekHeader } from "#cti/esl/events.ts";
import type { EslValues } from "#cti/esl/events.ts";
import { EslProtocolFault } from "#cti/esl/faults.ts";
import { encodeFrame } from "#cti/esl/encode.ts";
import { FrameReader } from "#cti/esl/parse.ts";
import { percentDecode, percentEncode } from "#cti/esl/percent.ts";
import { eventFrame } from "#cti/esl/replies.ts";
import type { EslFrame } from "#cti/esl/frame.ts";
import { streamsOf } from "./traces.ts";

/** The three plain events of the recording, as frames: a CUSTOM event, a job and a hang-up. */
function recordedPlain(): readonly EslFrame[] {
  const [, second = []] = streamsOf("17-utf8.esl.jsonl", "in");
  const frames = new FrameReader().push(Buffer.from(second.join("")));
  return frames.filter((frame) => isEventFrame(frame));
}

function event(body: string): EslFrame {
  return { headers: [["Content-Type", "text/event-json"]], body };
}

describe("plain", () => {
  test("[ESL7] values are written as FreeSWITCH writes them", () => {
    const [custom] = recordedPlain();
    expect(custom?.body).toContain(`X-Note: ${percentEncode("ñ 你好 😀 %41 100%zz a+b")}\n`);
  });

  test("[ESL7] a recorded job is read, and written again byte for byte, its body not encoded", () => {
    const [, job] = recordedPlain();
    const values = job === undefined ? {} : decodeEvent(job).values;
    expect(values["_body"]).toBe("客户说：¿Cuánto cuesta? Ñandú 👩‍💻 100%41");
    expect(encodePlainEvent(values)).toBe(job?.body);
  });

  test("[ESL7] `%41` in a value cannot be told from an encoded A: the plain format is lossy there", () => {
    const [custom, , hangup] = recordedPlain();
    expect(custom && decodeEvent(custom).values["X-Note"]).toBe("ñ 你好 😀 A 100%zz a+b");
    const values = hangup === undefined ? {} : decodeEvent(hangup).values;
    // On the wire and in JSON these are `100%41 año 你好` and `a%20b%41c`.
    expect(values["variable_sip_h_X-CC-Note"]).toBe("100A año 你好");
    expect(values["variable_sip_h_X-CC-Enc"]).toBe("a bAc");
  });

  test("[ESL7] lists and empty values have the form of the JSON event", () => {
    const [, , hangup] = recordedPlain();
    expect(hangup && decodeEvent(hangup).values["variable_DP_MATCH"]).toEqual(["900100", "900100"]);
    const values = { "Event-Name": "X", a: "", b: ["1", "2"] };
    expect(encodePlainEvent(values)).toBe("Event-Name: X\na: _undef_\nb: ARRAY%3A%3A1%7C%3A2\n\n");
    expect(decodeEvent(eventFrame("plain", values)).values).toEqual(values);
  });

  test("[ESL7] text without an upper-case `%XX` survives", () => {
    const text = fc.string({ unit: "grapheme" }).filter((candidate) => !/%[0-9A-F]{2}/.test(candidate));
    fc.assert(
      fc.property(text, (original) => {
        expect(percentEncode(original)).toMatch(/^[\x20-\x7e]*$/);
        expect(percentDecode(percentEncode(original))).toBe(original);
      }),
      { seed: 7, numRuns: 1_000 },
    );
    expect(percentDecode("%zz %4 % 100%")).toBe("%zz %4 % 100%");
  });

  test("[ESL7] a header name that would start a new line is refused", () => {
    expect(() => encodePlainEvent({ "a\nb": "1" })).toThrow("headerName");
  });
});

const quoted = fc.constantFrom('a"b', "a\\", '\\"', 'a\\"b"', '","Event-Name":"y', '"Event-Name":"');
const value = fc.oneof(quoted, fc.string({ unit: "grapheme" }), fc.array(fc.string(), { minLength: 1, maxLength: 3 }));
const anyValues: fc.Arbitrary<EslValues> = fc.dictionary(
  fc.oneof(fc.constantFrom("Event-Name", "Core-UUID", "x", 'x"Event-Name', 'x"x', ',"x'), fc.string()),
  value,
  { maxKeys: 8, noNullPrototype: true },
);

describe("json", () => {
  test("[ESL6] one header without decoding is what decoding gives", () => {
    fc.assert(
      fc.property(anyValues, fc.constantFrom("Event-Name", "Core-UUID", "x"), (values, name) => {
        const frame = event(JSON.stringify(values));
        const decoded = decodeEvent(frame).values[name];
        expect(peekHeader(frame, name)).toBe(typeof decoded === "string" ? decoded : undefined);
      }),
      { seed: 6, numRuns: 3_000 },
    );
  });

  test("[ESL6] a name that hides inside a value is not found", () => {
    const frame = event(
      JSON.stringify({ a: '"Event-Name":"FAKE"', b: '{"Event-Name":"FAKE",', c: ',"Event-Name":"F' }),
    );
    expect(eventName(frame)).toBeUndefined();
  });

  test.each(["", "{", "[]", "null", '"x"', "1", '{"a":1}', '{"a":{"b":"c"}}', '{"a":[1]}', '{"a":null}'])(
    "[ESL8] %j is no event",
    (body) => {
      expect(() => decodeEvent(event(body))).toThrow(EslProtocolFault);
    },
  );

  test("[ESL8] a million nested brackets are refused, not a crash", () => {
    expect(() => decodeEvent(event("[".repeat(1_000_000)))).toThrow(EslProtocolFault);
    expect(() => decodeEvent(event(`{"a":${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}`))).toThrow(
      EslProtocolFault,
    );
  });

  test("[ESL8] other frames are no events", () => {
    expect(() => decodeEvent({ headers: [["Content-Type", "log/data"]], body: "{}" })).toThrow(EslProtocolFault);
    expect(eventName({ headers: [["Content-Type", "api/response"]], body: '{"Event-Name":"X"}' })).toBeUndefined();
  });

  test("[ESL12] an event's own body comes last and its length is counted in bytes", () => {
    const frame = eventFrame("json", { "Event-Name": "BACKGROUND_JOB", _body: "ñ\n", "Job-UUID": "j" });
    const body = '{"Event-Name":"BACKGROUND_JOB","Job-UUID":"j","Content-Length":"3","_body":"ñ\\n"}';
    expect(encodeFrame(frame).toString()).toBe(
      `Content-Length: ${String(Buffer.byteLength(body))}\nContent-Type: text/event-json\n\n${body}`,
    );
  });
});
