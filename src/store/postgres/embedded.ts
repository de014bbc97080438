/**
 * The built-in database: our own supervisor of a PostgreSQL server.
 *
 *   no data ──initdb──▶ data ──start──▶ serving ──last lodger leaves──▶ stopped
 *                                        │   ▲
 *                       server dies      ▼   │ same port, RESTARTS_MAX times
 *                                      restart
 *
 * If we are killed with SIGKILL the server goes on; the next start finds it alive and uses it again.
 */

import { findBinaries } from "./binaries.ts";
import { ensureInitialised, madeByMajor, openFolder, readPassword } from "./data-folder.ts";
import type { DataFolder } from "./data-folder.ts";
import { DatabaseFault } from "./database-fault.ts";
import { whileLocked } from "./folder-lock.ts";
import { signIn, signOut } from "./lodgers.ts";
import { isAlive, readPostmasterFile } from "./postmaster.ts";
import type { Postmaster } from "./postmaster.ts";
import { chooseRunAs } from "./run-as.ts";
import { livingServer, startServer, stopServer, waitUntilReady } from "./server.ts";

const DATABASE = "cordboard";
const WATCH_EVERY_MS = 1_000;
const RESTARTS_MAX = 5;

export interface EmbeddedOptions {
  /** Absolute. */
  readonly folder: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

export interface EmbeddedDatabase {
  readonly url: string;
  readonly pid: number;
  /** Ends the server unless another living program uses it. Calling it twice is fine. */
  readonly stop: () => Promise<void>;
}

/** Resolves when the server answers. Throws a `DatabaseFault`. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const place = openFolder(options.folder);
  const server = await whileLocked(place.root, async () => {
    const up = await bringUp(place, options, undefined);
    signIn(place.root);
    return up;
  });
  const watch = watchOver(place, options, server);
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= leave(place, watch));
  const password = readPassword(place);
  return { url: `postgresql://cordboard:${password}@127.0.0.1:${server.port}/${DATABASE}`, pid: server.pid, stop };
}

/** With the lock held: the living server, or a new one. */
async function bringUp(
  place: DataFolder,
  options: EmbeddedOptions,
  wantedPort: number | undefined,
): Promise<Postmaster> {
  const living = livingServer(place);
  if (living !== undefined) {
    await waitUntilReady(place, living, readPassword(place), DATABASE);
    options.log(`Database: built-in, already running (process ${living.pid}, port ${living.port}, ${place.root}).`);
    return living;
  }
  const binaries = findBinaries(place.root, madeByMajor(place));
  const runAs = chooseRunAs(place.data);
  await ensureInitialised(place, binaries, runAs);
  const password = readPassword(place);
  const lastPort = wantedPort ?? readPostmasterFile(place.data)?.port;
  const server = await startServer(place, binaries, runAs, options.settings, lastPort);
  await waitUntilReady(place, server, password, DATABASE);
  options.log(
    `Database: built-in, ${binaries.origin} (process ${server.pid}, port ${server.port}, ${place.root}); fine for a trial and small sites, set DATABASE_URL to move.`,
  );
  return server;
}

interface Watch {
  /** Stops watching; resolves when a restart under way is done. */
  end(): Promise<void>;
}

/** Starts the server again, on the same port so that open pools mend themselves, when it has died under us. */
function watchOver(place: DataFolder, options: EmbeddedOptions, first: Postmaster): Watch {
  let server = first;
  let restarts = 0;
  let restarting: Promise<void> | undefined;
  const restart = async (): Promise<void> => {
    try {
      server = await whileLocked(place.root, () => bringUp(place, options, server.port));
    } catch (error) {
      options.log(`Database: ${error instanceof DatabaseFault ? error.message : String(error)}`);
    }
  };
  const timer = setInterval(() => {
    if (restarting !== undefined || isAlive(server.pid)) return;
    restarts += 1;
    if (restarts > RESTARTS_MAX) {
      clearInterval(timer);
      options.log(
        `Database: the built-in server died ${restarts} times and is not started again; see ${place.logFile}.`,
      );
      return;
    }
    options.log(`Database: the built-in server (process ${server.pid}) has died; starting it again.`);
    restarting = restart().finally(() => {
      restarting = undefined;
    });
  }, WATCH_EVERY_MS);
  timer.unref();
  const end = async (): Promise<void> => {
    clearInterval(timer);
    await restarting;
  };
  return { end };
}

async function leave(place: DataFolder, watch: Watch): Promise<void> {
  await watch.end();
  await whileLocked(place.root, async () => {
    if (!signOut(place.root)) return;
    const living = livingServer(place);
    if (living !== undefined) await stopServer(place, living.pid);
  });
}

/** Ends the server of a folder whatever uses it; for what a killed program left behind. */
export async function endServerOf(folder: string): Promise<void> {
  const place = openFolder(folder);
  await whileLocked(place.root, async () => {
    const living = livingServer(place);
    if (living !== undefined) await stopServer(place, living.pid);
  });
}
