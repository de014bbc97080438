import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FLOW_TEXT_LENGTH_MAX, parseFlow, SCHEMA_PROBLEMS_MAX } from "#ivr-flows/check.ts";
import { DEPTH_MAX, findSyntaxError } from "#ivr-flows/json-syntax.ts";
import { HANG_UP } from "./site.ts";

const GOOD = {
  formatVersion: 1,
  id: "a",
  name: "A",
  type: "voice",
  entry: "end",
  languages: ["en"],
  nodes: { end: HANG_UP },
};

function problemsOf(value: unknown) {
  const result = parseFlow(typeof value === "string" ? value : JSON.stringify(value));
  return "problems" in result ? result.problems : [];
}

test("[FLOW21] a good file becomes a flow, with what it leaves out filled in", () => {
  expect(parseFlow(JSON.stringify(GOOD))).toEqual({
    flow: { ...GOOD, nodes: { end: { type: "hangUp", config: { cause: "normal" }, exits: {} } } },
  });
});

describe("[FLOW21] a syntax error has its place", () => {
  test.each([
    ["", 1, 1],
    ['{\n  "a": 1,\n}', 3, 1],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['{"a": tru}', 1, 7],
    ["{} x", 1, 4],
    ['{"a": "tab\there"}', 1, 12],
    ['["\\x"]', 1, 3],
    ["[1,\r\n02]", 2, 2],
    ["{a: 1}", 1, 2],
    ['{"a', 1, 4],
  ])("%j", (text, line, column) => {
    expect(problemsOf(text)).toEqual([
      { severity: "error", code: "syntax", node: undefined, params: { line, column } },
    ]);
  });

  test("the search for it agrees with JSON.parse on what is JSON", () => {
    const mutated = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom("", ",", "}", "]", '"', "\\", "0", "-", ".", "e", "\n", "\u0001", "x"),
      )
      .map(([json, at, piece]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + piece + json.slice(place + (at % 2));
      });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string()), (text) => {
        expect(findSyntaxError(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 3_000 },
    );
  });

  test("nesting beyond the limit is an error, not a crash; long strings are none", () => {
    expect(problemsOf("[".repeat(1_000_000))).toMatchObject([
      { code: "syntax", params: { line: 1, column: DEPTH_MAX + 1 } },
    ]);
    expect(findSyntaxError(JSON.stringify("\n".repeat(1_000_000)))).toBeUndefined();
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

describe("[FLOW21] a file of another form has its place", () => {
  const node = (change: object) => ({
    ...GOOD,
    nodes: {
      end: HANG_UP,
      x: { type: "play", config: { prompts: [{ name: "welcome" }] }, exits: { next: "end" }, ...change },
    },
  });

  test.each<[string, unknown, string, string | undefined]>([
    ["another format", { ...GOOD, formatVersion: 2 }, "formatVersion", undefined],
    ["no flow", [], "", undefined],
    ["an unknown property", { ...GOOD, entrance: "x" }, "", undefined],
    ["a language twice", { ...GOOD, languages: ["en", "en"] }, "languages", undefined],
    ["an unknown type", node({ type: "dance" }), "nodes.x.type", "x"],
    ["a misspelt setting", node({ config: { prompts: [{ name: "welcome" }], lop: 3 } }), "nodes.x.config", "x"],
    [
      "a prompt that is a path",
      node({ config: { prompts: [{ name: "../../etc/passwd" }] } }),
      "nodes.x.config.prompts.0.name",
      "x",
    ],
    [
      "a language that is a path",
      node({ config: { prompts: [{ name: "a", language: "../x" }] } }),
      "nodes.x.config.prompts.0.language",
      "x",
    ],
    ["nothing to play", node({ config: { prompts: [] } }), "nodes.x.config.prompts", "x"],
    [
      "a menu without keys",
      node({ type: "menu", config: { prompts: [{ name: "a" }], keys: {}, label: "M" } }),
      "nodes.x.config.keys",
      "x",
    ],
    [
      "more digits at least than at most",
      node({ type: "collectDigits", config: { prompts: [{ name: "a" }], min: 5, max: 4, variable: "v", label: "L" } }),
      "nodes.x.config",
      "x",
    ],
  ])("%s", (_what, file, path, where) => {
    const found = problemsOf(file);
    expect(found[0]).toMatchObject({ severity: "error", code: "schema", node: where, params: { path } });
  });

  test("a node named __proto__ changes no prototype and is no node", () => {
    const text = JSON.stringify(GOOD).replace(
      '"end":{',
      '"__proto__":{"type":"hangUp","config":{},"exits":{}},"end":{',
    );
    const result = parseFlow(text);
    expect("flow" in result && Object.keys(result.flow.nodes)).toEqual(["end"]);
    expect("flow" in result && Object.getPrototypeOf(result.flow.nodes)).toBe(Object.prototype);
  });
});

test("[FLOW21] a file that is too long, or wrong all over, has a bounded number of problems", () => {
  expect(problemsOf(" ".repeat(FLOW_TEXT_LENGTH_MAX + 1))).toMatchObject([{ code: "textTooLong" }]);
  const nodes = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`n${i}`, 1]));
  expect(problemsOf({ ...GOOD, nodes })).toHaveLength(SCHEMA_PROBLEMS_MAX);
});

test("[FLOW21] no text makes the parser throw", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.anything().map((value) => JSON.stringify(value) ?? ""),
      ),
      (text) => {
        expect(problemsOf(text).length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 500 },
  );
});
