/** The built-in database on disk: makes it when it is not there, and knows where its parts are. */

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { DatabaseFault } from "./database-fault.ts";
import { giveTo, launchAs } from "./run-as.ts";
import type { RunAs } from "./run-as.ts";

/** The server's own log starts afresh, keeping one old file, when it is larger at a start. */
const LOG_BYTES_MAX = 10_000_000;

export interface DataFolder {
  readonly root: string;
  readonly data: string;
  readonly passwordFile: string;
  readonly logFile: string;
}

/** Makes the folder if need be; only its owner may look inside. Throws `database.folder` when that is not allowed. */
export function openFolder(folder: string): DataFolder {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const root = realpathSync(folder);
    return { root, data: join(root, "data"), passwordFile: join(root, "password"), logFile: join(root, "server.log") };
  } catch (error) {
    throw new DatabaseFault(
      "database.folder",
      `The built-in database wants to live in ${folder}, which cannot be made: ${String(error)}. Start where you may write, or set DATABASE_URL.`,
      { cause: error },
    );
  }
}

/** The major version that made the data; undefined: there is none yet. */
export function madeByMajor(place: DataFolder): number | undefined {
  const file = join(place.data, "PG_VERSION");
  return existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : undefined;
}

/** The superuser's random password. Throws `database.folder` when the file is missing or somebody else's. */
export function readPassword(place: DataFolder): string {
  try {
    return readFileSync(place.passwordFile, "utf8").trim();
  } catch (error) {
    throw new DatabaseFault(
      "database.folder",
      `The password of the built-in database cannot be read: ${String(error)}. Start as the user who made ${place.root}, or set DATABASE_URL.`,
      { cause: error },
    );
  }
}

/**
 * Makes the data with `initdb` when there is none. It is made under another name and renamed when complete, so a start
 * that was killed in the middle leaves nothing that looks like a database.
 */
export async function ensureInitialised(place: DataFolder, binaries: Binaries, runAs: RunAs): Promise<void> {
  for (const leftover of readdirSync(place.root).filter((name) => name.startsWith("unfinished-"))) {
    rmSync(join(place.root, leftover), { recursive: true, force: true });
  }
  if (madeByMajor(place) !== undefined) return;
  const unfinished = join(place.root, `unfinished-${randomBytes(6).toString("hex")}`);
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(place.passwordFile, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  chmodSync(place.passwordFile, 0o600);
  for (const path of [place.root, unfinished, place.passwordFile]) giveTo(runAs, path);
  await runInitdb(binaries, runAs, [
    "-D",
    unfinished,
    "-U",
    "cordboard",
    "-E",
    "UTF8",
    "--locale=C.UTF-8",
    "-A",
    "scram-sha-256",
    `--pwfile=${place.passwordFile}`,
  ]);
  renameSync(unfinished, place.data);
}

function runInitdb(binaries: Binaries, runAs: RunAs, args: readonly string[]): Promise<void> {
  const launch = launchAs(runAs, join(binaries.folder, "initdb"), args);
  return new Promise((done, fail) => {
    const child = spawn(launch.file, launch.args, {
      env: serverEnvironment(binaries),
      stdio: ["ignore", "pipe", "pipe"],
      ...(launch.uid === undefined ? {} : { uid: launch.uid, gid: launch.gid }),
    });
    let said = "";
    const keep = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-2000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", (error) => fail(notRunnable(binaries, error)));
    child.once("close", (code) => {
      if (code === 0) done();
      else fail(new DatabaseFault("database.notStarted", `initdb (${binaries.origin}) failed:\n${said.trim()}`));
    });
  });
}

/** The program could not even be started: a folder on the way is closed to the user who runs it. */
export function notRunnable(binaries: Binaries, error: Error): DatabaseFault {
  return new DatabaseFault(
    "database.notStarted",
    `${binaries.folder} cannot be run (${error.message}). As root in a container without user namespaces, the project must be readable by everybody (not under /root); or start as an ordinary user, or set DATABASE_URL.`,
    { cause: error },
  );
}

/** Nothing of our own environment but the path: PGPORT and its kin would change what the server does. */
export function serverEnvironment(binaries: Binaries): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    LC_ALL: "C.UTF-8",
    ...(binaries.libraryPath === undefined ? {} : { LD_LIBRARY_PATH: binaries.libraryPath }),
  };
}

/** Before a start: one old log is kept. */
export function limitLog(place: DataFolder): void {
  if (existsSync(place.logFile) && statSync(place.logFile).size > LOG_BYTES_MAX) {
    renameSync(place.logFile, `${place.logFile}.old`);
  }
}

/** The end of the server's log, for an error message. */
export function logTail(place: DataFolder): string {
  return existsSync(place.logFile) ? readFileSync(place.logFile, "utf8").slice(-1500).trim() : "";
}
