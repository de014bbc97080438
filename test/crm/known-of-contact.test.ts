import { expect, test } from "vitest";
import { createAccount } from "#src/crm/accounts.ts";
import { updateContact } from "#src/crm/contacts.ts";
import { knownOfContact } from "#src/crm/known-of-contact.ts";
import { findContactIn } from "#src/engine/find-contact.ts";
import { contactId } from "#routing/ids.ts";
import { instant } from "#src/store/instant-column.ts";
import { newId } from "#src/store/new-id.ts";
import { freshDatabase, type FreshDatabase } from "../support/database.ts";
import { NOW, aContact, aUser, granted, plan, system } from "./world.ts";

/** A call record of this contact; `connected`: he talked with the agent. */
async function aCall(db: FreshDatabase["db"], contact: string, agent: string, at: number, connected: boolean) {
  const id = newId(at);
  await db
    .insertInto("cc.interactions")
    .values({
      id,
      medium: "voice",
      direction: "inbound",
      from_number: null,
      from_name: null,
      to_number: "100",
      contact_id: contact,
      account_id: null,
      match_level: null,
      flow: null,
      flow_version: null,
      first_queue_id: null,
      queue_id: null,
      agent_id: agent,
      started_at: instant(at),
      connected_at: connected ? instant(at) : null,
      end_reason: null,
      disposition: null,
      note: null,
      last_fact: 1,
    })
    .execute();
}

test("[CT49] what rules may know of a contact: fields, attributes, account, owner, last agent", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const [emma, omar, noor] = [await aUser(db, "emma"), await aUser(db, "omar"), await aUser(db, "noor")];
  const account = granted(
    await createAccount(
      db,
      { name: "Acme", ownerId: noor, attributes: { debt: 99, contractLevel: "premium", openComplaint: true } },
      plan,
      system,
    ),
  );
  const contact = await aContact(db, {
    fullName: "Ana",
    tier: "gold",
    importance: "high",
    language: "es",
    tags: ["vip", "new"],
    attributes: { debt: 12.5, openComplaint: false, tier: "made up" },
    points: [{ kind: "phone", value: "612345001" }],
    accounts: [{ accountId: account.id }],
  });
  const known = {
    kind: "prospect",
    tier: "gold",
    importance: "high",
    language: "es",
    account: "Acme",
    owner: noor,
    tags: "vip\nnew",
    debt: "12.5",
    openComplaint: "no",
    contractLevel: "premium",
  };
  const before = await knownOfContact(db, contact.id);
  expect(before).toEqual({ ...known, kind: before["kind"] });
  await aCall(db, contact.id, emma, NOW - 3_000, true);
  await aCall(db, contact.id, omar, NOW - 2_000, false);
  expect(await knownOfContact(db, contact.id)).toMatchObject({ owner: noor, lastAgent: emma });
  granted(await updateContact(db, contact.id, contact.version, { ownerId: omar }, system));
  expect(await knownOfContact(db, contact.id)).toMatchObject({ owner: omar });
  expect(await knownOfContact(db, newId(NOW))).toEqual({});

  const find = findContactIn(db, () => plan);
  const answer = await find({ number: "0034 612 345 001" });
  expect(answer).toMatchObject({
    match: "known",
    contact: contactId(contact.id),
    values: { ...known, kind: before["kind"], owner: omar, lastAgent: emma, number: "+34612345001", name: "Ana" },
  });
  expect(await find({ number: "0034 612 345 999" })).toEqual({
    match: "none",
    contact: undefined,
    values: { number: "+34612345999" },
  });
});

test("[CT49] attributes are replaced whole; an owner whom nobody knows is refused", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const contact = await aContact(db, { fullName: "Ana", attributes: { debt: 1, campaign: "spring" } });
  const changed = granted(await updateContact(db, contact.id, contact.version, { attributes: { debt: 2 } }, system));
  expect(changed.attributes).toEqual({ debt: 2 });
  expect(await updateContact(db, contact.id, changed.version, { ownerId: newId(NOW) }, system)).toEqual({
    refused: "owner.unknown",
  });
  const same = granted(await updateContact(db, contact.id, changed.version, { jobTitle: "Buyer" }, system));
  expect(same.attributes).toEqual({ debt: 2 });
});
