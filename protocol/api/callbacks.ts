/** Callbacks: how a queue calls back, what is promised, and whom nobody may call. */

import { z } from "zod";
import { byId, givenInstant, name, none, page, pageQuery } from "./shapes.ts";
import { route } from "./route.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Minutes after midnight on the customer's clock; `weekday` 1 is Monday. */
const callingHours = z
  .object({
    weekday: z.int().min(1).max(7),
    opens: z.int().min(0).max(1439),
    closes: z.int().min(1).max(1440),
  })
  .refine(({ opens, closes }) => opens < closes, "closes before it opens");

/** An IANA name that this server knows. */
export const timeZone = z
  .string()
  .max(64)
  .refine((zone) => isTimeZone(zone), "no such time zone");

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    // The only way in which the language tells whether it knows a zone.
    return false;
  }
}

export const callbackPolicy = z.object({
  mode: z.enum(["agentFirst", "customerFirst"]).default("agentFirst"),
  attemptsMax: z.int().min(1).max(20).default(3),
  retryAfterMs: z
    .int()
    .min(minuteMs)
    .max(dayMs)
    .default(15 * minuteMs),
  expiresAfterMs: z
    .int()
    .min(10 * minuteMs)
    .max(14 * dayMs)
    .default(dayMs),
  /** When customers may be called; empty: at any time. */
  windows: z.array(callingHours).max(50).default([]),
  /** For customers whose own time zone is not known. */
  timeZone,
  /** How long a callback that an agent promised waits for her alone. */
  personalMs: z
    .int()
    .min(0)
    .max(dayMs)
    .default(15 * minuteMs),
  /** Who gives up after waiting for so long is called back; absent: nobody. */
  abandonedAfterMs: z.int().min(0).max(dayMs).optional(),
});

export const callbackView = z.object({
  id: z.uuid(),
  origin: z.string(),
  queue: z.uuid(),
  queueName: z.string().optional(),
  number: z.string(),
  name: z.string().optional(),
  contact: z.uuid().optional(),
  /** Whose promise it is; absent: anybody's of the queue. */
  agent: z.uuid().optional(),
  agentName: z.string().optional(),
  /** The person who booked it; absent: a flow, the web, or a caller who gave up. */
  bookedBy: z.uuid().optional(),
  note: z.string(),
  timeZone: z.string().optional(),
  bookedAt: z.int(),
  /** What its place in the line is reckoned from. */
  enteredAt: z.int(),
  dueAt: z.int(),
  expiresAt: z.int(),
  attempts: z.int(),
  lastAttemptAt: z.int().optional(),
  lastCause: z.string().optional(),
  /** Absent: still promised. */
  outcome: z.string().optional(),
  endedAt: z.int().optional(),
});
export type CallbackView = z.infer<typeof callbackView>;

const everyone = ["agent", "supervisor", "admin"] as const;
const tag = "Callbacks";
const phoneNumber = z.string().trim().min(2).max(40);
const note = z.string().max(1_000).default("");

export const listCallbacks = route({
  method: "GET",
  path: "/api/callbacks",
  summary: "Callbacks: those still promised, soonest first, or those that have ended, newest first",
  tag,
  may: everyone,
  params: none,
  query: pageQuery.extend({ state: z.enum(["open", "ended"]).default("open"), queue: z.uuid().optional() }),
  body: none,
  reply: page(callbackView),
  status: 200,
});
/** Answered when the promise is durable. A number that has a callback in this queue already gets that one. */
export const bookCallback = route({
  method: "POST",
  path: "/api/callbacks",
  summary: "Promise a callback, for now or for a time; usable by a web site's back end",
  tag,
  may: everyone,
  scopes: ["callbacks"],
  params: none,
  query: none,
  body: z.object({
    origin: z.enum(["scheduled", "web"]).default("web"),
    queue: z.uuid(),
    number: phoneNumber,
    name: name.optional(),
    contact: z.uuid().optional(),
    timeZone: timeZone.optional(),
    /** Not before; absent: as soon as it is its turn. */
    dueAt: givenInstant.optional(),
    /** Tried first; an agent may only name herself. */
    agent: z.uuid().optional(),
    note,
  }),
  reply: z.object({ id: z.uuid(), isRepeated: z.boolean() }),
  status: 201,
});
export const changeCallback = route({
  method: "PUT",
  path: "/api/callbacks/:id",
  summary: "Move a callback to another time, an agent or anybody; an agent only hers, and to no colleague",
  tag,
  may: everyone,
  params: byId,
  query: none,
  body: z.object({ dueAt: givenInstant, agent: z.uuid().optional() }),
  reply: none,
  status: 204,
});
export const cancelCallback = route({
  method: "DELETE",
  path: "/api/callbacks/:id",
  summary: "Cancel a callback; an agent only one that is hers",
  tag,
  may: everyone,
  params: byId,
  query: none,
  body: none,
  reply: none,
  status: 204,
});
