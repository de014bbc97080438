/** Ringing, what follows a call that is not taken, and wrap-up: set up, checked whole, and given to routing. */

import { expect, onTestFinished, test } from "vitest";
import { queueInput } from "#protocol/api/admin.ts";
import { PLAIN_WRAP_UP } from "#routing/agent/wrap-up-policy.ts";
import type { RoutingConfig } from "#routing/config.ts";
import { PLAIN_RESERVATION_POLICY } from "#routing/reservation/policy.ts";
import type { SetupParts } from "#src/setup/change.ts";
import { putDisposition, putReason } from "#src/setup/lists.ts";
import { changeQueue, createQueue, listQueues } from "#src/setup/queues.ts";
import { isSetupRefusal, type SetupRefusal } from "#src/setup/refusals.ts";
import { freshDatabase } from "../support/database.ts";

async function site(): Promise<SetupParts & { readonly adopted: RoutingConfig[] }> {
  const database = await freshDatabase();
  onTestFinished(() => database[Symbol.asyncDispose]());
  const adopted: RoutingConfig[] = [];
  return {
    adopted,
    db: database.db,
    now: () => 1_790_000_000_000,
    hashPassword: () => Promise.resolve("hash"),
    prompts: () => ({}),
    nodes: ["fs-1"],
    onChange: (config) => adopted.push(config),
  };
}

function good<T>(answer: T | SetupRefusal): T {
  if (isSetupRefusal(answer)) throw new Error(`refused: ${JSON.stringify(answer)}`);
  return answer;
}

const words = (text: string) => ({ en: text, zh: text, es: text });
const lunch = { code: "lunch", label: words("Lunch"), position: 0, isPaid: false, isActive: true };
const sold = { code: "sold", label: words("Sold"), position: 0, isActive: true };

test("[SET20] a queue of which nothing is said rings one phone, and is as it is shipped in everything else", async () => {
  const parts = await site();
  good(await createQueue(parts, queueInput.parse({ name: "Sales" })));
  expect(parts.adopted.at(-1)?.queues[0]).toMatchObject({
    ringAgents: 1,
    reservationPolicy: PLAIN_RESERVATION_POLICY,
    wrapUp: PLAIN_WRAP_UP,
  });
  await parts.db.insertInto("cc.queues").values({ id: crypto.randomUUID(), name: "Older" }).execute();
  good(await putReason(parts, lunch));
  expect(parts.adopted.at(-1)?.queues.map(({ name, ringAgents }) => ({ name, ringAgents }))).toEqual([
    { name: "Older", ringAgents: 1 },
    { name: "Sales", ringAgents: 1 },
  ]);
  expect(parts.adopted.at(-1)?.queues[0]).toMatchObject({
    reservationPolicy: PLAIN_RESERVATION_POLICY,
    wrapUp: PLAIN_WRAP_UP,
  });
});

test("[SET20] what is set up is read again and given to routing", async () => {
  const parts = await site();
  good(await putReason(parts, lunch));
  good(await putDisposition(parts, sold));
  const said = {
    ringAgents: 4,
    reservationPolicy: {
      missed: { notReadyAfter: 3, reason: "lunch", backOffMs: 20_000 },
      declined: { notReadyAfter: 0, backOffMs: 5_000 },
      busy: { notReadyAfter: 2, reason: "busy", backOffMs: 1_000 },
      unreachable: { notReadyAfter: 1, backOffMs: 0 },
    },
    wrapUp: { mode: "mandatory", canEndEarly: false, extensionsMax: 0, extensionMs: 10_000 },
  } as const;
  const created = good(await createQueue(parts, queueInput.parse({ name: "Sales", ...said })));
  expect(created).toMatchObject(said);
  expect(await listQueues(parts.db)).toMatchObject([said]);
  expect(parts.adopted.at(-1)?.queues[0]).toMatchObject(said);
  const changed = { ...queueInput.parse({ name: "Sales" }), version: 1 };
  expect(good(await changeQueue(parts, created.id, changed))).toMatchObject({ ringAgents: 1, wrapUp: PLAIN_WRAP_UP });
});

test("[SET21] a reason that does not exist is refused; one that was switched off is still one", async () => {
  const parts = await site();
  const input = (reason: string) =>
    queueInput.parse({
      name: "Sales",
      reservationPolicy: { ...PLAIN_RESERVATION_POLICY, missed: { notReadyAfter: 1, reason, backOffMs: 0 } },
    });
  expect(await createQueue(parts, input("lunch"))).toMatchObject({
    refused: "invalid",
    fields: [{ path: "queues.Sales.reservationPolicy.missed.reason", message: "there is no such reason" }],
  });
  expect(await listQueues(parts.db)).toEqual([]);
  good(await putReason(parts, lunch));
  good(await createQueue(parts, input("lunch")));
  good(await putReason(parts, { ...lunch, isActive: false }));
});

test("[SET21] a wrap-up that only an outcome ends is refused while there is no outcome, and the last one stays", async () => {
  const parts = await site();
  const wrapUp = { ...PLAIN_WRAP_UP, mode: "mandatory" };
  expect(await createQueue(parts, queueInput.parse({ name: "Sales", wrapUp }))).toMatchObject({
    refused: "invalid",
    fields: [{ path: "queues.Sales.wrapUp.mode" }],
  });
  good(await putDisposition(parts, sold));
  good(await createQueue(parts, queueInput.parse({ name: "Sales", wrapUp })));
  const adopted = parts.adopted.length;
  expect(await putDisposition(parts, { ...sold, isActive: false })).toMatchObject({ refused: "invalid" });
  expect(parts.adopted).toHaveLength(adopted);
});

test.each([
  ["no phone", { ringAgents: 0 }],
  ["too many phones", { ringAgents: 51 }],
  ["an unknown mode", { wrapUp: { ...PLAIN_WRAP_UP, mode: "never" } }],
  ["too many extensions", { wrapUp: { ...PLAIN_WRAP_UP, extensionsMax: 21 } }],
  ["an extension of nothing", { wrapUp: { ...PLAIN_WRAP_UP, extensionMs: 0 } }],
  ["an outcome of which nothing is said", { reservationPolicy: { missed: PLAIN_RESERVATION_POLICY.missed } }],
  [
    "a back-off of two hours",
    {
      reservationPolicy: {
        ...PLAIN_RESERVATION_POLICY,
        busy: { ...PLAIN_RESERVATION_POLICY.busy, backOffMs: 7_200_000 },
      },
    },
  ],
])("[SET22] %s is malformed", (_, part) => {
  expect(queueInput.safeParse({ name: "Sales", ...part }).success).toBe(false);
});
