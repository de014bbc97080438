import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { axeViolations, type PageWish } from "./support/browser.ts";
import { ids } from "./support/ids.ts";
import { incomingCall } from "./support/incoming-call.ts";
import { layoutFaults } from "./support/layout.ts";
import { forms, screens, wishes } from "./support/screens.ts";
import { useStage } from "./support/stage.ts";

const open = useStage();

async function faultsOf(page: Page, name: string, wish: PageWish): Promise<readonly string[]> {
  const violations = await axeViolations(page);
  const isTooWide = await page.evaluate(() => {
    const main = document.querySelector("main");
    return (
      document.documentElement.scrollWidth > window.innerWidth || (main !== null && main.scrollWidth > main.clientWidth)
    );
  });
  const language = await page.evaluate(() => document.documentElement.lang);
  return [
    ...violations.map((violation) => `${name}: ${violation}`),
    ...(await layoutFaults(page)).map((fault) => `${name}: ${fault}`),
    ...(isTooWide ? [`${name}: wider than the window`] : []),
    ...(language === wish.language ? [] : [`${name}: in ${language}`]),
  ];
}

test.each(wishes)(
  "[CON80] [CON82] every screen in $language, $scheme, $width px: no WCAG violation, nothing too wide, cut or overlapped",
  async (wish) => {
    const { page } = await open(["agent", "supervisor", "admin"], wish);
    const faults: string[] = [];
    for (const [path, ready] of screens) {
      await page.goto(path);
      await page.waitForSelector(ready);
      faults.push(...(await faultsOf(page, path, wish)));
    }
    expect(faults).toEqual([]);
  },
);

test.each(wishes)(
  "[CON80] [CON82] a call from ring to wrap-up in $language, $scheme, $width px: no WCAG violation, nothing cut or overlapped",
  async (wish) => {
    const { page, backend } = await open(["agent"], wish);
    const faults: string[] = [];
    const look = async (name: string, ready: string) => {
      await page.waitForSelector(ready);
      faults.push(...(await faultsOf(page, name, wish)));
    };
    await page.goto("/desk");
    for (const match of ["known", "maybe", "none", "withheld"] as const) {
      backend.change(({ desk }) => {
        desk.engagement = "reserved";
        desk.call = incomingCall(Date.now(), match);
      });
      await look(`ringing, ${match}`, '.cb-strip[data-look="ringing"]');
    }
    for (const [stage, look_] of [
      ["talking", "talking"],
      ["held", "paused"],
    ] as const) {
      backend.change(({ desk }) => {
        desk.engagement = "talking";
        desk.call = { ...incomingCall(Date.now(), "known"), stage };
      });
      await look(stage, `.cb-strip[data-look="${look_}"]`);
    }
    await page.keyboard.press("Alt+t");
    await look("transfer", '[role="dialog"] .cb-key-choice');
    await page.keyboard.press("Escape");
    await page.keyboard.press("Alt+k");
    await look("keypad", '[role="dialog"] .cb-pad');
    await page.keyboard.press("Escape");
    backend.change(({ desk }) => {
      desk.engagement = "wrapUp";
      desk.call = { ...incomingCall(Date.now(), "known"), stage: "ended" };
      desk.wrapUp = { interaction: ids.call, until: Date.now() + 30_000, canExtend: true };
    });
    await look("wrap-up", '.cb-strip[data-look="wrapUp"]');
    expect(faults).toEqual([]);
  },
);

test.each(wishes)(
  "[CON80] [CON82] the forms of the set-up in $language, $scheme, $width px: no WCAG violation, nothing too wide, cut or overlapped",
  async (wish) => {
    const { page } = await open(["agent", "supervisor", "admin"], wish);
    const faults: string[] = [];
    for (const [path, opener, tabs] of forms) {
      await page.goto(path);
      await page.locator(opener).first().click();
      const form = page.getByRole("dialog");
      await form.locator("input").first().waitFor();
      for (let tab = 0; tab < Math.max(1, tabs); tab += 1) {
        if (tabs > 0) await form.getByRole("tab").nth(tab).click();
        faults.push(...(await faultsOf(page, `${path}, section ${tab}`, wish)));
      }
    }
    expect(faults).toEqual([]);
  },
);

test("[CON81] loading fails: the screen says so and tries again when asked", async () => {
  const { page, backend } = await open(["agent"]);
  backend.broken.add("/api/contacts");
  await page.goto("/contacts");
  await page.getByRole("alert").getByText("Something broke on the server").waitFor();
  backend.broken.clear();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("link", { name: "María López" }).waitFor();
});
