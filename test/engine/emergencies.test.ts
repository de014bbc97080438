import { sql } from "kysely";
import { expect, test } from "vitest";
import type { FactBody } from "#routing/facts.ts";
import { stateFrom } from "#src/engine/recover.ts";
import { readRecovery } from "#src/engine/recovery.ts";
import { freshDatabase } from "../support/database.ts";
import { queues, siteConfig } from "../simulation/site.ts";

test("[RT134] a restart reads the last position of each switch, the site's too, however long ago", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const press = (queue: keyof typeof queues | undefined, isOn: boolean): FactBody => ({
    kind: "emergency.switched",
    queue: queue === undefined ? undefined : queues[queue],
    isOn,
    by: "boss",
  });
  const facts: readonly FactBody[] = [
    press("sales", true),
    press(undefined, true),
    press("support", true),
    press("sales", false),
    press("sales", true),
    press(undefined, false),
    { kind: "config.adopted", config: siteConfig(1) },
    press("support", false),
  ];
  for (const [index, body] of facts.entries()) {
    const fact = JSON.stringify({ ...body, n: index + 1, at: 0 });
    await sql`insert into cc.journal (n, epoch, at, kind, fact)
      values (${index + 1}, 1, timestamptz 'epoch', ${body.kind}, ${fact}::jsonb)`.execute(db);
  }
  const recovery = await readRecovery(db);
  expect(recovery.facts).toHaveLength(4);
  expect([...stateFrom(recovery).emergencies]).toEqual([queues.sales]);
});
