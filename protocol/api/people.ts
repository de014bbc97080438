/** People who sign in, their seats and what they can do. Creating an agent creates user, SIP login and directory entry in one go. */

import { z } from "zod";
import { byId, locale, name, none, skillOf } from "./shapes.ts";
import { capacityProfile } from "./capacity.ts";
import { groupIds } from "./needs.ts";
import { weight } from "./routing-set-up.ts";
import { role } from "./session.ts";
import { route, type Role } from "./route.ts";

const admin: readonly Role[] = ["admin"];
const readers: readonly Role[] = ["agent", "supervisor", "admin"];
const tag = "Administration";

/** How fast waiting counts for a person in particular queues; 1 where nothing is said. */
const queueWeights = z.array(z.object({ queue: z.uuid(), weight })).max(200);

/** Creating an agent creates the user, the SIP login and the directory entry in one go. */
export const agentInput = z.object({
  login: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/),
  name,
  password: z.string().min(10).max(200),
  roles: z.array(role).min(1),
  locale: locale.default("en"),
  timeZone: z.string().max(60).default("UTC"),
  skills: z.array(skillOf).default([]),
  groups: groupIds.default([]),
  queueWeights: queueWeights.default([]),
  wrapUpMs: z.int().min(0).max(3_600_000).optional(),
  /** Absent: the site's. */
  capacity: capacityProfile.optional(),
});
export const agentChange = z.object({
  version: z.int(),
  name: name.optional(),
  password: z.string().min(10).max(200).optional(),
  roles: z.array(role).min(1).optional(),
  locale: locale.optional(),
  timeZone: z.string().max(60).optional(),
  skills: z.array(skillOf).optional(),
  groups: groupIds.optional(),
  queueWeights: queueWeights.optional(),
  wrapUpMs: z.int().min(0).max(3_600_000).nullable().optional(),
  /** null: the site's again. */
  capacity: capacityProfile.nullable().optional(),
  isActive: z.boolean().optional(),
});
export const agentView = z.object({
  id: z.uuid(),
  version: z.int(),
  login: z.string(),
  name: z.string(),
  roles: z.array(role),
  locale,
  timeZone: z.string(),
  sipUser: z.string(),
  skills: z.array(skillOf),
  groups: groupIds,
  queueWeights,
  wrapUpMs: z.int().optional(),
  capacity: capacityProfile.optional(),
  isActive: z.boolean(),
});
export type AgentAdminView = z.infer<typeof agentView>;

export const listAgents = route({
  method: "GET",
  path: "/api/agents",
  summary: "Agents, supervisors and admins",
  tag,
  may: ["supervisor", "admin"],
  params: none,
  query: none,
  body: none,
  reply: z.array(agentView),
  status: 200,
});
export const createAgent = route({
  method: "POST",
  path: "/api/agents",
  summary: "Create a person with seat and skills",
  tag,
  may: admin,
  params: none,
  query: none,
  body: agentInput,
  reply: agentView,
  status: 201,
});
export const changeAgent = route({
  method: "PATCH",
  path: "/api/agents/:id",
  summary: "Change a person, her roles, skills or password",
  tag,
  may: admin,
  params: byId,
  query: none,
  body: agentChange,
  reply: agentView,
  status: 200,
});

/** Enough to name somebody as the owner of a customer. */
export const listPeople = route({
  method: "GET",
  path: "/api/people",
  summary: "The names of everybody who takes calls now",
  tag,
  may: readers,
  params: none,
  query: none,
  body: none,
  reply: z.array(z.object({ id: z.uuid(), name: z.string() })),
  status: 200,
});

export const skillView = z.object({ id: z.uuid(), name });
export const listSkills = route({
  method: "GET",
  path: "/api/skills",
  summary: "Skills",
  tag,
  may: readers,
  params: none,
  query: none,
  body: none,
  reply: z.array(skillView),
  status: 200,
});
export const createSkill = route({
  method: "POST",
  path: "/api/skills",
  summary: "Create a skill",
  tag,
  may: admin,
  params: none,
  query: none,
  body: z.object({ name }),
  reply: skillView,
  status: 201,
});
export const changeSkill = route({
  method: "PATCH",
  path: "/api/skills/:id",
  summary: "Rename a skill",
  tag,
  may: admin,
  params: byId,
  query: none,
  body: z.object({ name }),
  reply: skillView,
  status: 200,
});
export const deleteSkill = route({
  method: "DELETE",
  path: "/api/skills/:id",
  summary: "Delete a skill that nothing uses",
  tag,
  may: admin,
  params: byId,
  query: none,
  body: none,
  reply: none,
  status: 204,
});
