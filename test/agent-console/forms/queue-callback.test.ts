import { expect, test } from "vitest";
import { queueInput, queueView } from "#protocol/api/admin.ts";
import { fieldErrors } from "#agent-console/src/forms/field-errors.ts";
import { queueInputOf, shownProblems, valuesOfQueue } from "#agent-console/src/forms/queue/queue-values.ts";

const id = "0e000000-0000-4000-8000-000000000001";

test("[RT167] a queue that is saved in the form goes on calling back as it did; one that did not goes on not to", () => {
  const callback = { timeZone: "Europe/Madrid", mode: "customerFirst", attemptsMax: 5 };
  const queue = queueView.parse({ id, version: 1, name: "Sales", callback });
  expect(queueInputOf(valuesOfQueue(queue)).callback).toEqual(queue.callback);
  const without = queueView.parse({ id, version: 1, name: "Support" });
  expect(queueInputOf(valuesOfQueue(without)).callback).toBeUndefined();
});

test("[CON175] every part of a policy goes back as it came: odd times, several spans a day, zero and nothing", () => {
  const callback = {
    timeZone: "Asia/Shanghai",
    retryAfterMs: 61_001,
    expiresAfterMs: 12_345_678,
    personalMs: 0,
    abandonedAfterMs: 0,
    windows: [
      { weekday: 1, opens: 540, closes: 840 },
      { weekday: 1, opens: 960, closes: 1_440 },
      { weekday: 7, opens: 0, closes: 1 },
    ],
  };
  const queue = queueView.parse({ id, version: 1, name: "Sales", callback });
  expect(queueInputOf(valuesOfQueue(queue)).callback).toEqual(queue.callback);
});

test("[CON175] what is wrong with a policy is said at the field that shows it", () => {
  const callback = { timeZone: "Europe/Madrid" };
  const values = valuesOfQueue(queueView.parse({ id, version: 1, name: "Sales", callback }));
  const wrong = {
    ...values.callback,
    attemptsMax: 21,
    retryAfterMin: 0,
    expiresAfterH: 0,
    personalMin: 1_441,
    abandonedAfterS: 86_401,
    week: [[], [{ opens: 600, closes: 540 }], [], [], [], [], []],
  };
  const errors = fieldErrors(queueInput, queueInputOf({ ...values, callback: wrong }));
  expect(Object.keys(shownProblems(errors, "Sales")).toSorted()).toEqual([
    "callback.abandonedAfterS",
    "callback.attemptsMax",
    "callback.expiresAfterH",
    "callback.personalMin",
    "callback.retryAfterMin",
    "callback.windows.0",
  ]);
});
