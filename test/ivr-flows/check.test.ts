import { describe, expect, test } from "vitest";
import { z } from "zod";
import { checkFlow, type FlowProblem } from "#ivr-flows/check.ts";
import { flowSchema } from "#ivr-flows/schema.ts";
import { flowOf, HANG_UP, SITE } from "./site.ts";

const play = (next: string, name = "welcome") => ({ type: "play", config: { prompts: [{ name }] }, exits: { next } });
const answer = (next: string) => ({ type: "answer", config: {}, exits: { next } });
const set = (variable: string, value: string, next: string) => ({
  type: "setVariable",
  config: { variable, value },
  exits: { next },
});
const hours = (next: string, schedule = "Office hours") => ({
  type: "hours",
  config: { schedule },
  exits: { open: next, closed: "end", holiday: "end" },
});
const enqueue = (config: object, next = "end") => ({
  type: "enqueue",
  config: { queue: "Sales", ...config },
  exits: { overflow: next, nobodySignedIn: next, full: next },
});

/** What the checker says about these nodes, behind an answer node. */
function problems(nodes: Readonly<Record<string, unknown>>, languages?: readonly string[]): readonly FlowProblem[] {
  return checkFlow(flowOf({ answer: answer(Object.keys(nodes)[0] ?? ""), ...nodes, end: HANG_UP }, languages), SITE);
}

const error = (code: string, node: string | undefined, params: object = {}) => ({
  severity: "error",
  code,
  node,
  params,
});
const warning = (code: string, node: string, params: object = {}) => ({ severity: "warning", code, node, params });

test("[FLOW22] a good flow has no problems", () => {
  expect(problems({ hello: play("hours"), hours: hours("sales"), sales: enqueue({}) })).toEqual([]);
});

describe("[FLOW22] errors of the graph", () => {
  test("the entry is not there", () => {
    const flow = { ...flowOf({ end: HANG_UP }), entry: "start" };
    expect(checkFlow(flow, SITE)).toEqual([
      error("entryMissing", undefined, { entry: "start" }),
      warning("unreachable", "end"),
    ]);
  });

  test("an exit is not wired", () => {
    const open = { type: "hours", config: { schedule: "Office hours" }, exits: { open: "end" } };
    expect(problems({ open })).toEqual([
      error("exitUnwired", "open", { exit: "closed" }),
      error("exitUnwired", "open", { exit: "holiday" }),
    ]);
  });

  test("each key of a menu is an exit", () => {
    const config = { prompts: [{ name: "main-menu" }], keys: { 1: "One", "*": "Star" }, label: "M" };
    const menu = { type: "menu", config, exits: { 1: "end", timeout: "end", invalid: "end" } };
    expect(problems({ menu })).toEqual([error("exitUnwired", "menu", { exit: "*" })]);
  });

  test("an exit leads to a node that is not there", () => {
    expect(problems({ hello: play("nowhere") })).toEqual(
      [
        error("targetMissing", "hello", { exit: "next", target: "nowhere" }),
        error("deadEnd", "answer"),
        error("deadEnd", "hello"),
        warning("unreachable", "end"),
      ].toSorted((a, b) => order(a) - order(b)),
    );
  });

  test("a dead end: callers are spoken to for ever", () => {
    expect(problems({ hours: hours("a"), a: play("b"), b: play("a") })).toEqual([
      error("deadEnd", "a"),
      error("deadEnd", "b"),
    ]);
  });

  test("a loop that takes no time, also by way of a queue where nobody is", () => {
    expect(problems({ a: set("x", "1", "b"), b: hours("a") })).toEqual([
      error("loopWithoutWait", "a", { nodes: "a, b" }),
    ]);
    expect(problems({ h: hours("a"), a: enqueue({}, "a") })).toEqual([error("loopWithoutWait", "a", { nodes: "a" })]);
  });

  test("a loop in which the caller hears something is no error", () => {
    expect(problems({ h: hours("a"), a: enqueue({}, "busy"), busy: play("a") })).toEqual([]);
  });

  test("two loops are two errors", () => {
    const nodes = { h: hours("a"), a: enqueue({}, "a2"), a2: enqueue({}, "a"), b: hours("b") };
    expect(problems(nodes).filter(({ code }) => code === "loopWithoutWait")).toEqual([
      error("loopWithoutWait", "a", { nodes: "a, a2" }),
      error("loopWithoutWait", "b", { nodes: "b" }),
    ]);
  });
});

/** The checker lists unreachable nodes before dead ends. */
function order({ code }: { readonly code: string }): number {
  return ["targetMissing", "unreachable", "deadEnd"].indexOf(code);
}

describe("[FLOW23] errors of names", () => {
  test("a queue, a skill, a schedule, a language", () => {
    const skills = {
      skills: [{ skill: "juggling", proficiency: 1 }],
      languageSkills: { fr: { skill: "french", proficiency: 1 } },
    };
    expect(
      problems({
        hours: hours("lang", "Night"),
        lang: set("language", "de", "q"),
        q: enqueue({ queue: "Toys", ...skills }),
      }),
    ).toEqual([
      error("scheduleUnknown", "hours", { schedule: "Night" }),
      error("languageUnknown", "lang", { language: "de" }),
      error("queueUnknown", "q", { queue: "Toys" }),
      error("skillUnknown", "q", { skill: "juggling" }),
      error("skillUnknown", "q", { skill: "french" }),
      error("languageUnknown", "q", { language: "fr" }),
    ]);
  });

  test("a prompt in one of the languages, the digits where values are spoken, and the apology", () => {
    const nodes = {
      hello: play("say"),
      say: { type: "play", config: { prompts: [{ say: "digits", value: "1" }] }, exits: { next: "end" } },
    };
    const flow = flowOf({ answer: answer("hello"), ...nodes, end: HANG_UP }, ["en", "fr"]);
    const names = {
      ...SITE,
      prompts: { en: SITE.prompts["en"] ?? [], fr: ["1", "2", "3", "4", "5", "6", "7", "8", "9"] },
    };
    expect(checkFlow(flow, names)).toEqual([
      error("promptMissing", undefined, { language: "fr", prompt: "sorry-error" }),
      error("promptMissing", "hello", { language: "fr", prompt: "welcome" }),
      error("promptMissing", "say", { language: "fr", prompt: "0" }),
    ]);
  });

  test("a prompt that names its language is needed in that one only", () => {
    const hello = { type: "play", config: { prompts: [{ name: "welcome", language: "zh" }] }, exits: { next: "end" } };
    expect(problems({ hello })).toEqual([]);
  });
});

test("[FLOW24] a sensitive value that would be spoken, looked up or dialled is an error", () => {
  const pin = { prompts: [{ name: "enter-account" }], min: 4, max: 4, variable: "pin", label: "PIN", sensitive: true };
  const nodes = {
    ask: { type: "collectDigits", config: pin, exits: { next: "say", timeout: "end", invalid: "end" } },
    say: { type: "play", config: { prompts: [{ say: "digits", value: "1{{ pin }}" }] }, exits: { next: "look" } },
    look: {
      type: "lookUpContact",
      config: { by: "variable", variable: "pin" },
      exits: { known: "dial", maybe: "dial", none: "dial" },
    },
    dial: { type: "transfer", config: { to: "+49{{pin}}" }, exits: { failed: "end" } },
  };
  expect(problems(nodes)).toEqual(
    ["say", "look", "dial"].map((node) => error("sensitiveLeaves", node, { variable: "pin" })),
  );
});

describe("[FLOW25] warnings", () => {
  test("a node that nothing leads to, an exit that the node has not, a variable that nothing sets", () => {
    const hello = { type: "play", config: { prompts: [{ name: "welcome" }] }, exits: { next: "x", extra: "island" } };
    expect(
      problems({
        hello,
        x: set("x", "{{ y }}{{ contact.anything }}{{ caller.number }}{{ x }}", "end"),
        island: play("end"),
      }),
    ).toEqual([
      warning("exitUnknown", "hello", { exit: "extra" }),
      warning("variableUnknown", "x", { variable: "y" }),
      warning("unreachable", "island"),
    ]);
  });

  test("a queue without a way for after hours", () => {
    const keys = { 1: "Day", 2: "Any" };
    const menu = {
      type: "menu",
      config: { prompts: [{ name: "main-menu" }], keys, label: "M" },
      exits: { 1: "hours", 2: "q2", timeout: "end", invalid: "end" },
    };
    expect(problems({ menu, hours: hours("q1"), q1: enqueue({}), q2: enqueue({}) })).toEqual([
      warning("noAfterHoursPath", "q2"),
    ]);
  });

  test("a caller who is spoken to before the call is answered", () => {
    const flow = flowOf({ hello: play("answer"), answer: answer("more"), more: play("end"), end: HANG_UP });
    expect(checkFlow(flow, SITE)).toEqual([warning("notAnswered", "hello")]);
  });
});

test("[FLOW22] a flow of two thousand nodes is checked in time for an editor", () => {
  const ids = Array.from({ length: 2_000 }, (_, i) => `n${i}`);
  const nodes = ids.map((id, i) => [id, set("x", "1", ids[(i + 1) % ids.length] ?? "")]);
  const flow = flowOf(Object.fromEntries(nodes));
  expect(checkFlow(flow, SITE).filter(({ code }) => code === "loopWithoutWait")).toHaveLength(1);
});

test("[FLOW26] the form of flow files can be published as JSON Schema", () => {
  const schema = z.toJSONSchema(flowSchema, { io: "input" });
  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(JSON.stringify(schema)).toContain('"const":"lookUpContact"');
  expect(schema.required).toEqual(["formatVersion", "id", "name", "type", "entry", "languages", "nodes"]);
});
