/** The board's rows by medium: one for each queue and medium that had anything today. */

import type { QueueRow, WorkRow } from "#protocol/views/board.ts";

export interface MediumRow {
  readonly queue: string;
  readonly medium: "voice" | "callback" | "mail" | "chat";
  readonly waiting: number;
  readonly longestSince: number | undefined;
  /** Answered, taken, or for callbacks reached. */
  readonly done: number;
  /** Offered, or for callbacks promised. */
  readonly came: number;
  /** Abandoned, withdrawn, or for callbacks ended without being reached. */
  readonly undone: number;
  /** Average wait of what was answered or taken, ms; undefined where there is none. */
  readonly waitMs: number | undefined;
}

/** In the order of media, then of queues; empty where there was nothing but callers, whom the table of queues shows. */
export function mediaRows(queues: readonly QueueRow[]): readonly MediumRow[] {
  const others = [...queues.flatMap(callbacks), ...queues.flatMap(work("mail")), ...queues.flatMap(work("chat"))];
  if (others.length === 0) return [];
  return [...queues.map(callers), ...others];
}

function callers({ name, waiting, longestSince, counts }: QueueRow): MediumRow {
  const { answered, offered, abandoned, answerWaitMs } = counts;
  return {
    queue: name,
    medium: "voice",
    waiting,
    longestSince,
    done: answered,
    came: offered,
    undone: abandoned,
    waitMs: mean(answerWaitMs, answered),
  };
}

function callbacks({ name, callbacks: waiting = 0, promises }: QueueRow): readonly MediumRow[] {
  if (promises === undefined && waiting === 0) return [];
  const { booked = 0, reached = 0, unreached = 0 } = promises ?? {};
  const row = { waiting, longestSince: undefined, done: reached, came: booked, undone: unreached, waitMs: undefined };
  return [{ queue: name, medium: "callback", ...row }];
}

function work(medium: "mail" | "chat"): (queue: QueueRow) => readonly MediumRow[] {
  return ({ name, [medium]: row }) => (row === undefined ? [] : [workRow(name, medium, row)]);
}

function workRow(queue: string, medium: "mail" | "chat", row: WorkRow): MediumRow {
  const { waiting, longestSince, offered, taken, withdrawn, answerWaitMs } = row;
  return {
    queue,
    medium,
    waiting,
    longestSince,
    done: taken,
    came: offered,
    undone: withdrawn,
    waitMs: mean(answerWaitMs, taken),
  };
}

function mean(sum: number, count: number): number | undefined {
  return count === 0 ? undefined : sum / count;
}
