/** What is asked on every call is planned once on each connection, not once for each caller. */

import { sql } from "kysely";
import { expect, test } from "vitest";
import { findCaller } from "#src/crm/caller.ts";
import { CONNECTIONS_KEPT, openPool } from "#src/store/open-pool.ts";
import { OFTEN } from "#src/store/prepared.ts";
import { aContact, plan } from "#test/crm/world.ts";
import { freshDatabase } from "#test/support/database.ts";

test("[ST11] the look-up of a caller is one statement, prepared once for all callers, with the answers of each", async () => {
  await using database = await freshDatabase();
  await using store = openPool(database.url, { connectionsMax: 1 });
  const contact = await aContact(store.db, { fullName: "Ana", points: [{ kind: "phone", value: "612345001" }] });
  const found = async (number: string): Promise<readonly (string | undefined)[]> =>
    (await findCaller(store.db, number, plan)).candidates.map(({ contactId }) => contactId);
  for (let again = 0; again < 8; again += 1) {
    expect(await found("612345001")).toEqual([contact.id]);
    expect(await found("612345002")).toEqual([]);
  }
  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(store.db);
  expect(rows.map(({ statement }) => statement.startsWith(OFTEN))).toEqual([true]);
});

test("[ST11] two such statements are two; any other is not prepared", async () => {
  await using database = await freshDatabase();
  await using store = openPool(database.url, { connectionsMax: 1 });
  const ask = async (often: string, column: string): Promise<unknown> =>
    (await sql.raw<Record<string, number>>(`${often} select 1 as ${column}`).execute(store.db)).rows;
  for (const column of ["one", "two", "one"]) expect(await ask(OFTEN, column)).toEqual([{ [column]: 1 }]);
  expect(await ask("", "three")).toEqual([{ three: 1 }]);
  const { rows } = await sql<{ many: number }>`select count(*) as many from pg_prepared_statements`.execute(store.db);
  expect(rows).toEqual([{ many: 2 }]);
});

test("[ST12] idle connections are closed but for those that are kept with what they have prepared", async () => {
  await using database = await freshDatabase();
  await using store = openPool(database.url, { idleMs: 20 });
  const question = sql.raw<{ pid: number }>(`${OFTEN} select pg_backend_pid() as pid, pg_sleep(0.05)`);
  const many = CONNECTIONS_KEPT + 3;
  const asked = await Promise.all(Array.from({ length: many }, () => question.execute(store.db)));
  expect(new Set(asked.flatMap(({ rows }) => rows.map(({ pid }) => pid))).size).toBe(many);
  await expect.poll(() => store.pool.totalCount).toBe(CONNECTIONS_KEPT);
  const kept = await Promise.all(Array.from({ length: CONNECTIONS_KEPT }, () => question.execute(store.db)));
  const before = new Set(asked.flatMap(({ rows }) => rows.map(({ pid }) => pid)));
  expect(kept.flatMap(({ rows }) => rows).every(({ pid }) => before.has(pid))).toBe(true);
  expect(store.pool.totalCount).toBe(CONNECTIONS_KEPT);
});
