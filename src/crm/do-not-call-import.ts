/** Numbers that nobody may call, from a CSV text: every line is sound or has a problem with a name. */

import { sql } from "kysely";
import type { Kysely } from "kysely";
import { instant } from "../store/instant-column.ts";
import type { Database } from "../store/schema.ts";
import type { Change } from "./change.ts";
import { normalNumber, normOf, type NumberingPlan } from "./phone-numbers.ts";

export type LineProblem = "noNumber" | "reasonTooLong" | "tooManyColumns" | "repeated" | "quoteOpen";

interface SoundLine {
  readonly norm: string;
  readonly number: string;
  readonly reason: string;
}

export interface ReadLines {
  readonly sound: readonly SoundLine[];
  /** In the order of the file; `line` counts from 1. */
  readonly problems: readonly { readonly line: number; readonly text: string; readonly problem: LineProblem }[];
}

const REASON_MAX = 200;
const COLUMNS_MAX = 2;
const TEXT_SHOWN_MAX = 80;

/**
 * `number,reason` for each line; the divider is the first of comma, semicolon and tab outside quotes. Quotes as in RFC 4180,
 * within a line. Empty lines are left out, and so is a first line without any digit: headings.
 */
export function readDoNotCallCsv(csv: string, plan: NumberingPlan): ReadLines {
  const sound: SoundLine[] = [];
  const problems: ReadLines["problems"][number][] = [];
  const seen = new Set<string>();
  for (const [index, text] of csv
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (text.trim() === "" || (index === 0 && !/\d/.test(text))) continue;
    const cells = cellsOf(text);
    const [number = "", reason = ""] = cells ?? [];
    const norm = cells === undefined ? undefined : normOf(normalNumber(number, plan));
    const problem = problemOf(cells, norm, reason, seen);
    if (problem !== undefined) problems.push({ line: index + 1, text: text.slice(0, TEXT_SHOWN_MAX), problem });
    else if (norm !== undefined) {
      seen.add(norm);
      sound.push({ norm, number, reason });
    }
  }
  return { sound, problems };
}

function problemOf(
  cells: readonly string[] | undefined,
  norm: string | undefined,
  reason: string,
  seen: ReadonlySet<string>,
): LineProblem | undefined {
  if (cells === undefined) return "quoteOpen";
  if (cells.slice(COLUMNS_MAX).some((cell) => cell !== "")) return "tooManyColumns";
  if (norm === undefined) return "noNumber";
  if (reason.length > REASON_MAX) return "reasonTooLong";
  return seen.has(norm) ? "repeated" : undefined;
}

/** undefined: a quote that does not end. */
function cellsOf(line: string): readonly string[] | undefined {
  const cells: string[] = [];
  let divider: string | undefined;
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line.charAt(at);
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (line.charAt(at + 1) === '"') {
        cell += sign;
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell.trim() === "") {
      cell = "";
      isQuoted = true;
    } else if (sign === divider || (divider === undefined && /[,;\t]/.test(sign))) {
      divider = sign;
      cells.push(cell.trim());
      cell = "";
    } else cell += sign;
  }
  return isQuoted ? undefined : [...cells, cell.trim()];
}

/** All in one statement: the numbers that are new, and those that were listed and have another reason now. */
export async function addDoNotCallNumbers(
  db: Kysely<Database>,
  lines: readonly SoundLine[],
  change: Change,
): Promise<{ readonly added: number; readonly changed: number }> {
  if (lines.length === 0) return { added: 0, changed: 0 };
  const { rows } = await sql<{ isNew: boolean }>`
    insert into crm.do_not_call as listed (value_norm, value_raw, reason, since, by)
    select given.norm, given.number, given.reason, ${instant(change.at)}, ${change.by ?? null}::uuid
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as given (norm text, number text, reason text)
    on conflict (value_norm) do update set reason = excluded.reason, value_raw = excluded.value_raw
    returning xmax = 0 as "isNew"`.execute(db);
  const added = rows.filter(({ isNew }) => isNew).length;
  return { added, changed: rows.length - added };
}
