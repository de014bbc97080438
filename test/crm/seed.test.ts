import { expect, test } from "vitest";
import { findCaller } from "#src/crm/caller.ts";
import { readNumberingPlan } from "#src/crm/numbering-plan.ts";
import { searchPhoneBook } from "#src/crm/phone-book.ts";
import { seedDemo } from "#src/crm/seed.ts";
import { freshDatabase } from "#test/support/database.ts";
import { NOW } from "./world.ts";

const options = {
  at: NOW,
  password: "demo",
  hashPassword: (password: string) => Promise.resolve(`hashed ${password}`),
  timeZone: "Europe/Madrid",
  officeHours: "weekdays",
} as const;

test("[CT50] the demo world is there after one call, and a second call changes nothing", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const first = await seedDemo(db, options);
  expect(first.isNew).toBe(true);
  expect(first.users.map((user) => user.roles.join("+")).toSorted()).toEqual([
    "admin+supervisor",
    ...Array.from({ length: 8 }, () => "agent"),
    "agent+supervisor",
  ]);
  const count = async (): Promise<readonly number[]> =>
    Promise.all(
      (
        ["crm.contacts", "crm.accounts", "crm.activities", "cc.agents", "cc.queues", "cc.skills", "cc.numbers"] as const
      ).map(
        async (table) =>
          (
            await db
              .selectFrom(table)
              .select(({ fn }) => fn.countAll<number>().as("n"))
              .executeTakeFirstOrThrow()
          ).n,
      ),
    );
  expect(await count()).toEqual([60, 12, 32, 9, 3, 6, 4]);
  expect(await seedDemo(db, options)).toEqual({ isNew: false, users: [] });
  expect(await count()).toEqual([60, 12, 32, 9, 3, 6, 4]);
});

test("[CT51] every seeded number, as it is written and as it is stored, finds its owner", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  await seedDemo(db, options);
  const plan = await readNumberingPlan(db);
  const points = await db.selectFrom("crm.contact_points").selectAll().where("kind", "=", "phone").execute();
  expect(points).toHaveLength(62);
  for (const point of points) {
    expect(point.status).toBe("ok");
    const found = await findCaller(db, point.value_norm, plan);
    expect([point.value_raw, found.match, found.candidates.map((one) => one.contactId)]).toEqual([
      point.value_raw,
      "known",
      expect.arrayContaining([point.contact_id]),
    ]);
  }
  const shared = await findCaller(db, "+34915551234", plan);
  expect(shared.candidates.map((one) => one.name).toSorted()).toEqual(["José García Pérez", "María López"]);
  expect((await searchPhoneBook(db, "wang wei")).map((entry) => entry.name)).toContain("王伟");
});
