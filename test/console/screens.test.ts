import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { axeViolations, type PageWish } from "./support/browser.ts";
import { useStage } from "./support/stage.ts";
import { id, ids } from "./support/ids.ts";
import { incomingCall } from "./support/incoming-call.ts";

const open = useStage();

/** Every screen, and how one knows that it has come. */
const screens: readonly (readonly [path: string, ready: string])[] = [
  ["/desk", ".cb-tile"],
  ["/board", "td .cb-state"],
  ["/dry-run", "main form"],
  [`/dry-run?call=${id(5, 21)}`, "td"],
  ["/calls", "td"],
  [`/calls/${id(5, 101)}`, "td"],
  ["/records", "td"],
  ["/contacts", "td"],
  [`/contacts/${ids.maria}`, "ol li"],
  ["/accounts", "td"],
  [`/accounts/${ids.acme}`, "dl"],
  ["/tasks", "main li"],
  ["/notes", "main li"],
  ["/voicemails", "audio"],
  ["/callbacks", "td"],
  ["/callbacks?state=ended", "td"],
  ["/settings", "main li"],
  ["/admin/agents", "td"],
  ["/admin/skills", "main li"],
  ["/admin/queues", "td"],
  ["/admin/groups", "main li"],
  ["/admin/order", "main fieldset"],
  ["/admin/rules", "main dl"],
  ["/admin/numbers", "td"],
  ["/admin/flows", "td"],
  ["/admin/flows/welcome", "main li"],
  ["/admin/schedules", "dl"],
  ["/admin/dispositions", "td"],
  ["/admin/reasons", "td"],
  ["/admin/dialling", "main fieldset"],
  ["/admin/doctor", "main li"],
  ["/nowhere", "main a"],
];

/** Each pair of language, scheme and width is met at least once. */
const wishes: readonly PageWish[] = [
  { language: "en", scheme: "light", width: 1280 },
  { language: "zh", scheme: "dark", width: 1280 },
  { language: "es", scheme: "dark", width: 1280 },
  { language: "en", scheme: "dark", width: 390 },
  { language: "zh", scheme: "light", width: 390 },
  { language: "es", scheme: "light", width: 390 },
];

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
    ...(isTooWide ? [`${name}: wider than the window`] : []),
    ...(language === wish.language ? [] : [`${name}: in ${language}`]),
  ];
}

test.each(wishes)(
  "[CON80] every screen in $language, $scheme, $width px: no WCAG violation, nothing too wide",
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
  "[CON80] a call from ring to wrap-up in $language, $scheme, $width px: no WCAG violation",
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

/** The forms that have most in them, each with a section of its own in view. */
const forms: readonly (readonly [path: string, opener: string, tabs: number])[] = [
  ["/admin/queues", "main td button", 7],
  ["/admin/agents", "main td button", 0],
  ["/admin/rules", "main .cb-panel button:nth-of-type(3)", 0],
];

test.each(wishes)(
  "[CON80] the forms of the set-up in $language, $scheme, $width px: no WCAG violation, nothing too wide",
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
