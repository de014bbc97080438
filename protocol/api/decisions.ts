/** The words of a decision on the wire, and the shapes of what was decided. The core's own words are held to these by the compiler. */

import { z } from "zod";

/** Which rule chose the agent. */
export const agentRules = [
  "onlyOne",
  "particularAgent",
  "transfer",
  "callback",
  "preferred",
  "longestIdle",
  "mostProficient",
  "leastOccupied",
  "fewestHandled",
  "roundRobin",
  "topDown",
  "percentage",
] as const;
export type AgentRuleWord = (typeof agentRules)[number];

/** Which rule put an interaction before the others that its agent could have taken. */
export const orderRules = ["onlyOne", "priority", "medium", "weightedWaitMax", "weight", "urgency", "oldest"] as const;
export type OrderRuleWord = (typeof orderRules)[number];

/** Why a free agent was not the one. */
export const passedOverReasons = [
  "lacksSkill",
  "otherGroup",
  "notParticular",
  "lessPreferred",
  "idleShorter",
  "lessProficient",
  "busier",
  "handledMore",
  "reservedLater",
  "lowerGroup",
  "aboveShare",
  "largerId",
  "moreOpenWork",
] as const;
export type PassedOverWord = (typeof passedOverReasons)[number];

/** Why somebody is tried before everybody else. */
export const particularReasons = ["lastAgent", "owner", "named"] as const;
export type ParticularWord = (typeof particularReasons)[number];

/** What changed for somebody who waits, and when. */
export const waitChange = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("relaxed"), at: z.int(), name: z.string() }),
  z.object({ kind: z.literal("aged"), at: z.int(), priority: z.int() }),
  z.object({ kind: z.literal("particularReleased"), at: z.int(), because: z.enum(["timeout", "signedOut"]) }),
  /** Back in the line after an agent was lost; needs and priority begin anew, the place stays. */
  z.object({ kind: z.literal("returned"), at: z.int() }),
]);
export type WaitChange = z.infer<typeof waitChange>;

/**
 * Why that agent: the decision behind one reservation. `rule`, `order` and `reason` are the words above; records that were
 * made by another version may have others.
 */
export const decision = z.object({
  at: z.int(),
  agent: z.string(),
  rule: z.string(),
  /** Absent when nothing else that waited was compared. */
  order: z.string().optional(),
  /** Agents who were free and able, the chosen one included. */
  eligible: z.int().optional(),
  /** The relaxation step that the needs had come to. */
  relaxedTo: z.string().optional(),
  outcome: z.string().optional(),
  /** Up to 20, the next best first. */
  passedOver: z.array(z.object({ agent: z.string(), reason: z.string() })),
});
