/** Which language is shown, and its loading: a catalogue is fetched only when its language is chosen. */

import { createInstance, type i18n as I18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { z } from "zod";
import type { Catalogue } from "./catalogue.ts";

export type Language = "en" | "zh" | "es";
export const languages: readonly Language[] = ["en", "zh", "es"];
/** Each language's own name for itself; never translated. */
export const languageNames: Readonly<Record<Language, string>> = { en: "English", zh: "中文", es: "Español" };

const catalogues: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => (await import("./en.ts")).en,
  zh: async () => (await import("./zh.ts")).zh,
  es: async () => (await import("./es.ts")).es,
};
const zodWords = {
  en: async () => (await import("zod/v4/locales/en.js")).default(),
  zh: async () => (await import("zod/v4/locales/zh-CN.js")).default(),
  es: async () => (await import("zod/v4/locales/es.js")).default(),
} as const;

const STORED = "cordboard.language";
export const i18n: I18n = createInstance();

export function isLanguage(text: string | null | undefined): text is Language {
  return languages.some((language) => language === text);
}

/** The language chosen in this browser before, else the browser's, else English. */
function preferredLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  if (isLanguage(stored)) return stored;
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => isLanguage(tag));
  return isLanguage(wanted) ? wanted : "en";
}

export async function startLanguage(): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: "none",
    fallbackLng: false,
    resources: {},
    keySeparator: false,
    nsSeparator: false,
    returnNull: false,
    interpolation: { escapeValue: false },
  });
  await showLanguage(preferredLanguage());
}

export async function showLanguage(language: Language): Promise<void> {
  if (!i18n.hasResourceBundle(language, "translation"))
    i18n.addResourceBundle(language, "translation", await catalogues[language]());
  z.config(await zodWords[language]());
  await i18n.changeLanguage(language);
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language;
}

export function shownLanguage(): Language {
  return isLanguage(i18n.language) ? i18n.language : "en";
}
