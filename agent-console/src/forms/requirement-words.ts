/** A requirement in one line, for tables. */

import type { SkillConditionView } from "#protocol/api/needs.ts";
import type { Translate } from "../i18n/use-t.ts";

/** `nameOf` turns a skill's id into its name. Empty for "anybody". */
export function requirementWords(
  t: Translate,
  requirement: readonly SkillConditionView[],
  nameOf: (skill: string) => string,
): string {
  return requirement.map((each) => words(t, each, nameOf)).join(", ");
}

function words(t: Translate, condition: SkillConditionView, nameOf: (skill: string) => string): string {
  if ("anyOf" in condition) return `${t("condition.anyOf")} (${requirementWords(t, condition.anyOf, nameOf)})`;
  if ("noneOf" in condition) return `${t("condition.noneOf")} (${requirementWords(t, condition.noneOf, nameOf)})`;
  const { skill, proficiency, proficiencyMax } = condition;
  return `${nameOf(skill)} ${proficiencyMax === undefined ? `≥ ${proficiency}` : `${proficiency}–${proficiencyMax}`}`;
}
