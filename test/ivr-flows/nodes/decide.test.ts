import { describe, expect, test } from "vitest";
import { startFlow } from "#ivr-flows/interpret.ts";
import { VALUE_LENGTH_MAX, VARIABLES_MAX } from "#ivr-flows/variables.ts";
import { pressed, run, standing } from "../run.ts";
import { context, flowOf, HANG_UP, type Situation } from "../site.ts";

const PAUSE = { type: "play", config: { prompts: [{ name: "welcome" }] }, exits: { next: "end" } };
const set = (variable: string, value: string, next: string) => ({
  type: "setVariable",
  config: { variable, value },
  exits: { next },
});

describe("[FLOW13] hours", () => {
  const exits = { open: "end", closed: "end", holiday: "end" };
  const flow = flowOf({
    hours: { type: "hours", config: { schedule: "Office hours" }, exits: { ...exits, open: "pause" } },
    pause: PAUSE,
    end: HANG_UP,
  });

  test.each(["open", "closed", "holiday"] as const)("leave by %s", (hours) => {
    expect(run(flow, [], context({ hours })).path[0]).toBe(`hours.${hours}`);
  });

  test("of a schedule that is not there count as open, and the flow can tell", () => {
    const unknown = run(flow, [], context({ hours: "unknown" }));
    expect(unknown.path).toEqual(["hours.open", "pause"]);
    expect(standing(unknown).variables["hours"]).toBe("unknown");
  });
});

describe("[FLOW14] a contact look-up", () => {
  const exits = { known: "pause", maybe: "pause", none: "pause" };
  const flow = flowOf({
    who: { type: "lookUpContact", config: { by: "callerNumber" }, exits },
    pause: PAUSE,
    end: HANG_UP,
  });

  test("asks by the caller's number and keeps what the CRM says", () => {
    expect(startFlow(flow, context()).effects).toEqual([
      { kind: "findContact", by: "callerNumber", value: "+4930123456" },
    ]);
    const values = { name: "Ada", tier: "gold", "bad name": "x" };
    const found = run(flow, [{ kind: "contactFound", match: "known", contact: "c1", values }]);
    expect(found.path).toEqual(["who.known", "pause"]);
    expect(standing(found).variables).toEqual({
      "caller.number": "+4930123456",
      "caller.dialled": "5000",
      language: "en",
      "contact.name": "Ada",
      "contact.tier": "gold",
      "contact.match": "known",
      "contact.id": "c1",
    });
  });

  test("leaves by maybe and none", () => {
    for (const match of ["maybe", "none"] as const) {
      expect(run(flow, [{ kind: "contactFound", match, contact: undefined, values: {} }]).path[0]).toBe(`who.${match}`);
    }
  });

  test("of a withheld number, or one that failed, finds none", () => {
    expect(run(flow, [], context({ number: undefined })).path).toEqual(["who.none", "pause"]);
    const failed = run(flow, [{ kind: "failed", reason: "database" }]);
    expect(failed.path).toEqual(["who.none", "pause"]);
    expect(standing(failed).variables["contact.match"]).toBe("none");
  });

  test("asks by what the caller typed", () => {
    const ask = { prompts: [{ name: "enter-account" }], min: 1, max: 9, variable: "account", label: "Account" };
    const typed = flowOf({
      ask: { type: "collectDigits", config: ask, exits: { next: "who", timeout: "end", invalid: "end" } },
      who: { type: "lookUpContact", config: { by: "variable", variable: "account" }, exits },
      pause: PAUSE,
      end: HANG_UP,
    });
    expect(run(typed, [pressed("77")]).effects.at(-1)).toEqual({ kind: "findContact", by: "variable", value: "77" });
  });
});

describe("[FLOW15] a condition", () => {
  const branch = (config: unknown, situation: Situation = {}) => {
    const exits = { true: "end", false: "end", gold: "end", otherwise: "end" };
    const flow = flowOf({
      x: set("x", "12", "y"),
      y: set("y", "abc", "if"),
      if: { type: "condition", config, exits },
      end: HANG_UP,
    });
    return run(flow, [], context(situation)).path[2];
  };
  const compare = (variable: string, operator: string, value?: string) =>
    branch({ kind: "compare", subject: { variable }, operator, ...(value === undefined ? {} : { value }) });

  test.each<[string, string, string | undefined, boolean]>([
    ["x", "equals", "12", true],
    ["x", "equals", "012", false],
    ["x", "equals", "{{ x }}", true],
    ["x", "notEquals", "{{ y }}", true],
    ["y", "contains", "bc", true],
    ["y", "contains", "cb", false],
    ["y", "startsWith", "ab", true],
    ["y", "startsWith", "bc", false],
    ["x", "lessThan", "100", true],
    ["x", "lessThan", "9", false],
    ["x", "moreThan", "9", true],
    ["x", "moreThan", "12", false],
    ["y", "lessThan", "100", false],
    ["y", "moreThan", "1", false],
    ["never", "lessThan", "1", false],
    ["never", "isSet", undefined, false],
    ["never", "isNotSet", undefined, true],
    ["x", "isSet", undefined, true],
    ["constructor", "isSet", undefined, false],
  ])("%s %s %s is %s", (variable, operator, value, expected) => {
    expect(compare(variable, operator, value)).toBe(`if.${String(expected)}`);
  });

  test("chooses among cases, or otherwise", () => {
    const cases = (...values: readonly string[]) =>
      branch({ kind: "cases", subject: { variable: "y" }, cases: values.map((equals) => ({ equals, exit: "gold" })) });
    expect(cases("x", "abc")).toBe("if.gold");
    expect(cases("x", "ABC")).toBe("if.otherwise");
  });

  test("looks at a queue; no number holds for one that is not there", () => {
    const waiting = (queue: string, operator: string) =>
      branch({ kind: "compare", subject: { queue, figure: "waiting" }, operator, value: "5" }, { waiting: 7 });
    expect([waiting("Sales", "moreThan"), waiting("Sales", "lessThan")]).toEqual(["if.true", "if.false"]);
    expect([waiting("Gone", "moreThan"), waiting("Gone", "lessThan")]).toEqual(["if.false", "if.false"]);
  });

  test("looks at the expected wait; where nothing can be said, no number holds", () => {
    const wait = (operator: string, expectedWaitMs: number | undefined) =>
      branch(
        { kind: "compare", subject: { queue: "Sales", figure: "expectedWaitMs" }, operator, value: "60000" },
        { expectedWaitMs },
      );
    expect([wait("moreThan", 90_000), wait("lessThan", 90_000)]).toEqual(["if.true", "if.false"]);
    expect([wait("moreThan", undefined), wait("lessThan", undefined)]).toEqual(["if.false", "if.false"]);
    expect([wait("isSet", 0), wait("isSet", undefined)]).toEqual(["if.true", "if.false"]);
  });
});

describe("[FLOW16] variables", () => {
  const value = (template: string) => {
    const flow = flowOf({ x: set("x", "{{ y }}1", "y"), y: set("y", template, "pause"), pause: PAUSE, end: HANG_UP });
    return standing(run(flow, [])).variables["y"];
  };

  test.each([
    ["{{x}}{{ x }}", "11"],
    ["{{ caller.dialled }}!", "5000!"],
    ["[{{ never }}]", "[]"],
    ["{{ toString }}", ""],
    ["{ {x}} {{x}", "{ {x}} {{x}"],
    ["${x} {{ x + 1 }}", "${x} {{ x + 1 }}"],
  ])("%j becomes %j", (template, expected) => {
    expect(value(template)).toBe(expected);
  });

  test("replaced text is not looked at again", () => {
    const flow = flowOf({ x: set("x", "{{ caller.dialled }}", "pause"), pause: PAUSE, end: HANG_UP });
    const site = { ...context(), caller: { number: "1", dialled: "{{ caller.number }}" } };
    expect(startFlow(flow, site).cursor.variables["x"]).toBe("{{ caller.number }}");
  });

  test("are cut, also when a flow appends in a loop", () => {
    const flow = flowOf({ x: set("x", "{{x}}{{x}}12345678", "again"), again: { ...PAUSE, exits: { next: "x" } } });
    const cursor = standing(
      run(
        flow,
        Array.from({ length: 20 }, () => ({ kind: "played" }) as const),
      ),
    );
    expect(cursor.variables["x"]).toHaveLength(VALUE_LENGTH_MAX);
  });

  test("are cut without breaking the text", () => {
    const flow = flowOf({ x: set("x", `${"1".repeat(VALUE_LENGTH_MAX - 1)}😀`, "pause"), pause: PAUSE, end: HANG_UP });
    expect(standing(run(flow, [])).variables["x"]?.isWellFormed()).toBe(true);
  });

  test("are limited in number", () => {
    const exits = { known: "pause", maybe: "end", none: "end" };
    const flow = flowOf({
      who: { type: "lookUpContact", config: { by: "callerNumber" }, exits },
      pause: PAUSE,
      end: HANG_UP,
    });
    const values = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`f${i}`, "x"]));
    const found = run(flow, [{ kind: "contactFound", match: "known", contact: "c1", values }]);
    expect(Object.keys(standing(found).variables)).toHaveLength(VARIABLES_MAX);
  });

  test("language chooses the prompts, and only one that the flow speaks", () => {
    const flow = flowOf(
      { x: set("language", "zh", "y"), y: set("language", "fr", "pause"), pause: PAUSE, end: HANG_UP },
      ["en", "zh"],
    );
    const { cursor, effects } = startFlow(flow, context());
    expect([cursor.language, cursor.variables["language"]]).toEqual(["zh", "zh"]);
    expect(effects).toEqual([{ kind: "play", prompts: [{ language: "zh", name: "welcome" }] }]);
  });

  test("with a label are shown to the agent", () => {
    const flow = flowOf({
      x: { type: "setVariable", config: { variable: "x", value: "1", label: "Source" }, exits: { next: "end" } },
      end: HANG_UP,
    });
    expect(startFlow(flow, context()).effects[0]).toEqual({
      kind: "collectedValue",
      name: "x",
      value: "1",
      label: "Source",
      sensitive: false,
    });
  });
});
