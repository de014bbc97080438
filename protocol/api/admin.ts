/** What an admin sets up. Every change is validated whole, stored, and adopted by routing at once; a bad one changes nothing. */

import { z } from "zod";
import { callbackPolicy } from "./callbacks.ts";
import {
  agentPrompt,
  plainReservationPolicy,
  plainWrapUp,
  reservationPolicy,
  ringAgents,
  wrapUpPolicy,
} from "./at-the-agent.ts";
import { ageingBand, groupIds, preferred, relaxationStep, requirement, strategy } from "./needs.ts";
import { byId, name, none, threeLanguages } from "./shapes.ts";
import { OVERFLOW_RULES_MAX, overflowRule } from "./overflow.ts";
import { route, type Role } from "./route.ts";

const admin: readonly Role[] = ["admin"];
const readers: readonly Role[] = ["agent", "supervisor", "admin"];
const tag = "Administration";

export const queueInput = z.object({
  name,
  requirement: requirement.default([]),
  preferred: preferred.default([]),
  groups: groupIds.default([]),
  strategy: strategy.default({ kind: "longestIdle" }),
  /** The agent who talked with the contact last is tried first for so long; 0: no. */
  lastAgentMs: z.int().min(0).max(3_600_000).default(0),
  /** The agent who owns the contact is tried first for so long; 0: no. */
  ownerMs: z.int().min(0).max(3_600_000).default(0),
  ageing: z.array(ageingBand).max(10).default([]),
  relaxation: z.array(relaxationStep).max(10).default([]),
  priority: z.int().min(-100).max(100).default(0),
  answerWithinMs: z.int().min(1_000).max(3_600_000).default(20_000),
  serviceLevelGoal: z.number().min(0).max(1).default(0.8),
  shortAbandonMs: z.int().min(0).max(60_000).default(5_000),
  serviceLevelFormula: z.enum(["SL-1", "SL-2", "SL-3", "SL-4", "SL-5", "SL-7", "SL-8"]).default("SL-4"),
  alertMs: z.int().min(5_000).max(120_000).default(20_000),
  wrapUpMs: z.int().min(0).max(3_600_000).default(30_000),
  ringAgents: ringAgents.default(1),
  reservationPolicy: reservationPolicy.default(plainReservationPolicy),
  wrapUp: wrapUpPolicy.default(plainWrapUp),
  agentPrompt: agentPrompt.optional(),
  /** Tried in this order, before the three below. */
  overflow: z.array(overflowRule).max(OVERFLOW_RULES_MAX).default([]),
  overflowAfterMs: z.int().min(1_000).optional(),
  leaveWhenNobodySignedIn: z.boolean().default(true),
  waitingMax: z.int().min(1).optional(),
  announceEveryMs: z.int().min(10_000).optional(),
  /** Tells the expected wait with the position. */
  announceWait: z.boolean().default(false),
  /** Absent: this queue does not call back. */
  callback: callbackPolicy.optional(),
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

/**
 * `dialPrefixes`: digits that a dialled number must begin with; an empty list forbids dialling out. `followsRedirects`:
 * agents' phones may pass calls on to such numbers.
 */
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
  followsRedirects: z.boolean().default(false),
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
