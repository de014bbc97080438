/** Rules are tried before anybody calls. */

import { expect, test } from "vitest";
import { axeViolations } from "./support/browser.ts";
import { ids } from "./support/ids.ts";
import { layoutFaults } from "./support/layout.ts";
import { wishes } from "./support/screens.ts";
import { useStage } from "./support/stage.ts";

const open = useStage();

test("[CON188] by keyboard: a contact, a number and what the flow knows; which rules hold, what comes of it, who would take it", async () => {
  const { page, backend } = await open(["supervisor"]);
  await page.goto("/admin/rule-trial");
  await page.getByText(/^The answer names the rules that hold for him/u).waitFor();
  const contact = page.getByRole("combobox", { name: "Contact", exact: true });
  await contact.fill("mar");
  await page.getByRole("option", { name: /María López/u }).waitFor();
  await contact.press("ArrowDown");
  await contact.press("Enter");
  await page.getByLabel("Number that calls").fill("+34600111222");
  await page.getByRole("combobox", { name: "Dialled number" }).fill("+34910000000");
  const flow = page.getByRole("combobox", { name: "What the flow would know" });
  await flow.fill("order");
  await flow.press("Enter");
  const go = page.getByRole("button", { name: "Try", exact: true });
  await go.press("Enter");
  await page.getByText("Write name=value").waitFor();
  expect(backend.world.trials).toEqual([]);
  await flow.press("Backspace");
  await flow.fill("order=A-77");
  await flow.press("Enter");
  await go.press("Enter");
  const rules = page.getByRole("list", { name: "Rules, in their order" });
  await rules.waitFor();
  expect((await rules.getByRole("listitem").allInnerTexts()).map((text) => text.replaceAll(/\s+/gu, " "))).toEqual([
    "Open complaint holds",
    "Night does not hold",
    "Everybody else not looked at any more",
    "Debt switched off",
  ]);
  expect(backend.world.trials).toEqual([
    {
      queue: ids.sales,
      contact: ids.maria,
      number: "+34600111222",
      dialled: "+34910000000",
      language: "en",
      flow: { order: "A-77" },
    },
  ]);
  for (const text of ["Who looks after the customer: Lin Chen, 30 s", "Sales ≥ 3", "complaint", "A-77"])
    await page.getByText(text).first().waitFor();
  // And the dry run, with what overflow would do.
  await page.getByText("Lin Chen would be rung").waitFor();
  await page.getByText("fewer agents are ready than 3 → to another queue: Support").waitFor();
  expect(await axeViolations(page)).toEqual([]);

  await page.getByLabel("Number that calls").fill("0");
  await go.press("Enter");
  await page.getByText("Something broke on the server").waitFor();
  expect(await rules.count()).toBe(0);
});

test.each(wishes)("[CON188] in $language at $width px the answer has room", async (wish) => {
  const { page } = await open(["admin"], wish);
  await page.goto("/admin/rule-trial");
  await page.locator('main button[type="submit"]').click();
  await page.locator("main ol").first().waitFor();
  expect([...(await layoutFaults(page)), ...(await axeViolations(page))]).toEqual([]);
});
