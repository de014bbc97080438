/** The call centre that every end-to-end scenario works in: the demo's people and queues, two lines, two carriers. */

import { resolve } from "node:path";
import { createContact } from "#src/crm/contacts.ts";
import { standardPlan } from "#src/crm/numbering-plan.ts";
import { isRefusal } from "#src/crm/refusals.ts";
import { seedDemo } from "#src/crm/seed.ts";
import { promptNames } from "#src/media/prompt-names.ts";
import { hashPassword } from "#src/platform/passwords.ts";
import { putDialSettings } from "#src/setup/dial-settings.ts";
import { publishFlow } from "#src/setup/flows.ts";
import { putNumber } from "#src/setup/numbers.ts";
import { isSetupRefusal } from "#src/setup/refusals.ts";
import type { Store } from "#src/store/open-pool.ts";

/** Everybody's. */
export const sitePassword = "password-for-tests";
/** Asks for one key: 1 leads to Sales, 2 to Support; silence is told goodbye. */
export const menuNumber = "12025550199";
/** Straight to Sales. */
export const directNumber = "12025550198";
/** Nothing is set up for it. */
export const unknownNumber = "12025550177";
/** What may be dialled begins so. */
export const dialPrefix = "34";

const enqueue = (queue: string) => ({
  type: "enqueue",
  config: { queue },
  exits: { overflow: "bye", nobodySignedIn: "bye", full: "bye" },
});
const frame = { formatVersion: 1, type: "voice", entry: "answer", languages: ["en"] } as const;
const bye = { type: "hangUp", config: {}, exits: {} };

export const menuFlow = {
  ...frame,
  id: "test-line",
  name: "Test line",
  nodes: {
    answer: { type: "answer", config: {}, exits: { next: "menu" } },
    menu: {
      type: "menu",
      config: {
        label: "Department",
        variable: "department",
        prompts: [{ name: "main-menu" }],
        keys: { "1": "Sales", "2": "Support" },
        attempts: 1,
        timeoutMs: 2_000,
      },
      exits: { "1": "sales", "2": "support", timeout: "bye", invalid: "bye" },
    },
    sales: enqueue("Sales"),
    support: enqueue("Support"),
    bye,
  },
};

const directFlow = {
  ...frame,
  id: "direct-line",
  name: "Direct line",
  nodes: { answer: { type: "answer", config: {}, exits: { next: "sales" } }, sales: enqueue("Sales"), bye },
};

/** What a site may have besides. */
export interface SiteOptions {
  readonly contacts?: readonly { readonly name: string; readonly number: string }[] | undefined;
  /** Gateways in the order in which they are tried. */
  readonly gateways: readonly string[];
  readonly node: string;
}

/** How long agents are rung from now on; read when the service starts. */
export async function setAlertMs({ db }: Pick<Store, "db">, alertMs: number): Promise<void> {
  await db.updateTable("cc.queues").set({ alert_ms: alertMs }).execute();
}

/** Fills a migrated, empty database. */
export async function fillSite({ db }: Pick<Store, "db">, options: SiteOptions): Promise<void> {
  const at = Date.now();
  await seedDemo(db, { at, password: sitePassword, hashPassword, timeZone: "UTC", officeHours: "always" });
  const prompts = await promptNames(resolve("prompts"));
  const setup = {
    db,
    now: () => Date.now(),
    hashPassword,
    prompts: () => prompts,
    nodes: [options.node],
    onChange: () => undefined,
  };
  const trunks = options.gateways.map((gateway) => ({ gateway, callerNumber: "12025550100" }));
  const done = [
    await publishFlow(setup, { text: JSON.stringify(menuFlow) }, undefined),
    await publishFlow(setup, { text: JSON.stringify(directFlow) }, undefined),
    await putNumber(setup, { dialled: menuNumber, label: "Test", flow: menuFlow.id }),
    await putNumber(setup, { dialled: directNumber, label: "Direct", flow: directFlow.id }),
    await putDialSettings(setup, { trunks, dialPrefixes: [dialPrefix], followsRedirects: false }, undefined),
  ];
  const refused = done.find(isSetupRefusal);
  if (refused !== undefined) throw new Error(`the site cannot be set up: ${JSON.stringify(refused)}`);
  for (const { name, number } of options.contacts ?? []) {
    const points = [{ kind: "phone" as const, value: number }];
    const contact = await createContact(db, { fullName: name, points }, standardPlan, { by: undefined, at });
    if (isRefusal(contact)) throw new Error(`contact ${name} ${number}: ${contact.refused}`);
  }
}
