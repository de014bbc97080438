/** Chromium for the console's tests: pages that remember what went wrong on them, and the accessibility check. */

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { z } from "zod";

const executablePath = process.env["CHROMIUM_BIN"] ?? "/usr/bin/chromium";

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      "--autoplay-policy=no-user-gesture-required",
    ],
  });
}

export interface PageWish {
  readonly width: number;
  readonly scheme: "light" | "dark";
  readonly language: "en" | "zh" | "es";
}

export const desktop: PageWish = { width: 1280, scheme: "light", language: "en" };
const HEIGHT = 860;

export async function newContext(browser: Browser, url: string, wish: PageWish): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: wish.width, height: HEIGHT },
    colorScheme: wish.scheme,
    locale: wish.language,
    reducedMotion: "reduce",
  });
  await context.addInitScript(`localStorage.setItem("cordboard.language", "${wish.language}")`);
  return context;
}

/** What the page complained about: console errors and uncaught exceptions. A failed request that a test wants is filtered by it. */
export function watchFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  return faults;
}

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
let axeSource: string | undefined;

const axeResult = z.array(z.object({ id: z.string(), help: z.string(), nodes: z.array(z.string()) }));

/** Violations of WCAG 2.2 A and AA on the page as it is, one line each; empty when there are none. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  axeSource ??= await readFile(axePath, "utf8");
  await page.evaluate(axeSource);
  const found = axeResult.parse(
    await page.evaluate(`axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then((result) =>
      result.violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 4).map((node) => node.target.join(" ") + " " + (node.any[0]?.message ?? "")) })))`),
  );
  return found.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.join("; ")})`);
}
