/** Where the database comes from: the one that is named, or else a built-in one that needs no setting up. */

import { resolve } from "node:path";
import { startEmbedded } from "./embedded.ts";
import { checkExternal } from "./external.ts";

/** Beside the place where the program is started. */
const DEFAULT_FOLDER = ".cordboard/postgres";

export interface StartOptions {
  /** `DATABASE_URL`; undefined or blank: the built-in database. */
  readonly databaseUrl: string | undefined;
  /** Where the built-in database lives. */
  readonly folder?: string | undefined;
  /** Server settings of the built-in database, for tests: `{ fsync: "off" }`. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** One sentence per call: which database, and what is done to it. */
  readonly log?: ((line: string) => void) | undefined;
}

export interface RunningDatabase extends AsyncDisposable {
  /** With the password: not for logs. */
  readonly url: string;
  readonly kind: "external" | "embedded";
  /** Close the pools first. Ends the built-in server unless another program still uses it; leaves an external one alone. */
  stop(): Promise<void>;
}

/** Resolves when the database answers. Throws a `DatabaseFault` whose message says what to do. */
export async function startDatabase(options: StartOptions): Promise<RunningDatabase> {
  const log = options.log ?? (() => undefined);
  const given = options.databaseUrl?.trim() ?? "";
  if (given !== "") {
    const server = await checkExternal(given);
    log(`Database: ${server.shownUrl} (PostgreSQL ${server.version}, from DATABASE_URL).`);
    for (const warning of server.warnings) log(warning);
    return { url: given, kind: "external", stop: leaveAlone, [Symbol.asyncDispose]: leaveAlone };
  }
  const running = await startEmbedded({
    folder: resolve(options.folder ?? DEFAULT_FOLDER),
    settings: options.settings ?? {},
    log,
  });
  return { url: running.url, kind: "embedded", stop: running.stop, [Symbol.asyncDispose]: running.stop };
}

/** An external server is not ours to end. */
const leaveAlone = (): Promise<void> => Promise.resolve();
