import fc from "fast-check";
import { expect, test } from "vitest";
import { difference, patched, type Json } from "#protocol/json.ts";

/** Views never hold null: in a merge patch it deletes. */
const view: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "d"), tie("value"), { maxKeys: 4 }),
  ),
})).value;
const object = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), view, { maxKeys: 4 });

test("[LV41] a patch made from two views turns the one into the other", () => {
  fc.assert(
    fc.property(object, object, (before, after) => {
      const patch = difference(before, after);
      const result: Json = patch === undefined ? before : patched(before, patch);
      expect(result).toEqual(after);
    }),
  );
});

test("[LV41] there is no patch between equal views, and there is one between unequal ones", () => {
  fc.assert(
    fc.property(object, object, (before, after) => {
      expect(difference(before, structuredClone(before))).toBeUndefined();
      const isSame = JSON.stringify(sorted(before)) === JSON.stringify(sorted(after));
      expect(difference(before, after) === undefined).toBe(isSame);
    }),
  );
});

test("[LV42] what a patch does not touch keeps its identity", () => {
  const before = { agents: { a: { name: "Ana" }, b: { name: "Ben" } }, tiles: { waiting: 1 } };
  const after = patched(before, { agents: { a: { name: "Anna" } } });
  expect(after).toEqual({ agents: { a: { name: "Anna" }, b: { name: "Ben" } }, tiles: { waiting: 1 } });
  expect(Reflect.get(Object(after), "tiles")).toBe(before.tiles);
  expect(Reflect.get(Reflect.get(Object(after), "agents"), "b")).toBe(before.agents.b);
});

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
