/** The simulated event socket tells what FreeSWITCH told, scenario by scenario of the golden traces. */

import { describe, expect, test } from "vitest";
import { traceNames } from "../esl/traces.ts";
import { replay } from "./trace-replay.ts";
import type { Told } from "./trace-replay.ts";

/** The scenarios of what the product uses; the others are about conferences, supervisors and encodings. */
const scenarios = traceNames.filter((name) => /^(02|03|04|05|06|07|08|09|10|12|15|16|19)-/.test(name));

describe.each(scenarios)("%s", (name) => {
  const { golden, simulated, goldenJobs, simulatedJobs, replies } = replay(name);

  test("[SE1] each leg has the same events in the same order", () => {
    const shapes = (told: typeof golden): object =>
      Object.fromEntries([...told].map(([leg, events]) => [leg, events.map((event) => event.shape)]));
    expect(shapes(simulated)).toEqual(shapes(golden));
  });

  test("[SE2] each job ends the same way", () => {
    expect(Object.fromEntries(simulatedJobs)).toEqual(Object.fromEntries(goldenJobs));
  });

  test("[SE3] each event has the headers that a client needs, of the same type and with the same words", () => {
    const found = [...golden].map(([leg, events]) =>
      events.map((event, at) => headersOf(event, simulated.get(leg)?.[at] ?? event)),
    );
    const wanted = [...golden].map(([, events]) => events.map((event) => headersOf(event, event)));
    expect(found).toEqual(wanted);
  });

  test("[SE4] each command is answered with the same text", () => {
    expect(replies.filter(isFixed).map((one) => one.simulated)).toEqual(
      replies.filter(isFixed).map((one) => one.golden),
    );
    expect(replies.length).toBeGreaterThan(2);
  });
});

test("[SE5] what a client does wrong is answered with the same text", () => {
  const { replies } = replay("01-auth-and-commands.esl.jsonl");
  const fixed = replies.filter(isFixed);
  expect(fixed.length).toBeGreaterThan(35);
  expect(fixed.map((one) => one.simulated)).toEqual(fixed.map((one) => one.golden));
});

/** Answers that are made of times, versions, whole tables or the switch's own new ids. */
function isFixed({ command, golden }: { readonly command: string; readonly golden: string }): boolean {
  return (
    golden !== "" &&
    !/^(api|bgapi) (status|version|show|uuid_dump|sofia|conference)|^sendevent|^bgapi uuid_exists 430cdb47/.test(
      command,
    )
  );
}

/** Compared by their words. */
const sameWords = [
  "Event-Name",
  "Call-Direction",
  "Answer-State",
  "Channel-State",
  "Channel-Call-State",
  "Channel-Presence-Data",
  "Hangup-Cause",
  "Caller-Caller-ID-Name",
  "Caller-Caller-ID-Number",
  "Caller-Destination-Number",
  "Application",
  "Application-Data",
  "Playback-File-Path",
  "Playback-File-Type",
  "Playback-Status",
  "DTMF-Digit",
  "DTMF-Source",
  "Record-File-Path",
  "variable_direction",
  "variable_cc_entry",
  "variable_cc_call",
  "variable_cc_node",
  "variable_cc_digits",
  "variable_cc_digits_invalid",
  "variable_read_result",
  "variable_presence_data",
  "variable_park_after_bridge",
  "variable_uuid_bridge_park_on_cancel",
  "variable_sip_hangup_disposition",
  "variable_sip_term_status",
  "variable_sip_invite_failure_status",
  "variable_DP_MATCH",
] as const;

/** Compared by being there and by type: ids of the switch, times, numbers. */
const sameTypes = [
  "Core-UUID",
  "Event-Sequence",
  "Event-Date-Timestamp",
  "Unique-ID",
  "Channel-HIT-Dialplan",
  "Channel-Call-UUID",
  "Caller-Channel-Created-Time",
  "Caller-Channel-Answered-Time",
  "Bridge-A-Unique-ID",
  "Bridge-B-Unique-ID",
  "Other-Leg-Unique-ID",
  "Application-Response",
  "Application-UUID",
  "variable_transfer_history",
  "variable_record_ms",
] as const;

function headersOf(golden: Told, told: Told): Readonly<Record<string, unknown>> {
  const words = sameWords.filter((name) => golden.values[name] !== undefined);
  const types = sameTypes.filter((name) => golden.values[name] !== undefined);
  return {
    ...Object.fromEntries(words.map((name) => [name, told.values[name]])),
    ...Object.fromEntries(types.map((name) => [name, kindOf(told.values[name])])),
  };
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "list" : typeof value;
}
