/** A database that somebody else runs: is it there, may we in, and is it one that we can use? */

import { Client } from "pg";
import { DatabaseFault } from "./database-fault.ts";
import { explainConnection } from "./explain.ts";

const CONNECT_TIMEOUT_MS = 5_000;
/** Generated columns, trusted extensions and `jsonb` paths as the migrations use them; older ones are out of support. */
const SERVER_VERSION_MIN = 14;

export interface ExternalServer {
  readonly version: string;
  /** Without the password. */
  readonly shownUrl: string;
  readonly warnings: readonly string[];
}

/** Connects once and looks. Throws a `DatabaseFault`. */
export async function checkExternal(url: string): Promise<ExternalServer> {
  const shownUrl = withoutPassword(url);
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "cordboard check",
  });
  // A connection that breaks later reports to the query under way; without a listener it would end the process too.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; number: string; encoding: string; ctype: string }>(`
      select current_setting('server_version') as version, current_setting('server_version_num') as number,
             pg_encoding_to_char(encoding) as encoding, datctype as ctype
      from pg_database where datname = current_database()`);
    const [server] = rows;
    if (server === undefined) throw new Error("pg_database does not list the current database");
    return { version: server.version, shownUrl, warnings: judge(server, shownUrl) };
  } catch (error) {
    throw error instanceof DatabaseFault ? error : explainConnection(error, shownUrl);
  } finally {
    await client.end().catch(() => undefined); // already broken: that error was reported above
  }
}

function judge(
  server: { readonly version: string; readonly number: string; readonly encoding: string; readonly ctype: string },
  shownUrl: string,
): readonly string[] {
  if (Math.floor(Number(server.number) / 10_000) < SERVER_VERSION_MIN) {
    throw new DatabaseFault(
      "database.tooOld",
      `${shownUrl} runs PostgreSQL ${server.version}; Cordboard needs ${SERVER_VERSION_MIN} or newer. Upgrade the server, or unset DATABASE_URL to use the built-in database.`,
    );
  }
  if (server.encoding !== "UTF8") {
    throw new DatabaseFault(
      "database.notUtf8",
      `${shownUrl} stores text as ${server.encoding}; names in Chinese and Spanish need UTF8. Make one that does: create database cordboard encoding 'UTF8' template template0;`,
    );
  }
  if (server.ctype === "C" || server.ctype === "POSIX") {
    return [
      `The database's character type is ${server.ctype}: upper and lower case of accented letters, and parts of Chinese names, will not be found. Better: create database cordboard locale 'C.UTF-8' template template0;`,
    ];
  }
  return [];
}

/** `postgresql://user@host:port/database`. Throws a `DatabaseFault` when it is no such URL. */
export function withoutPassword(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.protocol !== "postgres:" && parsed.protocol !== "postgresql:")) {
    throw new DatabaseFault(
      "database.urlMalformed",
      "DATABASE_URL is not a PostgreSQL address. It looks like this: postgresql://user:password@host:5432/cordboard (in the password write @ as %40, : as %3A, / as %2F, # as %23). Unset it to use the built-in database.",
    );
  }
  const user = parsed.username === "" ? "" : `${parsed.username}@`;
  return `${parsed.protocol}//${user}${parsed.host}${parsed.pathname}`;
}
