/** How a queue calls back: over the API's shape into the database, to routing, and back. */

import { expect, test } from "vitest";
import { queueInput } from "#protocol/api/admin.ts";
import { loadRoutingConfig } from "#src/setup/load-routing-config.ts";
import { changeQueue, createQueue, listQueues } from "#src/setup/queues.ts";
import { good, site } from "./site.ts";

const said = {
  mode: "customerFirst",
  attemptsMax: 5,
  retryAfterMs: 600_000,
  expiresAfterMs: 7_200_000,
  windows: [
    { weekday: 1, opens: 540, closes: 840 },
    { weekday: 1, opens: 960, closes: 1_440 },
  ],
  timeZone: "America/Mexico_City",
  personalMs: 0,
  abandonedAfterMs: 30_000,
} as const;

test("[SET23] a way of calling back is stored, read again, adopted by routing and found by a start", async () => {
  const parts = await site();
  const created = good(await createQueue(parts, queueInput.parse({ name: "Sales", callback: said })));
  expect(created.callback).toEqual(said);
  expect((await listQueues(parts.db)).map(({ callback }) => callback)).toEqual([said]);
  expect(parts.adopted.at(-1)?.queues[0]?.callback).toEqual(said);
  const loaded = await loadRoutingConfig(parts.db, { nodes: ["fs-1"], isNewVersion: false });
  expect("config" in loaded ? loaded.config.queues[0]?.callback : loaded).toEqual(said);
});

test("[SET23] what is not said of it is as shipped; a queue of which nothing is said does not call back, nor one any more", async () => {
  const parts = await site();
  const given = queueInput.parse({ name: "Sales", callback: { timeZone: "Europe/Madrid" } });
  const created = good(await createQueue(parts, given));
  expect(parts.adopted.at(-1)?.queues[0]?.callback).toEqual({
    mode: "agentFirst",
    attemptsMax: 3,
    retryAfterMs: 900_000,
    expiresAfterMs: 86_400_000,
    windows: [],
    timeZone: "Europe/Madrid",
    personalMs: 900_000,
    abandonedAfterMs: undefined,
  });
  const off = good(await changeQueue(parts, created.id, { ...queueInput.parse({ name: "Sales" }), version: 1 }));
  expect(off.callback).toBeUndefined();
  expect((await listQueues(parts.db))[0]?.callback).toBeUndefined();
  expect(parts.adopted.at(-1)?.queues[0]?.callback).toBeUndefined();
});

test.each([
  ["an unknown time zone", { timeZone: "Europe/Nowhere" }, ["callback", "timeZone"]],
  ["no attempt", { attemptsMax: 0 }, ["callback", "attemptsMax"]],
  ["a retry within a minute", { retryAfterMs: 59_999 }, ["callback", "retryAfterMs"]],
  ["hours that close first", { windows: [{ weekday: 2, opens: 600, closes: 540 }] }, ["callback", "windows", 0]],
])("[SET23] %s is malformed, and said where", (_, part, path) => {
  const parsed = queueInput.safeParse({ name: "Sales", callback: { ...said, ...part } });
  expect(parsed.error?.issues.map((issue) => issue.path)).toEqual([path]);
});
