/** Brings a database to the state that this version of the program expects; runs at every boot. */

import { Migrator } from "kysely/migration";
import { migrations } from "#migrations/index.ts";
import { DatabaseFault } from "./postgres/database-fault.ts";
import { openPool } from "./open-pool.ts";

/**
 * Runs what has not run yet, all in one transaction under an advisory lock: two programs that boot together do not
 * meet, and a migration that fails leaves nothing behind. Resolves to the names that ran now.
 * Throws a `DatabaseFault`: `database.newer` when a newer version of the program was here, else `database.migration`.
 */
export async function migrate(url: string): Promise<readonly string[]> {
  await using store = openPool(url, { connectionsMax: 2, statementTimeoutMs: 0, applicationName: "cordboard migrate" });
  const migrator = new Migrator({
    db: store.db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableSchema: "sys",
    migrationTableName: "migrations",
    migrationLockTableName: "migrations_lock",
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return (results ?? []).map((result) => result.migrationName);
  const text = error instanceof Error ? error.message : JSON.stringify(error);
  if (/previously executed migration .* is missing/.test(text)) {
    throw new DatabaseFault(
      "database.newer",
      `The database was used by a newer version of Cordboard (${text}). Run that version, or restore a backup made before it.`,
      { cause: error },
    );
  }
  const failed = results?.find((result) => result.status === "Error")?.migrationName ?? "before the first one";
  throw new DatabaseFault("database.migration", `A migration failed (${failed}): ${text}. Nothing was changed.`, {
    cause: error,
  });
}
