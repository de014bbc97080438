/** What keeps the program from starting is said in a sentence that a person can act on, with exit code 1 and nothing left running. */

import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freePort } from "#test/freeswitch/support/ports.ts";
import { Client } from "pg";
import { emptyDatabase } from "#test/support/database.ts";

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** Runs `start` until it ends by itself. */
async function start(environment: Readonly<Record<string, string>>): Promise<Ended> {
  const data = await mkdtemp(join(tmpdir(), "cordboard-refused-"));
  const child = spawn(process.execPath, ["src/main.ts", "start"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: process.env["HOME"] ?? "",
      CORDBOARD_DATA: data,
      CORDBOARD_HTTP_PORT: "0",
      CORDBOARD_LOG: "warn",
      ...environment,
    },
  });
  let said = "";
  child.stdout.on("data", (part: Buffer) => (said += part.toString()));
  child.stderr.on("data", (part: Buffer) => (said += part.toString()));
  const code = await new Promise<number | null>((ended) => void child.once("exit", ended));
  expect(await readdir(data), "no database of its own was begun").not.toContain("postgres");
  await rm(data, { recursive: true, force: true });
  return { code, said };
}

function expectSentence({ code, said }: Ended, sentence: RegExp): void {
  expect(said).toMatch(sentence);
  expect(said, "a stack for what was foreseen").not.toMatch(/\n\s+at /);
  expect(code).toBe(1);
}

test("[E2E16] a DATABASE_URL that is none, leads nowhere, has a wrong password or names a missing database", async () => {
  await using database = await emptyDatabase();
  const changed = (change: (url: URL) => void): string => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };
  const nowhere = String(await freePort("127.0.0.1"));
  const secret = "not-the-password-9";
  const refusals = await Promise.all([
    start({ DATABASE_URL: "localhost, please" }),
    start({ DATABASE_URL: changed((url) => (url.port = nowhere)) }),
    start({ DATABASE_URL: changed((url) => (url.password = secret)) }),
    start({ DATABASE_URL: changed((url) => (url.pathname = "/no_such_database")) }),
  ]);
  const sentences = [
    /DATABASE_URL/,
    /Nothing listens at .*connection refused.* host and port right\?/,
    /refused the user name or password\. Check both in DATABASE_URL/,
    /has no such database\. Make it: create database/,
  ];
  for (const [at, refusal] of refusals.entries()) expectSentence(refusal, sentences[at] ?? /never/);
  expect(refusals.map(({ said }) => said).join("")).not.toContain(secret);
});

test("[E2E17] an HTTP port that is in use is named, with what to do, and the database is not touched", async () => {
  await using database = await emptyDatabase();
  const taken = createServer();
  await new Promise<void>((listening) => void taken.listen(0, "127.0.0.1", listening));
  // A listening TCP server has an AddressInfo.
  const { port } = taken.address() as AddressInfo;
  try {
    const refusal = await start({ DATABASE_URL: database.url, CORDBOARD_HTTP_PORT: String(port) });
    expectSentence(refusal, new RegExp(`${port}[\\s\\S]*set CORDBOARD_HTTP_PORT to another port`));
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rowCount } = await client.query("select 1 from pg_namespace where nspname = 'sys'");
    await client.end();
    expect(rowCount).toBe(0);
  } finally {
    await new Promise<void>((closed) => void taken.close(() => closed()));
  }
});
