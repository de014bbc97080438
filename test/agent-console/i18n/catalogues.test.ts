import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";
import { expect, test } from "vitest";
import { en } from "#agent-console/src/i18n/en.ts";
import { es } from "#agent-console/src/i18n/es.ts";
import { zh } from "#agent-console/src/i18n/zh.ts";
import { clockText, formatFor } from "#agent-console/src/i18n/format.ts";

const source = join(import.meta.dirname, "../../../agent-console/src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/u.test(name) && !/^i18n.(en|es|zh)\.ts$/u.test(name))
  .map((name) => ({ name, text: readFileSync(join(source, name), "utf8") }));

const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/gu) ?? []).toSorted();
const others = [
  ["zh", zh],
  ["es", es],
] as const;

test.each(others)("[CON60] %s has every key of English, no other, and nothing empty", (_, catalogue) => {
  expect(Object.keys(catalogue).toSorted()).toEqual(Object.keys(en).toSorted());
  expect(Object.entries(catalogue).filter(([, text]) => text.trim() === "")).toEqual([]);
});

test.each(others)("[CON61] %s keeps the placeholders of each text", (_, catalogue) => {
  const wrong = Object.entries(en).filter(([key, text]) => {
    const other: string = Object.entries(catalogue).find(([name]) => name === key)?.[1] ?? "";
    return placeholders(text).join() !== placeholders(other).join();
  });
  expect(wrong).toEqual([]);
});

/** Words that really are the same; everything else that is equal to English was forgotten. */
const same = new Set([
  "flow.error",
  "word.code",
  "work.chat",
  "medium.chat",
  "point.fax",
  "point.wechat",
  "point.whatsapp",
  "wrapUp.extend",
  "ui.no",
]);

test.each(others)("[CON62] %s is translated: no text is left in English", (_, catalogue) => {
  const english = new Map<string, string>(Object.entries(en));
  const left = Object.entries(catalogue).filter(([key, text]) => english.get(key) === text && !same.has(key));
  expect(left).toEqual([]);
});

test("[CON62] Chinese is written in Chinese", () => {
  const left = Object.entries(zh).filter(([key, text]) => !same.has(key) && !/\p{Script=Han}/u.test(text));
  expect(left).toEqual([]);
});

test("[CON63] every text is used, and every key that is asked for exists", () => {
  const all = files.map(({ text }) => text).join("\n");
  // A key may be put together: `t(`stage.${…}`)` uses all that begin so.
  const families = [...all.matchAll(/`([a-zA-Z.]+\.)\$\{/gu)].map((match) => match[1] ?? "");
  const unused = Object.keys(en).filter(
    (key) => !all.includes(`"${key}"`) && !families.some((family) => key.startsWith(family)),
  );
  expect(unused).toEqual([]);
});

/** Attributes that a person reads or hears. */
const spoken = new Set(["aria-label", "title", "placeholder", "label", "description", "alt", "legend"]);
/** The product's name is a name; formats and samples are not language. */
const allowed = new Set(["Cordboard", "MOS", "ms", "Alt+A", "Alt+Enter", "Alt+M", "Esc"]);

function literals(node: unknown, found: string[]): string[] {
  if (Array.isArray(node)) for (const each of node) literals(each, found);
  else if (typeof node === "object" && node !== null) {
    const fields = new Map<string, unknown>(Object.entries(node));
    const type = fields.get("type");
    if (type === "JSXText") found.push(String(fields.get("value")));
    if (type === "JSXAttribute") {
      const name = new Map<string, unknown>(Object.entries(fields.get("name") ?? {})).get("name");
      const value = new Map<string, unknown>(Object.entries(fields.get("value") ?? {}));
      if (spoken.has(String(name)) && value.get("type") === "Literal") found.push(String(value.get("value")));
    }
    for (const each of fields.values()) literals(each, found);
  }
  return found;
}

test("[CON64] no screen has a word that is not in the catalogue", () => {
  const bare = files
    .filter(({ name }) => name.endsWith(".tsx"))
    .flatMap(({ name, text }) =>
      literals(parseSync(name, text).program, [])
        .flatMap((literal) => literal.split(/[\s·/]+/u))
        .filter((word) => /\p{L}{2,}/u.test(word) && !allowed.has(word))
        .map((word) => `${name}: ${word}`),
    );
  expect(bare).toEqual([]);
});

test("[CON65] dates, numbers and durations follow the language and the reader's time zone", () => {
  const instant = Date.UTC(2026, 10, 21, 12);
  expect(formatFor("en", "UTC").percent(0.744)).toBe("74%");
  expect(formatFor("es", "UTC").percent(0.744)).toBe("74\u00a0%");
  expect(formatFor("zh", "UTC").day(instant)).toBe("2026年11月21日");
  expect(formatFor("es", "UTC").weekday(1)).toBe("lunes");
  expect(formatFor("en", "UTC").relative(instant - 3 * 3_600_000, instant)).toBe("3 hours ago");
  const night = Date.UTC(2026, 10, 21, 22, 30);
  expect(formatFor("zh", "Asia/Shanghai").day(night)).toBe("2026年11月22日");
  expect(formatFor("en", "America/New_York").time(night)).toBe("17:30");
  expect([0, 61_000, 3_723_000, -5].map(clockText)).toEqual(["00:00", "01:01", "1:02:03", "00:00"]);
});
