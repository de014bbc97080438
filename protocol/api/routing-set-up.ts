/** What an admin sets up for the whole site: groups of agents, what a tier is worth, who is served first, routing rules. */

import { z } from "zod";
import { agentPrompt } from "./at-the-agent.ts";
import { groupIds, preferred, requirement } from "./needs.ts";
import { route, type Role } from "./route.ts";
import { byId, name, none } from "./shapes.ts";

const admin: readonly Role[] = ["admin"];
const watchers: readonly Role[] = ["supervisor", "admin"];
const tag = "Administration";

/** How fast waiting counts: 1 as for everybody, 2 twice as fast. */
export const weight = z.number().min(0.1).max(10);

export const groupInput = z.object({ name });
export const groupView = groupInput.extend({ id: z.uuid(), version: z.int() });
export type GroupView = z.infer<typeof groupView>;
export const listGroups = route({
  method: "GET",
  path: "/api/groups",
  summary: "Groups of agents",
  tag,
  may: watchers,
  params: none,
  query: none,
  body: none,
  reply: z.array(groupView),
  status: 200,
});
export const createGroup = route({
  method: "POST",
  path: "/api/groups",
  summary: "Create a group",
  tag,
  may: admin,
  params: none,
  query: none,
  body: groupInput,
  reply: groupView,
  status: 201,
});
export const changeGroup = route({
  method: "PUT",
  path: "/api/groups/:id",
  summary: "Rename a group",
  tag,
  may: admin,
  params: byId,
  query: none,
  body: groupInput.extend({ version: z.int() }),
  reply: groupView,
  status: 200,
});
export const deleteGroup = route({
  method: "DELETE",
  path: "/api/groups/:id",
  summary: "Delete a group that no agent is in and no queue names",
  tag,
  may: admin,
  params: byId,
  query: none,
  body: none,
  reply: none,
  status: 204,
});

export const routingSettings = z.object({
  version: z.int(),
  /** What a contact's tier is worth in waiting; who has none of these waits as 1. */
  tiers: z.array(z.object({ name: z.string().trim().min(1).max(40), weight })).max(20),
  /** Of equal priority: who waits longest, or who waits longest in parts of the queue's target. */
  serviceOrder: z.enum(["oldest", "urgency"]),
  /** Who has waited longer than this goes before every weight; absent: no such bound. */
  weightedWaitMaxMs: z.int().min(1_000).max(86_400_000).optional(),
});
export type RoutingSettings = z.infer<typeof routingSettings>;
export const readRoutingSettings = route({
  method: "GET",
  path: "/api/routing-settings",
  summary: "Tiers, and who is served first",
  tag,
  may: watchers,
  params: none,
  query: none,
  body: none,
  reply: routingSettings,
  status: 200,
});
export const putRoutingSettings = route({
  method: "PUT",
  path: "/api/routing-settings",
  summary: "Change tiers, and who is served first",
  tag,
  may: admin,
  params: none,
  query: none,
  body: routingSettings,
  reply: routingSettings,
  status: 200,
});

/** Rules within rules; deeper ones are refused, because nobody can read them. */
export const RULE_DEPTH_MAX = 5;

const attribute = z.string().min(1).max(80);
const text = z.string().trim().min(1).max(200);
const tested = [
  z.strictObject({ attribute, is: z.literal("equal"), value: text }),
  z.strictObject({ attribute, is: z.literal("oneOf"), values: z.array(text).min(1).max(50) }),
  z.strictObject({ attribute, is: z.literal("startingWith"), value: text }),
  z.strictObject({ attribute, is: z.enum(["atLeast", "atMost", "moreThan", "lessThan"]), value: z.number() }),
  z.strictObject({ attribute, is: z.literal("yes") }),
  z.strictObject({ attribute, is: z.literal("present") }),
] as const;
export const attributeTest = z.discriminatedUnion("is", tested);
export type AttributeTest = z.infer<typeof attributeTest>;
const scheduleTest = z.strictObject({ schedule: name, says: z.enum(["open", "closed", "holiday"]) });

export type RuleConditionView =
  | { readonly all: readonly RuleConditionView[] }
  | { readonly any: readonly RuleConditionView[] }
  | { readonly not: RuleConditionView }
  | z.infer<typeof scheduleTest>
  | AttributeTest;

const anyRuleCondition: z.ZodType<RuleConditionView, RuleConditionView> = z
  .lazy(() =>
    z.union([
      attributeTest,
      scheduleTest,
      z.strictObject({ all: z.array(anyRuleCondition).max(20).readonly() }),
      z.strictObject({ any: z.array(anyRuleCondition).max(20).readonly() }),
      z.strictObject({ not: anyRuleCondition }),
    ]),
  )
  .meta({ id: "RuleCondition", description: "A test of one attribute, of opening hours, or of other conditions." });
const ruleCondition = anyRuleCondition.refine((condition) => ruleDepth(condition) <= RULE_DEPTH_MAX, {
  message: `at most ${RULE_DEPTH_MAX} levels of conditions`,
});

function ruleDepth(condition: RuleConditionView): number {
  if ("all" in condition) return 1 + Math.max(0, ...condition.all.map(ruleDepth));
  if ("any" in condition) return 1 + Math.max(0, ...condition.any.map(ruleDepth));
  return "not" in condition ? 1 + ruleDepth(condition.not) : 1;
}

const forMs = z.int().min(1_000).max(3_600_000);
export const ruleView = z.object({
  name,
  isActive: z.boolean().default(true),
  when: ruleCondition,
  /** Rules after this one are looked at although it holds. */
  continues: z.boolean().default(false),
  /** What the rule does; what is absent stays as it is. */
  outcome: z.object({
    queue: z.uuid().optional(),
    priority: z.strictObject({ kind: z.enum(["set", "add"]), value: z.int().min(-100).max(100) }).optional(),
    requirement: requirement.default([]),
    preferred: preferred.default([]),
    tier: z.string().trim().min(1).max(40).optional(),
    particular: z
      .discriminatedUnion("who", [
        z.strictObject({ who: z.literal("owner"), forMs }),
        z.strictObject({ who: z.literal("lastAgent"), forMs }),
        z.strictObject({ who: z.literal("named"), agents: groupIds.min(1), forMs }),
      ])
      .optional(),
    agentPrompt: agentPrompt.optional(),
  }),
});
export type RuleView = z.infer<typeof ruleView>;
/** In the order in which they are looked at. */
export const ruleList = z.object({ version: z.int(), rules: z.array(ruleView).max(200) });
export type RuleList = z.infer<typeof ruleList>;
export const readRoutingRules = route({
  method: "GET",
  path: "/api/routing-rules",
  summary: "Rules over callers, in their order",
  tag,
  may: watchers,
  params: none,
  query: none,
  body: none,
  reply: ruleList,
  status: 200,
});
export const putRoutingRules = route({
  method: "PUT",
  path: "/api/routing-rules",
  summary: "Replace all rules over callers",
  tag,
  may: admin,
  params: none,
  query: none,
  body: ruleList,
  reply: ruleList,
  status: 200,
});
