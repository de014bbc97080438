import { expect, test } from "vitest";
import { createAccount, joinAccount, leaveAccount, readAccount, updateAccount } from "#src/crm/accounts.ts";
import { addPoint, listPoints, removePoint } from "#src/crm/contact-points.ts";
import { listContacts } from "#src/crm/contact-list.ts";
import { archiveContact, createContact, readContact, updateContact } from "#src/crm/contacts.ts";
import { newId } from "#src/store/new-id.ts";
import { freshDatabase } from "#test/support/database.ts";
import { NOW, aContact, aUser, granted, plan, system } from "./world.ts";

test("[CT20] a contact comes back as it was written", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const account = granted(await createAccount(db, { name: "蓝天贸易", kind: "reseller" }, plan, system));
  const contact = granted(
    await createContact(
      db,
      {
        fullName: " 张伟 ",
        kind: "partner",
        tier: "gold",
        importance: "top",
        language: "zh",
        tags: ["vip"],
        points: [
          { kind: "phone", value: "+86 138 0013 8000" },
          { kind: "phone", value: "138 0013 8001", country: "CN" },
          { kind: "email", value: "Zhang.Wei@Lantian.example" },
        ],
        accounts: [{ accountId: account.id, role: "采购" }],
      },
      plan,
      system,
    ),
  );
  expect(await readContact(db, contact.id)).toEqual(contact);
  expect(contact).toMatchObject({
    version: 1,
    fullName: "张伟",
    kind: "partner",
    tier: "gold",
    importance: "top",
    language: "zh",
    tags: ["vip"],
    createdAt: NOW,
    accounts: [{ accountId: account.id, name: "蓝天贸易", role: "采购", isPrimary: true }],
  });
  expect(contact.points.map(({ kind, norm, isPrimary }) => [kind, norm, isPrimary])).toEqual([
    ["email", "zhang.wei@lantian.example", true],
    ["phone", "+8613800138000", true],
    ["phone", "+8613800138001", false],
  ]);
});

test("[CT21] creating is all or nothing", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const bad = [
    [{}, "name.missing"],
    [{ fullName: "Ana", points: [{ kind: "email", value: "not an address" }] }, "point.unusable"],
    [
      {
        fullName: "Ana",
        points: [
          { kind: "phone", value: "612345001" },
          { kind: "phone", value: "+34612345001" },
        ],
      },
      "point.alreadyThere",
    ],
    [{ fullName: "Ana", accounts: [{ accountId: newId(NOW) }] }, "account.unknown"],
  ] as const;
  for (const [input, refused] of bad) expect(await createContact(db, input, plan, system)).toEqual({ refused });
  expect(await db.selectFrom("crm.contacts").select("id").execute()).toEqual([]);
  expect(await db.selectFrom("crm.timeline").select("id").execute()).toEqual([]);
  expect(
    granted(await createContact(db, { points: [{ kind: "phone", value: "612345001" }] }, plan, system)).fullName,
  ).toBe("");
});

test("[CT22] a change made on an old version is refused and the newer one stands", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const contact = await aContact(db, "Ana");
  const first = granted(await updateContact(db, contact.id, 1, { jobTitle: "Owner" }, system));
  expect(first.version).toBe(2);
  expect(await updateContact(db, contact.id, 1, { jobTitle: "Clerk", tier: "gold" }, system)).toEqual({
    refused: "contact.changedMeanwhile",
  });
  expect(await readContact(db, contact.id)).toEqual(first);
  expect(await archiveContact(db, contact.id, 1, system)).toEqual({ refused: "contact.changedMeanwhile" });
  expect(await updateContact(db, newId(NOW), 1, {}, system)).toEqual({ refused: "contact.unknown" });
});

test("[CT22] of twenty changes at the same moment exactly one is saved", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const contact = await aContact(db, "Ana");
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => updateContact(db, contact.id, 1, { note: `n${index}` }, system)),
  );
  const saved = answers.filter((answer) => !("refused" in answer));
  expect(saved).toHaveLength(1);
  expect(await readContact(db, contact.id)).toEqual(saved[0]);
  expect(await db.selectFrom("crm.timeline").select("id").where("kind", "=", "contact.changed").execute()).toHaveLength(
    1,
  );
});

test("[CT23] a patch changes what it names and nothing else; null empties", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const contact = await aContact(db, { fullName: "Ana", jobTitle: "Owner", tags: ["a", "b"], note: "x" });
  const after = granted(
    await updateContact(db, contact.id, 1, { note: null, tags: [] }, { by: undefined, at: NOW + 5 }),
  );
  expect(after).toEqual({ ...contact, note: undefined, tags: [], version: 2, updatedAt: NOW + 5 });
});

test("[CT24] the first point of a kind is the primary one; a new one takes over when asked; an heir follows when it goes", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const { id: contactId } = await aContact(db, "Ana");
  const add = async (value: string, isPrimary?: boolean): Promise<string> =>
    granted(await addPoint(db, { contactId }, { kind: "phone", value, isPrimary }, plan, system)).id;
  const primary = async (): Promise<string | undefined> =>
    (await listPoints(db, { contactId })).find((point) => point.isPrimary)?.value;
  await add("612345001");
  await add("612345002");
  expect(await primary()).toBe("612345001");
  const third = await add("612345003", true);
  expect(await primary()).toBe("612345003");
  expect(
    await addPoint(db, { contactId }, { kind: "phone", value: "+34 612345002", isPrimary: true }, plan, system),
  ).toEqual({
    refused: "point.alreadyThere",
  });
  expect(await primary()).toBe("612345003");
  granted(await removePoint(db, third, system));
  expect(await primary()).toBe("612345001");
  expect(await removePoint(db, third, system)).toEqual({ refused: "point.unknown" });
});

test("[CT25] accounts keep versions, unique references and their people", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const account = granted(await createAccount(db, { name: "Acme", externalRef: "A-1" }, plan, system));
  expect(await createAccount(db, { name: "Acme 2", externalRef: "A-1" }, plan, system)).toEqual({
    refused: "reference.alreadyTaken",
  });
  expect(await createAccount(db, { name: " " }, plan, system)).toEqual({ refused: "name.missing" });
  const after = granted(await updateAccount(db, account.id, 1, { kind: "competitor", externalRef: "A-1" }, system));
  expect(after).toMatchObject({ version: 2, kind: "competitor", name: "Acme" });
  expect(await updateAccount(db, account.id, 1, { name: "Other" }, system)).toEqual({
    refused: "account.changedMeanwhile",
  });

  const contact = await aContact(db, "Ana");
  granted(await joinAccount(db, { contactId: contact.id, accountId: account.id, role: "Owner" }, system));
  expect(granted(await readAccount(db, account.id)).contacts).toEqual([
    { contactId: contact.id, fullName: "Ana", role: "Owner" },
  ]);
  granted(await leaveAccount(db, { contactId: contact.id, accountId: account.id }, system));
  expect(granted(await readAccount(db, account.id)).contacts).toEqual([]);
});

test("[CT26] pages by name are complete and in order, Chinese names by pinyin, also when rows are added meanwhile", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const names = ["Zoë", "álvaro", "Beatriz", "张伟", "安娜", "李娜", "Carlos", "carlos"];
  for (const name of names) await aContact(db, name);
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = granted(await listContacts(db, { order: "name", limit: 3, after }));
    seen.push(...page.rows.map((row) => row.fullName));
    after = page.next;
    await aContact(db, "Aaron");
  } while (after !== undefined);
  expect(seen).toEqual(["álvaro", "安娜", "Beatriz", "Carlos", "carlos", "李娜", "张伟", "Zoë"]);
  expect(await listContacts(db, { order: "name", after: "!!" })).toEqual({ refused: "cursor.unreadable" });
});

test("[CT27] the list filters by class, tier, importance, language, tag and account, and leaves archived ones out", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const account = granted(await createAccount(db, { name: "Acme" }, plan, system));
  const target = await aContact(db, {
    fullName: "Target",
    kind: "reseller",
    tier: "gold",
    importance: "high",
    language: "es",
    tags: ["vip"],
    accounts: [{ accountId: account.id }],
    points: [{ kind: "phone", value: "612345001" }],
  });
  await aContact(db, "Other");
  const archived = await aContact(db, { fullName: "Target Archived", kind: "reseller", tags: ["vip"] });
  granted(await archiveContact(db, archived.id, 1, system));
  const filters = [
    { kinds: ["reseller"] },
    { tiers: ["gold", "platinum"] },
    { importances: ["high"] },
    { language: "es" },
    { tag: "vip" },
    { accountId: account.id },
    { text: "targ" },
    { text: "2345001" },
  ] as const;
  for (const filter of filters) {
    const page = granted(await listContacts(db, { order: "changed", ...filter }));
    expect(page.rows.map((row) => row.id)).toEqual([target.id]);
  }
});

test("[CT62] a contact's owner and do-not-call mark change when they are named, and with nothing else", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const owner = await aUser(db, "ana");
  const made = granted(await createContact(db, { fullName: "Eva Gil" }, plan, system));
  expect([made.ownerId, made.isDoNotCall]).toEqual([undefined, false]);
  const marked = granted(await updateContact(db, made.id, made.version, { ownerId: owner, isDoNotCall: true }, system));
  expect([marked.ownerId, marked.isDoNotCall]).toEqual([owner, true]);
  const renamed = granted(await updateContact(db, made.id, marked.version, { fullName: "Eva G." }, system));
  expect([renamed.ownerId, renamed.isDoNotCall]).toEqual([owner, true]);
  const plainAgain = granted(
    await updateContact(db, made.id, renamed.version, { ownerId: null, isDoNotCall: false }, system),
  );
  expect([plainAgain.ownerId, plainAgain.isDoNotCall]).toEqual([undefined, false]);
});
