/** Who runs on a data folder, told from `postmaster.pid` and /proc: a file alone proves nothing after a crash. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** What PostgreSQL wrote there: pid in line 1, port in line 4, state in line 8. undefined: no file, or none that says so. */
export function readPostmasterFile(dataFolder: string): (Postmaster & { readonly isReady: boolean }) | undefined {
  const lines = readIfThere(join(dataFolder, "postmaster.pid"))?.split("\n");
  const pid = Number(lines?.[0]);
  const port = Number(lines?.[3]);
  if (!(Number.isInteger(pid) && pid > 0 && Number.isInteger(port) && port > 0)) return undefined;
  // The file is there before the port is bound; only this line says that it was.
  return { pid, port, isReady: (lines?.[7] ?? "").startsWith("ready") };
}

/** Whether that process is a living PostgreSQL on that very folder; after a restart the number may be anybody's. */
export function isPostgresOn(pid: number, dataFolder: string): boolean {
  if (!isAlive(pid)) return false;
  const args = readIfThere(`/proc/${pid}/cmdline`)?.split("\0") ?? [];
  const folder = args[args.indexOf("-D") + 1];
  return (args[0] ?? "").endsWith("postgres") && args.includes("-D") && folder === dataFolder;
}

/** False for a zombie: it has ended, only nobody has fetched its exit status. */
export function isAlive(pid: number): boolean {
  const stat = readIfThere(`/proc/${pid}/stat`);
  return stat !== undefined && !afterName(stat).startsWith("Z");
}

/** When the process began, in ticks since boot: with the pid it names one process for ever. */
export function startTicks(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : afterName(stat).split(" ")[19];
}

/** The second field is the program's name in brackets and may hold anything, brackets too. */
function afterName(stat: string): string {
  return stat.slice(stat.lastIndexOf(")") + 2);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH")) {
      return undefined;
    }
    throw error;
  }
}
