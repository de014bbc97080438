/** The list of what lives, from the switch's own answers, and its place among the events. */

import { expect, test } from "vitest";

import type { EslEvent } from "#cti/esl/events.ts";
import { agreed, dumpedLeg, listedLegs, placed } from "#cti/freeswitch/resync.ts";
import type { DumpedLeg } from "#cti/freeswitch/resync.ts";
import type { LegId } from "#routing/ids.ts";

import { leg, otherLeg } from "./site.ts";
import { traceAnswers } from "./trace.ts";

const answers = traceAnswers("15-reconnect-in-a-call");

function dumped(): readonly DumpedLeg[] {
  const [list = ""] = answers.filter((answer) => answer.includes('"rows"'));
  const to = new Map(listedLegs(list).map((listed) => [listed.leg, listed.to]));
  return answers.flatMap((answer) => {
    if (!answer.includes("CHANNEL_DATA")) return [];
    const found = dumpedLeg(answer, "900100");
    return found !== undefined && to.has(found.snapshot.leg) ? [found] : [];
  });
}

test("[FS50] a bridged pair and a waiting caller are listed with their bridge and marks", () => {
  const legs = agreed(dumped());
  expect(legs).toHaveLength(3);
  const [customer, agent, waiting] = legs;
  expect(customer).toMatchObject({
    direction: "inbound",
    isAnswered: true,
    bridgedTo: agent?.leg,
    from: "34911222333",
    to: "900100",
    tags: { call: "c1", entry: "trunk" },
  });
  expect(agent).toMatchObject({
    direction: "outbound",
    isAnswered: true,
    bridgedTo: customer?.leg,
    tags: { call: "c1" },
  });
  expect(waiting).toMatchObject({ bridgedTo: undefined, tags: { call: "c2" } });
  expect(customer?.createdAt).toBe(1_795_293_498_318);
});

test("[FS51] an empty list has no rows, and a leg that is gone has no dump", () => {
  expect(listedLegs('{"row_count": 0}')).toEqual([]);
  expect(dumpedLeg("-ERR No such channel!\n", undefined)).toBeUndefined();
  expect(() => listedLegs("-ERR")).toThrow("not JSON");
});

test("[FS52] channels that are not ours are not listed", () => {
  const row = (presence: string, context: string) => ({
    uuid: leg,
    presence_data: presence,
    context,
    initial_context: context,
    initial_dest: "1",
  });
  const list = (presence: string, context: string) =>
    listedLegs(JSON.stringify({ row_count: 1, rows: [row(presence, context)] }));
  expect(list("", "agent-deny")).toEqual([]);
  expect(list("somebody else", "default")).toEqual([]);
  expect(list("cc1:x:agent", "default")).toHaveLength(1);
  expect(list("", "cc-in")).toHaveLength(1);
});

test("[FS53] what the caller pressed is no mark", () => {
  const values = {
    "Unique-ID": leg,
    variable_cc_call: "c1",
    variable_cc_digits: "4711",
    variable_cc_digits_invalid: "9",
    "Event-Sequence": "7",
  };
  expect(dumpedLeg(JSON.stringify(values), undefined)?.snapshot.tags).toEqual({ call: "c1" });
});

test("[FS54] a bridge that only one side names is none", () => {
  const [customer, agent] = dumped();
  if (customer === undefined || agent === undefined) throw new Error("the recording has a pair");
  const alone = { ...agent, snapshot: { ...agent.snapshot, bridgedTo: undefined } };
  expect(agreed([customer, alone]).map((one) => one.bridgedTo)).toEqual([undefined, undefined]);
});

function event(of: LegId, sequence: number, name = "CHANNEL_PARK"): EslEvent {
  return { name, subclass: undefined, values: { "Unique-ID": of, "Event-Sequence": String(sequence) } };
}

test("[FS55] events that a leg's dump already contains come before the list; after a lost link not at all, but for ends of commands", () => {
  const found = dumpedLeg(
    JSON.stringify({ "Unique-ID": leg, variable_cc_call: "c1", "Event-Sequence": "100" }),
    undefined,
  );
  if (found === undefined) throw new Error("ours");
  const early = event(leg, 90);
  const late = event(leg, 110);
  const end = event(leg, 95, "CHANNEL_EXECUTE_COMPLETE");
  const stranger = event(otherLeg, 10);
  expect(placed([early, end, late, stranger], [found], false)).toEqual({
    before: [early, end],
    after: [late, stranger],
  });
  expect(placed([early, end, late, stranger], [found], true)).toEqual({ before: [], after: [end, late, stranger] });
});
