import { expect, test } from "vitest";
import { LinkFault } from "#cti/freeswitch/link-fault.ts";

test("[FS85] an absent switch is told of once in the same words, and again after it was there", () => {
  const told: string[] = [];
  const fault = new LinkFault((reason) => told.push(reason.message));
  expect(fault.words).toBe("not connected yet");
  for (const words of ["refused", "refused", "wrong password", "refused"]) fault.down(new Error(words));
  expect(fault.words).toBe("refused");
  expect(told).toEqual(["refused", "wrong password"]);
  fault.up();
  expect(fault.words).toBe(undefined);
  fault.down(new Error("refused"));
  expect(told).toEqual(["refused", "wrong password", "refused"]);
  for (let attempt = 0; attempt < 100; attempt += 1) fault.down(new Error(`refused ${attempt}`));
  expect(told.length).toBeLessThanOrEqual(12);
});
