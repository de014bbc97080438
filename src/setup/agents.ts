/** People: one change creates the user, the SIP login and the skills; the switch's directory is answered from these rows. */

import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import type { z } from "zod";
import type { AgentAdminView, agentChange, agentInput } from "#protocol/api/people.ts";
import type { Capacity } from "#routing/work/capacity.ts";
import { readSetting } from "../platform/settings.ts";
import { addUser, endSessionsOf, isAnyAdminLeft, lockUser, saveUser } from "../platform/users.ts";
import { json } from "../store/json-column.ts";
import { newId } from "../store/new-id.ts";
import type { Database } from "../store/schema.ts";
import { agentCapacity, CAPACITY_KEY, NO_OWN_CAPACITY, siteCapacity, viewOf } from "./capacity.ts";
import { change, type Answer, type SetupParts } from "./change.ts";
import { isTimeZone } from "./config-problems.ts";
import { RefusedChange } from "./refusals.ts";

export type AgentInput = z.output<typeof agentInput>;
export type AgentChange = z.output<typeof agentChange>;
type Skills = AgentInput["skills"];

/** Everybody who may sign in, those who have left included. `sipUser` is empty for a person without a seat. */
export async function listAgents(db: Kysely<Database>): Promise<AgentAdminView[]> {
  return await readAgents(db, undefined);
}

/** Names of those who work as agents now, in the order of names. */
export async function listPeople(db: Kysely<Database>): Promise<{ readonly id: string; readonly name: string }[]> {
  return await db
    .selectFrom("sys.users")
    .select(["id", "name"])
    .where("status", "=", "active")
    .where(sql<boolean>`'agent' = any(roles)`)
    .orderBy("name")
    .orderBy("id")
    .execute();
}

/** The login is also the SIP user. */
export async function createAgent(parts: SetupParts, input: AgentInput): Answer<AgentAdminView> {
  const passwordHash = await parts.hashPassword(input.password);
  const at = parts.now();
  const id = newId(at);
  return await change(parts, async (trx) => {
    checkTimeZone(input.timeZone);
    const { login, name, locale, timeZone } = input;
    await addUser(trx, { id, at, login, name, passwordHash, roles: [...new Set(input.roles)], locale, timeZone });
    await trx
      .insertInto("cc.agents")
      .values({
        user_id: id,
        sip_user: input.login,
        wrap_up_ms: input.wrapUpMs ?? null,
        capacity: json<unknown>(input.capacity ?? NO_OWN_CAPACITY),
      })
      .execute();
    await replaceSkills(trx, id, input.skills);
    await replaceGroups(trx, id, input.groups);
    await replaceQueueWeights(trx, id, input.queueWeights);
    return await readOne(trx, id);
  });
}

/** A new password, a role taken away or leaving ends the person's sessions at once. */
export async function changeAgent(parts: SetupParts, id: string, input: AgentChange): Answer<AgentAdminView> {
  const passwordHash = input.password === undefined ? undefined : await parts.hashPassword(input.password);
  const at = parts.now();
  return await change(parts, async (trx) => {
    const before = await lockUser(trx, id);
    if (before === undefined) throw new RefusedChange("notFound");
    if (before.version !== input.version) throw new RefusedChange("stale");
    if (input.timeZone !== undefined) checkTimeZone(input.timeZone);
    const roles = input.roles === undefined ? before.roles : [...new Set(input.roles)];
    const status = input.isActive === undefined ? before.status : input.isActive ? "active" : "suspended";
    const after = {
      ...before,
      name: input.name ?? before.name,
      locale: input.locale ?? before.locale,
      timeZone: input.timeZone ?? before.timeZone,
      passwordHash: passwordHash ?? before.passwordHash,
      roles,
      status,
    };
    await saveUser(trx, id, after, at);
    await trx
      .insertInto("cc.agents")
      .values({
        user_id: id,
        sip_user: before.login,
        wrap_up_ms: input.wrapUpMs ?? null,
        capacity: json<unknown>(input.capacity ?? NO_OWN_CAPACITY),
      })
      .onConflict((conflict) =>
        conflict.column("user_id").doUpdateSet((set) => ({
          wrap_up_ms: input.wrapUpMs === undefined ? set.ref("cc.agents.wrap_up_ms") : input.wrapUpMs,
          capacity: input.capacity === undefined ? set.ref("cc.agents.capacity") : set.ref("excluded.capacity"),
        })),
      )
      .execute();
    if (input.skills !== undefined) await replaceSkills(trx, id, input.skills);
    if (input.groups !== undefined) await replaceGroups(trx, id, input.groups);
    if (input.queueWeights !== undefined) await replaceQueueWeights(trx, id, input.queueWeights);
    const isLessTrusted = status !== "active" || before.roles.some((role) => !roles.includes(role));
    if (passwordHash !== undefined || isLessTrusted) await endSessionsOf(trx, id, at);
    if (!(await isAnyAdminLeft(trx))) throw new RefusedChange("inUse", "nobody else is an admin");
    return await readOne(trx, id);
  });
}

function checkTimeZone(name: string): void {
  if (isTimeZone(name)) return;
  throw new RefusedChange("invalid", undefined, [{ path: "timeZone", message: "there is no such time zone" }]);
}

async function replaceSkills(trx: Transaction<Database>, agent: string, skills: Skills): Promise<void> {
  await trx.deleteFrom("cc.agent_skills").where("agent_id", "=", agent).execute();
  if (skills.length === 0) return;
  await trx
    .insertInto("cc.agent_skills")
    .values(skills.map(({ skill, proficiency }) => ({ agent_id: agent, skill_id: skill, proficiency })))
    .execute();
}

async function replaceGroups(trx: Transaction<Database>, agent: string, groups: AgentInput["groups"]): Promise<void> {
  await trx.deleteFrom("cc.agent_groups").where("agent_id", "=", agent).execute();
  if (groups.length === 0) return;
  await trx
    .insertInto("cc.agent_groups")
    .values(groups.map((group) => ({ agent_id: agent, group_id: group })))
    .execute();
}

/** A weight of 1 is what everybody has, and is not kept. */
async function replaceQueueWeights(
  trx: Transaction<Database>,
  agent: string,
  weights: AgentInput["queueWeights"],
): Promise<void> {
  await trx.deleteFrom("cc.agent_queue_weights").where("agent_id", "=", agent).execute();
  const others = weights.filter(({ weight }) => weight !== 1);
  if (others.length === 0) return;
  await trx
    .insertInto("cc.agent_queue_weights")
    .values(others.map(({ queue, weight }) => ({ agent_id: agent, queue_id: queue, weight })))
    .execute();
}

async function readOne(trx: Transaction<Database>, id: string): Promise<AgentAdminView> {
  const [agent] = await readAgents(trx, id);
  if (agent === undefined) throw new Error(`user ${id} is gone within its own transaction`);
  return agent;
}

async function readAgents(db: Kysely<Database>, id: string | undefined): Promise<AgentAdminView[]> {
  const rows = await db
    .selectFrom("sys.users as u")
    .leftJoin("cc.agents as a", "a.user_id", "u.id")
    .select(["u.id", "u.version", "u.login", "u.name", "u.roles", "u.locale", "u.time_zone", "u.status"])
    .select(["a.sip_user", "a.wrap_up_ms", "a.capacity"])
    .$if(id !== undefined, (query) => query.where("u.id", "=", id ?? ""))
    .orderBy("u.login")
    .execute();
  const skills = await db.selectFrom("cc.agent_skills").selectAll().orderBy("skill_id").execute();
  const groups = await db.selectFrom("cc.agent_groups").selectAll().orderBy("group_id").execute();
  const weights = await db.selectFrom("cc.agent_queue_weights").selectAll().orderBy("queue_id").execute();
  const site = siteCapacity(await readSetting(db, CAPACITY_KEY));
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    login: row.login,
    name: row.name,
    roles: row.roles,
    locale: row.locale,
    timeZone: row.time_zone,
    sipUser: row.sip_user ?? "",
    skills: skills
      .filter((each) => each.agent_id === row.id)
      .map((each) => ({ skill: each.skill_id, proficiency: each.proficiency })),
    groups: groups.filter((each) => each.agent_id === row.id).map((each) => each.group_id),
    queueWeights: weights
      .filter((each) => each.agent_id === row.id)
      .map((each) => ({ queue: each.queue_id, weight: each.weight })),
    ...(row.wrap_up_ms === null ? {} : { wrapUpMs: row.wrap_up_ms }),
    ...ownCapacity(row.capacity, site),
    isActive: row.status === "active",
  }));
}

/** Nothing for somebody who has the site's. */
function ownCapacity(stored: unknown, site: Capacity): Pick<AgentAdminView, "capacity"> {
  const own = agentCapacity(stored, site);
  return own === undefined ? {} : { capacity: viewOf(own) };
}
