/** What the journal reports, as a line of the log: an error is only shown under `err`. */

import type { JournalEvent } from "../engine/journal.ts";

export interface JournalLine {
  readonly level: "info" | "error";
  readonly fields: { readonly event: object; readonly err?: unknown };
}

export function journalLine(event: JournalEvent): JournalLine {
  const level = event.kind === "storeBack" ? "info" : "error";
  if (!("error" in event)) return { level, fields: { event } };
  const { error, ...rest } = event;
  return { level, fields: { event: rest, err: error } };
}
