import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { holds } from "#routing/rules/evaluate.ts";
import { knownOfContact } from "#src/crm/known-of-contact.ts";
import { prepareDemo } from "#src/demo/prepare.ts";
import { firstSteps } from "#src/first-steps.ts";
import { promptNames } from "#src/media/prompt-names.ts";
import { ownPrompts } from "#src/own-folders.ts";
import { loadRoutingConfig } from "#src/setup/load-routing-config.ts";
import { newId } from "#src/store/new-id.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

const at = 1_795_293_000_000;

async function site() {
  const database = await freshDatabase();
  const folder = await mkdtemp(join(tmpdir(), "cordboard-prepare-"));
  const prompts = await promptNames(ownPrompts);
  const { db } = database;
  return {
    db,
    folder,
    prepare: (mayBegin: boolean, other = folder) =>
      prepareDemo({ db, now: () => at, prompts, folder: other, timeZone: "UTC", mayBegin }),
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
      await database[Symbol.asyncDispose]();
    },
  };
}

async function people(db: FreshDatabase["db"]): Promise<readonly string[]> {
  return (await db.selectFrom("sys.users").select("login").execute()).map(({ login }) => login);
}

test("[HT44] an empty database becomes the demo when it may, and stays it with the same password", async () => {
  await using here = await site();
  const begun = await here.prepare(true);
  const password = begun?.logins[0]?.password;
  expect(password).toMatch(/^demo-[a-z2-9]{6}$/);
  expect(await people(here.db)).toContain("sofia");
  expect(await firstSteps(here.db, { hasSwitch: false, isDemo: true })).toEqual([]);

  const again = await here.prepare(false);
  expect(again?.logins.map((login) => login.password)).toEqual(begun?.logins.map(() => password));
  const elsewhere = await here.prepare(false, join(here.folder, "nothing-here"));
  expect(elsewhere?.logins[0], "a password that would not open it is not made up").toMatchObject({
    login: "emma",
    password: undefined,
  });
});

test("[HT47] the demo shows what routing can do: tiers, a group, rules, steps, preferred skills, a queue that calls back", async () => {
  await using here = await site();
  await here.prepare(true);
  const loaded = await loadRoutingConfig(here.db, { nodes: ["demo"], isNewVersion: false });
  if ("problems" in loaded) throw new Error(JSON.stringify(loaded.problems));
  const { tiers, rules, groups, queues, agents } = loaded.config;
  expect(tiers.map(({ name }) => name)).toEqual(["silver", "gold", "platinum"]);
  expect(rules).toHaveLength(3);
  const [firstLine] = groups;
  expect(agents.filter(({ groups: hers }) => firstLine !== undefined && hers.includes(firstLine.id))).toHaveLength(6);
  const queue = (wanted: string) => queues.find(({ name }) => name === wanted);
  expect(queue("Sales")?.preferred).toHaveLength(1);
  expect(queue("Support")).toMatchObject({ groups: [firstLine?.id], relaxation: [{ groups: [] }] });
  expect(queue("Billing")?.callback).toMatchObject({ mode: "agentFirst", timeZone: "UTC" });
  // Each rule has customers for whom it holds.
  const customers = await here.db.selectFrom("crm.contacts").select("id").execute();
  const known = await Promise.all(customers.map(({ id }) => knownOfContact(here.db, id)));
  for (const rule of rules) {
    const held = known.filter((values) =>
      holds(rule.when, { valueOf: (name) => values[name.replace("contact.", "")], scheduleSays: () => "unknown" }),
    );
    expect([rule.name, held.length > 0]).toEqual([rule.name, true]);
  }
  expect((await here.db.selectFrom("cc.groups").select("id").execute()).length).toBe(1);
});

test("[HT44] an empty database that may not become the demo is left empty, and the way on is said", async () => {
  await using here = await site();
  expect(await here.prepare(false)).toBeUndefined();
  expect(await people(here.db)).toEqual([]);
  expect(await readdir(here.folder)).toEqual([]);
  const steps = await firstSteps(here.db, { hasSwitch: false, isDemo: false });
  expect(steps).toMatchObject([/user-add/, /CORDBOARD_FREESWITCH_HOST.*CORDBOARD_DEMO=1/]);
});

test("[HT44] a database with people is never made a demo", async () => {
  await using here = await site();
  await here.db
    .insertInto("sys.users")
    .values({ id: newId(at), login: "alex", name: "Alex", password_hash: "-", roles: ["admin"] })
    .execute();
  expect(await here.prepare(true)).toBeUndefined();
  expect(await people(here.db)).toEqual(["alex"]);
  expect(await readdir(here.folder)).toEqual([]);
  const steps = await firstSteps(here.db, { hasSwitch: false, isDemo: false });
  expect(steps).toMatchObject([/nobody can call/]);
  expect(steps.join("\n")).not.toContain("CORDBOARD_DEMO");
  expect(await firstSteps(here.db, { hasSwitch: true, isDemo: false })).toEqual([]);
});

test("[HT45] a real switch on the demo's database is warned of, and so is a site without people", async () => {
  await using empty = await site();
  expect(await firstSteps(empty.db, { hasSwitch: true, isDemo: false })).toMatchObject([/user-add/]);
  await using here = await site();
  await here.prepare(true);
  expect(await firstSteps(here.db, { hasSwitch: true, isDemo: false })).toMatchObject([/made by the demo.*empty one/]);
});
