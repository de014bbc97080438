import { expect, test } from "vitest";
import { queueView } from "#protocol/api/admin.ts";
import { queueInputOf, valuesOfQueue } from "#agent-console/src/forms/queue/queue-values.ts";

const id = "0e000000-0000-4000-8000-000000000001";

test("[RT167] a queue that is saved in the form goes on calling back as it did; one that did not goes on not to", () => {
  const callback = { timeZone: "Europe/Madrid", mode: "customerFirst", attemptsMax: 5 };
  const queue = queueView.parse({ id, version: 1, name: "Sales", callback });
  expect(queueInputOf(valuesOfQueue(queue)).callback).toEqual(queue.callback);
  const without = queueView.parse({ id, version: 1, name: "Support" });
  expect(queueInputOf(valuesOfQueue(without)).callback).toBeUndefined();
});
