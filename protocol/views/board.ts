/** The topic `board`: what a supervisor watches. Counts are since local midnight of the site's time zone. */

import { z } from "zod";
import { expectedWaitView } from "./expected-wait.ts";
import { backOffView, engagementView, presenceView } from "./presence.ts";
import { waitingRow } from "./waiting.ts";

/** Counts of queue visits that began today, by outcome; offered = answered + abandoned + flowedOut + callbackAccepted + lost + waiting. */
export const visitCounts = z.object({
  offered: z.int(),
  answered: z.int(),
  answeredWithin: z.int(),
  abandoned: z.int(),
  shortAbandoned: z.int(),
  flowedOut: z.int(),
  callbackAccepted: z.int(),
  lost: z.int(),
  /** Sum of the waits of the answered, for the average speed of answer. */
  answerWaitMs: z.int(),
});
export type VisitCounts = z.infer<typeof visitCounts>;

/** Today's mail or chat of a queue, counted by when it entered. No service level: its target is meant for callers. */
const workRow = z.object({
  waiting: z.int(),
  /** When what waits longest entered; absent when nothing waits. */
  longestSince: z.int().optional(),
  /** Entered, those that wait included. */
  offered: z.int(),
  taken: z.int(),
  /** Taken back by their source while they waited. */
  withdrawn: z.int(),
  /** Sum of the waits of what was taken. */
  answerWaitMs: z.int(),
});
export type WorkRow = z.infer<typeof workRow>;

export const queueRow = z.object({
  id: z.uuid(),
  name: z.string(),
  waiting: z.int(),
  /** When the one who waits longest entered; absent when nobody waits. */
  longestSince: z.int().optional(),
  /** Of who would enter now; absent when nothing can be said. */
  expectedWait: expectedWaitView.optional(),
  /** Promises that stand in the line and wait for an agent; absent: none. */
  callbacks: z.int().optional(),
  /** Absent: none today. */
  mail: workRow.optional(),
  chat: workRow.optional(),
  /** Callbacks promised today, and those that ended today: kept, or in any other way. Absent: none. */
  promises: z.object({ booked: z.int(), reached: z.int(), unreached: z.int() }).optional(),
  staffed: z.int(),
  ready: z.int(),
  talking: z.int(),
  wrapUp: z.int(),
  counts: visitCounts,
  /** Share 0 to 1 by the queue's formula; absent when nothing counts yet. */
  serviceLevel: z.number().optional(),
  serviceLevelGoal: z.number(),
  answerWithinMs: z.int(),
  /** The queue's own emergency switch is on; absent: off. */
  isEmergency: z.boolean().optional(),
  /** A rule of the queue asks for the switch: pressing it does something. Absent: none does. */
  hasEmergencyRule: z.boolean().optional(),
});
export type QueueRow = z.infer<typeof queueRow>;

export const agentRow = z.object({
  id: z.uuid(),
  name: z.string(),
  presence: presenceView,
  presenceSince: z.int(),
  nextPresence: presenceView.optional(),
  backOff: backOffView.optional(),
  engagement: engagementView,
  /** When the present combination of presence and engagement began. */
  since: z.int(),
  isHeld: z.boolean(),
  queue: z.string().optional(),
  number: z.string().optional(),
  interaction: z.uuid().optional(),
  /** Conversations on the phone. */
  answered: z.int(),
  /** Mails and chats; absent: none. */
  took: z.int().optional(),
  handleMs: z.int(),
  missed: z.int(),
});
export type AgentRow = z.infer<typeof agentRow>;

export const nodeRow = z.object({
  id: z.string(),
  isUp: z.boolean(),
  version: z.string().optional(),
  fault: z.string().optional(),
  legs: z.int(),
});

export const boardView = z.object({
  /** By id, so that a change of one row is a small patch. */
  queues: z.record(z.string(), queueRow),
  agents: z.record(z.string(), agentRow),
  nodes: z.record(z.string(), nodeRow),
  /** By interaction: the heads of the queues' lines. */
  waiting: z.record(z.string(), waitingRow),
  tiles: z.object({ inFlow: z.int(), waiting: z.int(), talking: z.int(), callsToday: z.int() }),
  /** False while records wait in the local spool because PostgreSQL is away. */
  isRecordStoreUp: z.boolean(),
  /** The emergency switch of the whole site is on; absent: off. */
  isEmergency: z.boolean().optional(),
  /** The name of the service-level formula in force. */
  serviceLevelFormula: z.string(),
});
export type BoardView = z.infer<typeof boardView>;
