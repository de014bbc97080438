/** What an admin sets up. Every change is validated whole, stored, and adopted by routing at once; a bad one changes nothing. */

import { z } from "zod";
import { byId, locale, name, none, threeLanguages } from "./shapes.ts";
import { role } from "./session.ts";
import { route, type Role } from "./route.ts";

const admin: readonly Role[] = ["admin"];
const readers: readonly Role[] = ["agent", "supervisor", "admin"];
const proficiency = z.int().min(1).max(5);
const skillOf = z.object({ skill: z.uuid(), proficiency });

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
  wrapUpMs: z.int().min(0).max(3_600_000).optional(),
});
export const agentChange = z.object({
  version: z.int(),
  name: name.optional(),
  password: z.string().min(10).max(200).optional(),
  roles: z.array(role).min(1).optional(),
  locale: locale.optional(),
  timeZone: z.string().max(60).optional(),
  skills: z.array(skillOf).optional(),
  wrapUpMs: z.int().min(0).max(3_600_000).nullable().optional(),
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
  wrapUpMs: z.int().optional(),
  isActive: z.boolean(),
});
export type AgentAdminView = z.infer<typeof agentView>;

const tag = "Administration";
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

export const queueInput = z.object({
  name,
  requirement: z.array(skillOf).default([]),
  relaxation: z
    .array(z.object({ afterMs: z.int().min(1_000), requirement: z.array(skillOf) }))
    .max(10)
    .default([]),
  priority: z.int().min(-100).max(100).default(0),
  answerWithinMs: z.int().min(1_000).max(3_600_000).default(20_000),
  serviceLevelGoal: z.number().min(0).max(1).default(0.8),
  shortAbandonMs: z.int().min(0).max(60_000).default(5_000),
  serviceLevelFormula: z.enum(["SL-1", "SL-2", "SL-3", "SL-4", "SL-5", "SL-7", "SL-8"]).default("SL-4"),
  alertMs: z.int().min(5_000).max(120_000).default(20_000),
  wrapUpMs: z.int().min(0).max(3_600_000).default(30_000),
  overflowAfterMs: z.int().min(1_000).optional(),
  leaveWhenNobodySignedIn: z.boolean().default(true),
  waitingMax: z.int().min(1).optional(),
  announceEveryMs: z.int().min(10_000).optional(),
});
export const queueView = queueInput.extend({ id: z.uuid(), version: z.int() });
export type QueueAdminView = z.infer<typeof queueView>;
export const listQueues = route({
  method: "GET",
  path: "/api/queues",
  summary: "Queues",
  tag,
  may: readers,
  params: none,
  query: none,
  body: none,
  reply: z.array(queueView),
  status: 200,
});
export const createQueue = route({
  method: "POST",
  path: "/api/queues",
  summary: "Create a queue",
  tag,
  may: admin,
  params: none,
  query: none,
  body: queueInput,
  reply: queueView,
  status: 201,
});
export const changeQueue = route({
  method: "PUT",
  path: "/api/queues/:id",
  summary: "Change a queue",
  tag,
  may: admin,
  params: byId,
  query: none,
  body: queueInput.extend({ version: z.int() }),
  reply: queueView,
  status: 200,
});
export const deleteQueue = route({
  method: "DELETE",
  path: "/api/queues/:id",
  summary: "Delete a queue that no flow uses and nobody waits in",
  tag,
  may: admin,
  params: byId,
  query: none,
  body: none,
  reply: none,
  status: 204,
});

export const numberView = z.object({ dialled: z.string().regex(/^\+?[0-9]{2,20}$/), label: name, flow: z.string() });
export const listNumbers = route({
  method: "GET",
  path: "/api/numbers",
  summary: "Dialled numbers and the flow of each",
  tag,
  may: ["supervisor", "admin"],
  params: none,
  query: none,
  body: none,
  reply: z.array(numberView),
  status: 200,
});
export const putNumber = route({
  method: "PUT",
  path: "/api/numbers",
  summary: "Point a number at a flow",
  tag,
  may: admin,
  params: none,
  query: none,
  body: numberView,
  reply: numberView,
  status: 200,
});
export const deleteNumber = route({
  method: "DELETE",
  path: "/api/numbers/:dialled",
  summary: "Stop answering a number",
  tag,
  may: admin,
  params: z.object({ dialled: z.string() }),
  query: none,
  body: none,
  reply: none,
  status: 204,
});

export const flowProblem = z.object({
  severity: z.enum(["error", "warning"]),
  code: z.string(),
  node: z.string().optional(),
  detail: z.string(),
});
export const flowRow = z.object({
  name: z.string(),
  version: z.int(),
  publishedAt: z.int(),
  author: z.string().optional(),
  note: z.string().optional(),
});
export const flowDocument = z.object({
  name: z.string(),
  version: z.int(),
  text: z.string(),
  problems: z.array(flowProblem),
});
export const listFlows = route({
  method: "GET",
  path: "/api/flows",
  summary: "Flows with their live version",
  tag,
  may: ["supervisor", "admin"],
  params: none,
  query: none,
  body: none,
  reply: z.array(flowRow),
  status: 200,
});
export const readFlow = route({
  method: "GET",
  path: "/api/flows/:name",
  summary: "The live version of a flow",
  tag,
  may: ["supervisor", "admin"],
  params: z.object({ name: z.string() }),
  query: none,
  body: none,
  reply: flowDocument,
  status: 200,
});
/** Refused with 422 and the problems as `fields` when the flow has errors; warnings do not refuse. */
export const publishFlow = route({
  method: "POST",
  path: "/api/flows",
  summary: "Check and publish a flow file as a new version",
  tag,
  may: admin,
  params: none,
  query: none,
  body: z.object({ text: z.string().max(1_000_000), note: z.string().max(200).optional() }),
  reply: flowDocument,
  status: 201,
});
export const checkFlow = route({
  method: "POST",
  path: "/api/flows/check",
  summary: "Check a flow file without publishing it",
  tag,
  may: ["supervisor", "admin"],
  params: none,
  query: none,
  body: z.object({ text: z.string().max(1_000_000) }),
  reply: z.array(flowProblem),
  status: 200,
});
export const listFlowVersions = route({
  method: "GET",
  path: "/api/flows/:name/versions",
  summary: "All versions of a flow, newest first",
  tag,
  may: ["supervisor", "admin"],
  params: z.object({ name: z.string() }),
  query: none,
  body: none,
  reply: z.array(flowRow),
  status: 200,
});
export const rollBackFlow = route({
  method: "PUT",
  path: "/api/flows/:name/live",
  summary: "Make an earlier version the live one",
  tag,
  may: admin,
  params: z.object({ name: z.string() }),
  query: none,
  body: z.object({ version: z.int() }),
  reply: flowRow,
  status: 200,
});

export const scheduleInput = z.object({
  name,
  timeZone: z.string().max(60),
  weekly: z
    .array(
      z.object({ weekday: z.int().min(1).max(7), opens: z.int().min(0).max(1439), closes: z.int().min(1).max(1440) }),
    )
    .max(50),
  exceptions: z
    .array(
      z.object({
        date: z.iso.date(),
        name: z.string().max(80),
        hours: z.array(z.object({ opens: z.int().min(0).max(1439), closes: z.int().min(1).max(1440) })).max(10),
      }),
    )
    .max(500),
});
export const scheduleView = scheduleInput.extend({ id: z.uuid() });
export type ScheduleView = z.infer<typeof scheduleView>;
export const listSchedules = route({
  method: "GET",
  path: "/api/schedules",
  summary: "Opening hours and holidays",
  tag,
  may: ["supervisor", "admin"],
  params: none,
  query: none,
  body: none,
  reply: z.array(scheduleView),
  status: 200,
});
export const createSchedule = route({
  method: "POST",
  path: "/api/schedules",
  summary: "Create opening hours",
  tag,
  may: admin,
  params: none,
  query: none,
  body: scheduleInput,
  reply: scheduleView,
  status: 201,
});
export const changeSchedule = route({
  method: "PUT",
  path: "/api/schedules/:id",
  summary: "Change opening hours",
  tag,
  may: admin,
  params: byId,
  query: none,
  body: scheduleInput,
  reply: scheduleView,
  status: 200,
});
export const deleteSchedule = route({
  method: "DELETE",
  path: "/api/schedules/:id",
  summary: "Delete opening hours that no flow uses",
  tag,
  may: admin,
  params: byId,
  query: none,
  body: none,
  reply: none,
  status: 204,
});

export const dispositionView = z.object({
  code: z.string().regex(/^[a-z0-9-]{1,40}$/),
  label: threeLanguages,
  position: z.int(),
  isActive: z.boolean(),
});
export type DispositionView = z.infer<typeof dispositionView>;
export const listDispositions = route({
  method: "GET",
  path: "/api/dispositions",
  summary: "What an agent can say of a call",
  tag,
  may: readers,
  params: none,
  query: none,
  body: none,
  reply: z.array(dispositionView),
  status: 200,
});
export const putDisposition = route({
  method: "PUT",
  path: "/api/dispositions",
  summary: "Create or change a disposition",
  tag,
  may: admin,
  params: none,
  query: none,
  body: dispositionView,
  reply: dispositionView,
  status: 200,
});

export const reasonView = z.object({
  code: z.string().regex(/^[a-zA-Z0-9-]{1,40}$/),
  label: threeLanguages,
  position: z.int(),
  isPaid: z.boolean(),
  isActive: z.boolean(),
});
export type ReasonView = z.infer<typeof reasonView>;
export const listReasons = route({
  method: "GET",
  path: "/api/presence-reasons",
  summary: "Why an agent is not ready",
  tag,
  may: readers,
  params: none,
  query: none,
  body: none,
  reply: z.array(reasonView),
  status: 200,
});
export const putReason = route({
  method: "PUT",
  path: "/api/presence-reasons",
  summary: "Create or change a reason",
  tag,
  may: admin,
  params: none,
  query: none,
  body: reasonView,
  reply: reasonView,
  status: 200,
});

/** `dialPrefixes`: digits that a dialled number must begin with; an empty list forbids dialling out. */
export const dialSettings = z.object({
  trunks: z
    .array(
      z.object({
        gateway: z.string().regex(/^[a-zA-Z0-9_-]{1,40}$/),
        callerNumber: z.string().regex(/^\+?[0-9]{2,20}$/),
      }),
    )
    .max(20),
  dialPrefixes: z.array(z.string().regex(/^\+?[0-9]{0,15}$/)).max(200),
});
export const readDialSettings = route({
  method: "GET",
  path: "/api/dial-settings",
  summary: "Trunks and allowed destinations",
  tag,
  may: admin,
  params: none,
  query: none,
  body: none,
  reply: dialSettings,
  status: 200,
});
export const putDialSettings = route({
  method: "PUT",
  path: "/api/dial-settings",
  summary: "Change trunks and allowed destinations",
  tag,
  may: admin,
  params: none,
  query: none,
  body: dialSettings,
  reply: dialSettings,
  status: 200,
});

export const doctorCheck = z.object({
  check: z.string(),
  verdict: z.enum(["ok", "warning", "fault"]),
  found: z.string(),
  howToMend: z.string().optional(),
});
export type DoctorCheck = z.infer<typeof doctorCheck>;
export const runDoctor = route({
  method: "GET",
  path: "/api/doctor",
  summary: "What is wrong with the switch, and how to mend it",
  tag,
  may: admin,
  params: none,
  query: none,
  body: none,
  reply: z.array(doctorCheck),
  status: 200,
});
