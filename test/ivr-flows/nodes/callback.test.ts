import { expect, test } from "vitest";
import { continueFlow, repeatFlow, startFlow, type FlowEvent } from "#ivr-flows/interpret.ts";
import { flowSchema } from "#ivr-flows/schema.ts";
import { context } from "../site.ts";

const hangUp = { type: "hangUp", config: {}, exits: {} };

function flowWith(config: object) {
  return flowSchema.parse({
    formatVersion: 1,
    id: "call-back",
    name: "Call back",
    type: "voice",
    entry: "ask",
    languages: ["en"],
    nodes: {
      ask: { type: "callback", config, exits: { booked: "yes", declined: "no", unavailable: "never" } },
      yes: hangUp,
      no: hangUp,
      never: hangUp,
    },
  });
}

/** Where the answers lead: the last effect's kind, and the nodes on the way. */
function answered(events: readonly FlowEvent[], config: object = {}, number: string | undefined = "+34911") {
  const flow = flowWith(config);
  const situation = context({ number });
  let { cursor, effects } = startFlow(flow, situation);
  let path = cursor.path;
  for (const event of events) {
    const next = continueFlow(flow, cursor, event, situation);
    path = next.path;
    effects = next.effects;
    if (next.cursor === undefined) break;
    cursor = next.cursor;
  }
  return { flow, situation, cursor, last: effects.at(-1), end: path.at(-1)?.node };
}

const pressed = (digits: string | undefined): FlowEvent => ({ kind: "collected", digits, invalid: undefined });
const booked: FlowEvent = { kind: "callbackAnswered", result: "booked" };

test("[RT150] the node asks, books and leaves by what came of it", () => {
  expect(answered([pressed("1")]).last).toEqual({ kind: "callback", queue: undefined, number: "+34911" });
  expect(answered([pressed("1")], { queue: "Sales" }).last).toMatchObject({ queue: "Sales" });
  expect(answered([pressed("1"), booked]).end).toBe("yes");
  expect(answered([pressed("3")]).end).toBe("no");
  expect(answered([pressed("1"), { kind: "callbackAnswered", result: "unavailable" }]).end).toBe("never");
  expect(answered([pressed(undefined), pressed(undefined), pressed(undefined)]).end).toBe("no");
});

test("[RT150] a typed number is read back; tries begin anew with each question", () => {
  const typed = [pressed(undefined), pressed(undefined), pressed("2"), pressed(undefined), pressed("34600111")];
  expect(answered([...typed, pressed("1")]).last).toMatchObject({ kind: "callback", number: "34600111" });
  expect(answered([], { otherNumber: false }, "anonymous").end).toBe("never");
  expect(answered([pressed("2"), pressed("12")]).last).toMatchObject({ kind: "collect", max: 15 });
});

test("[RT150] asked again after a silence of the switch, the node stands where it stood", () => {
  const { flow, cursor, situation, last } = answered([pressed("1")]);
  expect(repeatFlow(flow, cursor, situation).effects.at(-1)).toEqual(last);
});
