import * as fc from "fast-check";
import { expect, test } from "vitest";
import { normalNumber, normOf } from "#src/crm/phone-numbers.ts";
import { plan } from "./world.ts";

const inChina = { ...plan, defaultCountry: "CN" } as const;
const inTheUs = { ...plan, defaultCountry: "US" } as const;

test.each([
  ["612 34 50 01", plan],
  ["+34612345001", plan],
  ["0034 612 345 001", plan],
  ["0034612345001", inTheUs],
  ["34612345001", plan],
  ["34612345001", inTheUs],
  ["(612) 345-001", plan],
  ["612/34.50.01", plan],
  ["+34 (612) 34 50 01 (v)", plan],
  ["tel:+34-612-345-001", plan],
  ["sip:+34612345001@gw.example;user=phone", plan],
  ['"José" <sip:612345001@10.0.0.1>', plan],
  ["＋３４６１２３４５００１", plan],
])("[CT1] %s is one and the same number", (written, thePlan) => {
  expect(normalNumber(written, thePlan)).toEqual({
    kind: "public",
    norm: "+34612345001",
    ext: undefined,
    country: "ES",
    lineType: "mobile",
    status: "ok",
  });
});

test("[CT1] the record's own country is used for numbers without one", () => {
  expect(normOf(normalNumber("0139 1234 5678", plan, "CN"))).toBe("+8613912345678");
  expect(normOf(normalNumber("010-65529988", plan, "CN"))).toBe("+861065529988");
  expect(normOf(normalNumber("(202) 555-0101", plan, "US"))).toBe("+12025550101");
});

test.each(["1001", "110", "112", "sip:1001@pbx.example"])(
  "[CT2] %s is our own plan's, not a number of the country",
  (written) => {
    expect(normalNumber(written, inChina)).toEqual({
      kind: "internal",
      norm: `ext:${/\d+/.exec(written)?.[0]}`,
    });
  },
);

test.each(["", "  ", "anonymous", "Anonymous", "unknown", "Restricted", "private", "sip:anonymous@anonymous.invalid"])(
  "[CT3] %j shows no number",
  (written) => {
    expect(normalNumber(written, plan)).toEqual({ kind: "withheld" });
  },
);

test("[CT4] an extension behind a number is kept apart from it", () => {
  expect(normalNumber("+44 20 7946 0958 ext. 123", plan)).toMatchObject({ norm: "+442079460958", ext: "123" });
});

test("[CT5] a number in no range that we know is kept as unverified, and what no plan knows as its digits", () => {
  expect(normalNumber("+1 187 215 5230", plan)).toMatchObject({ norm: "+11872155230", status: "unverified" });
  expect(normalNumber("95588", inChina)).toEqual({ kind: "raw", norm: "raw:95588" });
  expect(normalNumber("hello", plan)).toEqual({ kind: "unusable" });
  expect(normalNumber("12", plan)).toEqual({ kind: "unusable" });
});

test("[CT6] whatever a caller sends, the answer is short, made of digits, and comes without an exception", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 1000 }),
    fc.string({
      unit: fc.constantFrom("0", "1", "9", "+", "*", "#", " ", "(", ";", "$", "{", "<", "\r", "\0", "😀"),
      maxLength: 1000,
    }),
    fc.constantFrom(
      "${system(rm -rf /)}",
      "<script>alert(1)</script>",
      "'; drop table crm.contacts; --",
      "+".repeat(1000),
      "9".repeat(1000),
    ),
  );
  fc.assert(
    fc.property(hostile, (written) => {
      const norm = normOf(normalNumber(written, plan));
      expect(norm ?? "raw:0").toMatch(/^(\+\d{3,17}|ext:\d{1,8}|raw:\d{1,40})$/);
    }),
    { numRuns: 500 },
  );
});

test("[CT6] a number that was normalised stays what it is", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[+0-9 ()/-]{3,20}$/), (written) => {
      const number = normalNumber(written, plan);
      if (number.kind === "public") expect(normOf(normalNumber(number.norm, inChina))).toBe(number.norm);
    }),
    { numRuns: 500 },
  );
});
