/** The tables as one `RoutingConfig`, checked whole: what routing adopts makes sense or is not adopted at all. */

import { sql } from "kysely";
import type { Kysely } from "kysely";
import { callbackPolicy } from "#protocol/api/callbacks.ts";
import { flowSchema } from "#ivr-flows/schema.ts";
import {
  PLAIN_QUEUE,
  type CallbackPolicy,
  type FlowVersion,
  type Proficiency,
  type QueueConfig,
  type RoutingConfig,
} from "#routing/config.ts";
import { agentId, groupId, nodeId, queueId, skillId } from "#routing/ids.ts";
import type { Capacity } from "#routing/work/capacity.ts";
import type { Schedule } from "#routing/schedule/schedule.ts";
import { readSetting } from "../platform/settings.ts";
import { json } from "../store/json-column.ts";
import type { Database } from "../store/schema.ts";
import { agentCapacity, CAPACITY_KEY, siteCapacity } from "./capacity.ts";
import type { Field } from "./refusals.ts";
import { configAtTheAgent, listProblems } from "./at-the-agent.ts";
import { configProblems } from "./config-problems.ts";
import { overflowRuleOf, preferredOf, requirementOf, stepOf, strategyOf } from "./needs.ts";
import { loadRoutingSettings } from "./routing-settings.ts";
import { storedNeeds } from "./stored-needs.ts";
import { DIAL_PREFIXES_KEY, FOLLOWS_REDIRECTS_KEY, readDialPrefixes } from "./dial-prefixes.ts";

const VERSION_KEY = "routing_config_version";
/** After a missed call; see docs/glossary.md. */
const MISSED_REASON = "missed";
/** How long a vanished console is waited for. */
const CONSOLE_GRACE_MS = 15_000;

export interface LoadOptions {
  readonly nodes: readonly string[];
  /** True counts the version up (for a change), false takes the present one (at start). */
  readonly isNewVersion: boolean;
}

export type Loaded = { readonly config: RoutingConfig } | { readonly problems: readonly Field[] };

/** Reads in the snapshot of `db`; give a transaction when other changes may be under way. */
export async function loadRoutingConfig(db: Kysely<Database>, options: LoadOptions): Promise<Loaded> {
  const skills = await db.selectFrom("cc.skills").select(["id", "name"]).orderBy("name").execute();
  const groups = await db.selectFrom("cc.groups").select(["id", "name"]).orderBy("name").execute();
  const numbers = await db.selectFrom("cc.numbers").select(["dialled", "flow"]).orderBy("dialled").execute();
  const flows = await loadFlows(db);
  if ("problems" in flows) return flows;
  const capacity = siteCapacity(await readSetting(db, CAPACITY_KEY));
  const config: RoutingConfig = {
    capacity,
    version: await configVersion(db, options.isNewVersion),
    skills: skills.map((row) => ({ id: skillId(row.id), name: row.name })),
    groups: groups.map((row) => ({ id: groupId(row.id), name: row.name })),
    ...(await loadRoutingSettings(db)),
    queues: await loadQueues(db),
    agents: await loadAgents(db, capacity),
    flows: flows.flows,
    // A number whose flow has no version yet is not answered by it.
    numbers: numbers.filter((row) => flows.flows.some((flow) => flow.name === row.flow)),
    schedules: await loadSchedules(db),
    trunks: await loadTrunks(db),
    dialPrefixes: readDialPrefixes(await readSetting(db, DIAL_PREFIXES_KEY)),
    followsRedirects: (await readSetting(db, FOLLOWS_REDIRECTS_KEY)) === true,
    missedReason: MISSED_REASON,
    consoleGraceMs: CONSOLE_GRACE_MS,
    nodes: options.nodes.map(nodeId),
  };
  const problems = [...configProblems(config), ...(await listProblems(db, config))];
  return problems.length > 0 ? { problems } : { config };
}

async function configVersion(db: Kysely<Database>, isNew: boolean): Promise<number> {
  const { rows } = isNew
    ? await sql<{ version: number }>`
        insert into sys.settings as stored (key, value) values (${VERSION_KEY}, ${json(1)})
        on conflict (key) do update set value = to_jsonb(stored.value::int + 1), updated_at = now()
        returning value::int as version`.execute(db)
    : await sql<{ version: number }>`
        select value::int as version from sys.settings where key = ${VERSION_KEY}`.execute(db);
  return rows[0]?.version ?? 0;
}

async function loadQueues(db: Kysely<Database>): Promise<readonly QueueConfig[]> {
  const rows = await db.selectFrom("cc.queues").selectAll().where("is_active", "=", true).orderBy("name").execute();
  return rows.map((row) => {
    const needs = storedNeeds(row);
    return {
      ...PLAIN_QUEUE,
      id: queueId(row.id),
      name: row.name,
      requirement: requirementOf(needs.requirement),
      preferred: preferredOf(needs.preferred),
      groups: needs.groups.map(groupId),
      strategy: strategyOf(needs.strategy),
      lastAgentMs: needs.lastAgentMs,
      ownerMs: needs.ownerMs,
      ageing: needs.ageing,
      relaxation: needs.relaxation.map(stepOf),
      overflow: needs.overflow.map(overflowRuleOf),
      priority: row.priority,
      answerWithinMs: row.answer_within_ms,
      serviceLevelGoal: row.service_level_goal,
      shortAbandonMs: row.short_abandon_ms,
      alertMs: row.alert_ms,
      wrapUpMs: row.wrap_up_ms,
      ...configAtTheAgent(row),
      overflowAfterMs: row.overflow_after_ms ?? undefined,
      leaveWhenNobodySignedIn: row.leave_when_nobody_signed_in,
      waitingMax: row.waiting_max ?? undefined,
      announceEveryMs: row.announce_every_ms ?? undefined,
      announceWait: row.announce_wait,
      callback: row.callback === null ? undefined : callbackPolicyOf(row.callback),
    };
  });
}

async function loadAgents(db: Kysely<Database>, site: Capacity): Promise<RoutingConfig["agents"]> {
  const skills = await db.selectFrom("cc.agent_skills").selectAll().orderBy("skill_id").execute();
  const groups = await db.selectFrom("cc.agent_groups").selectAll().orderBy("group_id").execute();
  const weights = await db.selectFrom("cc.agent_queue_weights").selectAll().orderBy("queue_id").execute();
  const rows = await db
    .selectFrom("cc.agents")
    .innerJoin("sys.users", "sys.users.id", "cc.agents.user_id")
    .select([
      "sys.users.id",
      "sys.users.name",
      "cc.agents.sip_user",
      "sys.users.locale",
      "cc.agents.wrap_up_ms",
      "cc.agents.capacity",
    ])
    .where("cc.agents.is_active", "=", true)
    .where("sys.users.status", "=", "active")
    .where(sql<boolean>`'agent' = any(sys.users.roles)`)
    .orderBy("sys.users.id")
    .execute();
  return rows.map((row) => ({
    id: agentId(row.id),
    name: row.name,
    sipUser: row.sip_user,
    language: row.locale,
    skills: skills
      .filter((each) => each.agent_id === row.id)
      // The column holds 1 to 5 by a check of its own.
      .map((each) => ({ skill: skillId(each.skill_id), proficiency: each.proficiency as Proficiency })),
    groups: groups.filter((each) => each.agent_id === row.id).map((each) => groupId(each.group_id)),
    queueWeights: weights
      .filter((each) => each.agent_id === row.id)
      .map((each) => ({ queue: queueId(each.queue_id), weight: each.weight })),
    wrapUpMs: row.wrap_up_ms ?? undefined,
    capacity: agentCapacity(row.capacity, site),
  }));
}

/** Written by the route of queues, from this very shape. */
function callbackPolicyOf(stored: unknown): CallbackPolicy {
  const policy = callbackPolicy.parse(stored);
  return { ...policy, abandonedAfterMs: policy.abandonedAfterMs };
}

/** The live version of each flow first, then older ones that calls are still in: they stay on them over a restart too. */
async function loadFlows(
  db: Kysely<Database>,
): Promise<{ readonly flows: readonly FlowVersion[] } | { readonly problems: readonly Field[] }> {
  const { rows } = await sql<{ name: string; version: number; graph: unknown }>`
    select v.flow as name, v.version, v.graph from cc.flow_versions v join cc.flows f on f.name = v.flow
    where v.version = f.live_version
      or (v.flow, v.version) in (select flow, flow_version from cc.interactions where ended_at is null)
    order by v.flow, v.version = f.live_version desc, v.version desc`.execute(db);
  const flows: FlowVersion[] = [];
  for (const { name, version, graph } of rows) {
    const parsed = flowSchema.safeParse(graph);
    if (!parsed.success) {
      const message = `flow ${name}, version ${version}: ${parsed.error.issues[0]?.message ?? "unreadable"}`;
      return { problems: [{ path: `flows.${name}`, message }] };
    }
    flows.push({ name, version, flow: parsed.data });
  }
  return { flows };
}

async function loadSchedules(db: Kysely<Database>): Promise<readonly Schedule[]> {
  const schedules = await db.selectFrom("cc.schedules").selectAll().orderBy("name").execute();
  const hours = await db.selectFrom("cc.schedule_hours").selectAll().orderBy("weekday").orderBy("opens").execute();
  const exceptions = await db.selectFrom("cc.schedule_exceptions").selectAll().orderBy("day").execute();
  return schedules.map((row) => ({
    name: row.name,
    timeZone: row.time_zone,
    weekly: hours
      .filter((each) => each.schedule_id === row.id)
      .map(({ weekday, opens, closes }) => ({ weekday, opens, closes })),
    exceptions: exceptions
      .filter((each) => each.schedule_id === row.id)
      .map((each) => ({ date: each.day, name: each.name, hours: each.hours })),
  }));
}

async function loadTrunks(db: Kysely<Database>): Promise<RoutingConfig["trunks"]> {
  const rows = await db.selectFrom("cc.trunks").selectAll().where("is_active", "=", true).orderBy("position").execute();
  return rows.map((row) => ({ gateway: row.gateway, callerNumber: row.caller_number }));
}
