/** Promises to ring back: one row each, and one segment from the promise to the conversation or to the end of the promise. */

import type { CallbackFact } from "#routing/callback/facts.ts";
import type { Fact } from "#routing/facts.ts";
import type { Instant } from "#routing/instant.ts";
import type { Ledger, OpenRecord } from "./ledger.ts";
import type { CallbackRow } from "./rows.ts";
import { closeCustomer, openCustomer } from "./segments.ts";

const TEXT_MAX = 200;

type Booked = Extract<Fact, { kind: "callback.booked" }>;

/** A promise that is still open: its stays in the line are no visits of a caller. */
export function isPromised({ callback }: OpenRecord): boolean {
  return callback !== undefined && callback.outcome === undefined;
}

/** Folds one fact about a callback into its own record. */
export function foldCallbackFact(ledger: Ledger, record: OpenRecord, fact: Fact & CallbackFact): void {
  if (fact.kind === "callback.booked") return booked(ledger, record, fact);
  const { callback } = record;
  if (callback === undefined) return;
  ledger.dirty.callbacks.add(callback);
  switch (fact.kind) {
    case "callback.repeated":
      callback.enteredAt = fact.enteredAt;
      callback.dueAt = fact.dueAt;
      return;
    case "callback.rescheduled":
      callback.dueAt = fact.dueAt;
      callback.enteredAt = fact.dueAt;
      callback.expiresAt = fact.expiresAt;
      callback.agent = fact.agent;
      return;
    case "callback.checked":
      callback.timeZone = fact.timeZone ?? callback.timeZone;
      return;
    case "callback.attempted":
      callback.lastAttemptAt = fact.at;
      callback.lastCause = undefined;
      return;
    case "callback.attemptFailed":
      callback.attempts += fact.counts ? 1 : 0;
      callback.lastCause = fact.cause.slice(0, TEXT_MAX);
      return;
    case "callback.ended":
      callback.attempts = fact.attempts;
      return ended(ledger, record, callback, fact.outcome, fact.at);
    case "callback.asked":
    case "callback.postponed":
    case "callback.due":
    case "callback.checking":
      return;
  }
}

function booked(ledger: Ledger, record: OpenRecord, fact: Booked): void {
  const { origin, queue, agent, note, timeZone, enteredAt, dueAt, expiresAt } = fact;
  const callback: CallbackRow = {
    interaction: fact.interaction,
    origin,
    fromInteraction: fact.from,
    queue,
    agent,
    note,
    timeZone,
    enteredAt,
    dueAt,
    expiresAt,
    bookedAt: fact.at,
    bookedBy: fact.by,
    contact: fact.contact,
    number: fact.number.slice(0, TEXT_MAX),
    name: fact.name?.slice(0, TEXT_MAX),
    attempts: 0,
    lastAttemptAt: undefined,
    lastCause: undefined,
    outcome: undefined,
    endedAt: undefined,
  };
  record.callback = callback;
  record.row.firstQueue = queue;
  record.row.queue = queue;
  ledger.dirty.callbacks.add(callback);
  openCustomer(ledger, record, fact.at, { kind: "callback", queue, more: { enteredAt } });
}

function ended(
  ledger: Ledger,
  record: OpenRecord,
  callback: CallbackRow,
  outcome: NonNullable<CallbackRow["outcome"]>,
  at: Instant,
): void {
  callback.outcome = outcome;
  callback.endedAt = at;
  if (record.customer?.kind === "callback") closeCustomer(ledger, record, at, outcome);
}
