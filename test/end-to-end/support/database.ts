/** The scenario's PostgreSQL: shared and left alone, or one of its own that can be frozen and killed. */

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { migrate } from "#src/store/migrate.ts";
import { openPool, type Store } from "#src/store/open-pool.ts";
import { startEmbedded } from "#src/store/postgres/embedded.ts";
import { openWireCutter } from "#test/freeswitch/support/wire-cutter.ts";
import { freshDatabase } from "#test/support/database.ts";

export interface TestDatabase extends AsyncDisposable, Pick<Store, "db" | "pool"> {
  /** For the service. */
  readonly url: string;
  /** Stops every process of the server in the middle of what it does, for so long: nothing answers, nothing is refused. */
  freeze(forMs: number): Promise<void>;
  /** Kills the server without a goodbye; it can be reached again after so long. */
  crash(forMs: number): Promise<void>;
}

export async function sharedDatabase(): Promise<TestDatabase> {
  const fresh = await freshDatabase();
  const refuse = (): Promise<void> => Promise.reject(new Error("this database belongs to other tests as well"));
  return { ...fresh, freeze: refuse, crash: refuse };
}

/** Takes some seconds to make. */
export async function ownDatabase(): Promise<TestDatabase> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "cordboard-e2e-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const server = await startEmbedded({ folder: join(folder, "postgres"), settings: {}, log: () => undefined });
  stack.defer(server.stop);
  await migrate(server.url);
  const store = stack.use(openPool(server.url, { applicationName: "scenario" }));
  const address = new URL(server.url);
  // The supervisor brings a killed server back within a second; the gate keeps it out of reach for longer.
  const gate = stack.use(await openWireCutter(Number(address.port)));
  address.port = String(gate.port);
  const owned = stack.move();
  return {
    db: store.db,
    pool: store.pool,
    url: address.href,
    freeze: async (forMs) => {
      const processes = await familyOf(await postmasterOf(folder));
      for (const pid of processes) process.kill(pid, "SIGSTOP");
      try {
        await delay(forMs);
      } finally {
        for (const pid of processes) process.kill(pid, "SIGCONT");
      }
    },
    crash: async (forMs) => {
      const processes = await familyOf(await postmasterOf(folder));
      gate.cut(forMs);
      for (const pid of processes) killIfThere(pid);
      await delay(forMs);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function postmasterOf(folder: string): Promise<number> {
  const [pid] = (await readFile(join(folder, "postgres", "data", "postmaster.pid"), "utf8")).split("\n");
  return Number(pid);
}

/** The server and its children; each of them leads a process group of its own, so that no signal reaches all. */
async function familyOf(postmaster: number): Promise<readonly number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(pids.map(parentOf));
  return [postmaster, ...pids.filter((_, at) => parents[at] === postmaster)];
}

async function parentOf(pid: number): Promise<number | undefined> {
  // Gone between the listing and the look.
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const [, parent] = /\) \S+ (\d+) /.exec(stat) ?? [];
  return parent === undefined ? undefined : Number(parent);
}

/** A worker of PostgreSQL may have ended by itself since it was listed. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
