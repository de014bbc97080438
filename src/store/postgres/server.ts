/** One run of the PostgreSQL server: start it on a free port, wait until it answers, end it. */

import { spawn } from "node:child_process";
import { closeSync, openSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import type { Binaries } from "./binaries.ts";
import { limitLog, logTail, notRunnable, serverEnvironment } from "./data-folder.ts";
import type { DataFolder } from "./data-folder.ts";
import { DatabaseFault } from "./database-fault.ts";
import { isAlive, isPostgresOn, readPostmasterFile } from "./postmaster.ts";
import type { Postmaster } from "./postmaster.ts";
import { giveTo, launchAs } from "./run-as.ts";
import type { RunAs } from "./run-as.ts";

const POLL_MS = 20;
/** Replaying the log after a crash can take this long on a slow disk. */
const READY_MS_MAX = 60_000;
const FAST_STOP_MS_MAX = 15_000;
const IMMEDIATE_STOP_MS_MAX = 5_000;
/** Somebody may take the free port between our look and the server's. */
const PORT_TRIES_MAX = 5;

/** The server that lives on this folder, whoever started it. */
export function livingServer(place: DataFolder): Postmaster | undefined {
  const written = readPostmasterFile(place.data);
  return written !== undefined && isPostgresOn(written.pid, place.data) ? written : undefined;
}

/**
 * Starts a server in a session of its own: Ctrl-C in our terminal does not reach it, so that we can close the pools
 * first, and our death by SIGKILL does not end it. `wantedPort` is used if it is free.
 */
export async function startServer(
  place: DataFolder,
  binaries: Binaries,
  runAs: RunAs,
  settings: Readonly<Record<string, string>>,
  wantedPort: number | undefined,
): Promise<Postmaster> {
  // We hold the folder's lock and nobody lives there. Left alone, the file would stop the server if its number has
  // meanwhile gone to another process.
  rmSync(join(place.data, "postmaster.pid"), { force: true });
  limitLog(place);
  let port = wantedPort ?? (await freePort());
  for (let tries = 1; ; tries += 1) {
    const pid = await spawnServer(place, binaries, runAs, { ...settings, port: String(port) });
    if ((await settled(place, pid)) === "ready") return { pid, port };
    const tail = logTail(place);
    if (tries === PORT_TRIES_MAX || !/could not bind|Address already in use/.test(tail)) {
      throw new DatabaseFault("database.notStarted", `${binaries.origin} did not start in ${place.root}:\n${tail}`);
    }
    port = await freePort();
  }
}

function spawnServer(
  place: DataFolder,
  binaries: Binaries,
  runAs: RunAs,
  settings: Readonly<Record<string, string>>,
): Promise<number> {
  const all: Readonly<Record<string, string>> = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    jit: "off",
    ...settings,
  };
  const launch = launchAs(runAs, join(binaries.folder, "postgres"), [
    "-D",
    place.data,
    ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ]);
  const log = openSync(place.logFile, "a", 0o600);
  giveTo(runAs, place.logFile);
  return new Promise((started, fail) => {
    const child = spawn(launch.file, launch.args, {
      cwd: place.root,
      detached: true,
      env: serverEnvironment(binaries),
      stdio: ["ignore", log, log],
      ...(launch.uid === undefined ? {} : { uid: launch.uid, gid: launch.gid }),
    });
    closeSync(log);
    child.once("error", (error) => fail(notRunnable(binaries, error)));
    child.once("spawn", () => {
      child.unref();
      started(child.pid ?? 0);
    });
  });
}

/** `ready` once the server says so in its pid file, `ended` when the process is gone. */
async function settled(place: DataFolder, pid: number): Promise<"ready" | "ended"> {
  for (let waitedMs = 0; waitedMs < READY_MS_MAX; waitedMs += POLL_MS) {
    if (!isAlive(pid)) return "ended";
    const written = readPostmasterFile(place.data);
    if (written?.pid === pid && written.isReady) return "ready";
    await pause(POLL_MS);
  }
  throw new DatabaseFault(
    "database.notStarted",
    `PostgreSQL in ${place.root} hangs while starting:\n${logTail(place)}`,
  );
}

/** Resolves when the server answers a query and has the database `name`, which is made if it is missing. */
export async function waitUntilReady(
  place: DataFolder,
  server: Postmaster,
  password: string,
  name: string,
): Promise<void> {
  for (let waitedMs = 0; waitedMs < READY_MS_MAX; waitedMs += POLL_MS) {
    if ((await tryEnsureDatabase(server, password, name)) === "ready") return;
    if (!isAlive(server.pid)) break;
    await pause(POLL_MS);
  }
  throw new DatabaseFault("database.notStarted", `PostgreSQL in ${place.root} does not answer:\n${logTail(place)}`);
}

async function tryEnsureDatabase(server: Postmaster, password: string, name: string): Promise<"ready" | "notYet"> {
  const client = new Client({
    host: "127.0.0.1",
    port: server.port,
    user: "cordboard",
    password,
    database: "postgres",
    application_name: "cordboard supervisor",
  });
  client.on("error", () => undefined); // the query under way reports it
  try {
    await client.connect();
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
    return "ready";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    // Refused, reset, or "the database system is starting up".
    if (code === "ECONNREFUSED" || code === "ECONNRESET" || code === "57P03") return "notYet";
    if (code === "28P01") {
      throw new DatabaseFault(
        "database.folder",
        `The server on port ${server.port} does not know the password in the built-in database's folder. Was the password file replaced?`,
        { cause: error },
      );
    }
    throw error;
  } finally {
    await client.end().catch(() => undefined); // never connected, or already broken
  }
}

/** Ends the server: SIGINT (disconnects everybody, writes everything), and SIGQUIT when that takes too long. */
export async function stopServer(place: DataFolder, pid: number): Promise<void> {
  if (!isPostgresOn(pid, place.data)) return;
  process.kill(pid, "SIGINT");
  if (await endsWithin(pid, FAST_STOP_MS_MAX)) return;
  process.kill(pid, "SIGQUIT");
  if (await endsWithin(pid, IMMEDIATE_STOP_MS_MAX)) return;
  throw new DatabaseFault("database.notStopped", `PostgreSQL (process ${pid}) in ${place.root} does not end.`);
}

async function endsWithin(pid: number, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += POLL_MS) {
    if (!isAlive(pid)) return true;
    await pause(POLL_MS);
  }
  return !isAlive(pid);
}

function freePort(): Promise<number> {
  return new Promise((found, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") found(address.port);
        else fail(new Error("the probe has no port"));
      });
    });
  });
}
