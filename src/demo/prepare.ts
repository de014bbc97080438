/** Makes an empty database a demo, and reads from it who calls and who works. */

import { randomInt } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Kysely } from "kysely";
import type { DemoCaller } from "#cti/simulated/demo-world.ts";
import type { Instant } from "#routing/instant.ts";
import { isDemoDatabase, seedDemo } from "../crm/seed.ts";
import { ownFlows } from "../own-folders.ts";
import { hashPassword } from "../platform/passwords.ts";
import type { PromptNames, SetupParts } from "../setup/change.ts";
import { putDialSettings, readDialSettings } from "../setup/dial-settings.ts";
import { publishFlow } from "../setup/flows.ts";
import { isSetupRefusal } from "../setup/refusals.ts";
import type { Database } from "../store/schema.ts";
import { demoNode } from "./demo.ts";
import { setUpDemoRouting } from "./set-up-routing.ts";

export interface DemoLogin {
  readonly login: string;
  /** undefined: made by a program with another data folder, which printed it. */
  readonly password: string | undefined;
  readonly what: string;
}

export interface PrepareParts {
  readonly db: Kysely<Database>;
  readonly now: () => Instant;
  readonly prompts: PromptNames;
  /** Where the demo's password is kept between starts. */
  readonly folder: string;
  readonly timeZone: string;
  /** Whether an empty database is made a demo; one that is one already stays one. */
  readonly mayBegin: boolean;
}

const PASSWORD_FILE = "demo-password";

/** undefined: the database is in real use, or is to be, and is left alone. */
export async function prepareDemo(parts: PrepareParts): Promise<{ readonly logins: readonly DemoLogin[] } | undefined> {
  const { db } = parts;
  const file = join(parts.folder, PASSWORD_FILE);
  let password: string | undefined;
  if (await isDemoDatabase(db)) password = await keptPassword(file);
  else {
    if (!parts.mayBegin || (await hasPeople(db))) return undefined;
    password = await begin(parts, file);
  }
  // Also when an earlier start came to grief in between.
  if (!(await hasLiveFlow(db))) await publishLibrary(parts);
  return {
    logins: [
      { login: "emma", password, what: "agent (English)" },
      { login: "lucia", password, what: "agent (Spanish)" },
      { login: "wei", password, what: "agent (Chinese)" },
      { login: "sofia", password, what: "supervisor and agent" },
      { login: "admin", password, what: "admin and supervisor" },
    ],
  };
}

async function hasPeople(db: Kysely<Database>): Promise<boolean> {
  return (await db.selectFrom("sys.users").select("id").limit(1).executeTakeFirst()) !== undefined;
}

/** The password is kept before it is used: a start that fails in between is completed by the next. */
async function begin({ db, now, timeZone }: PrepareParts, file: string): Promise<string> {
  const password = (await keptPassword(file)) ?? newPassword();
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  await seedDemo(db, { at: now(), password, hashPassword, timeZone, officeHours: "always" });
  return password;
}

async function hasLiveFlow(db: Kysely<Database>): Promise<boolean> {
  const live = await db.selectFrom("cc.flows").select("name").where("live_version", "is not", null).executeTakeFirst();
  return live !== undefined;
}

/** Readable aloud, different on every installation. */
function newPassword(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  return `demo-${Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join("")}`;
}

async function keptPassword(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    return undefined;
  }
}

async function publishLibrary({ db, now, prompts, timeZone }: PrepareParts): Promise<void> {
  const setup: SetupParts = {
    db,
    now,
    hashPassword,
    prompts: () => prompts,
    nodes: [demoNode],
    onChange: () => undefined,
  };
  // Before the flows, whose being there says that all is.
  await setUpDemoRouting(setup, timeZone);
  for (const name of (await readdir(ownFlows)).filter((file) => file.endsWith(".flow.json"))) {
    const published = await publishFlow(setup, { text: await readFile(join(ownFlows, name), "utf8") }, undefined);
    if (isSetupRefusal(published)) throw new Error(`${name} cannot be published: ${JSON.stringify(published)}`);
  }
  const { trunks } = await readDialSettings(db);
  const dialling = await putDialSettings(
    setup,
    { trunks, dialPrefixes: ["+1", "+34", "+52", "+86", "1", "34", "52", "86"], followsRedirects: false },
    undefined,
  );
  if (isSetupRefusal(dialling)) throw new Error(`the demo cannot dial: ${JSON.stringify(dialling)}`);
}

/** Customers who will call, and the words that colleagues use. */
export async function readDemoCast(db: Kysely<Database>): Promise<{
  readonly callers: readonly DemoCaller[];
  readonly dispositions: readonly string[];
  readonly breakReasons: readonly string[];
}> {
  const points = await db
    .selectFrom("crm.contact_points as point")
    .innerJoin("crm.contacts as contact", "contact.id", "point.contact_id")
    .select(["point.value_norm", "contact.full_name"])
    .where("point.kind", "=", "phone")
    .where("point.value_norm", "like", "+%")
    .execute();
  const dispositions = await db.selectFrom("cc.dispositions").select("code").where("is_active", "=", true).execute();
  const reasons = await db.selectFrom("cc.presence_reasons").select("code").where("is_active", "=", true).execute();
  return {
    callers: points.map((point) => ({ number: point.value_norm.slice(1), name: point.full_name })),
    dispositions: dispositions.map((row) => row.code),
    breakReasons: reasons.map((row) => row.code),
  };
}
