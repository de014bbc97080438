/** Call records: what the journal's facts became. */

import { z } from "zod";
import { decision, waitChange } from "./decisions.ts";
import { byId, givenInstant, none, page, pageQuery } from "./shapes.ts";
import { route } from "./route.ts";

export const callRow = z.object({
  id: z.uuid(),
  direction: z.enum(["inbound", "outbound"]),
  from: z.string().optional(),
  to: z.string(),
  contact: z.uuid().optional(),
  contactName: z.string().optional(),
  queue: z.string().optional(),
  agent: z.string().optional(),
  startedAt: z.int(),
  endedAt: z.int().optional(),
  endReason: z.string().optional(),
  waitMs: z.int(),
  talkMs: z.int(),
  holdMs: z.int(),
  wrapUpMs: z.int(),
  disposition: z.string().optional(),
  note: z.string().optional(),
  /** In lists by agent: it rang at that agent, who did not take it then; absent when nothing was missed. */
  wasMissed: z.boolean().optional(),
});
export type CallRow = z.infer<typeof callRow>;

export const segment = z.object({
  ordinal: z.int(),
  kind: z.string(),
  queue: z.string().optional(),
  agent: z.string().optional(),
  startedAt: z.int(),
  endedAt: z.int().optional(),
  outcome: z.string().optional(),
  /** Of a visit that flowed out: why, and where a rule of the queue sent the caller. */
  flowOut: z.string().optional(),
  overflowTo: z.string().optional(),
  /** Of a visit to a queue: with what it began, and what changed while he waited, in order. */
  priority: z.int().optional(),
  rules: z.array(z.string()).optional(),
  particular: z.object({ why: z.string(), agents: z.array(z.string()) }).optional(),
  changes: z.array(waitChange).optional(),
});
export const leg = z.object({
  id: z.uuid(),
  role: z.string(),
  direction: z.string(),
  agent: z.string().optional(),
  remote: z.string().optional(),
  trunk: z.string().optional(),
  node: z.string(),
  createdAt: z.int(),
  answeredAt: z.int().optional(),
  endedAt: z.int().optional(),
  cause: z.string().optional(),
  sipStatus: z.int().optional(),
  /** The leg whose call it has taken over (an attended transfer on the other side). */
  replaces: z.uuid().optional(),
});
export const callRecord = callRow.extend({
  flow: z.string().optional(),
  flowVersion: z.int().optional(),
  path: z.array(z.object({ node: z.string(), exit: z.string().optional() })),
  values: z.array(z.object({ name: z.string(), label: z.string(), value: z.string() })),
  segments: z.array(segment),
  legs: z.array(leg),
  decisions: z.array(decision),
});
export type CallRecord = z.infer<typeof callRecord>;

const everyone = ["agent", "supervisor", "admin"] as const;
const tag = "Calls";
/** An agent sees her own calls and those of contacts; a supervisor all. */
export const listCalls = route({
  method: "GET",
  path: "/api/calls",
  summary: "Call records, newest first",
  tag,
  may: everyone,
  params: none,
  query: pageQuery.extend({
    mine: z.enum(["true", "false"]).optional(),
    /** With `mine` or `agent`: only calls that the agent missed. */
    missed: z.enum(["true", "false"]).optional(),
    contact: z.uuid().optional(),
    queue: z.uuid().optional(),
    agent: z.uuid().optional(),
    from: z.coerce.number().pipe(givenInstant).optional(),
    until: z.coerce.number().pipe(givenInstant).optional(),
    number: z.string().max(40).optional(),
    endReason: z.string().max(40).optional(),
  }),
  body: none,
  reply: page(callRow),
  status: 200,
});
export const readCall = route({
  method: "GET",
  path: "/api/calls/:id",
  summary: "One call record with segments, legs and decisions",
  tag,
  may: everyone,
  params: byId,
  query: none,
  body: none,
  reply: callRecord,
  status: 200,
});

export const voicemail = z.object({
  id: z.uuid(),
  interaction: z.uuid(),
  box: z.string(),
  from: z.string().optional(),
  contactName: z.string().optional(),
  leftAt: z.int(),
  durationMs: z.int(),
  heardAt: z.int().optional(),
});
export const listVoicemails = route({
  method: "GET",
  path: "/api/voicemails",
  summary: "Messages that callers left, newest first",
  tag,
  may: everyone,
  params: none,
  query: pageQuery,
  body: none,
  reply: page(voicemail),
  status: 200,
});
/** The sound itself is `GET /api/voicemails/:id/audio`, a WAV file; not part of this table because its reply is not JSON. */
export const markVoicemailHeard = route({
  method: "PATCH",
  path: "/api/voicemails/:id",
  summary: "Mark a message heard or not",
  tag,
  may: everyone,
  params: byId,
  query: none,
  body: z.object({ isHeard: z.boolean() }),
  reply: voicemail,
  status: 200,
});
