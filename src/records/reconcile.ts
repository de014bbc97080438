/** Our legs against the switch's own witness, the JSON files of mod_json_cdr: what is missing, doubled or differs. Pure. */

import { z } from "zod";
import type { Instant } from "#routing/instant.ts";

/** Both clocks and the way of an event in between; more is a finding. */
const DIFFERENCE_MS_MAX = 1_000;

export interface LegTimes {
  readonly id: string;
  readonly createdAt: Instant;
  readonly answeredAt: Instant | undefined;
  readonly endedAt: Instant | undefined;
}

interface Difference {
  readonly leg: string;
  readonly what: "createdAt" | "answeredAt" | "endedAt" | "lastedMs";
  /** Milliseconds; undefined: one side has it and the other has not. */
  readonly differenceMs: number | undefined;
}

export interface Reconciliation {
  /** On the switch, not in our records. */
  readonly missing: readonly string[];
  /** In our records, not on the switch (legs that were never made excluded by the caller). */
  readonly unwitnessed: readonly string[];
  /** Ids that occur more than once on the same side. */
  readonly duplicate: readonly string[];
  readonly differences: readonly Difference[];
}

const microseconds = z
  .union([z.string().regex(/^\d{1,17}$/), z.int()])
  .transform((value) => Math.round(Number(value) / 1_000));

const cdr = z.object({
  variables: z.object({
    uuid: z.uuid(),
    start_uepoch: microseconds,
    answer_uepoch: microseconds.optional(),
    end_uepoch: microseconds,
  }),
});

/** One CDR file's content; undefined when it is none. mod_json_cdr writes 0 for "never answered". */
export function readCdr(value: unknown): LegTimes | undefined {
  const parsed = cdr.safeParse(value);
  if (!parsed.success) return undefined;
  const { uuid, start_uepoch: createdAt, answer_uepoch: answer, end_uepoch: endedAt } = parsed.data.variables;
  return { id: uuid, createdAt, answeredAt: answer === undefined || answer === 0 ? undefined : answer, endedAt };
}

/** Compares by leg id. `differenceMsMax` is inclusive. */
export function reconcile(
  ours: readonly LegTimes[],
  theirs: readonly LegTimes[],
  differenceMsMax: number = DIFFERENCE_MS_MAX,
): Reconciliation {
  const own = new Map(ours.map((leg) => [leg.id, leg]));
  const witnessed = new Map(theirs.map((leg) => [leg.id, leg]));
  const differences: Difference[] = [];
  for (const [id, leg] of own) {
    const witness = witnessed.get(id);
    if (witness !== undefined) differences.push(...compare(leg, witness, differenceMsMax));
  }
  return {
    missing: [...witnessed.keys()].filter((id) => !own.has(id)),
    unwitnessed: [...own.keys()].filter((id) => !witnessed.has(id)),
    duplicate: [...new Set([...repeated(ours), ...repeated(theirs)])],
    differences,
  };
}

function compare(ours: LegTimes, theirs: LegTimes, max: number): readonly Difference[] {
  const found: Difference[] = [];
  const check = (what: Difference["what"], own: number | undefined, witness: number | undefined): void => {
    if (own === undefined && witness === undefined) return;
    const differenceMs = own === undefined || witness === undefined ? undefined : own - witness;
    if (differenceMs === undefined || Math.abs(differenceMs) > max) found.push({ leg: ours.id, what, differenceMs });
  };
  check("createdAt", ours.createdAt, theirs.createdAt);
  check("answeredAt", ours.answeredAt, theirs.answeredAt);
  check("endedAt", ours.endedAt, theirs.endedAt);
  check("lastedMs", lastedMs(ours), lastedMs(theirs));
  return found;
}

function lastedMs({ createdAt, endedAt }: LegTimes): number | undefined {
  return endedAt === undefined ? undefined : endedAt - createdAt;
}

function repeated(legs: readonly LegTimes[]): readonly string[] {
  const seen = new Set<string>();
  const twice: string[] = [];
  for (const { id } of legs) {
    if (seen.has(id)) twice.push(id);
    seen.add(id);
  }
  return twice;
}
