/** What the fold keeps between facts: the records that can still change, and which rows have to be written. */

import type { Instant } from "#routing/instant.ts";
import type { AgentId, InteractionId, LegId, QueueId } from "#routing/ids.ts";
import type {
  AgentIntervalRow,
  CallbackRow,
  CallEntry,
  CollectedValueRow,
  InteractionRow,
  LegRow,
  SegmentRow,
  VoicemailRow,
} from "./rows.ts";

/** So many facts after its end a record takes no more: a fact later than that would be about legs that were lost. */
export const LATE_FACTS_MAX = 10_000;

export interface OpenRecord {
  readonly row: InteractionRow;
  segmentCount: number;
  valueCount: number;
  /** What the customer is in now; undefined between two segments. */
  customer: SegmentRow | undefined;
  /** The end of the customer's last segment. */
  customerUntil: Instant;
  /** Names of the rules that were applied since the last visit to a queue began: the next one shows them. */
  rules: readonly string[];
  /** The alert or wrap-up that each agent is in; her talk is the customer's segment. */
  readonly agents: Map<AgentId, SegmentRow>;
  /** The queue that each agent who talked took it from. */
  readonly handledFor: Map<AgentId, QueueId | undefined>;
  readonly legs: Map<LegId, LegRow>;
  callback: CallbackRow | undefined;
}

/** Rows to be written, each once however often it changed. */
interface DirtyRows {
  readonly interactions: Set<InteractionRow>;
  readonly segments: Set<SegmentRow>;
  readonly legs: Set<LegRow>;
  readonly values: Set<CollectedValueRow>;
  readonly voicemails: Set<VoicemailRow>;
  readonly intervals: Set<AgentIntervalRow>;
  readonly calls: Set<CallEntry>;
  readonly callbacks: Set<CallbackRow>;
}

export interface Ledger {
  /** The number of the last fact folded; earlier ones are skipped, so that a repeated batch changes nothing. */
  lastFact: number;
  readonly records: Map<InteractionId, OpenRecord>;
  /** Ended records that are still in `records`, oldest first, with the number of the fact that ended them. */
  readonly ended: Map<InteractionId, number>;
  /** The open interval of each agent who is signed in. */
  readonly intervals: Map<AgentId, AgentIntervalRow>;
  readonly dirty: DirtyRows;
}

export function emptyLedger(): Ledger {
  return {
    lastFact: 0,
    records: new Map(),
    ended: new Map(),
    intervals: new Map(),
    dirty: {
      interactions: new Set(),
      segments: new Set(),
      legs: new Set(),
      values: new Set(),
      voicemails: new Set(),
      intervals: new Set(),
      calls: new Set(),
      callbacks: new Set(),
    },
  };
}

/** To be called when the rows are in the database. */
export function forgetDirty(ledger: Ledger): void {
  for (const rows of Object.values(ledger.dirty)) rows.clear();
}
