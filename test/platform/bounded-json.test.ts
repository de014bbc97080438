import fc from "fast-check";
import { expect, test } from "vitest";
import { parseBoundedJson } from "#src/platform/bounded-json.ts";

test("[PF40] what is shallow is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      expect(parseBoundedJson(text)?.value).toEqual(JSON.parse(text));
    }),
  );
});

test("[PF40] one bracket too many, or no JSON, is nothing", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  expect(parseBoundedJson(nested(8), 8)).toBeDefined();
  expect(parseBoundedJson(nested(9), 8)).toBeUndefined();
  expect(parseBoundedJson('{"a":'.repeat(9) + "1" + "}".repeat(9), 8)).toBeUndefined();
  expect(parseBoundedJson("[".repeat(5_000_000), 8)).toBeUndefined();
  expect(parseBoundedJson("nul")).toBeUndefined();
});

test("[PF40] brackets inside of texts do not count", () => {
  const text = JSON.stringify({ note: `${"[{".repeat(100)}\\"` });
  expect(parseBoundedJson(text, 2)?.value).toEqual(JSON.parse(text));
});
