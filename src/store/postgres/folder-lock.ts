/**
 * One program at a time starts or stops the server of a folder. The lock is a listening socket in Linux's abstract
 * name space: the kernel lets go of it when its holder dies, so there is no stale lock to judge.
 */

import { createHash } from "node:crypto";
import { createServer } from "node:net";
import type { Server } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { DatabaseFault } from "./database-fault.ts";

const RETRY_MS = 30;
/** Longer than a first start with crash recovery takes. */
const WAIT_MS_MAX = 90_000;

/** Runs `work` while holding the folder's lock. Throws `database.folderInUse` when another holds it for too long. */
export async function whileLocked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const name = `\0cordboard-${createHash("sha256").update(folder).digest("hex").slice(0, 40)}`;
  for (let waitedMs = 0; waitedMs < WAIT_MS_MAX; waitedMs += RETRY_MS) {
    const lock = await tryListen(name);
    if (lock !== undefined) {
      try {
        return await work();
      } finally {
        await new Promise<void>((closed) => lock.close(() => closed()));
      }
    }
    await pause(RETRY_MS);
  }
  throw new DatabaseFault(
    "database.folderInUse",
    `Another program has been starting or stopping the database in ${folder} for ${WAIT_MS_MAX / 1000} s. End that program and try again.`,
  );
}

function tryListen(name: string): Promise<Server | undefined> {
  return new Promise((answer, fail) => {
    const server = createServer();
    server.once("error", (error) => {
      if ("code" in error && error.code === "EADDRINUSE") answer(undefined);
      else fail(error);
    });
    server.listen(name, () => answer(server));
  });
}
