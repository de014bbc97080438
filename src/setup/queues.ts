/** Queues, with what they ask for and how they are measured. */

import type { Kysely, Transaction } from "kysely";
import type { z } from "zod";
import { callbackPolicy } from "#protocol/api/callbacks.ts";
import { queueInput, type QueueAdminView } from "#protocol/api/admin.ts";
import type { QueueId } from "#routing/ids.ts";
import { queueId } from "#routing/ids.ts";
import type { ServiceLevelFormula } from "../kpi/service-level.ts";
import { json } from "../store/json-column.ts";
import { newId } from "../store/new-id.ts";
import type { Database } from "../store/schema.ts";
import { storedAtTheAgent } from "./at-the-agent.ts";
import { change, type Answer, type SetupParts } from "./change.ts";
import { keepFlowNames } from "./flow-names.ts";
import { keepUnused } from "./in-use.ts";
import { RefusedChange } from "./refusals.ts";
import { storedNeeds } from "./stored-needs.ts";

export type QueueInput = z.output<typeof queueInput>;

const formula = queueInput.shape.serviceLevelFormula.unwrap();

export async function listQueues(db: Kysely<Database>): Promise<QueueAdminView[]> {
  return await readQueues(db, undefined);
}

/** Each queue's service-level formula, for the boards. */
export async function serviceLevelFormulas(db: Kysely<Database>): Promise<ReadonlyMap<QueueId, ServiceLevelFormula>> {
  const rows = await db.selectFrom("cc.queues").select(["id", "service_level_formula"]).execute();
  return new Map(rows.map((row) => [queueId(row.id), formula.parse(row.service_level_formula)]));
}

export async function createQueue(parts: SetupParts, input: QueueInput): Answer<QueueAdminView> {
  const id = newId(parts.now());
  return await change(parts, async (trx) => {
    await trx
      .insertInto("cc.queues")
      .values({ id, ...columns(input) })
      .execute();
    return await readOne(trx, id);
  });
}

export async function changeQueue(
  parts: SetupParts,
  id: string,
  input: QueueInput & { readonly version: number },
): Answer<QueueAdminView> {
  return await change(parts, (trx) =>
    keepFlowNames(trx, async () => {
      const before = await trx
        .selectFrom("cc.queues")
        .select("version")
        .where("id", "=", id)
        .where("is_active", "=", true)
        .forUpdate()
        .executeTakeFirst();
      if (before === undefined) throw new RefusedChange("notFound");
      if (before.version !== input.version) throw new RefusedChange("stale");
      await trx
        .updateTable("cc.queues")
        .set({ ...columns(input), version: before.version + 1 })
        .where("id", "=", id)
        .execute();
      return await readOne(trx, id);
    }),
  );
}

/** Refused while a live flow or a rule leads to it or a call waits in it. Its calls keep it by id. */
export async function deleteQueue(parts: SetupParts, id: string): Answer<undefined> {
  return await change<undefined>(parts, (trx) =>
    keepFlowNames<undefined>(trx, async () => {
      await keepUnused(trx, parts.nodes, id);
      const waiting = await trx
        .selectFrom("cc.segments")
        .select("interaction_id")
        .where("queue_id", "=", id)
        .where("kind", "in", ["queue", "callback"])
        .where("ended_at", "is", null)
        .limit(1)
        .execute();
      if (waiting.length > 0) throw new RefusedChange("inUse", "somebody waits in it");
      const { numDeletedRows } = await trx.deleteFrom("cc.queues").where("id", "=", id).executeTakeFirstOrThrow();
      if (numDeletedRows === 0n) throw new RefusedChange("notFound");
    }),
  );
}

function columns(input: QueueInput) {
  return {
    name: input.name,
    priority: input.priority,
    answer_within_ms: input.answerWithinMs,
    service_level_goal: input.serviceLevelGoal,
    service_level_formula: input.serviceLevelFormula,
    short_abandon_ms: input.shortAbandonMs,
    alert_ms: input.alertMs,
    wrap_up_ms: input.wrapUpMs,
    ring_agents: input.ringAgents,
    reservation_policy: json<unknown>(input.reservationPolicy),
    wrap_up: json<unknown>(input.wrapUp),
    agent_prompt: input.agentPrompt ?? null,
    overflow_after_ms: input.overflowAfterMs ?? null,
    leave_when_nobody_signed_in: input.leaveWhenNobodySignedIn,
    waiting_max: input.waitingMax ?? null,
    announce_every_ms: input.announceEveryMs ?? null,
    announce_wait: input.announceWait,
    callback: input.callback === undefined ? null : json<unknown>(input.callback),
    requirement: json<unknown>(input.requirement),
    preferred: json<unknown>(input.preferred),
    groups: json<unknown>(input.groups),
    strategy: json<unknown>(input.strategy),
    last_agent_ms: input.lastAgentMs,
    owner_ms: input.ownerMs,
    ageing: json<unknown>(input.ageing),
    relaxation: json<unknown>(input.relaxation),
    overflow: json<unknown>(input.overflow),
  };
}

async function readOne(trx: Transaction<Database>, id: string): Promise<QueueAdminView> {
  const [queue] = await readQueues(trx, id);
  if (queue === undefined) throw new Error(`queue ${id} is gone within its own transaction`);
  return queue;
}

async function readQueues(db: Kysely<Database>, id: string | undefined): Promise<QueueAdminView[]> {
  const rows = await db
    .selectFrom("cc.queues")
    .selectAll()
    .where("is_active", "=", true)
    .$if(id !== undefined, (query) => query.where("id", "=", id ?? ""))
    .orderBy("name")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    name: row.name,
    ...storedNeeds(row),
    priority: row.priority,
    answerWithinMs: row.answer_within_ms,
    serviceLevelGoal: row.service_level_goal,
    shortAbandonMs: row.short_abandon_ms,
    serviceLevelFormula: formula.parse(row.service_level_formula),
    alertMs: row.alert_ms,
    wrapUpMs: row.wrap_up_ms,
    ...storedAtTheAgent(row),
    leaveWhenNobodySignedIn: row.leave_when_nobody_signed_in,
    announceWait: row.announce_wait,
    ...(row.callback === null ? {} : { callback: callbackPolicy.parse(row.callback) }),
    ...(row.overflow_after_ms === null ? {} : { overflowAfterMs: row.overflow_after_ms }),
    ...(row.waiting_max === null ? {} : { waitingMax: row.waiting_max }),
    ...(row.announce_every_ms === null ? {} : { announceEveryMs: row.announce_every_ms }),
  }));
}
