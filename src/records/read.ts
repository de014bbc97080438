/** Call records for people: lists by key, one call whole, the last calls of somebody for the screen pop. */

import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { z } from "zod";
import type { CallRecord, CallRow } from "#protocol/api/calls.ts";
import type { WaitChange } from "#protocol/api/decisions.ts";
import type { PastCall } from "#protocol/views/desk.ts";
import type { Instant } from "#routing/instant.ts";
import { instant } from "../store/instant-column.ts";
import type { Database } from "../store/schema.ts";
import { present } from "./present.ts";

export interface CallFilter {
  /** Only calls that this agent took part in, or that belong to a contact; undefined: all (supervisors). */
  readonly visibleTo?: string | undefined;
  /** Only calls that this agent took part in. */
  readonly agent?: string | undefined;
  /** Of those only the ones that rang at the agent, who did not take them; nothing without `agent`. */
  readonly missed?: boolean | undefined;
  readonly contact?: string | undefined;
  /** Calls that were in this queue at any time. */
  readonly queue?: string | undefined;
  /** Began at or after. */
  readonly from?: Instant | undefined;
  /** Began before. */
  readonly until?: Instant | undefined;
  /** The caller's or the dialled number as somebody writes it: signs between the digits, and a plus, make no difference. */
  readonly number?: string | undefined;
  readonly endReason?: string | undefined;
}

export interface CallPage {
  readonly items: CallRow[];
  /** The `after` of the next page; undefined on the last one. */
  readonly next: string | undefined;
}

interface Row {
  readonly id: string;
  readonly direction: "inbound" | "outbound";
  readonly from_number: string | null;
  readonly to_number: string | null;
  readonly contact_id: string | null;
  readonly contact_name: string | null;
  readonly queue: string | null;
  readonly agent: string | null;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly end_reason: string | null;
  readonly wait_ms: number;
  readonly talk_ms: number;
  readonly hold_ms: number;
  readonly wrap_up_ms: number;
  readonly disposition: string | null;
  readonly note: string | null;
  readonly flow: string | null;
  readonly flow_version: number | null;
}

/** Queues and agents by name; by id when they are gone. */
const columns = sql`
  c.id, c.direction, c.from_number, c.to_number, c.contact_id, contact.full_name as contact_name,
  coalesce(q.name, c.queue_id::text) as queue, coalesce(u.name, c.agent_id::text) as agent, c.started_at, c.ended_at,
  c.end_reason, c.wait_ms, c.talk_ms, c.hold_ms, c.wrap_up_ms, c.disposition, c.note, c.flow, c.flow_version`;
const tables = sql`
  cc.interactions c
  left join cc.queues q on q.id = c.queue_id
  left join sys.users u on u.id = c.agent_id
  left join crm.contacts contact on contact.id = c.contact_id`;

/** Newest first. An `after` that was not given out here is taken for the first page. */
export async function listCalls(
  db: Kysely<Database>,
  filter: CallFilter,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<CallPage> {
  const conditions = [...filterConditions(filter)];
  const after = decodeCursor(page.after);
  if (after !== undefined) conditions.push(sql`(c.started_at, c.id) < (${instant(after.at)}, ${after.id}::uuid)`);
  const wasMissed = filter.agent === undefined ? sql`false` : missedBy(filter.agent);
  const { rows } = await sql<Row & { readonly was_missed: boolean }>`
    select ${columns}, ${wasMissed} as was_missed from ${tables}
    ${conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`}
    order by c.started_at desc, c.id desc limit ${page.limit + 1}`.execute(db);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const next = rows.length > page.limit && last !== undefined ? encodeCursor(last.started_at, last.id) : undefined;
  return { items: shown.map((row) => ({ ...callRow(row), ...(row.was_missed ? { wasMissed: true } : {}) })), next };
}

const missedBy = (agent: string): RawBuilder<unknown> => sql`
  exists (select from cc.segments s
    where s.interaction_id = c.id and s.agent_id = ${agent}::uuid and s.kind = 'alert' and s.outcome = 'missed')`;

function* filterConditions(filter: CallFilter): Generator<RawBuilder<unknown>> {
  const tookPart = (agent: string): RawBuilder<unknown> => sql`
    (c.agent_id = ${agent}::uuid
     or exists (select from cc.segments s where s.interaction_id = c.id and s.agent_id = ${agent}::uuid))`;
  if (filter.visibleTo !== undefined) yield sql`(c.contact_id is not null or ${tookPart(filter.visibleTo)})`;
  if (filter.agent !== undefined) yield filter.missed === true ? missedBy(filter.agent) : tookPart(filter.agent);
  if (filter.contact !== undefined) yield sql`c.contact_id = ${filter.contact}::uuid`;
  if (filter.queue !== undefined) {
    yield sql`(c.queue_id = ${filter.queue}::uuid
      or exists (select from cc.segments s where s.interaction_id = c.id and s.queue_id = ${filter.queue}::uuid))`;
  }
  if (filter.from !== undefined) yield sql`c.started_at >= ${instant(filter.from)}`;
  if (filter.until !== undefined) yield sql`c.started_at < ${instant(filter.until)}`;
  if (filter.number !== undefined) {
    const digits = filter.number.replaceAll(/\D/g, "");
    const written = [filter.number, digits, `+${digits}`];
    yield sql`(c.from_number = any(${written}) or c.to_number = any(${written}))`;
  }
  if (filter.endReason !== undefined) yield sql`c.end_reason = ${filter.endReason}`;
}

/** One call with everything about it; undefined when there is none, or none that `visibleTo` may see. */
export async function readCall(
  db: Kysely<Database>,
  id: string,
  visibleTo: string | undefined,
): Promise<CallRecord | undefined> {
  const conditions = [sql`c.id = ${id}::uuid`, ...filterConditions({ visibleTo })];
  const found = await sql<Row>`
    select ${columns} from ${tables} where ${sql.join(conditions, sql` and `)}`.execute(db);
  const row = found.rows[0];
  if (row === undefined) return undefined;
  const segments = await sql<SegmentOfCall>`
    select s.ordinal, s.kind, coalesce(q.name, s.queue_id::text) as queue, coalesce(u.name, s.agent_id::text) as agent,
      s.started_at, s.ended_at, s.outcome, s.data
    from cc.segments s left join cc.queues q on q.id = s.queue_id left join sys.users u on u.id = s.agent_id
    where s.interaction_id = ${id}::uuid order by s.ordinal`.execute(db);
  const names = await agentNames(db, segments.rows);
  return {
    ...callRow(row),
    ...present({ flow: row.flow, flowVersion: row.flow_version }),
    path: segments.rows.flatMap((each) =>
      [...(each.data.path ?? [])].map(({ node, exit }) => ({ node, ...present({ exit }) })),
    ),
    values: await db
      .selectFrom("cc.collected_values")
      .select(["name", "label", "value"])
      .where("interaction_id", "=", id)
      .orderBy("ordinal")
      .execute(),
    segments: segments.rows.map(({ ordinal, kind, started_at: startedAt, ...each }) => ({
      ordinal,
      kind,
      startedAt,
      ...present({ queue: each.queue, agent: each.agent, endedAt: each.ended_at, outcome: each.outcome }),
      ...present({ priority: each.data.priority, rules: each.data.rules, changes: each.data.changes }),
      ...present({ flowOut: each.data.flowOut, overflowTo: each.data.overflowTo }),
      ...present({ particular: particularOf(each.data, names) }),
    })),
    legs: await readLegs(db, id),
    decisions: segments.rows
      .filter((each) => each.kind === "alert")
      .map((each) => ({
        at: each.started_at,
        agent: each.agent ?? "",
        rule: each.data.rule ?? "",
        ...present({ order: each.data.order, eligible: each.data.eligible, relaxedTo: each.data.relaxedTo }),
        ...present({ outcome: each.outcome }),
        passedOver: (each.data.passedOver ?? []).map(({ agent, reason }) => ({
          agent: names.get(agent) ?? agent,
          reason,
        })),
      })),
  };
}

interface SegmentOfCall {
  readonly ordinal: number;
  readonly kind: string;
  readonly queue: string | null;
  readonly agent: string | null;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly outcome: string | null;
  readonly data: {
    readonly path?: readonly { readonly node: string; readonly exit?: string }[];
    readonly priority?: number;
    readonly rules?: string[];
    readonly flowOut?: string;
    readonly overflowTo?: string;
    readonly particular?: { readonly why: string; readonly agents: readonly string[] };
    readonly changes?: WaitChange[];
    readonly rule?: string;
    readonly order?: string;
    readonly eligible?: number;
    readonly relaxedTo?: string;
    readonly passedOver?: readonly { readonly agent: string; readonly reason: string }[];
  };
}

function particularOf({ particular }: SegmentOfCall["data"], names: ReadonlyMap<string, string>) {
  if (particular === undefined) return undefined;
  return { why: particular.why, agents: particular.agents.map((agent) => names.get(agent) ?? agent) };
}

async function agentNames(
  db: Kysely<Database>,
  segments: readonly SegmentOfCall[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(
    segments.flatMap(({ data }) => [
      ...(data.passedOver ?? []).map(({ agent }) => agent),
      ...(data.particular?.agents ?? []),
    ]),
  );
  if (ids.size === 0) return new Map();
  const rows = await db
    .selectFrom("sys.users")
    .select(["id", "name"])
    .where("id", "in", [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

async function readLegs(db: Kysely<Database>, id: string): Promise<CallRecord["legs"]> {
  const rows = await db
    .selectFrom("cc.legs")
    .leftJoin("sys.users", "sys.users.id", "cc.legs.agent_id")
    .selectAll("cc.legs")
    .select("sys.users.name as agent_name")
    .where("interaction_id", "=", id)
    .orderBy("cc.legs.created_at")
    .orderBy("cc.legs.id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    role: row.role,
    direction: row.direction,
    node: row.node,
    createdAt: row.created_at,
    ...present({
      agent: row.agent_name ?? row.agent_id,
      remote: row.remote,
      trunk: row.trunk,
      answeredAt: row.answered_at,
      endedAt: row.ended_at,
      cause: row.cause,
      sipStatus: row.sip_status,
      replaces: row.replaces,
    }),
  }));
}

/** The newest calls of a contact or of a number (as the switch showed it), without `except`, for the screen pop. */
export async function lastCalls(
  db: Kysely<Database>,
  about: { readonly contact: string } | { readonly number: string },
  except: string | undefined,
  limit: number,
): Promise<PastCall[]> {
  const who =
    "contact" in about
      ? sql`c.contact_id = ${about.contact}::uuid`
      : sql`(c.from_number = ${about.number} or c.to_number = ${about.number})`;
  const { rows } = await sql<Row>`
    select ${columns} from ${tables} where ${who} ${except === undefined ? sql`` : sql`and c.id <> ${except}::uuid`}
    order by c.started_at desc, c.id desc limit ${limit}`.execute(db);
  return rows.map((row) => ({
    interaction: row.id,
    startedAt: row.started_at,
    direction: row.direction,
    ...present({ agent: row.agent, queue: row.queue, disposition: row.disposition, note: row.note }),
  }));
}

function callRow(row: Row): CallRow {
  return {
    id: row.id,
    direction: row.direction,
    to: row.to_number ?? "",
    startedAt: row.started_at,
    waitMs: row.wait_ms,
    talkMs: row.talk_ms,
    holdMs: row.hold_ms,
    wrapUpMs: row.wrap_up_ms,
    ...present({
      from: row.from_number,
      contact: row.contact_id,
      contactName: row.contact_name,
      queue: row.queue,
      agent: row.agent,
      endedAt: row.ended_at,
      endReason: row.end_reason,
      disposition: row.disposition,
      note: row.note,
    }),
  };
}

const cursor = z.tuple([z.int(), z.uuid()]);

export function encodeCursor(at: Instant, id: string): string {
  return Buffer.from(JSON.stringify([at, id])).toString("base64url");
}

export function decodeCursor(text: string | undefined): { readonly at: Instant; readonly id: string } | undefined {
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, "base64url").toString();
  const shape = /^\[\d{1,16},"[0-9a-f-]{36}"\]$/;
  const parsed = shape.test(bytes) ? cursor.safeParse(JSON.parse(bytes)) : undefined;
  return parsed?.success === true ? { at: parsed.data[0], id: parsed.data[1] } : undefined;
}
