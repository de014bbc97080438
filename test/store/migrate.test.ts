import { sql } from "kysely";
import type { Kysely } from "kysely";
import { expect, test } from "vitest";
import { migrations } from "#migrations/index.ts";
import { instant } from "#src/store/instant-column.ts";
import { migrate } from "#src/store/migrate.ts";
import { openPool } from "#src/store/open-pool.ts";
import { newId } from "#src/store/new-id.ts";
import type { Database } from "#src/store/schema.ts";
import { emptyDatabase, freshDatabase } from "#test/support/database.ts";

test("[ST1] migrations run once, in order; a second run changes nothing", async () => {
  await using empty = await emptyDatabase();
  expect(await migrate(empty.url)).toEqual(Object.keys(migrations).toSorted());
  expect(await migrate(empty.url)).toEqual([]);
});

test("[ST1] on live data: what a queue asked for before there were conditions, it asks for still", async () => {
  await using empty = await emptyDatabase();
  await using store = openPool(empty.url);
  const { db } = store;
  const before = Object.entries(migrations).filter(([name]) => name < "0007");
  for (const [, migration] of before) await migration.up(db);
  const [queue, skill, other] = [newId(1), newId(2), newId(3)];
  await sql`insert into cc.skills (id, name) values (${skill}, 'sales'), (${other}, 'spanish')`.execute(db);
  await sql`insert into cc.queues (id, name) values (${queue}, 'Sales'), (${newId(4)}, 'Open')`.execute(db);
  await sql`insert into cc.queue_requirements values (${queue}, ${skill}, 3), (${queue}, ${other}, 1)`.execute(db);
  await migrations["0007-routing-settings"]?.up(db);
  const rows = await db.selectFrom("cc.queues").select(["name", "requirement"]).orderBy("name").execute();
  const asked = [
    { skill, proficiency: 3 },
    { skill: other, proficiency: 1 },
  ];
  expect(rows).toEqual([
    { name: "Open", requirement: [] },
    { name: "Sales", requirement: asked },
  ]);
});

test("[ST2] two programs that migrate at the same moment do not meet", async () => {
  await using empty = await emptyDatabase();
  const ran = await Promise.all([migrate(empty.url), migrate(empty.url), migrate(empty.url)]);
  expect(ran.flat().toSorted()).toEqual(Object.keys(migrations).toSorted());
});

test("[ST3] a database that a newer version has used is refused, with what to do", async () => {
  await using database = await freshDatabase();
  await sql`insert into sys.migrations (name, timestamp) values ('9999-from-the-future', '2030-01-01')`.execute(
    database.db,
  );
  await expect(migrate(database.url)).rejects.toMatchObject({
    code: "database.newer",
    message: expect.stringContaining("newer version of Cordboard"),
  });
});

test("[ST4] an instant is written and read as the same integer, also at the edges of daylight saving", async () => {
  await using database = await freshDatabase();
  const moments = [0, 1, 1_732_000_000_123, Date.UTC(2026, 9, 25, 0, 59, 59, 999), Date.UTC(2026, 9, 25, 1), -1];
  for (const at of moments) {
    const token = newId(at < 0 ? 0 : at);
    const user = await aUser(database.db);
    await database.db
      .insertInto("sys.sessions")
      .values({
        token_hash: token,
        user_id: user,
        created_at: instant(at),
        last_seen_at: instant(at),
        expires_at: instant(at),
      })
      .execute();
    const row = await database.db
      .selectFrom("sys.sessions")
      .select("created_at")
      .where("token_hash", "=", token)
      .where("created_at", "=", instant(at))
      .executeTakeFirstOrThrow();
    expect(row.created_at).toBe(at);
  }
});

test("[ST5] the audit log and the versions of flows refuse to be changed", async () => {
  await using database = await freshDatabase();
  await database.db.insertInto("sys.audit_log").values({ action: "signIn", object: "user" }).execute();
  await expect(sql`update sys.audit_log set action = 'nothing'`.execute(database.db)).rejects.toThrow("append only");
  await expect(database.db.deleteFrom("sys.audit_log").execute()).rejects.toThrow("append only");
  await sql`insert into cc.flows (name) values ('welcome')`.execute(database.db);
  await sql`insert into cc.flow_versions (flow, version, graph) values ('welcome', 1, '{}')`.execute(database.db);
  await expect(sql`update cc.flow_versions set graph = '[]'`.execute(database.db)).rejects.toThrow("append only");
});

test("[ST6] a statement that takes too long is ended, and the pool is usable afterwards", async () => {
  await using empty = await emptyDatabase();
  await using store = openPool(empty.url, { statementTimeoutMs: 50 });
  await expect(sql`select pg_sleep(30)`.execute(store.db)).rejects.toMatchObject({ code: "57014" });
  expect((await sql<{ one: number }>`select 1 as one`.execute(store.db)).rows).toEqual([{ one: 1 }]);
});

test("[ST7] a connection lost while idle is reported and does not end the program", async () => {
  await using empty = await emptyDatabase();
  const lost = Promise.withResolvers<Error>();
  await using store = openPool(empty.url, { onConnectionLost: lost.resolve });
  await using other = openPool(empty.url);
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(store.db);
  await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(other.db);
  expect((await lost.promise).message).toContain("terminating connection");
  expect((await sql<{ one: number }>`select 1 as one`.execute(store.db)).rows).toEqual([{ one: 1 }]);
});

test("[ST8] a test that leaves a pool open fails", async () => {
  const database = await freshDatabase();
  const leak = openPool(database.url, { applicationName: "forgotten" });
  await sql`select 1`.execute(leak.db);
  await expect(database[Symbol.asyncDispose]()).rejects.toThrow("forgotten: select 1");
  await leak.close();
});

async function aUser(db: Kysely<Database>): Promise<string> {
  const id = newId(Date.now());
  await db.insertInto("sys.users").values({ id, login: id, name: "Somebody" }).execute();
  return id;
}
