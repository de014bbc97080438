/** `cordboard user-add`: the way to the first admin of a site that is not a demo. */

import { join } from "node:path";
import { readConfig } from "../config.ts";
import { hashPassword } from "../platform/passwords.ts";
import { migrate } from "../store/migrate.ts";
import { newId } from "../store/new-id.ts";
import { openPool } from "../store/open-pool.ts";
import { startDatabase } from "../store/postgres/start-database.ts";
import { askPassword } from "./ask-password.ts";
import { CommandFault } from "./fail.ts";

const roles = ["agent", "supervisor", "admin"] as const;
const PASSWORD_LENGTH_MIN = 10;

export async function addUser(
  login: string,
  options: { readonly name: string; readonly roles: string },
): Promise<void> {
  const given = options.roles.split(",").map((text) => text.trim());
  const chosen = roles.filter((role) => given.includes(role));
  const unknown = given.find((text) => !roles.some((role) => role === text));
  if (unknown !== undefined) throw new CommandFault(`No role is called "${unknown}"; there are ${roles.join(", ")}.`);
  const plain = login.trim().toLowerCase();
  if (!/^[a-z0-9][a-z0-9._-]{1,39}$/.test(plain))
    throw new CommandFault("A login has 2 to 40 of a-z, 0-9, dot, - and _.");
  if (chosen.includes("agent")) {
    throw new CommandFault("An agent also gets a phone: create her in the console, signed in as an admin.");
  }
  const password = await askPassword(`Password (${PASSWORD_LENGTH_MIN} characters or more): `);
  if (password.length < PASSWORD_LENGTH_MIN) throw new CommandFault("That password is too short.");

  const config = readConfig(process.env, process.cwd());
  await using database = await startDatabase({
    databaseUrl: config.databaseUrl,
    folder: join(config.dataFolder, "postgres"),
  });
  await migrate(database.url);
  await using store = openPool(database.url);
  const added = await store.db
    .insertInto("sys.users")
    .values({
      id: newId(Date.now()),
      login: plain,
      name: options.name,
      password_hash: await hashPassword(password),
      roles: [...chosen],
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n)
    throw new CommandFault(`There is somebody with the login ${plain} already.`);
  console.log(`${plain} can sign in now (${chosen.join(", ")}).`);
}
