/** What the demo's admin has set up of who takes what, so that the screens for it have something to show. */

import { callbackPolicy } from "#protocol/api/callbacks.ts";
import { queueInput } from "#protocol/api/admin.ts";
import { ruleList } from "#protocol/api/routing-set-up.ts";
import type { QueueAdminView } from "#protocol/api/admin.ts";
import { changeAgent, listAgents } from "../setup/agents.ts";
import type { Answer, SetupParts } from "../setup/change.ts";
import { createGroup, listGroups } from "../setup/groups.ts";
import { changeQueue, listQueues } from "../setup/queues.ts";
import { isSetupRefusal } from "../setup/refusals.ts";
import {
  putRoutingRules,
  putRoutingSettings,
  readRoutingRules,
  readRoutingSettings,
} from "../setup/routing-settings.ts";
import { listSkills } from "../setup/skills.ts";

const GROUP = "First line";
const firstLine = new Set(["emma", "james", "mateo", "wei", "noah", "sofia"]);

/** Does again what was done before without harm: an earlier start may have come to grief in between. */
export async function setUpDemoRouting(setup: SetupParts, timeZone: string): Promise<void> {
  const group = await groupOf(setup);
  await putTogether(setup, group);
  await setUpQueues(setup, group, timeZone);
  const settings = await readRoutingSettings(setup.db);
  const tiers = [
    { name: "silver", weight: 1.5 },
    { name: "gold", weight: 2 },
    { name: "platinum", weight: 4 },
  ];
  await done(putRoutingSettings(setup, { ...settings, tiers }));
  await setUpRules(setup);
}

async function groupOf(setup: SetupParts): Promise<string> {
  const known = (await listGroups(setup.db)).find(({ name }) => name === GROUP);
  return known?.id ?? (await done(createGroup(setup, { name: GROUP }))).id;
}

async function putTogether(setup: SetupParts, group: string): Promise<void> {
  for (const { id, version, login } of await listAgents(setup.db)) {
    if (firstLine.has(login)) await done(changeAgent(setup, id, { version, groups: [group] }));
  }
}

async function setUpQueues(setup: SetupParts, group: string, timeZone: string): Promise<void> {
  const skills = new Map((await listSkills(setup.db)).map(({ id, name }) => [name, id]));
  const skill = (name: string): string => {
    const id = skills.get(name);
    if (id === undefined) throw new Error(`the demo has no skill ${name}`);
    return id;
  };
  const wholeWeek = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: 9 * 60, closes: 20 * 60 }));
  const changes: Readonly<Record<string, Partial<QueueAdminView>>> = {
    // Good sellers first, as long as one of them is free.
    Sales: { preferred: [{ skill: skill("sales"), proficiency: 4, weight: 20 }] },
    Support: {
      groups: [group],
      relaxation: [
        {
          name: "Everybody, whatever the language",
          afterMs: 45_000,
          requirement: [{ skill: skill("support"), proficiency: 1 }],
          groups: [],
        },
      ],
      ageing: [{ afterMs: 120_000, priority: 5 }],
    },
    Billing: {
      relaxation: [
        {
          name: "Whatever the language",
          afterMs: 60_000,
          requirement: [{ skill: skill("billing"), proficiency: 1 }],
        },
      ],
      callback: callbackPolicy.parse({ timeZone, windows: wholeWeek }),
    },
  };
  for (const queue of await listQueues(setup.db)) {
    const change = changes[queue.name];
    if (change === undefined) continue;
    const { id, version, ...before } = queue;
    await done(changeQueue(setup, id, { ...queueInput.parse({ ...before, ...change }), version }));
  }
}

async function setUpRules(setup: SetupParts): Promise<void> {
  const billing = (await listQueues(setup.db)).find(({ name }) => name === "Billing");
  if (billing === undefined) throw new Error("the demo has no queue Billing");
  const { version } = await readRoutingRules(setup.db);
  const rules = [
    {
      name: "VIP first",
      continues: true,
      when: { all: [{ attribute: "contact.tags", is: "equal", value: "vip" }] },
      outcome: { priority: { kind: "add", value: 10 } },
    },
    {
      name: "Open complaint: to whoever looks after the customer",
      continues: true,
      when: { all: [{ attribute: "contact.openComplaint", is: "yes" }] },
      outcome: { priority: { kind: "add", value: 5 }, particular: { who: "owner", forMs: 15_000 } },
    },
    {
      name: "Unpaid invoices: to billing",
      continues: false,
      when: {
        all: [
          { attribute: "contact.debt", is: "moreThan", value: 500 },
          { not: { attribute: "queue.asked", is: "equal", value: "Billing" } },
        ],
      },
      outcome: { queue: billing.id },
    },
  ];
  await done(putRoutingRules(setup, ruleList.parse({ version, rules })));
}

/** A refusal here is a mistake in this file. */
async function done<T>(answer: Answer<T>): Promise<T> {
  const given = await answer;
  if (isSetupRefusal(given)) throw new Error(`the demo's routing was refused: ${JSON.stringify(given)}`);
  return given;
}
