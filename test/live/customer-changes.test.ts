import { expect, test } from "vitest";
import { createContact, updateContact } from "#src/crm/contacts.ts";
import { followCustomerChanges } from "#src/crm/follow-changes.ts";
import { standardPlan } from "#src/crm/numbering-plan.ts";
import { isRefusal } from "#src/crm/refusals.ts";
import { startSite } from "#test/http/site.ts";
import { browse } from "#test/live/browser.ts";
import { freshDatabase } from "#test/support/database.ts";

const change = { by: undefined, at: 1_795_293_000_000 };

test("[LV50] a committed change of a customer is told to whoever listens, with ids alone", async () => {
  await using database = await freshDatabase();
  const told: unknown[] = [];
  const heard = Promise.withResolvers<void>();
  const faults: unknown[] = [];
  await using _changes = followCustomerChanges(
    database.url,
    (changed) => {
      told.push(changed);
      if (told.length === 2) heard.resolve();
    },
    (error) => faults.push(error),
  );
  await listening(database);
  const contact = await createContact(database.db, { fullName: "Ana Ruiz" }, standardPlan, change);
  if (isRefusal(contact)) throw new Error(contact.refused);
  await updateContact(database.db, contact.id, contact.version, { jobTitle: "Buyer" }, change);
  await heard.promise;
  expect(told).toEqual([
    { contact: contact.id, account: undefined },
    { contact: contact.id, account: undefined },
  ]);
  expect(faults).toEqual([]);
});

test("[LV50] a change that is rolled back is told to nobody", async () => {
  await using database = await freshDatabase();
  const told: unknown[] = [];
  const heard = Promise.withResolvers<void>();
  await using _changes = followCustomerChanges(
    database.url,
    (changed) => {
      told.push(changed);
      heard.resolve();
    },
    () => undefined,
  );
  await listening(database);
  await expect(
    database.db.transaction().execute(async (transaction) => {
      await createContact(transaction, { fullName: "Nobody" }, standardPlan, change);
      throw new Error("changed my mind");
    }),
  ).rejects.toThrow("changed my mind");
  const contact = await createContact(database.db, { fullName: "Somebody" }, standardPlan, change);
  await heard.promise;
  expect(told).toEqual([{ contact: isRefusal(contact) ? "" : contact.id, account: undefined }]);
});

test("[LV51] every console that has said hello hears that its copy is old", async () => {
  await using site = await startSite();
  await site.person("anna", ["supervisor"]);
  await using browser = await browse(site, await site.signIn("anna"), { topics: ["board"] });
  await browser.next("welcome");
  const contact = crypto.randomUUID();
  site.live.customerChanged({ contact, account: undefined });
  expect(await browser.next("customerChanged")).toEqual({ kind: "customerChanged", contact });
});

/** Until PostgreSQL knows of a listener; what is announced before is rightly missed. */
async function listening({ pool }: { readonly pool: { query(text: string): Promise<{ rowCount: number | null }> } }) {
  for (;;) {
    const { rowCount } = await pool.query(
      "select 1 from pg_stat_activity where application_name = 'cordboard changes' and query like 'listen%' and state = 'idle'",
    );
    if (rowCount !== null && rowCount > 0) return;
  }
}
