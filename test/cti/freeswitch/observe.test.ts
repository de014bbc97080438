/** Recordings of a real switch, read as a story. Names of legs are A, B, C … in order of appearance (see trace.ts). */

import { expect, test } from "vitest";

import type { EslEvent } from "#cti/esl/events.ts";
import { observe } from "#cti/freeswitch/observe.ts";

import { leg, node } from "./site.ts";
import { story, traceEvents } from "./trace.ts";

test("[FS30] callers that nobody claims: refused by us, or gone before", () => {
  expect(story("02-inbound-not-claimed")).toEqual([
    "A leg.arrived from 34911222333 (Test Caller) to 900100",
    "A leg.hungUp NORMAL_TEMPORARY_FAILURE - by switch",
    "B leg.arrived from 34911222333 (Test Caller) to 900100",
    "B leg.hungUp ORIGINATOR_CANCEL 487 by party",
  ]);
});

test("[FS31] digits are shown at once, inside music and inside announcements", () => {
  const seen = story("03-queue-music-announcement-abandon");
  expect(seen.filter((line) => line.includes("digit"))).toEqual([
    "A digit.pressed 1",
    "A digit.pressed 5",
    "A digit.pressed #",
  ]);
  expect(seen.at(-1)).toBe("A leg.hungUp NORMAL_CLEARING 200 by party");
});

test("[FS32] collected digits are judged by what was pressed, not by the switch's own verdict", () => {
  expect(story("04-collect-digits").filter((line) => line.includes("collected"))).toEqual([
    "A digits.collected 123 invalid -",
    "A digits.collected - invalid -",
    "A digits.collected - invalid 99",
    "A digits.collected 2 invalid -",
    "A digits.collected 12 invalid -",
    // A seventh ended with its leg, which is no answer to anything.
    "A digits.collected - invalid -",
  ]);
});

test("[FS33] an input that is too short is invalid, although the switch leaves it in the variable", () => {
  const event: EslEvent = {
    name: "CHANNEL_EXECUTE_COMPLETE",
    subclass: undefined,
    values: {
      "Unique-ID": leg,
      Application: "play_and_get_digits",
      "Application-Data": "4 6 1 5000 # silence silence_stream://10 cc_digits ^[0-9A-D*#]+$ 2000",
      "Application-UUID": leg,
      variable_cc_digits: "12",
    },
  };
  expect(observe(node, event)).toMatchObject([{ digits: undefined, invalid: "12" }]);
});

test("[FS34] a call from arrival to its end; the agent's leg is parked, not lost", () => {
  expect(story("05-agent-answers-caller-hangs-up")).toEqual([
    "A leg.arrived from 34911222333 (Test Caller) to 900100",
    "A leg.answered",
    "A leg.parked answered",
    "B leg.created",
    "B leg.ringing",
    "B leg.answered",
    "B leg.parked answered",
    "A prompt.played incomplete",
    "A leg.bridged B",
    "B leg.parked answered",
    "A leg.unbridged B",
    "A leg.hungUp NORMAL_CLEARING 200 by party",
    "B leg.hungUp NORMAL_CLEARING - by switch",
  ]);
});

test("[FS35] every way of not answering has its cause, its status and its author", () => {
  expect(story("07-agent-does-not-take-the-call").filter((line) => line.includes("hungUp"))).toEqual([
    "B leg.hungUp NO_ANSWER 487 by switch",
    "C leg.hungUp USER_BUSY 486 by party",
    "D leg.hungUp CALL_REJECTED 603 by party",
    "E leg.hungUp NO_USER_RESPONSE 480 by party",
    "F leg.hungUp NORMAL_TEMPORARY_FAILURE 503 by party",
    "G leg.hungUp NO_ANSWER 487 by switch",
    "A leg.hungUp NORMAL_CLEARING - by switch",
  ]);
});

test("[FS36] a consultation and its transfer: each bridge and each park, in the order of the switch", () => {
  expect(
    story("10-consult-and-transfer")
      .filter((line) => /bridged|parked/.test(line))
      .slice(2, 16),
  ).toEqual([
    "A leg.bridged B",
    "B leg.parked answered",
    "A leg.unbridged B",
    "A leg.parked answered",
    "C leg.parked answered",
    "B leg.bridged C",
    "B leg.unbridged C",
    "B leg.parked answered",
    "A leg.bridged B",
    "A leg.unbridged B",
    "A leg.parked answered",
    "B leg.parked answered",
    "D leg.parked answered",
    "B leg.bridged D",
  ]);
});

test("[FS37] early media is told apart from ringing", () => {
  const seen = story("14-outbound-dialer");
  expect(seen.filter((line) => line.includes("early media"))).toEqual([
    "H leg.ringing with early media",
    "I leg.ringing with early media",
  ]);
  expect(seen.filter((line) => line.includes("hungUp"))).toHaveLength(10);
});

test("[FS38] a name in any script comes through whole, and is only a name", () => {
  expect(story("17-utf8")[0]).toBe("A leg.arrived from 34911222333 (王小明 José Muñoz 😀) to 900100");
});

test("[FS39] what we do not know means nothing, and every event of every recording can be read", () => {
  expect(observe(node, { name: "NEW_THING", subclass: undefined, values: { "Unique-ID": leg } })).toEqual([]);
  expect(observe(node, { name: "CHANNEL_PARK", subclass: undefined, values: { "Unique-ID": "not-a-uuid" } })).toEqual(
    [],
  );
  expect(observe(node, { name: "CHANNEL_PARK", subclass: undefined, values: { "Unique-ID": leg } })).toEqual([]);
  expect(
    observe(node, { name: "DTMF", subclass: undefined, values: { "Unique-ID": leg, "DTMF-Digit": "12" } }),
  ).toEqual([]);
  for (const name of [
    "01-auth-and-commands",
    "11-three-way-conference",
    "13-supervisor",
    "18-registration",
    "20-nailed-agent-and-dialer",
  ]) {
    for (const event of traceEvents(name)) expect(() => observe(node, event)).not.toThrow();
  }
});

test.each([
  ["anonymous", undefined],
  ["Anonymous", undefined],
  ["unavailable", undefined],
  ["0000000000", undefined],
  ["+34911222333", "+34911222333"],
])("[FS40] the caller's number %j is %j", (sent, expected) => {
  const values = {
    "Unique-ID": leg,
    variable_cc_entry: "trunk",
    "Answer-State": "ringing",
    "Caller-Caller-ID-Number": sent,
    "Caller-Destination-Number": "900",
  };
  expect(observe(node, { name: "CHANNEL_PARK", subclass: undefined, values })).toMatchObject([
    { kind: "leg.arrived", from: expected },
  ]);
  const hidden = { ...values, "Caller-Privacy-Hide-Number": "true" };
  expect(observe(node, { name: "CHANNEL_PARK", subclass: undefined, values: hidden })).toMatchObject([
    { from: undefined },
  ]);
});
