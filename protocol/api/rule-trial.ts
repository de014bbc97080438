/** Trying the routing rules on somebody who does not call: which hold, and what they come to. Nothing is touched. */

import { z } from "zod";
import { dryRun } from "./dry-run.ts";
import { preferred, requirement } from "./needs.ts";
import { route } from "./route.ts";
import { locale, none } from "./shapes.ts";

const VALUES_MAX = 40;

export const ruleTrialInput = z.strictObject({
  /** The queue that the flow would name. */
  queue: z.uuid(),
  /** Who calls; absent: whoever has the number, as for a call. */
  contact: z.uuid().optional(),
  number: z.string().trim().max(40).optional(),
  dialled: z.string().trim().max(40).optional(),
  /** In which the flow talks. */
  language: locale.optional(),
  /** What the flow would have asked, by the names that rules know (`flow.order` is `order` here). */
  flow: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,59}$/), z.string().max(200))
    .refine((values) => Object.keys(values).length <= VALUES_MAX, { message: "at most 40 values" })
    .default({}),
});
export type RuleTrialInput = z.input<typeof ruleTrialInput>;

export const ruleVerdict = z.enum(["holds", "fails", "notReached", "off"]);

const named = z.object({ id: z.uuid(), name: z.string() });
export const ruleTrial = z.object({
  at: z.int(),
  match: z.enum(["known", "maybe", "none", "withheld"]),
  /** What rules may look at, by its name; texts as rules compare them. */
  values: z.array(z.object({ name: z.string(), value: z.string() })),
  /** All rules in their order. */
  rules: z.array(z.object({ name: z.string(), verdict: ruleVerdict })),
  queue: named,
  priority: z.int(),
  tier: z.string().optional(),
  /** What the rules add to the queue's own. */
  requirement,
  preferred,
  particular: z
    .object({ why: z.enum(["owner", "lastAgent", "named"]), agents: z.array(named), until: z.int() })
    .optional(),
  /** What the agent hears before she is joined with him. */
  agentPrompt: z.string().optional(),
  /** Who would take him. */
  dryRun,
});
export type RuleTrialView = z.infer<typeof ruleTrial>;

export const tryRoutingRules = route({
  method: "POST",
  path: "/api/routing/rules/trial",
  summary: "Which rules would apply to a caller, what they come to, and who would take him",
  tag: "Routing",
  may: ["supervisor", "admin"],
  params: none,
  query: none,
  body: ruleTrialInput,
  reply: ruleTrial,
  status: 200,
});
