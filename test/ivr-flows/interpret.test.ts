import { describe, expect, test } from "vitest";
import {
  continueFlow,
  repeatFlow,
  startFlow,
  STEPS_PER_ACTIVATION_MAX,
  STEPS_PER_CALL_MAX,
  type FlowCursor,
} from "#ivr-flows/interpret.ts";
import { withoutSensitive } from "#ivr-flows/variables.ts";
import { pressed, run, standing } from "./run.ts";
import { context, flowOf, HANG_UP } from "./site.ts";

const SORRY = { kind: "play", prompts: [{ language: "en", name: "sorry-error" }] };
const play = (name: string, next: string) => ({ type: "play", config: { prompts: [{ name }] }, exits: { next } });
const set = (variable: string, value: string, next: string) => ({
  type: "setVariable",
  config: { variable, value },
  exits: { next },
});

const greeting = flowOf({
  answer: { type: "answer", config: {}, exits: { next: "hello" } },
  hello: play("welcome", "end"),
  end: HANG_UP,
});

test("[FLOW6] the path names every node entered, in order, with the exit taken", () => {
  expect(run(greeting, []).path).toEqual(["answer"]);
  expect(run(greeting, [{ kind: "answered" }]).path).toEqual(["answer.next", "hello"]);
  expect(run(greeting, [{ kind: "answered" }, { kind: "played" }]).path).toEqual(["answer.next", "hello.next", "end"]);
});

test("[FLOW2] a flow stops at each node that blocks and goes on with its answer", () => {
  expect(startFlow(greeting, context()).effects).toEqual([{ kind: "answer" }]);
  expect(run(greeting, [{ kind: "answered" }]).effects).toEqual([
    { kind: "play", prompts: [{ language: "en", name: "welcome" }] },
  ]);
  expect(run(greeting, [{ kind: "answered" }, { kind: "played" }])).toEqual({
    cursor: undefined,
    effects: [{ kind: "hangUp", cause: "normal" }],
    path: ["answer.next", "hello.next", "end"],
  });
});

describe("[FLOW3] an event that is not awaited changes nothing and is named", () => {
  const { cursor } = startFlow(greeting, context());

  test.each([
    { kind: "started" },
    { kind: "played" },
    pressed("1"),
    { kind: "recorded", seconds: 3 },
    { kind: "queueLeft", reason: "timeout" },
    { kind: "transferFailed", cause: "busy" },
    { kind: "contactFound", match: "none", contact: undefined, values: {} },
  ] as const)("$kind while the call is being answered", (event) => {
    expect(continueFlow(greeting, cursor, event, context())).toEqual({
      cursor,
      path: cursor.path,
      effects: [],
      ignored: "notAwaited",
    });
  });

  test("anything after the end", () => {
    const ended = startFlow(flowOf({ end: HANG_UP }), context());
    expect(ended.effects).toEqual([{ kind: "hangUp", cause: "normal" }]);
    for (const event of [{ kind: "played" }, { kind: "failed", reason: "gone" }] as const) {
      expect(continueFlow(greeting, ended.cursor, event, context()).ignored).toBe("flowEnded");
    }
  });

  test("a key that the queue has not", () => {
    const exits = { overflow: "end", nobodySignedIn: "end", full: "end", 1: "end" };
    const flow = flowOf({ wait: { type: "enqueue", config: { queue: "Sales", keys: ["1"] }, exits }, end: HANG_UP });
    const waiting = startFlow(flow, context()).cursor;
    const turn = continueFlow(flow, waiting, { kind: "queueLeft", reason: "key", key: "5" }, context());
    expect(turn).toEqual({ cursor: waiting, path: waiting.path, effects: [], ignored: "meaningless" });
  });
});

describe("[FLOW4] the step budget", () => {
  test("a loop that never blocks ends with the apology, then the call ends", () => {
    const flow = flowOf({ a: set("x", "1", "b"), b: set("y", "2", "a"), end: HANG_UP });
    const start = startFlow(flow, context());
    expect(start.effects).toEqual([SORRY]);
    expect(start.cursor).toMatchObject({ fault: "activationBudget", awaiting: "played" });
    expect(start.cursor.path).toHaveLength(STEPS_PER_ACTIVATION_MAX + 1);

    const turn = continueFlow(flow, start.cursor, { kind: "played" }, context());
    expect([turn.cursor, turn.effects]).toEqual([undefined, [{ kind: "hangUp", cause: "normal" }]]);
  });

  test("a row of exactly as many nodes as allowed still runs", () => {
    const names = Array.from({ length: STEPS_PER_ACTIVATION_MAX }, (_, i) => `n${i}`);
    const rows = names.slice(0, -1).map((name, i) => [name, set("x", "1", names[i + 1] ?? "")] as const);
    const flow = flowOf({ ...Object.fromEntries(rows), [names.at(-1) ?? ""]: HANG_UP });
    expect(startFlow(flow, context()).effects).toEqual([{ kind: "hangUp", cause: "normal" }]);
  });

  test("a caller who goes round for ever is let go after the call's budget", () => {
    const flow = flowOf({ a: play("welcome", "a"), end: HANG_UP });
    let { cursor } = startFlow(flow, context());
    let turns = 0;
    while (cursor.fault === undefined && turns < 2 * STEPS_PER_CALL_MAX) {
      const turn = continueFlow(flow, cursor, { kind: "played" }, context());
      if (turn.cursor === undefined) expect.fail("ended without an apology");
      ({ cursor } = turn);
      turns += 1;
    }
    expect([cursor.fault, turns]).toEqual(["callBudget", STEPS_PER_CALL_MAX]);
  });

  test("a question asked again counts as well", () => {
    const config = { prompts: [{ name: "main-menu" }], keys: { 1: "One" }, label: "M", attempts: 10 };
    const flow = flowOf({ a: { type: "menu", config, exits: { 1: "a", timeout: "a", invalid: "a" } } });
    const spent: FlowCursor = { ...startFlow(flow, context()).cursor, steps: STEPS_PER_CALL_MAX };
    const turn = continueFlow(flow, spent, pressed("9"), context());
    expect(turn.cursor?.fault).toBe("callBudget");
    expect(turn.effects).toEqual([SORRY]);
  });
});

describe("[FLOW5] a flow that cannot go on apologises and hangs up", () => {
  test("an exit that leads nowhere", () => {
    const flow = flowOf({ hello: { type: "play", config: { prompts: [{ name: "welcome" }] }, exits: {} } });
    const stuck = run(flow, [{ kind: "played" }]);
    expect(stuck.effects).toEqual([SORRY]);
    expect(stuck.path).toEqual(["hello.next"]);
    expect(standing(stuck).fault).toBe("exitUnwired");
  });

  test.each(["nowhere", "constructor", "__proto__"])("an entry or a cursor at %s, which is not there", (node) => {
    const flow = { ...greeting, entry: node };
    expect(startFlow(flow, context()).effects).toEqual([SORRY]);
    const lost: FlowCursor = { ...startFlow(greeting, context()).cursor, node };
    expect(continueFlow(greeting, lost, { kind: "answered" }, context()).cursor?.fault).toBe("nodeUnknown");
  });

  test("a call that cannot be answered; also the apology may fail", () => {
    const failed = run(greeting, [{ kind: "failed", reason: "gone" }]);
    expect(standing(failed).fault).toBe("nodeFailed");
    const over = run(greeting, [
      { kind: "failed", reason: "gone" },
      { kind: "failed", reason: "gone" },
    ]);
    expect([over.cursor, over.effects]).toEqual([undefined, [{ kind: "hangUp", cause: "normal" }]]);
  });

  test("the apology is in the caller's language", () => {
    const flow = flowOf(
      { zh: set("language", "zh", "oops"), oops: { type: "hours", config: { schedule: "x" }, exits: {} } },
      ["en", "zh"],
    );
    expect(startFlow(flow, context()).effects).toEqual([
      { kind: "play", prompts: [{ language: "zh", name: "sorry-error" }] },
    ]);
  });
});

describe("[FLOW27] asking again for what the outside has lost", () => {
  const config = { prompts: [{ name: "main-menu" }], keys: { 1: "One" }, label: "M" };
  const menu = { type: "menu", config, exits: { 1: "end", timeout: "end", invalid: "end" } };
  const flow = flowOf({ menu, end: HANG_UP });

  test("gives the question again; the caller's attempts and path stay", () => {
    const asked = continueFlow(flow, startFlow(flow, context()).cursor, pressed("9"), context()).cursor;
    if (asked === undefined) expect.fail("the flow is over");
    const again = repeatFlow(flow, asked, context());
    expect(again.cursor).toEqual({ ...asked, steps: asked.steps + 1 });
    expect(again.effects).toEqual(startFlow(flow, context()).effects);
  });

  test("ends: a switch that never answers spends the budget, then the apology, then the call is over", () => {
    let { cursor } = startFlow(flow, context());
    const kinds: string[] = [];
    for (let turns = 0; turns < 2 * STEPS_PER_CALL_MAX; turns += 1) {
      const again = repeatFlow(flow, cursor, context());
      kinds.push(...again.effects.map(({ kind }) => kind));
      if (again.cursor === undefined) break;
      ({ cursor } = again);
    }
    expect(kinds.slice(-2)).toEqual(["play", "hangUp"]);
    expect(kinds).toHaveLength(STEPS_PER_CALL_MAX + 1);
  });

  test("gives the apology again, and nothing after the end", () => {
    const failed = standing(run(greeting, [{ kind: "failed", reason: "gone" }]));
    expect(repeatFlow(greeting, failed, context()).effects).toEqual([SORRY]);
    const over = startFlow(flowOf({ end: HANG_UP }), context()).cursor;
    expect(repeatFlow(greeting, over, context())).toMatchObject({ effects: [], ignored: "flowEnded" });
    expect(repeatFlow(greeting, { ...failed, fault: undefined, node: "nowhere" }, context()).effects).toEqual([SORRY]);
  });
});

describe("[FLOW12] a sensitive value never leaves the cursor", () => {
  const pin = { prompts: [{ name: "enter-account" }], min: 4, max: 4, variable: "pin", label: "PIN", sensitive: true };
  const flow = flowOf({
    ask: { type: "collectDigits", config: pin, exits: { next: "copy", timeout: "end", invalid: "end" } },
    copy: {
      type: "setVariable",
      config: { variable: "copied", value: "00{{ pin }}", label: "Copied" },
      exits: { next: "right" },
    },
    right: {
      type: "condition",
      config: { kind: "compare", subject: { variable: "pin" }, operator: "equals", value: "4711" },
      exits: { true: "look", false: "end" },
    },
    look: {
      type: "lookUpContact",
      config: { by: "variable", variable: "copied" },
      exits: { known: "end", maybe: "end", none: "say" },
    },
    say: {
      type: "play",
      config: { prompts: [{ name: "you-entered" }, { say: "digits", value: "{{ pin }}" }] },
      exits: { next: "dial" },
    },
    dial: { type: "transfer", config: { to: "{{ copied }}" }, exits: { failed: "again" } },
    again: {
      type: "collectDigits",
      config: { ...pin, variable: "open", sensitive: false },
      exits: { next: "end", timeout: "end", invalid: "end" },
    },
    end: HANG_UP,
  });

  test("it can be compared, but not shown, copied, looked up or spoken", () => {
    const spoken = run(flow, [pressed("4711")]);
    expect(spoken.path).toEqual(["ask.next", "copy.next", "right.true", "look.none", "say"]);
    expect(spoken.effects).toEqual([
      { kind: "collectedValue", name: "pin", value: "", label: "PIN", sensitive: true },
      { kind: "collectedValue", name: "copied", value: "", label: "Copied", sensitive: true },
      { kind: "play", prompts: [{ language: "en", name: "you-entered" }] },
    ]);
  });

  test("it is not dialled, and is blank in what may be journalled", () => {
    const dialled = run(flow, [pressed("4711"), { kind: "played" }]);
    expect(dialled.path.slice(-2)).toEqual(["dial.failed", "again"]);
    const cursor = standing(dialled);
    expect(cursor.variables).toMatchObject({ pin: "4711", copied: "004711" });
    expect(JSON.stringify(withoutSensitive(cursor))).not.toContain("4711");
    expect(withoutSensitive(cursor)).toEqual({ ...cursor, variables: { ...cursor.variables, pin: "", copied: "" } });
  });

  test("the switch is told to hide the digits", () => {
    expect(startFlow(flow, context()).effects).toMatchObject([{ kind: "collect", sensitive: true }]);
  });
});
