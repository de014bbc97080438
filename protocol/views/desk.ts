/** The topic `desk`: one agent's own work, and whom she can pass it on to. */

import { z } from "zod";
import { backOffView, engagementView, presenceView } from "./presence.ts";

/** One candidate for "who is calling". */
export const callerCandidate = z.object({
  contact: z.uuid(),
  name: z.string(),
  account: z.string().optional(),
  tier: z.string().optional(),
  language: z.string().optional(),
  level: z.enum(["known", "maybe"]),
  lastContactAt: z.int().optional(),
});
export type CallerCandidate = z.infer<typeof callerCandidate>;

/** A call before this one, newest first. */
export const pastCall = z.object({
  interaction: z.uuid(),
  startedAt: z.int(),
  direction: z.enum(["inbound", "outbound"]),
  agent: z.string().optional(),
  queue: z.string().optional(),
  disposition: z.string().optional(),
  note: z.string().optional(),
});
export type PastCall = z.infer<typeof pastCall>;

/** An open promise or task about the contact. */
export const openTask = z.object({
  id: z.uuid(),
  subject: z.string(),
  dueAt: z.int().optional(),
  isOverdue: z.boolean(),
});
export type OpenTask = z.infer<typeof openTask>;

/** What the agent knows about the person before she says hello. */
export const popView = z.object({
  match: z.enum(["none", "maybe", "known", "withheld"]),
  /** The contact that the interaction is linked to, once one is. */
  contact: callerCandidate.optional(),
  /** All that match, best first; more than one with `maybe`, or when several share a number. */
  candidates: z.array(callerCandidate),
  lastCalls: z.array(pastCall),
  openTasks: z.array(openTask),
});
export type PopView = z.infer<typeof popView>;

/** The agent's call. `stage` decides which buttons make sense; the server decides the stage. */
export const callView = z.object({
  interaction: z.uuid(),
  reservation: z.uuid().optional(),
  direction: z.enum(["inbound", "outbound"]),
  stage: z.enum(["alerting", "dialling", "talking", "held", "ended"]),
  /** When this stage began. */
  since: z.int(),
  startedAt: z.int(),
  number: z.string().optional(),
  callerName: z.string().optional(),
  /** The other side has handed the call over; `number`: to whom, where that is known. */
  handedOver: z.object({ number: z.string().optional() }).optional(),
  dialled: z.string(),
  queue: z.string().optional(),
  waitedMs: z.int(),
  /** It is a promised callback: how it came about, since when he waits for it, and how often he was called in vain. */
  callback: z
    .object({ origin: z.string(), bookedAt: z.int(), waitsSince: z.int(), attempts: z.int(), note: z.string() })
    .optional(),
  isMuted: z.boolean(),
  /** While talking, where a wrap-up has to be asked for: whether she has. Absent: it comes by itself, or never. */
  isWrapUpWanted: z.boolean().optional(),
  /** While alerting: when it counts as missed. */
  alertUntil: z.int().optional(),
  /** While alerting: the number that her phone has passed the call on to. Absent: her phone rings itself. */
  ringsAt: z.string().optional(),
  /** The labels of the menu choices, in order. */
  path: z.array(z.string()),
  /** What the caller chose or typed. */
  values: z.array(z.object({ name: z.string(), label: z.string(), value: z.string() })),
  pop: popView,
  disposition: z.string().optional(),
  note: z.string(),
});
export type CallView = z.infer<typeof callView>;

/** One mail or chat at the desk. Accepting is the answer: there is nothing to ring. */
export const workView = z.object({
  interaction: z.uuid(),
  medium: z.enum(["mail", "chat"]),
  /** Who wrote, as its source says it. */
  from: z.string(),
  subject: z.string(),
  /** Since when it is offered, or open. */
  since: z.int(),
  /** When it reached us. */
  arrivedAt: z.int(),
  queue: z.string().optional(),
  /** She is asked and has not accepted yet, and when it counts as missed. Absent: she has it open. */
  offer: z.object({ reservation: z.uuid(), until: z.int() }).optional(),
  /** What has been said of it so far; absent: nothing. */
  disposition: z.string().optional(),
  note: z.string().optional(),
  /** It cannot be closed before she has chosen an outcome. */
  owesDisposition: z.boolean().optional(),
  contact: callerCandidate.optional(),
});
export type WorkView = z.infer<typeof workView>;

export const colleagueView = z.object({
  id: z.uuid(),
  name: z.string(),
  presence: presenceView,
  engagement: engagementView,
});
export type ColleagueView = z.infer<typeof colleagueView>;

export const deskView = z.object({
  agent: z.uuid(),
  presence: presenceView,
  presenceSince: z.int(),
  nextPresence: presenceView.optional(),
  engagement: engagementView,
  engagementSince: z.int(),
  /** Whether the switch knows a registered phone of this agent; absent when there is no real switch. */
  isPhoneRegistered: z.boolean().optional(),
  isSwitchUp: z.boolean(),
  call: callView.optional(),
  /** Mail and chat, by interaction id. Absent: she has none. */
  work: z.record(z.string(), workView).optional(),
  /** Absent: she is rung when it is her turn. */
  backOff: backOffView.optional(),
  wrapUp: z
    .object({
      interaction: z.uuid(),
      /** Beyond all dates where no clock ends it (`optional`, `mandatory`). */
      until: z.int(),
      canExtend: z.boolean(),
      /** By how much one extension prolongs it. */
      extensionMs: z.int().optional(),
      mode: z.enum(["optional", "mandatory", "timed", "onRequest"]).optional(),
      /** Whether she may end it now; not so before a clock that may not be cut short, or without a disposition. */
      canEnd: z.boolean().optional(),
    })
    .optional(),
  /** By agent id. */
  colleagues: z.record(z.string(), colleagueView),
  /** By queue id: where calls can be passed on to, and how busy it is. */
  queues: z.record(
    z.string(),
    z.object({ id: z.uuid(), name: z.string(), waiting: z.int(), longestSince: z.int().optional(), ready: z.int() }),
  ),
  today: z.object({ answered: z.int(), took: z.int().optional(), handleMs: z.int(), missed: z.int() }),
});
export type DeskView = z.infer<typeof deskView>;
