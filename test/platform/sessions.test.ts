import { expect, test } from "vitest";
import { createSessions, sessionLimits, type SignedInUser } from "#src/platform/sessions.ts";
import { sessionIdOf } from "#src/platform/session-token.ts";
import { isUuid } from "#routing/ids.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

const client = { userAgent: "test", ip: "127.0.0.1" };
const startAt = 1_795_293_000_000;

async function person({ db }: FreshDatabase, login: string): Promise<SignedInUser> {
  const id = crypto.randomUUID();
  await db
    .insertInto("sys.users")
    .values({ id, login, name: login, roles: ["agent"] })
    .execute();
  return { id, login, name: login, roles: ["agent"], locale: "en", timeZone: "UTC" };
}

test("[PF30] a session ends when unused for two hours, and after sixteen hours however much it is used", async () => {
  await using database = await freshDatabase();
  let at = startAt;
  await using sessions = createSessions({
    db: database.db,
    now: () => at,
    onFault: (error) => expect.fail(String(error)),
  });
  const ana = await person(database, "ana");
  const idle = await sessions.open(ana, client);
  const busy = await sessions.open(ana, client);
  expect((await sessions.find(idle.token))?.user).toEqual(ana);
  for (let hour = 1; hour < 16; hour += 1) {
    at = startAt + hour * 3_600_000;
    expect((await sessions.find(busy.token))?.id).toBe(busy.session.id);
  }
  expect(await sessions.find(idle.token)).toBeUndefined();
  at = startAt + 16 * 3_600_000;
  expect(await sessions.find(busy.token)).toBeUndefined();
});

test("[PF31] a token that was never given opens nothing, whatever it looks like", async () => {
  await using database = await freshDatabase();
  await using sessions = createSessions({
    db: database.db,
    now: () => startAt,
    onFault: (error) => expect.fail(String(error)),
  });
  const { token, session } = await sessions.open(await person(database, "ana"), client);
  for (const other of [
    "",
    "x",
    token.slice(1),
    `${token}x`,
    token.toUpperCase(),
    session.tokenHash,
    session.id,
    "' or 1=1 --",
  ])
    expect(await sessions.find(other)).toBeUndefined();
  expect(isUuid(sessionIdOf(session.tokenHash))).toBe(true);
});

test("[PF32] a session is read from the database once while many ask, and survives the database", async () => {
  const database = await freshDatabase();
  const faults: unknown[] = [];
  let at = startAt;
  await using sessions = createSessions({
    db: database.db,
    now: () => at,
    onFault: (error) => faults.push(error),
    limits: { ...sessionLimits, sweepMs: 3_600_000 },
  });
  const { token } = await sessions.open(await person(database, "ana"), client);
  await database[Symbol.asyncDispose]();
  at += 5_000;
  expect(await sessions.find(token)).toBeDefined();
  expect(faults).toHaveLength(0);
  at += 60_000;
  expect(await sessions.find(token)).toBeDefined();
  expect(faults.length).toBeGreaterThan(0);
});

test("[PF33] one person cannot end another's session", async () => {
  await using database = await freshDatabase();
  await using sessions = createSessions({
    db: database.db,
    now: () => startAt,
    onFault: (error) => expect.fail(String(error)),
  });
  const [ana, ben] = [await person(database, "ana"), await person(database, "ben")];
  const { session, token } = await sessions.open(ana, client);
  expect(await sessions.revoke(ben.id, session.id)).toBe(false);
  expect(await sessions.find(token)).toBeDefined();
  expect(await sessions.listOf(ben.id)).toEqual([]);
  expect(await sessions.listOf(ana.id)).toMatchObject([{ id: session.id, ip: "127.0.0.1", userAgent: "test" }]);
  expect(await sessions.revoke(ana.id, session.id)).toBe(true);
  expect(await sessions.find(token)).toBeUndefined();
});

test("[PF34] roles taken away end the session of another process within a sweep", async () => {
  await using database = await freshDatabase();
  await using sessions = createSessions({
    db: database.db,
    now: Date.now,
    onFault: (error) => expect.fail(String(error)),
    limits: { ...sessionLimits, sweepMs: 10 },
  });
  const ana = await person(database, "ana");
  const { session } = await sessions.open(ana, client);
  const ended = new Promise<string>((resolve) => void sessions.watch(session, resolve));
  await database.pool.query("update sys.users set roles = '{supervisor}', updated_at = now() where id = $1", [ana.id]);
  expect(await ended).toBe("revoked");
});
