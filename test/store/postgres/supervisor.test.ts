import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { expect, test } from "vitest";
import { endServerOf } from "#src/store/postgres/embedded.ts";
import { isAlive, isPostgresOn, readPostmasterFile } from "#src/store/postgres/postmaster.ts";
import { startDatabase } from "#src/store/postgres/start-database.ts";

const holderFile = fileURLToPath(new URL("./holder.ts", import.meta.url));
const isRoot = process.geteuid?.() === 0;
const NOBODY = 65534;

/** An empty folder; whatever server lives there at the end is ended. */
function scratchFolder(): { readonly path: string } & AsyncDisposable {
  const path = mkdtempSync(join(tmpdir(), "cordboard-supervisor-"));
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      await endServerOf(join(path, "postgres"));
      rmSync(path, { recursive: true, force: true });
    },
  };
}

interface Holder {
  readonly child: ChildProcess;
  readonly url: string;
}

/** Starts the holder and waits until it has a database. `prefix` is put before the command, as `setpriv …`. */
async function startHolder(
  folder: string,
  prefix: readonly string[] = [],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Holder> {
  const [file, ...args] = [...prefix, process.execPath, holderFile, folder];
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"], env });
  for await (const line of createInterface({ input: child.stdout })) {
    const said: { readonly url: string } = JSON.parse(line);
    return { child, url: said.url };
  }
  throw new Error("the holder ended without a database");
}

async function killed(holder: Holder, signal: "SIGKILL" | "SIGINT"): Promise<void> {
  const ended = once(holder.child, "exit");
  holder.child.kill(signal);
  await ended;
}

async function ask(url: string, text: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(text);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}

const serverOf = (folder: string): number => readPostmasterFile(join(folder, "data"))?.pid ?? 0;
const uidOf = (pid: number): number => Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);

test("[DB1] the built-in database stores UTF-8, folds accents, listens on the loopback only and keeps its password private", async () => {
  await using scratch = scratchFolder();
  const folder = join(scratch.path, "postgres");
  const lines: string[] = [];
  await using database = await startDatabase({ databaseUrl: undefined, folder, log: (line) => lines.push(line) });

  expect(database.kind).toBe("embedded");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^Database: built-in, PostgreSQL 18\S* from npm \(process \d+, port \d+,/);
  expect(lines[0]).not.toContain(new URL(database.url).password);
  expect(await ask(database.url, "select current_setting('listen_addresses') as answer")).toBe("127.0.0.1");
  expect(
    await ask(
      database.url,
      "select pg_encoding_to_char(encoding) || ' ' || datctype as answer from pg_database where datname = current_database()",
    ),
  ).toBe("UTF8 C.UTF-8");
  expect(statSync(join(folder, "password")).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const wrong = new URL(database.url);
  wrong.password = "guess";
  await expect(ask(wrong.href, "select 1 as answer")).rejects.toMatchObject({ code: "28P01" });
});

test("[DB2] a server whose program was killed lives on and is used again; an orderly end leaves nothing running", async () => {
  await using scratch = scratchFolder();
  const folder = join(scratch.path, "postgres");
  const first = await startHolder(folder);
  await ask(first.url, "create table kept as select 42 as answer");
  const server = serverOf(folder);

  await killed(first, "SIGKILL");
  expect(isPostgresOn(server, join(folder, "data"))).toBe(true);

  const second = await startHolder(folder);
  expect(second.url).toBe(first.url);
  expect(serverOf(folder)).toBe(server);
  expect(await ask(second.url, "select answer from kept")).toBe(42);

  await killed(second, "SIGINT");
  expect(isAlive(server)).toBe(false);
});

test("[DB3] the server stays while another living program uses it", async () => {
  await using scratch = scratchFolder();
  const folder = join(scratch.path, "postgres");
  const first = await startHolder(folder);
  const second = await startHolder(folder);
  const server = serverOf(folder);

  await killed(first, "SIGINT");
  expect(await ask(second.url, "select 1 as answer")).toBe(1);
  await killed(second, "SIGINT");
  expect(isAlive(server)).toBe(false);
});

test("[DB4] programs that start at the same moment share one server", async () => {
  await using scratch = scratchFolder();
  const folder = join(scratch.path, "postgres");
  const start = (): ReturnType<typeof startDatabase> => startDatabase({ databaseUrl: undefined, folder });
  const all = await Promise.all([start(), start(), start()]);
  expect(new Set(all.map((one) => one.url)).size).toBe(1);
  const server = serverOf(folder);
  await Promise.all(all.map((one) => one.stop()));
  expect(isAlive(server)).toBe(false);
});

test("[DB5] a pid file left by a dead server, or naming somebody else's process, does not keep the database down", async () => {
  await using scratch = scratchFolder();
  const folder = join(scratch.path, "postgres");
  const first = await startHolder(folder);
  await killed(first, "SIGKILL");
  const server = serverOf(folder);
  const pidFile = readFileSync(join(folder, "data/postmaster.pid"), "utf8");
  process.kill(server, "SIGKILL");
  // The file of a crashed server, and this test's own process for its number: alive, but no PostgreSQL.
  writeFileSync(join(folder, "data/postmaster.pid"), pidFile.replace(String(server), String(process.pid)));

  await using again = await startDatabase({ databaseUrl: undefined, folder });
  expect(serverOf(folder)).not.toBe(process.pid);
  expect(await ask(again.url, "select 1 as answer")).toBe(1);
});

test("[DB6] a server that dies under its program is started again on the same port", async () => {
  await using scratch = scratchFolder();
  const folder = join(scratch.path, "postgres");
  const said: string[] = [];
  const revived = Promise.withResolvers<void>();
  await using database = await startDatabase({
    databaseUrl: undefined,
    folder,
    log: (line) => {
      said.push(line);
      if (said.length === 3) revived.resolve();
    },
  });
  process.kill(serverOf(folder), "SIGKILL");
  await revived.promise;
  expect(said[1]).toMatch(/has died; starting it again/);
  expect(await ask(database.url, "select 1 as answer")).toBe(1);
});

test.runIf(isRoot)("[DB7] root runs the server as itself in a user namespace, without making an account", async () => {
  await using scratch = scratchFolder();
  chmodSync(scratch.path, 0o700);
  const folder = join(scratch.path, "postgres");
  const holder = await startHolder(folder);
  expect(uidOf(serverOf(folder))).toBe(0);
  await killed(holder, "SIGINT");
});

test.runIf(isRoot)("[DB8] root without user namespaces runs the server as nobody", async () => {
  await using scratch = scratchFolder();
  chmodSync(scratch.path, 0o711);
  const folder = join(scratch.path, "postgres");
  const holder = await startHolder(folder, [], { ...process.env, PATH: "/nowhere" });
  expect(uidOf(serverOf(folder))).toBe(NOBODY);
  expect(await ask(holder.url, "select 1 as answer")).toBe(1);
  await killed(holder, "SIGINT");
});

test.runIf(isRoot && spawnSync("setpriv", ["--version"]).status === 0)(
  "[DB9] an ordinary user runs the server; root then opens the same data as that user",
  async () => {
    await using scratch = scratchFolder();
    chownSync(scratch.path, NOBODY, NOBODY);
    const folder = join(scratch.path, "postgres");
    const asUser = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
    const user = await startHolder(folder, asUser);
    expect(uidOf(serverOf(folder))).toBe(NOBODY);
    expect(await ask(user.url, "select 1 as answer")).toBe(1);
    await killed(user, "SIGINT");

    chmodSync(scratch.path, 0o711);
    const root = await startHolder(folder);
    expect(uidOf(serverOf(folder))).toBe(NOBODY);
    await killed(root, "SIGINT");
  },
);
