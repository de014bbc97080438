/** What the service wrote down, read straight from its database, and the arithmetic of a scenario's figures. */

import { expect } from "vitest";
import type { LegTimes } from "#src/records/reconcile.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

export interface RecordedCall {
  readonly id: string;
  readonly from: string | null;
  readonly fromName: string | null;
  readonly to: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly endReason: string | null;
  readonly agent: string | null;
  readonly disposition: string | null;
  readonly note: string | null;
}

/** Oldest first. */
export async function recordedCalls({ database }: Pick<World, "database">): Promise<readonly RecordedCall[]> {
  return await database.db
    .selectFrom("cc.interactions")
    .select([
      "id",
      "from_number as from",
      "from_name as fromName",
      "to_number as to",
      "started_at as startedAt",
      "ended_at as endedAt",
      "end_reason as endReason",
      "agent_id as agent",
      "disposition",
      "note",
    ])
    .orderBy("started_at")
    .orderBy("id")
    .execute();
}

/** Resolves when there are so many records and all are closed. */
export async function closedCalls(world: World, count: number, withinMs = 20_000): Promise<readonly RecordedCall[]> {
  return await until(
    `${count} records, all closed`,
    async () => {
      const calls = await recordedCalls(world);
      return calls.length >= count && calls.every((call) => call.endReason !== null) && calls;
    },
    withinMs,
    async () =>
      JSON.stringify((await recordedCalls(world)).filter((call) => call.endReason === null)) + world.service.said(),
  );
}

export type RecordedLeg = LegTimes & {
  readonly interaction: string;
  readonly role: string;
  readonly agent: string | null;
  readonly trunk: string | null;
  readonly cause: string | null;
  readonly sipStatus: number | null;
};

export async function recordedLegs({ database }: Pick<World, "database">): Promise<readonly RecordedLeg[]> {
  const rows = await database.db.selectFrom("cc.legs").selectAll().orderBy("created_at").execute();
  return rows.map((row) => ({
    id: row.id,
    interaction: row.interaction_id,
    role: row.role,
    agent: row.agent_id,
    trunk: row.trunk,
    cause: row.cause,
    sipStatus: row.sip_status,
    createdAt: row.created_at,
    answeredAt: row.answered_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
  }));
}

/** The journal has every number from 1 on, once, and no interaction ends twice. */
export async function expectWholeJournal({ database }: Pick<World, "database">): Promise<number> {
  const facts = await database.db.selectFrom("cc.journal").select(["n", "kind", "interaction"]).orderBy("n").execute();
  const gaps = facts.filter(({ n }, at) => n !== at + 1).slice(0, 3);
  expect(gaps, "numbers of the journal that do not follow").toEqual([]);
  const ends = facts.filter(({ kind }) => kind === "interaction.ended").map(({ interaction }) => interaction);
  expect(ends.length, "interactions that ended twice").toBe(new Set(ends).size);
  return facts.length;
}

/** By rank, of figures in any order. */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** One line a scenario, for whoever reads the run's output. */
export function report(world: Pick<World, "kind">, rule: string, figures: string): void {
  console.log(`[${rule}] on the ${world.kind} switch: ${figures}`);
}

export const ms = (figure: number): string => `${figure.toFixed(0)} ms`;
