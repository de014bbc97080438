/** What one browser test works with: a server, a browser, and pages that must not complain. */

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { Me } from "#protocol/api/session.ts";
import { startBackend, type Backend } from "./backend.ts";
import { desktop, launch, newContext, watchFaults, type PageWish } from "./browser.ts";

/** A step that takes longer on a busy machine than this is stuck. */
const STEP_MS_MAX = 10_000;

export interface Stage {
  readonly backend: Backend;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Another tab of the same browser profile. */
  readonly tab: () => Promise<Page>;
}

/** Registers the hooks of a test file; the returned function opens a fresh server and page, closed after the test. */
export function useStage(): (roles: Me["roles"], wish?: PageWish, isSignedIn?: boolean) => Promise<Stage> {
  let browser: Browser | undefined;
  let ending: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async () => {
    const all = ending;
    ending = [];
    for (const end of all.toReversed()) await end();
  });
  return async (roles, wish = desktop, isSignedIn = true) => {
    if (browser === undefined) throw new Error("the browser has not started");
    const backend = await startBackend(roles, isSignedIn);
    backend.world.me = { ...backend.world.me, locale: wish.language };
    const context = await newContext(browser, backend.url, wish);
    const faults: string[][] = [];
    const tab = async () => {
      const page = await context.newPage();
      page.setDefaultTimeout(STEP_MS_MAX);
      faults.push(watchFaults(page));
      return page;
    };
    ending.push(async () => {
      await context.close();
      await backend[Symbol.asyncDispose]();
      expect(faults.flat().filter((fault) => !isExpected(fault))).toEqual([]);
    });
    return { backend, context, page: await tab(), tab };
  };
}

/** Chromium reports each refused request and each lost socket by itself; what the console makes of them is what is tested. */
function isExpected(fault: string): boolean {
  return /Failed to load resource|WebSocket connection to/u.test(fault);
}
