/**
 * Why an agent, why a caller, why not somebody else: the words of decisions. Each table has every word that the server
 * knows; a word of another version shows itself.
 */

import type {
  AgentRuleWord,
  OrderRuleWord,
  ParticularWord,
  PassedOverWord,
  WaitChange,
} from "#protocol/api/decisions.ts";
import type { CatalogueKey } from "../i18n/catalogue.ts";
import type { Translate } from "../i18n/use-t.ts";

export const ruleWords: Readonly<Record<AgentRuleWord, CatalogueKey>> = {
  onlyOne: "rule.onlyOne",
  particularAgent: "rule.particularAgent",
  transfer: "rule.transfer",
  callback: "rule.callback",
  preferred: "rule.preferred",
  longestIdle: "rule.longestIdle",
  mostProficient: "rule.mostProficient",
  leastOccupied: "rule.leastOccupied",
  fewestHandled: "rule.fewestHandled",
  roundRobin: "rule.roundRobin",
  topDown: "rule.topDown",
  percentage: "rule.percentage",
};

/** `onlyOne` is a sentence of its own: nothing was compared. */
export const orderWords: Readonly<Record<Exclude<OrderRuleWord, "onlyOne">, CatalogueKey>> = {
  priority: "before.priority",
  weightedWaitMax: "before.weightedWaitMax",
  weight: "before.weight",
  urgency: "before.urgency",
  oldest: "before.oldest",
  medium: "before.medium",
};

/** The last three: of records that were made before there was a reason for each. */
export const reasonWords: Readonly<Record<PassedOverWord | "notReady" | "engaged" | "nextPresence", CatalogueKey>> = {
  lacksSkill: "passed.lacksSkill",
  otherGroup: "passed.otherGroup",
  notParticular: "passed.notParticular",
  lessPreferred: "passed.lessPreferred",
  idleShorter: "passed.idleShorter",
  lessProficient: "passed.lessProficient",
  busier: "passed.busier",
  handledMore: "passed.handledMore",
  reservedLater: "passed.reservedLater",
  lowerGroup: "passed.lowerGroup",
  aboveShare: "passed.aboveShare",
  largerId: "passed.largerId",
  moreOpenWork: "passed.moreOpenWork",
  notReady: "passed.notReady",
  engaged: "passed.engaged",
  nextPresence: "passed.nextPresence",
};

export const particularWords: Readonly<Record<ParticularWord, CatalogueKey>> = {
  lastAgent: "particular.lastAgent",
  owner: "particular.owner",
  named: "particular.named",
};

export function wordOf(t: Translate, words: Readonly<Record<string, CatalogueKey>>, code: string): string {
  const key = Object.hasOwn(words, code) ? words[code] : undefined;
  return key === undefined ? code : t(key);
}

/** "Rung because: idle for longest, of 4 who were free and able." */
export function becauseWords(t: Translate, rule: string, eligible: number | undefined): string {
  const word = wordOf(t, ruleWords, rule);
  return eligible === undefined || eligible < 2
    ? t("decision.because", { rule: word })
    : t("decision.becauseOf", { rule: word, count: eligible });
}

/** The same of what has not happened: "Because: idle for longest, of 4 who are free and able." */
export function wouldBecauseWords(t: Translate, rule: AgentRuleWord, eligible: number): string {
  const word = t(ruleWords[rule]);
  return eligible < 2 ? t("dryRun.because", { rule: word }) : t("dryRun.becauseOf", { rule: word, count: eligible });
}

/** "Chosen before other callers because: bigger priority." */
export function orderSentence(t: Translate, order: string): string {
  if (order === "onlyOne") return t("decision.orderOnly");
  return t("decision.orderBecause", { order: wordOf(t, orderWords, order) });
}

export function changeWords(t: Translate, change: WaitChange): string {
  switch (change.kind) {
    case "relaxed":
      return t("change.relaxed", { name: change.name });
    case "aged":
      return t("change.aged", { priority: change.priority });
    case "particularReleased":
      return t(`change.particularReleased.${change.because}`);
    case "returned":
      return t("change.returned");
    default:
      return change satisfies never;
  }
}
