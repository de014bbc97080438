/** A migrated database of its own for a test, cloned from a template; a test that leaves a connection open fails. */

import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { inject } from "vitest";
import { migrate } from "#src/store/migrate.ts";
import { openPool } from "#src/store/open-pool.ts";
import type { Store } from "#src/store/open-pool.ts";
import { startDatabase } from "#src/store/postgres/start-database.ts";

const TEMPLATE = "cordboard_template";
/** A closed socket's server process is gone within milliseconds; this is for a busy machine. */
const LEAK_GRACE_MS = 2_000;
const LEAK_POLL_MS = 10;

export interface FreshDatabase extends AsyncDisposable, Pick<Store, "db" | "pool"> {
  /** For programs and pools of the test itself; they must close what they open. */
  readonly url: string;
}

/** Use as `await using database = await freshDatabase();`. Starts the run's server if nobody has. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = await (cluster ??= startCluster());
  const name = `test_${randomBytes(8).toString("hex")}`;
  await command(server, `create database ${name} template ${TEMPLATE}`);
  const url = onDatabase(server, name);
  const store = openPool(url, { applicationName: "freshDatabase" });
  const dispose = async (): Promise<void> => {
    await store.close();
    const leaks = await leftConnections(server, name);
    await command(server, `drop database ${name} with (force)`);
    if (leaks.length > 0) throw new Error(`the test left connections open: ${leaks.join("; ")}`);
  };
  return { url, db: store.db, pool: store.pool, [Symbol.asyncDispose]: dispose };
}

/** An empty database without migrations, dropped at the end. */
export async function emptyDatabase(): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = await (cluster ??= startCluster());
  const name = `test_${randomBytes(8).toString("hex")}`;
  await command(server, `create database ${name}`);
  return {
    url: onDatabase(server, name),
    [Symbol.asyncDispose]: () => command(server, `drop database ${name} with (force)`).then(() => undefined),
  };
}

/** One per worker; the run's teardown ends the server. */
let cluster: Promise<string> | undefined;

async function startCluster(): Promise<string> {
  const { url } = await startDatabase({
    databaseUrl: undefined,
    folder: inject("databaseFolder"),
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" },
  });
  await ensureTemplate(url);
  return url;
}

/** Other workers may want it at the same moment: the first makes it, the others wait for the advisory lock. */
async function ensureTemplate(server: string): Promise<void> {
  const client = await connect(server);
  try {
    await client.query("select pg_advisory_lock(1)");
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1 and datistemplate", [
      TEMPLATE,
    ]);
    if (rowCount !== 0) return;
    await client.query(`drop database if exists ${TEMPLATE}`);
    await client.query(`create database ${TEMPLATE}`);
    await migrate(onDatabase(server, TEMPLATE));
    await client.query(`alter database ${TEMPLATE} is_template true`);
  } finally {
    await client.end();
  }
}

async function leftConnections(server: string, name: string): Promise<readonly string[]> {
  for (let waitedMs = 0; ; waitedMs += LEAK_POLL_MS) {
    const rows = await command(
      server,
      `select application_name || ': ' || left(query, 100) as leak from pg_stat_activity
       where datname = '${name}' and backend_type = 'client backend'`,
    );
    if (rows.length === 0 || waitedMs >= LEAK_GRACE_MS) return rows.map((row) => String(row["leak"]));
    await pause(LEAK_POLL_MS);
  }
}

async function command(server: string, text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = await connect(server);
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows;
  } finally {
    await client.end();
  }
}

async function connect(server: string): Promise<Client> {
  const client = new Client({ connectionString: server, application_name: "test support" });
  await client.connect();
  return client;
}

function onDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
