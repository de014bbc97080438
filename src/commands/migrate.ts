/** `cordboard migrate`: for deployments that migrate before they start. `start` does the same by itself. */

import { join } from "node:path";
import { readConfig } from "../config.ts";
import { migrate } from "../store/migrate.ts";
import { startDatabase } from "../store/postgres/start-database.ts";

export async function runMigrations(): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  await using database = await startDatabase({
    databaseUrl: config.databaseUrl,
    folder: join(config.dataFolder, "postgres"),
    log: (line) => console.log(line),
  });
  const applied = await migrate(database.url);
  console.log(applied.length === 0 ? "Nothing to do." : `Applied: ${applied.join(", ")}.`);
}
