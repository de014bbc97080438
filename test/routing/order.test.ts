import fc from "fast-check";
import { expect, test } from "vitest";
import { DeadlineHeap } from "#routing/deadlines.ts";
import { agentId, interactionId } from "#routing/ids.ts";
import { byPlace, newLine, positionIn, type Place } from "#routing/queue/order.ts";
import { idSeed, seedWords, uuidFor } from "#routing/random.ts";
import { isUuid } from "#routing/ids.ts";
import { id } from "../simulation/site.ts";

const places: fc.Arbitrary<Place[]> = fc.uniqueArray(
  fc.record({
    interaction: fc.integer({ min: 1, max: 1_000 }).map((n) => interactionId(id("ca", n))),
    priority: fc.integer({ min: 0, max: 3 }),
    enteredAt: fc.integer({ min: 0, max: 5 }),
  }),
  { selector: (place) => place.interaction, maxLength: 60 },
);

/** The line again, from scratch: bigger priority, then earlier, then smaller id. */
const sorted = (all: readonly Place[]) =>
  all.toSorted(
    (a, b) => b.priority - a.priority || a.enteredAt - b.enteredAt || (a.interaction < b.interaction ? -1 : 1),
  );

test("[RT43] a line is always in order, whoever comes and goes", () => {
  fc.assert(
    fc.property(places, fc.infiniteStream(fc.boolean()), (all, stays) => {
      const line = newLine();
      const there: Place[] = [];
      for (const place of all) {
        line.insert(place);
        there.push(place);
        if (!stays.next().value) line.remove(there.shift() ?? place);
        const expected = sorted(there);
        expect([...line]).toEqual(expected);
        expect(line.length).toBe(expected.length);
        expect(line.first()).toEqual(expected[0]);
        for (const [index, each] of expected.entries()) expect(positionIn(line, each)).toBe(index + 1);
      }
    }),
  );
});

test("[RT43] a line of thousands is in order too, and knows every position", () => {
  const line = newLine();
  // Neither ascending nor random: every place is met once, far from its neighbours.
  const all = Array.from({ length: 3_000 }, (_, n) => (n * 1_117) % 3_000).map((n) => ({
    interaction: interactionId(id("ca", n)),
    priority: n % 3,
    enteredAt: Math.floor(n / 7),
  }));
  for (const place of all) line.insert(place);
  const gone = all.filter((_, n) => n % 5 === 0);
  for (const place of gone) expect(line.remove(place)).toBe(true);
  for (const place of gone) expect(line.remove(place)).toBe(false);
  const expected = sorted(all.filter((_, n) => n % 5 !== 0));
  expect([...line]).toEqual(expected);
  expect([line.first(), line.second()]).toEqual(expected.slice(0, 2));
  expect(expected.map((place) => positionIn(line, place))).toEqual(expected.map((_, index) => index + 1));
  for (const place of expected) line.remove(place);
  expect([line.length, line.first(), [...line]]).toEqual([0, undefined, []]);
});

test("[RT43] taking out who is not there changes nothing", () => {
  fc.assert(
    fc.property(places, ([absent, ...all]) => {
      fc.pre(absent !== undefined);
      const line = newLine();
      for (const place of all) line.insert(place);
      line.remove(absent);
      expect([...line]).toEqual(sorted(all));
    }),
  );
});

test("[RT43] the order of places is total: exactly one of two goes first", () => {
  fc.assert(
    fc.property(places, (all) => {
      for (const a of all) for (const b of all) expect(Math.sign(byPlace(a, b)) + Math.sign(byPlace(b, a))).toBe(0);
      for (const a of all) for (const b of all) expect(byPlace(a, b) === 0).toBe(a === b);
    }),
    { numRuns: 30 },
  );
});

test("[RT7] deadlines come in order, none early, none twice, none lost", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant("pop" as const))), (script) => {
      const heap = new DeadlineHeap();
      const naive: { at: number; n: number }[] = [];
      let now = 0;
      for (const [n, each] of script.entries()) {
        if (each !== "pop") {
          heap.push(each, { kind: "agent", agent: agentId(id("a0", n)) });
          naive.push({ at: each, n });
        } else {
          now += 7;
          const due = heap.pop(now);
          const earliest = Math.min(...naive.map(({ at }) => at));
          if (earliest > now) expect(due).toBeUndefined();
          else {
            const found = naive.findIndex(
              ({ at, n: of }) => at === earliest && due?.kind === "agent" && due.agent === id("a0", of),
            );
            expect(found).toBeGreaterThanOrEqual(0);
            naive.splice(found, 1);
          }
        }
        expect(heap.size).toBe(naive.length);
        expect(heap.next()).toBe(naive.length === 0 ? undefined : Math.min(...naive.map(({ at }) => at)));
      }
    }),
  );
});

test("[RT6] ids are UUIDs of version 7 with their time, and no two are alike", () => {
  const seen = new Set<string>();
  const at = 1_795_424_400_000;
  for (let fact = 0; fact < 20_000; fact += 1) {
    for (let nth = 1; nth <= 5; nth += 1) seen.add(uuidFor(idSeed("seed"), at, fact, nth));
  }
  for (const seed of ["a", "b", "c"]) seen.add(uuidFor(idSeed(seed), at, 0, 1));
  expect(seen.size).toBe(100_003);
  for (const each of seen) {
    expect(isUuid(each)).toBe(true);
    expect(each[14]).toBe("7");
    expect("89ab").toContain(each[19]);
  }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 47 }), (instant) => {
      expect(Number.parseInt(uuidFor(idSeed("s"), instant, 1, 1).replace("-", "").slice(0, 12), 16)).toBe(instant);
    }),
  );
});

test("[RT6] one character of the seed changes all four words", () => {
  const [a, b] = [seedWords("cordboard/1"), seedWords("cordboard/2")];
  for (const [index, word] of a.entries()) expect(word).not.toBe(b[index]);
});
