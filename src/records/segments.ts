/**
 * Segments lie on tracks that never overlap: the customer's runs without a gap from the first ring to the end, and each
 * agent has her own for what only she does.
 *
 * ```
 *  customer   | flow        | queue                     | talk | hold | talk |
 *  agent A                        | alert |  (missed)
 *  agent B                                      | alert | (talk, hold)       | wrapUp |
 * ```
 */

import type { AgentId, QueueId } from "#routing/ids.ts";
import type { Instant } from "#routing/instant.ts";
import type { Ledger, OpenRecord } from "./ledger.ts";
import type { InteractionRow, SegmentKind, SegmentMore, SegmentRow } from "./rows.ts";

export interface Opening {
  readonly kind: SegmentKind;
  readonly queue?: QueueId | undefined;
  readonly agent?: AgentId | undefined;
  readonly more?: SegmentMore | undefined;
}

/**
 * The customer goes over to something else. A stretch between the last segment and now, in which nobody had him, becomes
 * `connecting`. A segment that would have lasted no time gives its row to the next one; only a visit to a queue counts
 * however short it was.
 */
export function openCustomer(ledger: Ledger, record: OpenRecord, at: Instant, opening: Opening): void {
  const current = record.customer;
  if (current !== undefined && current.kind !== "queue" && current.startedAt === at) {
    // A hold in the millisecond of the connection does not undo that the agent took the call.
    const opens = current.more.opens === true && current.agent === opening.agent ? { opens: true } : {};
    current.kind = opening.kind;
    current.queue = opening.queue;
    current.agent = opening.agent;
    current.outcome = undefined;
    current.more = { ...opens, ...opening.more };
    ledger.dirty.segments.add(current);
    return;
  }
  closeCustomer(ledger, record, at, undefined);
  fillGap(ledger, record, at, "connecting");
  record.customer = add(ledger, record, at, opening);
}

/** Ends the customer's segment, if one is open. */
export function closeCustomer(ledger: Ledger, record: OpenRecord, at: Instant, outcome: string | undefined): void {
  const current = record.customer;
  if (current === undefined) return;
  close(ledger, record.row, current, at, outcome);
  record.customer = undefined;
  record.customerUntil = at;
}

/** Fills the customer's track up to `at`, if its last segment ended before that. */
export function fillGap(ledger: Ledger, record: OpenRecord, at: Instant, kind: "connecting" | "ending"): void {
  if (record.customerUntil >= at) return;
  const gap = add(ledger, record, record.customerUntil, { kind });
  close(ledger, record.row, gap, at, undefined);
  record.customerUntil = at;
}

/** Replaces whatever the agent was in. */
export function openAgent(ledger: Ledger, record: OpenRecord, at: Instant, agent: AgentId, opening: Opening): void {
  closeAgent(ledger, record, at, agent, undefined);
  record.agents.set(agent, add(ledger, record, at, { ...opening, agent }));
}

export function closeAgent(
  ledger: Ledger,
  record: OpenRecord,
  at: Instant,
  agent: AgentId,
  outcome: string | undefined,
): void {
  const current = record.agents.get(agent);
  if (current === undefined) return;
  close(ledger, record.row, current, at, outcome);
  record.agents.delete(agent);
}

function add(ledger: Ledger, record: OpenRecord, at: Instant, opening: Opening): SegmentRow {
  const segment: SegmentRow = {
    interaction: record.row.id,
    ordinal: (record.segmentCount += 1),
    kind: opening.kind,
    queue: opening.queue,
    agent: opening.agent,
    startedAt: at,
    endedAt: undefined,
    outcome: undefined,
    more: opening.more ?? {},
  };
  ledger.dirty.segments.add(segment);
  return segment;
}

function close(
  ledger: Ledger,
  row: InteractionRow,
  segment: SegmentRow,
  at: Instant,
  outcome: string | undefined,
): void {
  segment.endedAt = at;
  segment.outcome = outcome;
  ledger.dirty.segments.add(segment);
  const lastedMs = at - segment.startedAt;
  switch (segment.kind) {
    case "queue":
      row.waitMs += lastedMs;
      return;
    case "alert":
      row.alertMs += lastedMs;
      return;
    case "talk":
      row.talkMs += lastedMs;
      return;
    case "hold":
      row.holdMs += lastedMs;
      return;
    case "wrapUp":
      row.wrapUpMs += lastedMs;
      return;
    case "work":
    case "flow":
    case "callback":
    case "connecting":
    case "ending":
    case "external":
    case "voicemail":
      return;
  }
}
