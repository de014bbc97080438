import { describe, expect, test } from "vitest";
import { startFlow, type FlowEvent } from "#ivr-flows/interpret.ts";
import { pressed, run, standing, wrong } from "../run.ts";
import { context, flowOf, HANG_UP } from "../site.ts";
import { SILENCE } from "../walk.ts";

const en = (...names: readonly string[]) => names.map((name) => ({ language: "en", name }));

describe("[FLOW7] prompts", () => {
  const play = (prompts: readonly unknown[]) =>
    flowOf({ p: { type: "play", config: { prompts }, exits: { next: "end" } }, end: HANG_UP }, ["es", "en"]);

  test("are in the flow's first language at first, or in the one that they name", () => {
    const flow = play([{ name: "welcome" }, { name: "language-choice", language: "zh" }]);
    const prompts = [
      { language: "es", name: "welcome" },
      { language: "zh", name: "language-choice" },
    ];
    expect(startFlow(flow, context()).effects).toEqual([{ kind: "play", prompts }]);
  });

  test("speak a value digit by digit and skip the rest of it", () => {
    const flow = play([{ say: "digits", value: "{{ caller.number }} a٣" }]);
    const prompts = ["4", "9", "3", "0"].map((name) => ({ language: "es", name }));
    expect(startFlow(flow, context({ number: "+49 (30)" })).effects).toEqual([{ kind: "play", prompts }]);
  });

  test("[FLOW8] that come to nothing, or cannot be played, are passed over", () => {
    const flow = play([{ say: "digits", value: "{{ caller.number }}" }]);
    expect(run(flow, [], context({ number: undefined })).path).toEqual(["p.next", "end"]);
    expect(run(flow, [{ kind: "failed", reason: "no file" }]).path).toEqual(["p.next", "end"]);
  });
});

describe("[FLOW9] a menu", () => {
  const config = {
    prompts: [{ name: "main-menu" }],
    keys: { 1: "Sales", "*": "Back", "#": "Hash" },
    label: "Department",
    variable: "department",
  };
  const exits = { 1: "sales", "*": "end", "#": "end", timeout: "silent", invalid: "wrong" };
  const flow = flowOf({
    menu: { type: "menu", config, exits },
    sales: HANG_UP,
    silent: HANG_UP,
    wrong: HANG_UP,
    end: HANG_UP,
  });

  const asked = {
    kind: "collect",
    prompts: en("main-menu"),
    min: 1,
    max: 1,
    terminators: "",
    accept: ["1", "*", "#"],
    timeoutMs: 5_000,
    digitTimeoutMs: 3_000,
    sensitive: false,
    barge: true,
  };

  test("asks for one of its keys", () => {
    expect(startFlow(flow, context()).effects).toEqual([asked]);
  });

  test.each<[string, FlowEvent]>([
    ["silence", SILENCE],
    ["an unknown key", wrong("7")],
    ["an unknown key that the switch took for good", pressed("7")],
    ["two keys", pressed("11")],
    ["a failed collection", { kind: "failed", reason: "busy" }],
  ])("recovers from %s by asking again with a word about it", (_what, event) => {
    const again = run(flow, [event]);
    expect(again.effects).toEqual([{ ...asked, prompts: en("invalid", "main-menu") }]);
    expect(standing(again).attempts).toBe(1);
    expect(run(flow, [event, pressed("1")]).path).toEqual(["menu.1", "sales"]);
  });

  test.each<[string, readonly FlowEvent[]]>([
    ["timeout", [wrong("7"), wrong("7"), SILENCE]],
    ["timeout", [SILENCE, SILENCE, { kind: "failed", reason: "busy" }]],
    ["invalid", [SILENCE, SILENCE, wrong("7")]],
  ])("leaves by %s after three attempts, as the last one was", (exit, events) => {
    expect(run(flow, events).path[0]).toBe(`menu.${exit}`);
    expect(run(flow, events.slice(1)).path).toEqual(["menu"]);
  });

  test("[FLOW10] tells the agent the name of the choice and keeps it", () => {
    const chosen = run(flow, [pressed("1")]);
    const value = { kind: "collectedValue", name: "department", value: "Sales", label: "Department", sensitive: false };
    expect(chosen.effects[0]).toEqual(value);
  });

  test("[FLOW9] attempts are counted afresh when the caller comes back", () => {
    const back = flowOf({
      menu: { type: "menu", config, exits: { ...exits, "*": "menu" } },
      sales: HANG_UP,
      silent: HANG_UP,
      wrong: HANG_UP,
      end: HANG_UP,
    });
    expect(standing(run(back, [SILENCE, SILENCE, pressed("*")])).attempts).toBe(0);
  });
});

describe("[FLOW11] collecting digits", () => {
  const config = {
    prompts: [{ name: "enter-account" }],
    min: 4,
    max: 6,
    variable: "account",
    label: "Account number",
    attempts: 2,
  };
  const exits = { next: "say", timeout: "silent", invalid: "wrong" };
  const say = {
    type: "play",
    config: { prompts: [{ say: "digits", value: "{{account}}" }] },
    exits: { next: "silent" },
  };
  const flow = flowOf({ ask: { type: "collectDigits", config, exits }, say, silent: HANG_UP, wrong: HANG_UP });

  test("keeps them, tells the agent and can speak them", () => {
    expect(startFlow(flow, context()).effects).toMatchObject([
      { kind: "collect", min: 4, max: 6, terminators: "#", accept: "digits" },
    ]);
    expect(run(flow, [pressed("0042")]).effects).toEqual([
      { kind: "collectedValue", name: "account", value: "0042", label: "Account number", sensitive: false },
      { kind: "play", prompts: en("0", "0", "4", "2") },
    ]);
  });

  test.each(["", "123", "1234567", "12*4", "12 4", "١٢٣٤"])("does not take %j", (digits) => {
    const again = run(flow, [pressed(digits)]);
    expect(standing(again).attempts).toBe(1);
    expect(again.effects).toMatchObject([{ prompts: en("invalid", "enter-account") }]);
    expect(run(flow, [pressed(digits), wrong("1")]).path).toEqual(["ask.invalid", "wrong"]);
  });

  test("leaves by timeout after silence", () => {
    expect(run(flow, [SILENCE, SILENCE]).path).toEqual(["ask.timeout", "silent"]);
  });
});
