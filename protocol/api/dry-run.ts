/** The dry run: who would take a caller now, and why. Asking changes nothing. */

import { z } from "zod";
import { engagementView, presenceView } from "../views/presence.ts";
import { agentRules, orderRules, passedOverReasons } from "./decisions.ts";
import { overflowTo, overflowWhen } from "./overflow.ts";
import { preferred, requirement } from "./needs.ts";
import { route, type Role } from "./route.ts";
import { byId, none } from "./shapes.ts";

const watchers: readonly Role[] = ["supervisor", "admin"];
const tag = "Routing";
/** So many agents are told one by one, the nearest first; `standings` counts all. */
export const AGENTS_TOLD_MAX = 300;

/** Somebody who does not wait yet; what is absent is as the queue says. */
export const newcomer = z.strictObject({
  queue: z.uuid(),
  /** Asked for besides what the queue asks for. */
  requirement: requirement.default([]),
  preferred: preferred.default([]),
  /** Added to the queue's. */
  priority: z.int().min(-100).max(100).default(0),
  /** The name of a tier; absent: waits like everybody. */
  tier: z.string().min(1).max(40).optional(),
  /** Agents who are tried before everybody else, in this order. */
  particular: z.array(z.uuid()).max(20).default([]),
});

const notFree = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("notReady"), reason: z.string() }),
  z.object({
    kind: z.literal("engaged"),
    engagement: engagementView.exclude(["idle"]),
    interaction: z.uuid(),
    queue: z.string().optional(),
    since: z.int(),
  }),
  z.object({ kind: z.literal("nextPresence"), presence: presenceView }),
  z.object({
    kind: z.literal("backingOff"),
    outcome: z.enum(["missed", "declined", "busy", "unreachable"]),
    until: z.int(),
  }),
  /** What she has open, or her profile, leaves no room for it. */
  z.object({ kind: z.literal("noRoom") }),
  z.object({ kind: z.literal("phoneBusy") }),
]);
export type NotFreeView = z.infer<typeof notFree>;

/** A condition that an agent does not meet, with the skills' names; conditions within conditions are told as one list. */
const unmet = z.object({
  kind: z.enum(["needs", "anyOf", "noneOf"]),
  skills: z.array(z.object({ name: z.string(), proficiency: z.int(), proficiencyMax: z.int().optional() })),
});
export type UnmetView = z.infer<typeof unmet>;

const standing = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("wouldTake") }),
  /** `rank` 2 is who comes next. `because`: what puts the first before her. */
  z.object({ kind: z.literal("nextInLine"), rank: z.int(), because: z.enum(passedOverReasons) }),
  z.object({ kind: z.literal("notFree"), because: notFree }),
  /** Free and able, while others are asked for by name. */
  z.object({ kind: z.literal("notParticular") }),
  z.object({ kind: z.literal("signedOut") }),
  z.object({ kind: z.literal("otherGroup") }),
  z.object({ kind: z.literal("lacksSkill"), condition: unmet }),
]);
export type StandingView = z.infer<typeof standing>;
/** In the order in which agents are told. */
export const standingKinds = [
  "wouldTake",
  "nextInLine",
  "notFree",
  "notParticular",
  "signedOut",
  "otherGroup",
  "lacksSkill",
] as const satisfies readonly StandingView["kind"][];

const stepToCome = z.discriminatedUnion("kind", [
  /** `more`: agents who are able from then on and were not before; `moreSignedIn` of them are signed in. */
  z.object({ kind: z.literal("relax"), at: z.int(), name: z.string(), more: z.int(), moreSignedIn: z.int() }),
  z.object({ kind: z.literal("age"), at: z.int(), priority: z.int() }),
  z.object({ kind: z.literal("releaseParticular"), at: z.int() }),
]);
export type StepToComeView = z.infer<typeof stepToCome>;

const named = z.object({ id: z.uuid(), name: z.string() });
export const dryRun = z.object({
  at: z.int(),
  queue: named,
  priority: z.int(),
  /** How fast the wait counts; 1 as for everybody. */
  weight: z.number(),
  enteredAt: z.int(),
  relaxedTo: z.string().optional(),
  /** 1 for the head of the line, in which so many wait, a newcomer not among them. */
  position: z.int(),
  waiting: z.int(),
  /** Who is asked for by name; empty: everybody. */
  particular: z.array(named),
  /** Whose phones ring for it now. */
  alerting: z.array(named),
  /** Why nobody (more) is rung now, whoever is free; a newcomer would leave the queue at once by the exit of this name. */
  obstacle: z.enum(["alerting", "outOfReach", "full", "nobodySignedIn"]).optional(),
  /** Absent: nobody who is able is free. */
  chosen: named.extend({ rule: z.enum(agentRules), eligible: z.int() }).optional(),
  /** How many agents are set up, by their standing. */
  standings: z.record(z.enum(standingKinds), z.int()),
  /** `before`: how many she would take first; absent for those who are not able. */
  agents: z.array(named.extend({ standing, before: z.int().optional() })).max(AGENTS_TOLD_MAX),
  steps: z.array(stepToCome),
  /** Rules of overflow that hold now, in their order: the first whose target can have him takes him out. */
  overflow: z.array(z.object({ when: overflowWhen, to: overflowTo })),
});
export type DryRunView = z.infer<typeof dryRun>;
export type NewcomerInput = z.input<typeof newcomer>;

export const dryRunNewcomer = route({
  method: "POST",
  path: "/api/routing/dry-run",
  summary: "Who would take somebody who entered a queue now, and why",
  tag,
  may: watchers,
  params: none,
  query: none,
  body: newcomer,
  reply: dryRun,
  status: 200,
});
/** 404 for an unknown or forgotten interaction, 409 `notWaiting` for one that does not wait (any more). */
export const dryRunWaiting = route({
  method: "GET",
  path: "/api/interactions/:id/decision",
  summary: "Who would take somebody who waits, and why",
  tag,
  may: watchers,
  params: byId,
  query: none,
  body: none,
  reply: dryRun,
  status: 200,
});

export const nextForAgent = z.object({
  agent: named,
  /** Absent: she is free. */
  notFree: notFree.or(z.object({ kind: z.literal("signedOut") })).optional(),
  /** What she would take if she were free and nobody else; absent: nothing that waits is for her. */
  next: z
    .object({
      interaction: z.uuid(),
      queue: named,
      priority: z.int(),
      enteredAt: z.int(),
      /** What puts it before the others that she could take. */
      order: z.enum(orderRules),
    })
    .optional(),
});
export const readNextForAgent = route({
  method: "GET",
  path: "/api/routing/agents/:id/next",
  summary: "What an agent would take next, and why",
  tag,
  may: watchers,
  params: byId,
  query: none,
  body: none,
  reply: nextForAgent,
  status: 200,
});
