import { Client } from "pg";
import { expect, test } from "vitest";
import { createAccount, archiveAccount, joinAccount, leaveAccount, updateAccount } from "#src/crm/accounts.ts";
import {
  activitiesOf,
  addActivity,
  myNotes,
  myWork,
  promise,
  readActivity,
  updateActivity,
} from "#src/crm/activities.ts";
import { chooseCaller } from "#src/crm/caller.ts";
import { addPoint, removePoint } from "#src/crm/contact-points.ts";
import { archiveContact, updateContact } from "#src/crm/contacts.ts";
import { resumeOf } from "#src/crm/resume.ts";
import { CHANGES_CHANNEL, append, readTimeline, timelineKinds } from "#src/crm/timeline.ts";
import { instant } from "#src/store/instant-column.ts";
import { newId } from "#src/store/new-id.ts";
import { freshDatabase } from "#test/support/database.ts";
import { NOW, aContact, aUser, granted, plan, system } from "./world.ts";

const HOUR_MS = 3_600_000;

test("[CT40] a promise typed in a call is an open task with its date, linked to the call and the contact", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const emma = await aUser(db, "emma");
  const contact = await aContact(db, "Ana");
  const interactionId = newId(NOW);
  const friday = Date.UTC(2026, 10, 27, 17);
  const given = granted(
    await promise(
      db,
      { subject: "Send the offer", dueAt: friday, contactId: contact.id, interactionId },
      { by: emma, at: NOW },
    ),
  );
  expect(given).toMatchObject({
    kind: "task",
    status: "open",
    isPromise: true,
    dueAt: friday,
    remindAt: friday,
    ownerId: emma,
    contactId: contact.id,
    contactName: "Ana",
    interactionId,
  });
  expect(await myWork(db, emma)).toEqual([given]);
});

test("[CT41] my work: the soonest first, undated last, nothing that is done or somebody else's", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const [emma, noah] = [await aUser(db, "emma"), await aUser(db, "noah")];
  const add = async (subject: string, dueAt: number | undefined, ownerId = emma): Promise<string> =>
    granted(await addActivity(db, { kind: "task", subject, dueAt, ownerId }, system)).id;
  await add("later", NOW + 2 * HOUR_MS);
  await add("undated", undefined);
  await add("overdue", NOW - HOUR_MS);
  await add("noah's", NOW, noah);
  const finished = await add("finished", NOW);
  granted(await updateActivity(db, finished, 1, { status: "done" }, { by: emma, at: NOW }));
  granted(await addActivity(db, { kind: "note", body: "a note is not work", ownerId: emma }, system));
  expect((await myWork(db, emma)).map((task) => task.subject)).toEqual(["overdue", "later", "undated"]);
  expect((await myWork(db, emma, { dueBefore: NOW })).map((task) => task.subject)).toEqual(["overdue"]);
});

test("[CT42] a private note is its owner's alone: in lists, by id, in the timeline and in the pop", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const [emma, noah] = [await aUser(db, "emma"), await aUser(db, "noah")];
  const contact = await aContact(db, "Ana");
  const note = granted(
    await addActivity(
      db,
      { kind: "note", body: "my secret", isPrivate: true, contactId: contact.id },
      { by: emma, at: NOW },
    ),
  );
  expect(await readActivity(db, note.id, noah)).toEqual({ refused: "activity.notYours" });
  expect(await updateActivity(db, note.id, 1, { body: "seen" }, { by: noah, at: NOW })).toEqual({
    refused: "activity.notYours",
  });
  expect(await activitiesOf(db, contact.id, noah)).toEqual([]);
  expect(granted(await resumeOf(db, contact.id, noah)).lastNote).toBeUndefined();
  const seenBy = async (viewerId: string): Promise<readonly string[]> =>
    granted(await readTimeline(db, { of: { contactId: contact.id }, viewerId })).rows.map((row) => row.summary);
  expect(await seenBy(noah)).toEqual(["Ana"]);
  expect(await seenBy(emma)).toEqual(["my secret", "Ana"]);
  expect((await myNotes(db, emma)).map((one) => one.id)).toEqual([note.id]);
});

test("[CT43] an activity changed on an old version is refused; empty and endless texts are too", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const task = granted(await addActivity(db, { kind: "task", subject: "x" }, system));
  granted(await updateActivity(db, task.id, 1, { dueAt: NOW }, system));
  expect(await updateActivity(db, task.id, 1, { status: "done" }, system)).toEqual({
    refused: "activity.changedMeanwhile",
  });
  expect(await addActivity(db, { kind: "note", body: "  " }, system)).toEqual({ refused: "text.missing" });
  expect(await addActivity(db, { kind: "note", body: "x".repeat(20_001) }, system)).toEqual({
    refused: "text.tooLong",
  });
  expect(await addActivity(db, { kind: "note", body: "x", contactId: newId(NOW) }, system)).toEqual({
    refused: "contact.unknown",
  });
});

test("[CT44] the pop shows open promises by date, the last note and the last three calls without the present one", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const emma = await aUser(db, "emma");
  const contact = await aContact(db, "Ana");
  const by = (at: number) => ({ by: emma, at });
  granted(await promise(db, { subject: "second", dueAt: NOW + HOUR_MS, contactId: contact.id }, by(NOW)));
  granted(await promise(db, { subject: "overdue", dueAt: NOW - HOUR_MS, contactId: contact.id }, by(NOW)));
  granted(await addActivity(db, { kind: "note", body: "old", contactId: contact.id }, by(NOW - 2)));
  granted(await addActivity(db, { kind: "note", body: "new", contactId: contact.id }, by(NOW - 1)));
  const calls = [1, 2, 3, 4, 5].map((hours) => ({ id: newId(NOW), hours }));
  for (const { id, hours } of calls) {
    await db
      .insertInto("cc.interactions")
      .values({
        id,
        medium: "voice",
        direction: "inbound",
        contact_id: contact.id,
        agent_id: emma,
        started_at: instant(NOW - hours * HOUR_MS),
        last_fact: hours,
        note: `call ${hours}`,
      })
      .execute();
  }
  const resume = granted(await resumeOf(db, contact.id, emma, calls[0]?.id));
  expect(resume.openPromises.map((one) => one.subject)).toEqual(["overdue", "second"]);
  expect(resume.lastNote?.body).toBe("new");
  expect(resume.lastInteractions.map((call) => [call.note, call.agentName])).toEqual([
    ["call 2", "emma"],
    ["call 3", "emma"],
    ["call 4", "emma"],
  ]);
});

test("[CT45] every kind of thing that can happen leaves an entry, newest first", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const emma = await aUser(db, "emma");
  let at = NOW;
  const next = () => ({ by: emma, at: (at += 1) });
  const account = granted(await createAccount(db, { name: "Acme" }, plan, next()));
  const contact = await aContact(db, "Ana");
  const link = { contactId: contact.id, accountId: account.id };
  granted(await joinAccount(db, link, next()));
  granted(await leaveAccount(db, link, next()));
  granted(await updateContact(db, contact.id, 1, { jobTitle: "Owner" }, next()));
  granted(await updateAccount(db, account.id, 1, { industry: "Retail" }, next()));
  const point = granted(
    await addPoint(db, { contactId: contact.id }, { kind: "phone", value: "612345001" }, plan, next()),
  );
  granted(await removePoint(db, point.id, next()));
  granted(await chooseCaller(db, { number: "612345001", contactId: contact.id }, plan, next()));
  granted(await addActivity(db, { kind: "note", body: "x", contactId: contact.id }, next()));
  const task = granted(await addActivity(db, { kind: "task", subject: "x", contactId: contact.id }, next()));
  const given = granted(await promise(db, { subject: "x", dueAt: NOW, contactId: contact.id }, next()));
  granted(await updateActivity(db, task.id, 1, { subject: "y" }, next()));
  granted(await updateActivity(db, task.id, 2, { status: "done" }, next()));
  granted(await updateActivity(db, given.id, 1, { status: "cancelled" }, next()));
  await db
    .transaction()
    .execute((transaction) =>
      append(transaction, { kind: "interaction.ended", contactId: contact.id, summary: "completed" }, next()),
    );
  granted(await archiveContact(db, contact.id, 2, next()));
  granted(await archiveAccount(db, account.id, 2, next()));

  const entries = await db.selectFrom("crm.timeline").select("kind").distinct().execute();
  expect(entries.map((entry) => entry.kind).toSorted()).toEqual([...timelineKinds].toSorted());
  const first = granted(await readTimeline(db, { of: { contactId: contact.id }, viewerId: emma, limit: 5 }));
  const second = granted(await readTimeline(db, { of: { contactId: contact.id }, viewerId: emma, after: first.next }));
  const all = [...first.rows, ...second.rows];
  expect(all.map((entry) => entry.at)).toEqual(all.map((entry) => entry.at).toSorted((a, b) => b - a));
  expect(new Set(all.map((entry) => entry.id)).size).toBe(all.length);
  const notes = granted(
    await readTimeline(db, { of: { contactId: contact.id }, viewerId: emma, kinds: ["note.written"] }),
  );
  expect(notes.rows).toMatchObject([{ kind: "note.written", summary: "x", actorId: emma }]);
});

test("[CT46] a change is announced to every process when it is committed, and never when it was refused", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const contact = await aContact(db, "Ana");
  const listener = new Client({ connectionString: database.url });
  await listener.connect();
  const heard: unknown[] = [];
  const two = Promise.withResolvers<void>();
  listener.on("notification", ({ payload }) => {
    heard.push(JSON.parse(payload ?? ""));
    if (heard.length === 2) two.resolve();
  });
  await listener.query(`listen ${CHANGES_CHANNEL}`);
  granted(await updateContact(db, contact.id, 1, { jobTitle: "Owner" }, system));
  await updateContact(db, contact.id, 1, { jobTitle: "Clerk" }, system);
  granted(await updateContact(db, contact.id, 2, { jobTitle: "Buyer" }, system));
  await two.promise;
  expect(heard).toEqual([
    { kind: "contact.changed", contactId: contact.id },
    { kind: "contact.changed", contactId: contact.id },
  ]);
  await listener.end();
});
