import * as fc from "fast-check";
import { expect, test } from "vitest";
import { newId } from "#src/store/new-id.ts";

test("[ST9] ids are UUIDv7 of their moment, all different, and in the order of their making", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (at) => {
      const ids = Array.from({ length: 50 }, () => newId(at));
      for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(ids.map((id) => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16))).toEqual(ids.map(() => at));
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(ids);
    }),
  );
});

test("[ST9] a later moment gives a greater id", () => {
  expect(newId(1_000_001) > newId(1_000_000)).toBe(true);
});
