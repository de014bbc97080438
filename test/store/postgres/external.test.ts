import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { DatabaseFault } from "#src/store/postgres/database-fault.ts";
import { startDatabase } from "#src/store/postgres/start-database.ts";
import { emptyDatabase } from "#test/support/database.ts";

async function faultOf(databaseUrl: string): Promise<DatabaseFault> {
  const outcome = await startDatabase({ databaseUrl }).catch((error: unknown) => error);
  if (outcome instanceof DatabaseFault) return outcome;
  throw new Error(`not a fault: ${String(outcome)}`);
}

test("[DB13] a DATABASE_URL that works is used, and named without its password", async () => {
  await using empty = await emptyDatabase();
  const lines: string[] = [];
  const database = await startDatabase({ databaseUrl: ` ${empty.url} `, log: (line) => lines.push(line) });
  expect(database).toMatchObject({ kind: "external", url: empty.url });
  expect(lines).toEqual([
    expect.stringMatching(/^Database: postgresql:\/\/cordboard@127.0.0.1:\d+\/test_\w+ \(PostgreSQL 18/),
  ]);
  expect(lines.join()).not.toContain(new URL(empty.url).password);
  await database.stop();
  await (await startDatabase({ databaseUrl: empty.url })).stop(); // still there
});

test.each(["mysql://root@localhost/x", "cordboard", "postgres://user:p#ss@host/x", "localhost:5432/cordboard"])(
  "[DB14] %s is not a PostgreSQL address, and the message shows one",
  async (url) => {
    const fault = await faultOf(url);
    expect(fault.code).toBe("database.urlMalformed");
    expect(fault.message).toContain("postgresql://user:password@host:5432/cordboard");
    expect(fault.message).not.toContain("p#ss");
  },
);

test("[DB15] nothing listens there", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  // A listening socket's address is an AddressInfo; null and string are for closed and Unix sockets.
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  const fault = await faultOf(`postgresql://me:secret@127.0.0.1:${port}/x`);
  expect(fault.code).toBe("database.unreachable");
  expect(fault.message).toBe(
    `Nothing listens at postgresql://me@127.0.0.1:${port}/x (connection refused). Is PostgreSQL running there, and are host and port right? Or unset DATABASE_URL to use the built-in database.`,
  );
});

test("[DB15] a host that does not exist", async () => {
  const fault = await faultOf("postgresql://me:secret@no-such-host.invalid/x");
  expect(fault.code).toBe("database.unreachable");
  expect(fault.message).not.toContain("secret");
});

test("[DB15] something else listens there", async () => {
  const server = createServer((socket) => socket.resume().end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  server.listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const { port } = server.address() as AddressInfo;
  const fault = await faultOf(`postgresql://me:secret@127.0.0.1:${port}/x`);
  await new Promise((closed) => server.close(closed));
  expect(["database.unreachable", "database.other"]).toContain(fault.code);
  expect(fault.message).not.toContain("secret");
});

test("[DB16] a wrong password, and none at all", async () => {
  await using empty = await emptyDatabase();
  const wrong = new URL(empty.url);
  wrong.password = "hunter2";
  const fault = await faultOf(wrong.href);
  expect(fault.code).toBe("database.passwordRefused");
  expect(fault.message).toMatch(/refused the user name or password.*unset DATABASE_URL/);
  expect(fault.message).not.toContain("hunter2");
  wrong.password = "";
  expect((await faultOf(wrong.href)).code).toBe("database.passwordRefused");
});

test("[DB17] a database that was never made", async () => {
  await using empty = await emptyDatabase();
  const missing = new URL(empty.url);
  missing.pathname = "/nowhere";
  const fault = await faultOf(missing.href);
  expect(fault.code).toBe("database.missing");
  expect(fault.message).toContain("create database");
});

test("[DB18] a server that does not speak TLS when it was asked to", async () => {
  await using empty = await emptyDatabase();
  const fault = await faultOf(`${empty.url}?sslmode=require`);
  expect(fault.code).toBe("database.tlsMismatch");
  expect(fault.message).toContain("sslmode");
});
