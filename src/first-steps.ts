/** What a start says while something is missing before the first real call, and how to go on. */

import type { Kysely } from "kysely";
import { isDemoDatabase } from "./crm/seed.ts";
import type { Database } from "./store/schema.ts";

export interface Beginning {
  readonly hasSwitch: boolean;
  readonly isDemo: boolean;
}

/** Sentences for the person who starts the program; none when nothing is missing. */
export async function firstSteps(db: Kysely<Database>, { hasSwitch, isDemo }: Beginning): Promise<readonly string[]> {
  if (isDemo) return [];
  const somebody = await db.selectFrom("sys.users").select("id").limit(1).executeTakeFirst();
  const steps: string[] = [];
  if (somebody === undefined)
    steps.push(
      'Nobody can sign in yet. Make the first administrator: npm run cordboard -- user-add alex --name "Alex Morgan"',
    );
  if (hasSwitch && (await isDemoDatabase(db)))
    steps.push(
      "This database was made by the demo: its people, with its password, can sign in, and its customers are invented. For real work begin with an empty one: another folder in CORDBOARD_DATA, or DATABASE_URL.",
    );
  if (!hasSwitch) {
    const orDemo = somebody === undefined ? ", or CORDBOARD_DEMO=1 to fill this empty database with the demo" : "";
    steps.push(`No switch is configured, so nobody can call. Set CORDBOARD_FREESWITCH_HOST${orDemo}.`);
  }
  return steps;
}
