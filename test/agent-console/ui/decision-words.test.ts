/** Every word of the core about a decision, in every language of the console. */

import { expect, expectTypeOf, test } from "vitest";
import { en } from "#agent-console/src/i18n/en.ts";
import { es } from "#agent-console/src/i18n/es.ts";
import { zh } from "#agent-console/src/i18n/zh.ts";
import type { Translate } from "#agent-console/src/i18n/use-t.ts";
import {
  becauseWords,
  changeWords,
  orderSentence,
  orderWords,
  particularWords,
  reasonWords,
  ruleWords,
  wordOf,
} from "#agent-console/src/ui/decision-words.ts";
import {
  agentRules,
  orderRules,
  particularReasons,
  passedOverReasons,
  type AgentRuleWord,
  type OrderRuleWord,
  type ParticularWord,
  type PassedOverWord,
  type WaitChange,
} from "#protocol/api/decisions.ts";
import type { AgentRule, OrderRule, Particular, PassedOver } from "#routing/facts.ts";

const catalogues: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["en", en],
  ["es", es],
  ["zh", zh],
];

/** Throws for a text that is not there; fills the placeholders like the screen does. */
function translator(catalogue: Readonly<Record<string, string>>): Translate {
  return (key, values = {}) => {
    const text = catalogue[key];
    if (text === undefined) throw new Error(`there is no text ${key}`);
    return text.replaceAll(/\{\{(\w+)\}\}/gu, (_, name: string) => String(values[name]));
  };
}

const changes: readonly WaitChange[] = [
  { kind: "relaxed", at: 1, name: "any proficiency" },
  { kind: "aged", at: 1, priority: 4 },
  { kind: "particularReleased", at: 1, because: "timeout" },
  { kind: "particularReleased", at: 1, because: "signedOut" },
  { kind: "returned", at: 1 },
];

test("[CON150] the words on the wire are those of the core, no more and no fewer", () => {
  expectTypeOf<AgentRuleWord>().toEqualTypeOf<AgentRule>();
  expectTypeOf<OrderRuleWord>().toEqualTypeOf<OrderRule>();
  expectTypeOf<PassedOverWord>().toEqualTypeOf<PassedOver["reason"]>();
  expectTypeOf<ParticularWord>().toEqualTypeOf<Particular["why"]>();
});

test.each(catalogues)("[CON150] %s has words of its own for every rule, order, reason and change", (_, catalogue) => {
  const t = translator(catalogue);
  const of = (words: Parameters<typeof wordOf>[1], codes: readonly string[]) =>
    codes.map((code) => wordOf(t, words, code));
  for (const [words, codes] of [
    [ruleWords, agentRules],
    [orderWords, orderRules.filter((rule) => rule !== "onlyOne")],
    [reasonWords, passedOverReasons],
    [particularWords, particularReasons],
  ] as const) {
    const told = of(words, codes);
    expect(new Set(told).size).toBe(codes.length);
    // None shows its code.
    expect(told.filter((word) => codes.some((code) => code === word))).toEqual([]);
  }
  expect(new Set(orderRules.map((order) => orderSentence(t, order))).size).toBe(orderRules.length);
  expect(new Set(changes.map((change) => changeWords(t, change))).size).toBe(changes.length);
  for (const rule of agentRules) {
    expect(becauseWords(t, rule, 4)).toContain("4");
    expect(becauseWords(t, rule, 4)).toContain(wordOf(t, ruleWords, rule));
    expect(becauseWords(t, rule, 1)).not.toContain("1");
  }
});

test("[CON150] a word of another version shows itself", () => {
  const t = translator(en);
  expect(becauseWords(t, "byMoonPhase", undefined)).toBe("Rung because: byMoonPhase.");
  expect(wordOf(t, reasonWords, "toString")).toBe("toString");
});
