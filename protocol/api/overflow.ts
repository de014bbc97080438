/** Overflow of queues as it travels: rules, and the switch for emergencies. */

import { z } from "zod";
import { route } from "./route.ts";
import { name, none } from "./shapes.ts";

const DAY_MS = 86_400_000;
const PEOPLE_MAX = 100_000;

/** What makes a caller leave before an agent has him. */
export const overflowWhen = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("waited"), afterMs: z.int().min(1_000).max(DAY_MS) }),
  z.object({ kind: z.literal("expectedWait"), overMs: z.int().min(1_000).max(DAY_MS) }),
  z.object({ kind: z.literal("length"), ahead: z.int().min(1).max(PEOPLE_MAX) }),
  z.object({ kind: z.literal("agentsReady"), below: z.int().min(1).max(PEOPLE_MAX) }),
  z.object({ kind: z.literal("agentsStaffed"), below: z.int().min(1).max(PEOPLE_MAX) }),
  z.object({ kind: z.literal("ratio"), above: z.number().min(0.1).max(PEOPLE_MAX) }),
  z.object({ kind: z.literal("closing"), schedule: name, graceMs: z.int().min(0).max(DAY_MS).default(0) }),
  z.object({ kind: z.literal("emergency") }),
]);
export type OverflowWhenView = z.infer<typeof overflowWhen>;

export const overflowTo = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("queue"),
    queue: z.uuid(),
    keepsPriority: z.boolean().default(true),
    keepsTime: z.boolean().default(true),
  }),
  z.object({ kind: z.literal("flow"), flow: name }),
  z.object({ kind: z.literal("voicemail"), box: name }),
  z.object({ kind: z.literal("callback") }),
  z.object({ kind: z.literal("number"), number: z.string().min(2).max(40) }),
  z.object({ kind: z.literal("exit") }),
]);
export type OverflowToView = z.infer<typeof overflowTo>;

export const overflowRule = z.object({ when: overflowWhen, to: overflowTo });
export type OverflowRuleView = z.infer<typeof overflowRule>;

/** Rules of one queue. */
export const OVERFLOW_RULES_MAX = 20;

/** `queue` absent: the whole site. */
const emergencySwitch = z.object({ queue: z.uuid().optional(), isOn: z.boolean() });
export const switchEmergency = route({
  method: "PUT",
  path: "/api/emergency",
  summary: "Switch the emergency of a queue, or of the whole site, on or off",
  tag: "Administration",
  may: ["supervisor", "admin"],
  params: none,
  query: none,
  body: emergencySwitch,
  reply: emergencySwitch,
  status: 200,
});
