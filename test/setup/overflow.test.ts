/** Overflow rules as an admin sets them up, on a real PostgreSQL, and what routing is given or spared. */

import { expect, test } from "vitest";
import { queueInput } from "#protocol/api/admin.ts";
import type { OverflowRuleView } from "#protocol/api/overflow.ts";
import { putDialSettings } from "#src/setup/dial-settings.ts";
import { publishFlow } from "#src/setup/flows.ts";
import { changeQueue, createQueue, deleteQueue, listQueues } from "#src/setup/queues.ts";
import { isSetupRefusal } from "#src/setup/refusals.ts";
import { createSchedule, deleteSchedule } from "#src/setup/schedules.ts";
import { good, site } from "./site.ts";

const input = (name: string, overflow: readonly OverflowRuleView[] = []) => queueInput.parse({ name, overflow });
const waited = { kind: "waited", afterMs: 60_000 } as const;
const toQueue = (queue: string) => ({ kind: "queue", queue, keepsPriority: true, keepsTime: true }) as const;
const hours = { name: "Office", timeZone: "Europe/Madrid", weekly: [{ weekday: 1, opens: 540, closes: 1_080 }] };

async function twoQueues() {
  const parts = await site();
  const sales = good(await createQueue(parts, input("Sales")));
  const support = good(await createQueue(parts, input("Support")));
  return { parts, sales, support };
}

test("[RT143] rules of every kind are stored, read again and adopted in their order", async () => {
  const { parts, sales, support } = await twoQueues();
  good(await createSchedule(parts, { ...hours, exceptions: [] }));
  good(await putDialSettings(parts, { trunks: [], dialPrefixes: ["34"], followsRedirects: false }, undefined));
  const flow = { formatVersion: 1, id: "late", name: "Late", type: "voice", entry: "bye", languages: ["en"] };
  const nodes = { bye: { type: "hangUp", config: {}, exits: {} } };
  good(await publishFlow(parts, { text: JSON.stringify({ ...flow, nodes }) }, undefined));
  const overflow: OverflowRuleView[] = [
    { when: { kind: "emergency" }, to: { kind: "voicemail", box: "Sales" } },
    { when: { kind: "closing", schedule: "Office", graceMs: 60_000 }, to: { kind: "flow", flow: "late" } },
    { when: { kind: "agentsStaffed", below: 1 }, to: { kind: "number", number: "+34 911 222 333" } },
    { when: { kind: "agentsReady", below: 2 }, to: { kind: "callback" } },
    { when: { kind: "ratio", above: 2.5 }, to: { kind: "exit" } },
    { when: { kind: "length", ahead: 9 }, to: toQueue(support.id) },
    { when: { kind: "expectedWait", overMs: 90_000 }, to: toQueue(support.id) },
    { when: waited, to: toQueue(support.id) },
  ];
  good(await changeQueue(parts, sales.id, { ...input("Sales", overflow), version: sales.version }));
  expect((await listQueues(parts.db)).find(({ id }) => id === sales.id)?.overflow).toEqual(overflow);
  expect(parts.adopted.at(-1)?.queues.find(({ id }) => id === sales.id)?.overflow).toEqual(overflow);

  const gone = await deleteSchedule(
    parts,
    (await parts.db.selectFrom("cc.schedules").select("id").executeTakeFirstOrThrow()).id,
  );
  expect(isSetupRefusal(gone)).toBe(true);
  expect(isSetupRefusal(await deleteQueue(parts, support.id))).toBe(true);
});

test("[RT143] what is not there, may not be dialled or leads to itself is refused with the rule and the reason", async () => {
  const { parts, sales } = await twoQueues();
  const adopted = parts.adopted.length;
  const refused = async (rule: OverflowRuleView) => {
    const answer = await changeQueue(parts, sales.id, { ...input("Sales", [rule]), version: sales.version });
    return isSetupRefusal(answer) ? answer.fields : answer;
  };
  const path = "queues.Sales.overflow.0";
  const cases: readonly [OverflowRuleView, string][] = [
    [{ when: waited, to: toQueue(crypto.randomUUID()) }, "there is no such queue"],
    [{ when: waited, to: toQueue(sales.id) }, "a queue cannot overflow into itself"],
    [{ when: waited, to: { kind: "flow", flow: "late" } }, "no flow called late is published"],
    [{ when: waited, to: { kind: "number", number: "hello" } }, "that is no number"],
    [{ when: waited, to: { kind: "number", number: "0034911222333" } }, "numbers like this one may not be dialled"],
    [
      { when: { kind: "closing", schedule: "Office", graceMs: 0 }, to: { kind: "exit" } },
      "there are no opening hours called Office",
    ],
  ];
  for (const [rule, message] of cases) expect(await refused(rule)).toEqual([{ path, message }]);
  expect(parts.adopted.length).toBe(adopted);
});

test("[RT143] a circle that is certain is refused; one that depends on each queue is left to the limit on moves", async () => {
  const { parts, sales, support } = await twoQueues();
  const third = good(await createQueue(parts, input("Third", [{ when: waited, to: toQueue(sales.id) }])));
  good(
    await changeQueue(parts, support.id, {
      ...input("Support", [{ when: waited, to: toQueue(third.id) }]),
      version: 1,
    }),
  );
  const closing = (when: OverflowRuleView["when"]) =>
    changeQueue(parts, sales.id, { ...input("Sales", [{ when, to: toQueue(support.id) }]), version: sales.version });
  const refused = await closing(waited);
  expect(isSetupRefusal(refused) && refused.fields.map(({ path }) => path)).toEqual([
    "queues.Sales.overflow.0",
    "queues.Support.overflow.0",
    "queues.Third.overflow.0",
  ]);
  good(await closing({ kind: "length", ahead: 3 }));
});
