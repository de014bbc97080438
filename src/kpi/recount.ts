/** The figures of an interval from the stored rows: for reports, for the boards at start, and as a check of the live fold. */

import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { RoutingConfig } from "#routing/config.ts";
import { agentId, interactionId, queueId } from "#routing/ids.ts";
import type { QueueOutcome } from "#routing/facts.ts";
import type { Instant } from "#routing/instant.ts";
import type { Lane } from "#routing/work/capacity.ts";
import { isCounted } from "#routing/reservation/policy.ts";
import { instant } from "../store/instant-column.ts";
import type { Database } from "../store/schema.ts";
import { dayOf } from "./day.ts";
import { adoptThresholds, countEvent, countStretch, countVisit, emptyKpi, key, type KpiState } from "./fold.ts";
import type { AgentEvent, Handling, Interval, Stretch } from "./handling.ts";
import type { Visit } from "./visits.ts";
import { openPromises, promisesEnded, promisesMade } from "../records/read-callbacks.ts";
import { countPromise } from "./promises.ts";

/** What is to be counted; the list behind every figure. */
interface CountedRows {
  /** Visits that began in the interval. */
  readonly visits: readonly Visit[];
  /** Handling of which some part lies in the interval. */
  readonly stretches: readonly Stretch[];
  readonly events: readonly AgentEvent[];
  /** Interactions that began in the interval. */
  readonly calls: number;
  /** The highest fact folded into these rows' calls and journal. */
  readonly lastFact: number;
}

interface Row {
  readonly interaction_id: string;
  readonly kind: string;
  readonly medium: string | null;
  readonly queue_id: string | null;
  readonly agent_id: string | null;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly outcome: string | null;
  readonly data: { readonly waitMs?: number; readonly opens?: boolean };
}

/** Reads one interval in one snapshot. Visits still waiting and stretches still open are included, whenever they began. */
async function readCountedRows(db: Kysely<Database>, interval: Interval): Promise<CountedRows> {
  return await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => {
      const { rows } = await sql<Row>`
        select s.interaction_id, s.kind, i.medium, s.queue_id, s.agent_id, s.started_at, s.ended_at, s.outcome, s.data
        from cc.segments s left join cc.interactions i on i.id = s.interaction_id
        where s.kind in ('queue', 'alert', 'talk', 'work', 'hold', 'wrapUp')
          and s.started_at < ${instant(interval.endsAt)}
          and (s.ended_at is null or s.started_at >= ${instant(interval.startsAt)}
            or s.ended_at > ${instant(interval.startsAt)})
        order by s.started_at, s.interaction_id, s.ordinal`.execute(trx);
      const last = await trx.selectFrom("cc.journal").select("n").orderBy("n", "desc").limit(1).executeTakeFirst();
      const calls = await trx
        .selectFrom("cc.interactions")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("medium", "not in", ["mail", "chat"])
        .where("started_at", ">=", instant(interval.startsAt))
        .where("started_at", "<", instant(interval.endsAt))
        .executeTakeFirstOrThrow();
      return { ...sortOut(rows), calls: calls.count, lastFact: last?.n ?? 0 };
    });
}

function sortOut(rows: readonly Row[]): Omit<CountedRows, "lastFact" | "calls"> {
  const visits: Visit[] = [];
  const stretches: Stretch[] = [];
  const events: AgentEvent[] = [];
  for (const row of rows) {
    const interaction = interactionId(row.interaction_id);
    const agent = row.agent_id === null ? undefined : agentId(row.agent_id);
    const queue = row.queue_id === null ? undefined : queueId(row.queue_id);
    if (row.kind === "queue" && queue !== undefined) {
      // Written by the fold from this very union.
      const outcome = (row.outcome ?? undefined) as QueueOutcome | undefined;
      const lane = laneOfRow(row.medium);
      visits.push({ interaction, queue, lane, beganAt: row.started_at, outcome, waitMs: row.data.waitMs ?? 0 });
    }
    if (agent === undefined) continue;
    if (row.kind === "alert" && row.ended_at !== null) {
      const { outcome } = row;
      if (outcome !== null && isCounted(outcome)) {
        events.push({ agent, kind: outcome, at: row.ended_at });
      }
    }
    if (row.kind === "work" && row.data.opens === true) events.push({ agent, kind: "took", at: row.started_at });
    if (isHandling(row.kind)) {
      if (row.data.opens === true) events.push({ agent, kind: "answered", at: row.started_at });
      const endedAt = row.ended_at ?? undefined;
      stretches.push({ interaction, agent, queue, kind: row.kind, startedAt: row.started_at, endedAt });
    }
  }
  return { visits, stretches, events };
}

function laneOfRow(medium: string | null): Lane {
  return medium === "mail" || medium === "chat" ? medium : "voice";
}

function isHandling(kind: string): kind is Handling {
  return kind === "talk" || kind === "hold" || kind === "wrapUp";
}

/** Today's figures from the rows, ready to go on with the facts after `lastFact`. */
export async function readKpi(
  db: Kysely<Database>,
  timeZone: string,
  now: Instant,
  config: RoutingConfig | undefined,
): Promise<KpiState> {
  const state = emptyKpi(timeZone, now);
  const rows = await readCountedRows(db, dayOf(now, timeZone));
  if (config !== undefined) adoptThresholds(state, config);
  for (const visit of rows.visits) {
    if (visit.outcome === undefined) state.waiting.set(visit.interaction, visit);
    else countVisit(state, visit);
  }
  for (const stretch of rows.stretches) {
    if (stretch.endedAt !== undefined) countStretch(state, stretch);
    else {
      state.stretches.set(key(stretch), stretch);
      state.handledFor.set(key(stretch), stretch.queue);
    }
  }
  for (const event of rows.events) countEvent(state, event);
  const live = await db
    .selectFrom("cc.interactions")
    .select(["id", "queue_id", "medium"])
    .where("ended_at", "is", null)
    .execute();
  for (const row of live) {
    const id = interactionId(row.id);
    if (row.queue_id !== null) state.lastQueue.set(id, queueId(row.queue_id));
    if (row.medium === "mail" || row.medium === "chat") state.work.set(id, row.medium);
  }
  for (const { interaction, queue } of await openPromises(db)) {
    state.promises.open.set(interactionId(interaction), queueId(queue));
  }
  for (const { queue, count } of await promisesMade(db, state.day)) {
    countPromise(state.promises, queueId(queue), "booked", count);
  }
  for (const { queue, isKept, count } of await promisesEnded(db, state.day)) {
    countPromise(state.promises, queueId(queue), isKept ? "reached" : "unreached", count);
  }
  state.callsToday = rows.calls;
  state.lastFact = rows.lastFact;
  return state;
}
