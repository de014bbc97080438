import { expect, test } from "vitest";
import { createAudit, withoutSecrets } from "#src/platform/audit.ts";
import { freshDatabase } from "#test/support/database.ts";

test("[PF60] secrets, depths and lengths that nobody reads are taken out", () => {
  const deep = { a: { b: { c: { d: { e: { f: { g: { h: { i: 1 } } } } } } } } };
  expect(
    withoutSecrets({
      login: "ana",
      password: "x",
      nested: [{ sipSecret: "y", accessToken: "z" }],
      note: "n".repeat(3_000),
    }),
  ).toEqual({
    login: "ana",
    password: "•",
    nested: [{ sipSecret: "•", accessToken: "•" }],
    note: `${"n".repeat(2_000)}…`,
  });
  expect(JSON.stringify(withoutSecrets(deep))).toContain("…");
});

test("[PF61] a row of the audit log can be neither changed nor deleted", async () => {
  await using database = await freshDatabase();
  const actor = crypto.randomUUID();
  await createAudit(database.db)({
    actor,
    action: "createQueue",
    object: "queues",
    objectId: "q",
    detail: { name: "Sales" },
    ip: "::1",
    requestId: "r",
  });
  await expect(database.pool.query("update sys.audit_log set action = 'x'")).rejects.toThrow("append only");
  await expect(database.pool.query("delete from sys.audit_log")).rejects.toThrow("append only");
  const rows = await database.db
    .selectFrom("sys.audit_log")
    .select(["actor_id", "action", "object", "object_id", "diff", "ip"])
    .execute();
  expect(rows).toEqual([
    { actor_id: actor, action: "createQueue", object: "queues", object_id: "q", diff: { name: "Sales" }, ip: "::1" },
  ]);
});
