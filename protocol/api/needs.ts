/** What is asked of whoever takes an interaction, and how one of several is chosen; shared by queues, their steps and rules. */

import { z } from "zod";
import { ringAgents } from "./at-the-agent.ts";

/** Conditions within conditions; deeper ones are refused, because nobody can read them. */
export const CONDITION_DEPTH_MAX = 4;

const proficiency = z.int().min(1).max(5);

/** At least this proficiency in this skill; with `proficiencyMax` no better than that either. */
export const skillRange = z.strictObject({
  skill: z.uuid(),
  proficiency,
  proficiencyMax: proficiency.optional(),
});
export type SkillRange = z.infer<typeof skillRange>;

export type SkillConditionView =
  | SkillRange
  | { readonly anyOf: readonly SkillConditionView[] }
  | { readonly noneOf: readonly SkillConditionView[] };

const skillCondition: z.ZodType<SkillConditionView, SkillConditionView> = z
  .lazy(() =>
    z.union([
      skillRange,
      z.strictObject({ anyOf: z.array(skillCondition).min(1).max(20).readonly() }),
      z.strictObject({ noneOf: z.array(skillCondition).min(1).max(20).readonly() }),
    ]),
  )
  .meta({ id: "SkillCondition", description: "`anyOf`: one of them will do; `noneOf`: not one may hold." });

/** All of these must hold; an empty list lets anybody. */
export const requirement = z
  .array(skillCondition)
  .max(20)
  .refine((conditions) => conditions.every((each) => skillDepth(each) <= CONDITION_DEPTH_MAX), {
    message: `at most ${CONDITION_DEPTH_MAX} levels of conditions`,
  });
export type RequirementView = z.infer<typeof requirement>;

function skillDepth(condition: SkillConditionView): number {
  if ("anyOf" in condition) return 1 + Math.max(...condition.anyOf.map(skillDepth));
  if ("noneOf" in condition) return 1 + Math.max(...condition.noneOf.map(skillDepth));
  return 1;
}

/** Not needed but better: among able agents the bigger sum of weights goes first. */
export const preferred = z.array(skillRange.extend({ weight: z.int().min(1).max(100) })).max(20);
export type PreferredView = z.infer<typeof preferred>;

/** Ids of groups whose agents may take it; empty: everybody's. */
export const groupIds = z.array(z.uuid()).max(50);

export const strategy = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("longestIdle") }),
  z.strictObject({ kind: z.literal("mostProficient") }),
  z.strictObject({ kind: z.literal("leastOccupied") }),
  z.strictObject({ kind: z.literal("fewestHandled") }),
  z.strictObject({ kind: z.literal("roundRobin") }),
  z.strictObject({ kind: z.literal("topDown"), groups: groupIds.min(1) }),
  z.strictObject({
    kind: z.literal("percentage"),
    shares: z
      .array(z.strictObject({ group: z.uuid(), percent: z.number().min(0).max(100) }))
      .min(1)
      .max(20),
  }),
]);
export type StrategyView = z.infer<typeof strategy>;

/** After so long in the queue the needs are replaced by these; what is absent stays as it was. */
export const relaxationStep = z.object({
  /** Shown to supervisors and kept with the decision. */
  name: z.string().trim().max(80).default(""),
  afterMs: z.int().min(1_000),
  requirement,
  preferred: preferred.optional(),
  groups: groupIds.optional(),
  strategy: strategy.optional(),
  ringAgents: ringAgents.optional(),
});
export type RelaxationStepView = z.infer<typeof relaxationStep>;

/** After so long in the queue, so much is added to the priority. */
export const ageingBand = z.object({
  afterMs: z.int().min(1_000).max(86_400_000),
  priority: z.int().min(-100).max(100),
});
