/** A small world to try Cordboard on: colleagues, queues, customers in three languages. All in one transaction. */

import type { Kysely } from "kysely";
import type { Instant } from "#routing/instant.ts";
import { instant } from "../store/instant-column.ts";
import { json } from "../store/json-column.ts";
import type { Database } from "../store/schema.ts";
import { saveNumberingPlan, standardPlan } from "./numbering-plan.ts";
import { seedCallCentre } from "./seed-call-centre.ts";
import { seedCustomers } from "./seed-customers.ts";
import { seedUsers } from "./seed-users.ts";
import type { SeededUser } from "./seed-users.ts";

const MARK = "demo.seeded";

export interface SeedOptions {
  readonly at: Instant;
  /** For everybody in the demo. */
  readonly password: string;
  readonly hashPassword: (password: string) => Promise<string>;
  /** IANA name for the office hours. */
  readonly timeZone: string;
  /** `always`: open round the clock, so that a demo started on a Sunday night has calls as well. */
  readonly officeHours: "weekdays" | "always";
}

export interface Seeded {
  /** False: the demo was here before, or the database is in use; nothing was written. */
  readonly isNew: boolean;
  readonly users: readonly SeededUser[];
}

/** Whether `seedDemo` has filled it. */
export async function isDemoDatabase(db: Kysely<Database>): Promise<boolean> {
  const mark = await db.selectFrom("sys.settings").select("key").where("key", "=", MARK).executeTakeFirst();
  return mark !== undefined;
}

/** Fills an empty database; does nothing to one that has users. */
export async function seedDemo(db: Kysely<Database>, options: SeedOptions): Promise<Seeded> {
  const somebody = await db.selectFrom("sys.users").select("id").limit(1).executeTakeFirst();
  if (somebody !== undefined) return { isNew: false, users: [] };
  // One hash for all: it takes a tenth of a second, and the password is printed anyway.
  const passwordHash = await options.hashPassword(options.password);
  return db.transaction().execute(async (transaction) => {
    const change = { by: undefined, at: options.at };
    await saveNumberingPlan(transaction, standardPlan, change);
    const users = await seedUsers(transaction, passwordHash, options);
    await seedCallCentre(transaction, users, options);
    await seedCustomers(transaction, users, standardPlan, options.at);
    await transaction
      .insertInto("sys.settings")
      .values({ key: MARK, value: json<unknown>({ at: options.at }), updated_at: instant(options.at) })
      .execute();
    return { isNew: true, users };
  });
}
