/** Time that agents spent on calls. A second counts in the interval in which it passed, whenever the call began. */

import type { AgentId, InteractionId, QueueId } from "#routing/ids.ts";
import type { DurationMs, Instant } from "#routing/instant.ts";
import type { CountedOutcome } from "#routing/reservation/policy.ts";

export type Handling = "talk" | "hold" | "wrapUp";

/** An agent at one thing; `endedAt` undefined: still at it. */
export interface Stretch {
  readonly interaction: InteractionId;
  readonly agent: AgentId;
  /** The queue that the call came from; undefined for one that was in none. */
  readonly queue: QueueId | undefined;
  readonly kind: Handling;
  readonly startedAt: Instant;
  readonly endedAt: Instant | undefined;
}

/** From `startsAt` on, before `endsAt`. */
export interface Interval {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** handle = talk + hold + wrapUp. */
export interface HandlingMs {
  readonly talkMs: DurationMs;
  readonly holdMs: DurationMs;
  readonly wrapUpMs: DurationMs;
  readonly handleMs: DurationMs;
}

export const NO_HANDLING: HandlingMs = { talkMs: 0, holdMs: 0, wrapUpMs: 0, handleMs: 0 };

/** What of a stretch lies in the interval; an open one counts up to `now`. */
export function handlingOf(stretch: Stretch, interval: Interval, now: Instant): HandlingMs {
  const from = Math.max(stretch.startedAt, interval.startsAt);
  const to = Math.min(stretch.endedAt ?? now, interval.endsAt);
  const ms = Math.max(0, to - from);
  return {
    talkMs: stretch.kind === "talk" ? ms : 0,
    holdMs: stretch.kind === "hold" ? ms : 0,
    wrapUpMs: stretch.kind === "wrapUp" ? ms : 0,
    handleMs: ms,
  };
}

export function addHandling(a: HandlingMs, b: HandlingMs): HandlingMs {
  return {
    talkMs: a.talkMs + b.talkMs,
    holdMs: a.holdMs + b.holdMs,
    wrapUpMs: a.wrapUpMs + b.wrapUpMs,
    handleMs: a.handleMs + b.handleMs,
  };
}

/** What an agent did with reservations and calls, each counted at its own moment. */
export interface AgentCounts extends HandlingMs {
  /** Conversations on the phone that began. */
  readonly answered: number;
  /** Mails and chats that she accepted. */
  readonly took: number;
  readonly missed: number;
  readonly declined: number;
  readonly busy: number;
  readonly unreachable: number;
}

export const NO_AGENT_COUNTS: AgentCounts = {
  ...NO_HANDLING,
  answered: 0,
  took: 0,
  missed: 0,
  declined: 0,
  busy: 0,
  unreachable: 0,
};

/** A moment that counts for an agent. */
export interface AgentEvent {
  readonly agent: AgentId;
  readonly kind: "answered" | "took" | CountedOutcome;
  readonly at: Instant;
}
