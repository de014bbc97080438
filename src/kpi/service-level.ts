/** The service level: which share was answered in time. What counts as "all" differs from site to site, so every formula in use has a name. */

import type { VisitCounts } from "./visits.ts";

/** `docs/spec/kpi.md` says who uses which. SL-6 is SL-1 by another way of counting and has no entry. */
export type ServiceLevelFormula = "SL-1" | "SL-2" | "SL-3" | "SL-4" | "SL-5" | "SL-7" | "SL-8";

export interface FormulaDefinition {
  /** In the letters of docs/spec/kpi.md; shown beside every figure. */
  readonly text: string;
  readonly numerator: (counts: VisitCounts) => number;
  readonly denominator: (counts: VisitCounts) => number;
}

/** A = answered, A_T = answered in time, B = abandoned, B_T = abandoned in time, S = short abandons, F = flowed out, W = left the queue in time. */
export const serviceLevelFormulas: Readonly<Record<ServiceLevelFormula, FormulaDefinition>> = {
  "SL-1": {
    text: "A_T ÷ A",
    numerator: (counts) => counts.answeredWithin,
    denominator: (counts) => counts.answered,
  },
  "SL-2": {
    text: "(A_T + B_T) ÷ (A + B)",
    numerator: (counts) => counts.answeredWithin + counts.abandonedWithin,
    denominator: (counts) => counts.answered + counts.abandoned,
  },
  "SL-3": {
    text: "A_T ÷ (A + B)",
    numerator: (counts) => counts.answeredWithin,
    denominator: (counts) => counts.answered + counts.abandoned,
  },
  "SL-4": {
    text: "A_T ÷ (A + B − S)",
    numerator: (counts) => counts.answeredWithin,
    denominator: (counts) => counts.answered + counts.abandoned - counts.shortAbandoned,
  },
  "SL-5": {
    text: "A_T ÷ (A + B + F)",
    numerator: (counts) => counts.answeredWithin,
    denominator: (counts) => counts.answered + counts.abandoned + counts.flowedOut,
  },
  "SL-7": {
    text: "A_T ÷ offered",
    numerator: (counts) => counts.answeredWithin,
    denominator: (counts) => counts.offered,
  },
  "SL-8": {
    text: "W ÷ offered",
    numerator: (counts) => counts.leftWithin,
    denominator: (counts) => counts.offered,
  },
};

/** kpi.md, Decisions. */
export const DEFAULT_FORMULA: ServiceLevelFormula = "SL-4";

/** A share from 0 to 1; undefined when nothing counts yet. */
export function serviceLevel(formula: ServiceLevelFormula, counts: VisitCounts): number | undefined {
  const definition = serviceLevelFormulas[formula];
  const all = definition.denominator(counts);
  return all <= 0 ? undefined : definition.numerator(counts) / all;
}
