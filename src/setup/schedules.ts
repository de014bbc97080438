/** Opening hours and holidays. The rules over them are in `config-problems.ts` and hold for every change. */

import type { Kysely, Transaction } from "kysely";
import type { z } from "zod";
import type { ScheduleView, scheduleInput } from "#protocol/api/admin.ts";
import { json } from "../store/json-column.ts";
import { newId } from "../store/new-id.ts";
import type { Database } from "../store/schema.ts";
import { change, type Answer, type SetupParts } from "./change.ts";
import { scheduleProblems } from "./config-problems.ts";
import { keepFlowNames } from "./flow-names.ts";
import { RefusedChange } from "./refusals.ts";

export type ScheduleInput = z.output<typeof scheduleInput>;

export async function listSchedules(db: Kysely<Database>): Promise<ScheduleView[]> {
  const schedules = await db.selectFrom("cc.schedules").selectAll().orderBy("name").execute();
  const hours = await db.selectFrom("cc.schedule_hours").selectAll().orderBy("weekday").orderBy("opens").execute();
  const exceptions = await db.selectFrom("cc.schedule_exceptions").selectAll().orderBy("day").execute();
  return schedules.map((row) => ({
    id: row.id,
    name: row.name,
    timeZone: row.time_zone,
    weekly: hours
      .filter((each) => each.schedule_id === row.id)
      .map(({ weekday, opens, closes }) => ({ weekday, opens, closes })),
    exceptions: exceptions
      .filter((each) => each.schedule_id === row.id)
      .map((each) => ({ date: each.day, name: each.name, hours: [...each.hours] })),
  }));
}

export async function createSchedule(parts: SetupParts, input: ScheduleInput): Answer<ScheduleView> {
  const id = newId(parts.now());
  return await change(parts, async (trx) => {
    check(input);
    await trx.insertInto("cc.schedules").values({ id, name: input.name, time_zone: input.timeZone }).execute();
    await writeHours(trx, id, input);
    return { id, ...input };
  });
}

export async function changeSchedule(parts: SetupParts, id: string, input: ScheduleInput): Answer<ScheduleView> {
  return await change(parts, (trx) =>
    keepFlowNames(trx, async () => {
      check(input);
      const { numUpdatedRows } = await trx
        .updateTable("cc.schedules")
        .set((set) => ({ name: input.name, time_zone: input.timeZone, version: set("version", "+", 1) }))
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw new RefusedChange("notFound");
      await trx.deleteFrom("cc.schedule_hours").where("schedule_id", "=", id).execute();
      await trx.deleteFrom("cc.schedule_exceptions").where("schedule_id", "=", id).execute();
      await writeHours(trx, id, input);
      return { id, ...input };
    }),
  );
}

/** Refused while a live flow asks it. */
export async function deleteSchedule(parts: SetupParts, id: string): Answer<undefined> {
  return await change<undefined>(parts, (trx) =>
    keepFlowNames<undefined>(trx, async () => {
      const { numDeletedRows } = await trx.deleteFrom("cc.schedules").where("id", "=", id).executeTakeFirstOrThrow();
      if (numDeletedRows === 0n) throw new RefusedChange("notFound");
    }),
  );
}

/** Before the rows are written: the form gets its own field names, and the table's keys are not asked for doubles. */
function check(input: ScheduleInput): void {
  const problems = scheduleProblems(input);
  if (problems.length > 0) throw new RefusedChange("invalid", problems[0]?.message, problems);
}

async function writeHours(trx: Transaction<Database>, id: string, input: ScheduleInput): Promise<void> {
  if (input.weekly.length > 0) {
    await trx
      .insertInto("cc.schedule_hours")
      .values(input.weekly.map(({ weekday, opens, closes }) => ({ schedule_id: id, weekday, opens, closes })))
      .execute();
  }
  if (input.exceptions.length > 0) {
    await trx
      .insertInto("cc.schedule_exceptions")
      .values(
        input.exceptions.map(({ date, name, hours }) => ({ schedule_id: id, day: date, name, hours: json(hours) })),
      )
      .execute();
  }
}
