import { expect, test } from "vitest";
import { axeViolations } from "./support/browser.ts";
import { layoutFaults } from "./support/layout.ts";
import { wishes } from "./support/screens.ts";
import { useStage } from "./support/stage.ts";

const open = useStage();

test("[CON189] a token is made by keyboard, shown once, and revoked after asking; one that has ended says so", async () => {
  const { page, backend } = await open(["admin"]);
  await page.goto("/admin/tokens");
  await page.getByRole("row", { name: "Web site" }).getByText("ended").waitFor();
  await page.getByRole("button", { name: "New token" }).press("Enter");
  const form = page.getByRole("dialog");
  const make = form.getByRole("button", { name: "New token" });
  await form.getByLabel("Name").fill("Mail connector");
  await form.getByRole("checkbox", { name: "offer and take back mail and chat" }).press("Space");
  await make.press("Enter");
  await form.getByText("Choose what it may do.").waitFor();
  await form.getByRole("checkbox", { name: "wish for callbacks" }).press("Space");
  await make.press("Enter");
  await form.getByText("Another token has this name.").waitFor();
  await form.getByLabel("Name").fill("Shop");
  await make.press("Enter");
  const token = form.getByRole("textbox", { name: "The token" });
  await expect.poll(() => token.inputValue()).toMatch(/^cbt_x{43}$/u);
  expect(backend.world.tokens[0]).toMatchObject({ name: "Shop", scopes: ["callbacks"] });
  expect(await axeViolations(page)).toEqual([]);
  await form.getByRole("button", { name: "Done" }).press("Enter");
  await form.waitFor({ state: "hidden" });
  const row = page.getByRole("row", { name: "Shop" });
  await row.getByText("never").waitFor();
  expect(await page.locator("body").innerText()).not.toContain("cbt_x");

  await page.getByRole("button", { name: "Revoke Shop" }).press("Enter");
  await form.getByRole("button", { name: "Cancel" }).press("Enter");
  await form.waitFor({ state: "hidden" });
  await row.waitFor();
  await page.getByRole("button", { name: "Revoke Shop" }).press("Enter");
  await form.getByRole("button", { name: "Revoke", exact: true }).press("Enter");
  await row.waitFor({ state: "hidden" });
  expect(backend.world.tokens).toHaveLength(2);
  backend.world.tokens = [];
  await page.reload();
  await page.getByText("No program has a token").waitFor();
});

test.each(wishes)("[CON189] in $language at $width px the form and the token have room", async (wish) => {
  const { page } = await open(["admin"], wish);
  await page.goto("/admin/tokens");
  await page.locator("main button").first().click();
  const form = page.getByRole("dialog");
  await form.locator("input").first().fill("Shop");
  expect([...(await layoutFaults(page)), ...(await axeViolations(page))]).toEqual([]);
  await form.locator('button[type="submit"]').click();
  await form.locator("input[readonly]").waitFor();
  expect([...(await layoutFaults(page)), ...(await axeViolations(page))]).toEqual([]);
});
