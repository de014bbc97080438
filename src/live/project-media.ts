/** What a queue has of mail, chat and callbacks besides its callers, as the board shows it. Pure. */

import type { QueueRow } from "#protocol/views/board.ts";
import type { QueueId } from "#routing/ids.ts";
import type { WorkMedium } from "#routing/work/capacity.ts";
import type { QueueCount } from "./queue-counts.ts";
import type { TodayFigures } from "./sources.ts";

/** Each undefined where there was none of it today, so that a queue of calls alone carries nothing. */
export function mediaOf(
  figures: TodayFigures,
  queue: QueueId,
  count: QueueCount | undefined,
): Pick<QueueRow, "mail" | "chat" | "promises"> {
  const promises = figures.callbacks(queue);
  const hasPromises = promises.booked + promises.reached + promises.unreached > 0;
  return {
    mail: workRow(figures, queue, count, "mail"),
    chat: workRow(figures, queue, count, "chat"),
    promises: hasPromises ? promises : undefined,
  };
}

function workRow(
  figures: TodayFigures,
  queue: QueueId,
  count: QueueCount | undefined,
  medium: WorkMedium,
): QueueRow["mail"] {
  const { answered, abandoned, lost, flowedOut, answerWaitMs } = figures.work(queue, medium);
  const { waiting = 0, longestSince } = count?.work[medium] ?? {};
  const offered = answered + abandoned + lost + flowedOut + waiting;
  if (offered === 0) return undefined;
  return { waiting, longestSince, offered, taken: answered, withdrawn: abandoned, answerWaitMs };
}
