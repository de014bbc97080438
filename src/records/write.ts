/**
 * Brings the changed rows of the ledger into the tables: one statement per table, whole rows, so that writing them again
 * changes nothing. Runs in the transaction that journals the facts behind them.
 */

import { sql } from "kysely";
import type { RawBuilder, Transaction } from "kysely";
import type { Database } from "../store/schema.ts";
import type { Ledger } from "./ledger.ts";
import type { CallEntry } from "./rows.ts";
import { storableJson } from "./storable-json.ts";

/** Enters a finished call into its contact's timeline; entering it twice must change nothing. Must not fail for a contact that is gone. */
export type EnterCalls = (trx: Transaction<Database>, calls: readonly CallEntry[]) => Promise<void>;

/** Takes a picture of the rows now and returns the writing of it, which may be run again after a failed transaction. */
export function recordWriting(ledger: Ledger, enterCalls: EnterCalls): (trx: Transaction<Database>) => Promise<void> {
  const { dirty } = ledger;
  const statements: RawBuilder<unknown>[] = [];
  const add = (rows: ReadonlySet<unknown>, statement: (payload: string) => RawBuilder<unknown>): void => {
    if (rows.size > 0) statements.push(statement(storableJson([...rows])));
  };
  add(dirty.interactions, interactions);
  add(dirty.segments, segments);
  add(dirty.legs, legs);
  add(dirty.values, collectedValues);
  add(dirty.voicemails, voicemails);
  add(dirty.intervals, agentIntervals);
  add(dirty.callbacks, callbacks);
  const calls = [...dirty.calls];
  return async (trx) => {
    for (const statement of statements) await statement.execute(trx);
    if (calls.length > 0) await enterCalls(trx, calls);
  };
}

/** Milliseconds of a JSON number as a `timestamptz`, exactly. */
const at = (column: string): RawBuilder<unknown> =>
  sql`timestamptz 'epoch' + ${sql.ref(`r.${column}`)} * interval '1 millisecond'`;

function interactions(payload: string): RawBuilder<unknown> {
  return sql`
    insert into cc.interactions as stored (
      id, medium, direction, from_number, from_name, to_number, contact_id, match_level, flow, flow_version,
      first_queue_id, queue_id, agent_id, started_at, answered_at, connected_at, ended_at, end_reason,
      wait_ms, alert_ms, talk_ms, hold_ms, wrap_up_ms, disposition, note, last_fact)
    select r.id, r.medium, r.direction, r."fromNumber", r."fromName", r."toNumber", r.contact, r.match, r.flow,
      r."flowVersion", r."firstQueue", r.queue, r.agent, ${at("startedAt")}, ${at("answeredAt")},
      ${at("connectedAt")}, ${at("endedAt")}, r."endReason", r."waitMs", r."alertMs", r."talkMs", r."holdMs",
      r."wrapUpMs", r.disposition, r.note, r."lastFact"
    from jsonb_to_recordset(${payload}::jsonb) as r(
      id uuid, medium text, direction text, "fromNumber" text, "fromName" text, "toNumber" text, contact uuid, match text,
      flow text, "flowVersion" int, "firstQueue" uuid, queue uuid, agent uuid, "startedAt" bigint,
      "answeredAt" bigint, "connectedAt" bigint, "endedAt" bigint, "endReason" text, "waitMs" bigint,
      "alertMs" bigint, "talkMs" bigint, "holdMs" bigint, "wrapUpMs" bigint, disposition text, note text,
      "lastFact" bigint)
    on conflict (id) do update set
      contact_id = excluded.contact_id, match_level = excluded.match_level, flow = excluded.flow,
      flow_version = excluded.flow_version, first_queue_id = excluded.first_queue_id, queue_id = excluded.queue_id,
      agent_id = excluded.agent_id, answered_at = excluded.answered_at, connected_at = excluded.connected_at,
      ended_at = excluded.ended_at, end_reason = excluded.end_reason, wait_ms = excluded.wait_ms,
      alert_ms = excluded.alert_ms, talk_ms = excluded.talk_ms, hold_ms = excluded.hold_ms,
      wrap_up_ms = excluded.wrap_up_ms, disposition = excluded.disposition, note = excluded.note,
      last_fact = excluded.last_fact
    where stored.last_fact < excluded.last_fact`;
}

function segments(payload: string): RawBuilder<unknown> {
  return sql`
    insert into cc.segments (interaction_id, ordinal, kind, queue_id, agent_id, started_at, ended_at, outcome, data)
    select r.interaction, r.ordinal, r.kind, r.queue, r.agent, ${at("startedAt")}, ${at("endedAt")}, r.outcome, r.more
    from jsonb_to_recordset(${payload}::jsonb) as r(
      interaction uuid, ordinal int, kind text, queue uuid, agent uuid, "startedAt" bigint, "endedAt" bigint,
      outcome text, more jsonb)
    on conflict (interaction_id, ordinal) do update set
      kind = excluded.kind, queue_id = excluded.queue_id, agent_id = excluded.agent_id,
      started_at = excluded.started_at, ended_at = excluded.ended_at, outcome = excluded.outcome, data = excluded.data`;
}

function legs(payload: string): RawBuilder<unknown> {
  return sql`
    insert into cc.legs (id, interaction_id, role, direction, agent_id, remote, trunk, node, created_at, answered_at,
      bridged_at, ended_at, cause, sip_status, attempts, replaces)
    select r.id, r.interaction, r.role, r.direction, r.agent, r.remote, r.trunk, r.node, ${at("createdAt")},
      ${at("answeredAt")}, ${at("bridgedAt")}, ${at("endedAt")}, r.cause, r."sipStatus", r.attempts,
      r.replaces
    from jsonb_to_recordset(${payload}::jsonb) as r(
      id uuid, interaction uuid, role text, direction text, agent uuid, remote text, trunk text, node text,
      "createdAt" bigint, "answeredAt" bigint, "bridgedAt" bigint, "endedAt" bigint, cause text, "sipStatus" int,
      attempts jsonb, replaces uuid)
    on conflict (id) do update set
      answered_at = excluded.answered_at, bridged_at = excluded.bridged_at, ended_at = excluded.ended_at,
      cause = excluded.cause, sip_status = excluded.sip_status, replaces = excluded.replaces`;
}

function collectedValues(payload: string): RawBuilder<unknown> {
  return sql`
    insert into cc.collected_values (interaction_id, ordinal, name, label, value, is_sensitive, at)
    select r.interaction, r.ordinal, r.name, r.label, r.value, r."isSensitive", ${at("at")}
    from jsonb_to_recordset(${payload}::jsonb) as r(
      interaction uuid, ordinal int, name text, label text, value text, "isSensitive" boolean, at bigint)
    on conflict (interaction_id, ordinal) do nothing`;
}

/** What people did with a message since (heard, settled) stays. */
function voicemails(payload: string): RawBuilder<unknown> {
  return sql`
    insert into cc.voicemails (id, interaction_id, box, storage_key, recorded_at, duration_ms)
    select r.id, r.interaction, r.box, r."storageKey", ${at("recordedAt")}, r."durationMs"
    from jsonb_to_recordset(${payload}::jsonb) as r(
      id uuid, interaction uuid, box text, "storageKey" text, "recordedAt" bigint, "durationMs" bigint)
    on conflict (id) do nothing`;
}

function callbacks(payload: string): RawBuilder<unknown> {
  return sql`
    insert into cc.callbacks (interaction_id, origin, from_interaction_id, queue_id, number, name, contact_id, agent_id,
      booked_by, note, time_zone, booked_at, entered_at, due_at, expires_at, attempts, last_attempt_at, last_cause,
      outcome, ended_at)
    select r.interaction, r.origin, r."fromInteraction", r.queue, r.number, r.name, r.contact, r.agent, r."bookedBy",
      r.note, r."timeZone", ${at("bookedAt")}, ${at("enteredAt")}, ${at("dueAt")}, ${at("expiresAt")}, r.attempts,
      ${at("lastAttemptAt")}, r."lastCause", r.outcome, ${at("endedAt")}
    from jsonb_to_recordset(${payload}::jsonb) as r(
      interaction uuid, origin text, "fromInteraction" uuid, queue uuid, number text, name text, contact uuid,
      agent uuid, "bookedBy" uuid, note text, "timeZone" text, "bookedAt" bigint, "enteredAt" bigint, "dueAt" bigint,
      "expiresAt" bigint, attempts int, "lastAttemptAt" bigint, "lastCause" text, outcome text, "endedAt" bigint)
    on conflict (interaction_id) do update set
      agent_id = excluded.agent_id, time_zone = excluded.time_zone, entered_at = excluded.entered_at,
      due_at = excluded.due_at, expires_at = excluded.expires_at, attempts = excluded.attempts,
      last_attempt_at = excluded.last_attempt_at, last_cause = excluded.last_cause, outcome = excluded.outcome,
      ended_at = excluded.ended_at`;
}

function agentIntervals(payload: string): RawBuilder<unknown> {
  return sql`
    insert into cc.agent_intervals (agent_id, ordinal, presence, engagement, reason, interaction_id, started_at, ended_at)
    select r.agent, r.ordinal, r.presence, r.engagement, r.reason, r.interaction, ${at("startedAt")}, ${at("endedAt")}
    from jsonb_to_recordset(${payload}::jsonb) as r(
      agent uuid, ordinal bigint, presence text, engagement text, reason text, interaction uuid, "startedAt" bigint,
      "endedAt" bigint)
    on conflict (agent_id, ordinal) do update set
      presence = excluded.presence, engagement = excluded.engagement, reason = excluded.reason,
      interaction_id = excluded.interaction_id, ended_at = excluded.ended_at`;
}
