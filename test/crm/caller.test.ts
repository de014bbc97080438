import { expect, test } from "vitest";
import { chooseCaller, findCaller } from "#src/crm/caller.ts";
import { archiveContact } from "#src/crm/contacts.ts";
import { createAccount } from "#src/crm/accounts.ts";
import { addPoint } from "#src/crm/contact-points.ts";
import { instant } from "#src/store/instant-column.ts";
import { newId } from "#src/store/new-id.ts";
import { freshDatabase } from "#test/support/database.ts";
import type { FreshDatabase } from "#test/support/database.ts";
import { NOW, aContact, aUser, granted, plan, system } from "./world.ts";

/** The ways a Spanish number is written, by people and by trunks. */
const forms: readonly ((digits: string) => string)[] = [
  (digits) => digits,
  (digits) => `+34${digits}`,
  (digits) => `0034${digits}`,
  (digits) => `+34 ${digits.slice(0, 3)} ${digits.slice(3, 5)} ${digits.slice(5, 7)} ${digits.slice(7)}`,
  (digits) => `${digits.slice(0, 3)}/${digits.slice(3, 6)}.${digits.slice(6)}`,
  (digits) => `(${digits.slice(0, 3)}) ${digits.slice(3)}`,
  (digits) => `(0034) ${digits.slice(0, 3)}-${digits.slice(3)}`,
  (digits) => `34${digits}`,
  (digits) => `sip:+34${digits}@gw.example`,
  (digits) => `00 34 ${digits.slice(0, 3)} / ${digits.slice(3)}`,
];

test("[CT10] 100 of 100 contacts are known by their number, in whatever form it is stored and in whatever form it calls", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const people: { readonly digits: string; readonly contactId: string }[] = [];
  for (let index = 0; index < 100; index += 1) {
    const digits = `61234${String(5000 + index)}`;
    const value = forms[index % 6]?.(digits) ?? "";
    const contact = await aContact(db, { fullName: `Persona ${index}`, points: [{ kind: "phone", value }] });
    people.push({ digits, contactId: contact.id });
  }
  const wrong: string[] = [];
  for (const { digits, contactId } of people) {
    for (const form of forms) {
      const found = await findCaller(db, form(digits), plan);
      const right =
        found.match === "known" && found.candidates.length === 1 && found.candidates[0]?.contactId === contactId;
      if (!right) wrong.push(`${form(digits)} for ${digits}: ${found.match}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("[CT11] a withheld number has no candidates, whoever is in the book", async () => {
  await using database = await freshDatabase();
  await aContact(database.db, { fullName: "Anonymous Ltd", points: [{ kind: "phone", value: "612345001" }] });
  for (const number of ["", "anonymous", "sip:anonymous@anonymous.invalid"]) {
    expect(await findCaller(database.db, number, plan)).toEqual({
      match: "withheld",
      number: undefined,
      candidates: [],
    });
  }
});

test("[CT12] two people with one number are both candidates; the one that an agent picked comes first from then on", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const agent = await aUser(db, "emma");
  const first = await aContact(db, { fullName: "Ana", points: [{ kind: "phone", value: "91 555 12 34" }] });
  const second = await aContact(db, { fullName: "Berta", points: [{ kind: "phone", value: "+34 915551234" }] });
  const before = await findCaller(db, "0034915551234", plan);
  expect(before.match).toBe("known");
  expect(before.candidates.map(({ contactId, isRemembered }) => [contactId, isRemembered])).toEqual([
    [first.id, false],
    [second.id, false],
  ]);

  granted(await chooseCaller(db, { number: "915551234", contactId: second.id }, plan, { by: agent, at: NOW }));
  const after = await findCaller(db, "0034915551234", plan);
  expect(after.candidates.map(({ contactId, isRemembered }) => [contactId, isRemembered])).toEqual([
    [second.id, true],
    [first.id, false],
  ]);
});

test("[CT12] without a choice the one who called last comes first", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  await aContact(db, { fullName: "Ana", points: [{ kind: "phone", value: "915551234" }] });
  const second = await aContact(db, { fullName: "Berta", points: [{ kind: "phone", value: "915551234" }] });
  await aCall(db, "+34915551234", second.id);
  const found = await findCaller(db, "915551234", plan);
  expect(found.candidates.map((one) => [one.name, one.lastInteractionAt])).toEqual([
    ["Berta", NOW - 1000],
    ["Ana", undefined],
  ]);
});

test("[CT13] the same last eight digits are a maybe, the same country first; exact hits leave them out", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  await aContact(db, { fullName: "Londres", points: [{ kind: "phone", value: "+44 20 1234 5001" }] });
  await aContact(db, { fullName: "Móvil", points: [{ kind: "phone", value: "712345001" }] });
  const maybe = await findCaller(db, "612345001", plan);
  expect([maybe.match, maybe.candidates.map((one) => one.name)]).toEqual(["maybe", ["Móvil", "Londres"]]);

  await aContact(db, { fullName: "Exacta", points: [{ kind: "phone", value: "612345001" }] });
  const known = await findCaller(db, "612345001", plan);
  expect([known.match, known.candidates.map((one) => one.name)]).toEqual(["known", ["Exacta"]]);
});

test("[CT14] a number that an agent linked to somebody in an earlier call is a maybe", async () => {
  await using database = await freshDatabase();
  const contact = await aContact(database.db, "Nadie Conocido");
  await aCall(database.db, "+34699000111", contact.id);
  const found = await findCaller(database.db, "699 000 111", plan);
  expect([found.match, found.candidates.map((one) => one.contactId)]).toEqual(["maybe", [contact.id]]);
});

test("[CT15] our own numbers, switchboards, dead numbers and archived contacts match nobody", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  await db.insertInto("cc.flows").values({ name: "welcome" }).execute();
  await db.insertInto("cc.numbers").values({ dialled: "+34910000001", flow: "welcome" }).execute();
  await db
    .insertInto("cc.trunks")
    .values({ id: newId(NOW), position: 1, gateway: "gw", caller_number: "910000002" })
    .execute();
  await aContact(db, {
    fullName: "Own",
    points: [
      { kind: "phone", value: "910000001" },
      { kind: "phone", value: "910000002" },
    ],
  });
  await aContact(db, { fullName: "Hotel", points: [{ kind: "phone", value: "910000003", isSwitchboard: true }] });
  const dead = await aContact(db, { fullName: "Dead", points: [{ kind: "phone", value: "910000004" }] });
  await db.updateTable("crm.contact_points").set({ status: "invalid" }).where("contact_id", "=", dead.id).execute();
  const gone = await aContact(db, { fullName: "Gone", points: [{ kind: "phone", value: "910000005" }] });
  granted(await archiveContact(db, gone.id, gone.version, system));
  for (const last of [1, 2, 3, 4, 5]) {
    expect(await findCaller(db, `91000000${last}`, plan)).toMatchObject({ match: "none", candidates: [] });
  }
});

test("[CT16] a company's number answers with the company", async () => {
  await using database = await freshDatabase();
  const account = granted(
    await createAccount(
      database.db,
      { name: "Aceites del Sur", tier: "gold", points: [{ kind: "phone", value: "954 00 11 22" }] },
      plan,
      system,
    ),
  );
  const found = await findCaller(database.db, "+34954001122", plan);
  expect(found).toMatchObject({
    match: "known",
    candidates: [{ contactId: undefined, accountId: account.id, name: "Aceites del Sur", tier: "gold" }],
  });
});

test("[CT17] a contact with three phones is found by each of them; nobody is created by asking", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const contact = await aContact(db, { fullName: "Tres", points: [{ kind: "phone", value: "612345001" }] });
  granted(await addPoint(db, { contactId: contact.id }, { kind: "phone", value: "+86 138 0013 8000" }, plan, system));
  granted(
    await addPoint(
      db,
      { contactId: contact.id },
      { kind: "phone", value: "(202) 555-0101", country: "US" },
      plan,
      system,
    ),
  );
  for (const number of ["0034612345001", "008613800138000", "+1 202-555-0101"]) {
    expect((await findCaller(db, number, plan)).candidates.map((one) => one.contactId)).toEqual([contact.id]);
  }
  await findCaller(db, "699999999", plan);
  expect(await db.selectFrom("crm.contacts").select("id").execute()).toHaveLength(1);
});

async function aCall(db: FreshDatabase["db"], from: string, contactId: string): Promise<void> {
  await db
    .insertInto("cc.interactions")
    .values({
      id: newId(NOW),
      medium: "voice",
      direction: "inbound",
      from_number: from,
      contact_id: contactId,
      started_at: instant(NOW - 1000),
      last_fact: 1,
    })
    .execute();
}
