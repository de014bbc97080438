/** Who calls the demo and what they press: languages, departments and lines in a mix that gives every agent work. */

import type { DemoCaller, DemoLine, DemoWorldOptions } from "#cti/simulated/demo-world.ts";
import type { ScriptedPress } from "#cti/simulated/parties.ts";
import type { NumberConfig } from "#routing/config.ts";

export const languages = ["en", "es", "zh"] as const;
export type Language = (typeof languages)[number];

const tongues: Readonly<
  Record<
    Language,
    {
      readonly key: string;
      readonly skill: string;
      readonly countryCodes: readonly string[];
      readonly stranger: DemoWorldOptions["strangerNumber"];
    }
  >
> = {
  en: { key: "1", skill: "english", countryCodes: ["1"], stranger: { begins: "1202555", digits: 4 } },
  zh: { key: "2", skill: "chinese", countryCodes: ["86"], stranger: { begins: "86139", digits: 8 } },
  es: { key: "3", skill: "spanish", countryCodes: ["34", "52"], stranger: { begins: "34600", digits: 6 } },
};

/** The flows of the library ask for these. */
const LANGUAGE_SKILL = 3;
const DEPARTMENT_SKILL = 2;

/** One way through a flow of the library: what is pressed, and whom that needs; without a department nobody answers. */
interface Way {
  readonly flow: string;
  readonly weight: number;
  readonly department: "sales" | "support" | "billing" | undefined;
  readonly needsLanguage: boolean;
  readonly presses: (language: Language) => readonly ScriptedPress[];
}

const press = (name: string, delayMs: number, digits: string): ScriptedPress => ({
  after: { kind: "prompt", name },
  delayMs,
  digits,
});
const chooses = (language: Language): ScriptedPress => press("language-choice", 1_500, tongues[language].key);
const account = [press("enter-account", 1_500, "407183#"), press("confirm-entry", 1_000, "1")];

const ways: readonly Way[] = [
  {
    flow: "welcome-three-languages",
    weight: 4,
    department: "sales",
    needsLanguage: true,
    presses: (language) => [chooses(language), press("main-menu", 1_500, "1")],
  },
  {
    flow: "welcome-three-languages",
    weight: 3,
    department: "support",
    needsLanguage: true,
    presses: (language) => [chooses(language), press("main-menu", 2_000, "2")],
  },
  {
    flow: "sales-support",
    weight: 2,
    department: "sales",
    needsLanguage: true,
    presses: () => [press("department-menu", 2_000, "1")],
  },
  {
    flow: "sales-support",
    weight: 2,
    department: "support",
    needsLanguage: true,
    presses: () => [press("department-menu", 2_000, "2"), ...account],
  },
  {
    flow: "sales-support",
    weight: 4,
    department: "billing",
    needsLanguage: true,
    presses: () => [press("department-menu", 2_000, "3"), ...account],
  },
  { flow: "hours-voicemail", weight: 1, department: "support", needsLanguage: false, presses: () => [] },
  // Would rather leave a message than wait.
  {
    flow: "hours-voicemail",
    weight: 0.4,
    department: undefined,
    needsLanguage: false,
    presses: () => [press("please-hold", 3_500, "1")],
  },
];

/** The lines that people of this language call; empty when no number leads to a flow of the library. */
export function linesIn(language: Language, numbers: readonly NumberConfig[]): readonly DemoLine[] {
  return linesOf(language, numbers, ways);
}

/** Those of them on which somebody with these levels of skill, 0 to 5, is of use. */
export function linesFor(
  language: Language,
  numbers: readonly NumberConfig[],
  levelOf: (skill: string) => number,
): readonly DemoLine[] {
  const speaks = levelOf(tongues[language].skill) >= LANGUAGE_SKILL;
  const fitting = ways.filter(
    ({ department, needsLanguage }) =>
      department !== undefined && levelOf(department) >= DEPARTMENT_SKILL && (speaks || !needsLanguage),
  );
  return linesOf(language, numbers, fitting);
}

function linesOf(language: Language, numbers: readonly NumberConfig[], chosen: readonly Way[]): readonly DemoLine[] {
  return chosen.flatMap(({ flow, weight, presses }) => {
    const number = numbers.find((each) => each.flow === flow);
    return number === undefined ? [] : [{ number: number.dialled, weight, presses: presses(language) }];
  });
}

/** Callers are people of their country; those nobody knows have one of its numbers. */
export function callersOf(
  language: Language,
  all: readonly DemoCaller[],
): Pick<DemoWorldOptions, "callers" | "strangerNumber"> {
  const { countryCodes, stranger } = tongues[language];
  return {
    callers: all.filter(({ number }) => countryCodes.some((code) => number?.startsWith(code) === true)),
    strangerNumber: stranger,
  };
}
