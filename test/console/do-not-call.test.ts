import { expect, test } from "vitest";
import { axeViolations } from "./support/browser.ts";
import { ids } from "./support/ids.ts";
import { layoutFaults } from "./support/layout.ts";
import { wishes } from "./support/screens.ts";
import { useStage } from "./support/stage.ts";

const open = useStage();

test("[CON185] numbers are listed with a reason, found, and taken off after asking, by keyboard alone", async () => {
  const { page, backend } = await open(["supervisor"]);
  await page.goto("/board");
  await page.getByRole("link", { name: "Do not call" }).press("Enter");
  const table = page.getByRole("region", { name: "Do not call" });
  const row = (name: string) => table.getByRole("row", { name });
  await row("+34 911 22 23 33").getByText("Lin Chen").waitFor();
  await page.getByRole("button", { name: "List a number" }).press("Enter");
  const form = page.getByRole("dialog");
  const save = form.getByRole("button", { name: "List a number" });
  await form.getByLabel("Number").fill("nobody");
  await save.press("Enter");
  await form.getByText("no phone number").waitFor();
  await form.getByLabel("Number").fill("+34 600 111 222");
  await form.getByLabel("Reason").fill("Court order");
  await save.press("Enter");
  await row("+34 600 11 12 22").getByText("Court order").waitFor();

  await page.getByRole("searchbox", { name: "Number or reason" }).fill("court");
  await expect.poll(() => table.getByRole("row").count()).toBe(2);
  expect(new URL(page.url()).search).toBe("?q=court");
  const remove = page.getByRole("button", { name: "Take +34 600 11 12 22 off the list" });
  await remove.press("Enter");
  await form.getByRole("button", { name: "Cancel" }).press("Enter");
  await form.waitFor({ state: "hidden" });
  expect(backend.world.doNotCall).toHaveLength(3);
  await remove.press("Enter");
  await form.getByRole("button", { name: "Take it off" }).press("Enter");
  await page.getByText("Nothing on the list is like that").waitFor();
  expect(backend.world.doNotCall).toHaveLength(2);
  await page.getByRole("searchbox").fill("");
  await row("+34 911 22 23 33").waitFor();
});

test("[CON186] a file with mistakes says each line and imports nothing; the other lines can be had", async () => {
  const { page, backend } = await open(["supervisor"]);
  await page.goto("/do-not-call");
  await page.getByRole("button", { name: "Import a file" }).click();
  const form = page.getByRole("dialog");
  const go = form.getByRole("button", { name: "Import", exact: true });
  expect(await go.isDisabled()).toBe(true);
  await form.locator('input[type="file"]').setInputFiles({
    name: "list.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("+34600111222,asked\nnobody at all\n+34600111333"),
  });
  await expect.poll(() => form.getByLabel("Lines").inputValue()).toContain("nobody at all");
  await go.press("Enter");
  const alert = form.getByRole("alert");
  await alert.getByText("Nothing was imported. Lines with problems: 1").waitFor();
  await alert.getByText("Line 2: no phone number").waitFor();
  await alert.getByText("nobody at all").waitFor();
  expect(backend.world.doNotCall).toHaveLength(2);
  expect(await axeViolations(page)).toEqual([]);
  await form.getByRole("button", { name: "Import the other lines" }).press("Enter");
  await page.getByText("2 added, 0 changed").waitFor();
  await page.getByRole("row", { name: "+34 600 11 13 33" }).waitFor();

  backend.world.doNotCall = [];
  await page.reload();
  await page.getByText("Nobody is listed").waitFor();
});

test.each(wishes)("[CON186] in $language at $width px the import and its problems have room", async (wish) => {
  const { page } = await open(["admin"], wish);
  await page.goto("/do-not-call");
  await page.locator("main button").first().click();
  await page
    .getByRole("dialog")
    .getByRole("textbox")
    .fill(`+34600111222\n${"no number here ".repeat(6)}`);
  await page.getByRole("dialog").locator('button[type="submit"]').click();
  await page.getByRole("dialog").getByRole("alert").waitFor();
  expect([...(await layoutFaults(page)), ...(await axeViolations(page))]).toEqual([]);
});

test("[CON187] a contact gets an owner and a do-not-call mark in her form, and loses them there", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto(`/contacts/${ids.maria}`);
  const maria = () => backend.world.contacts.find(({ id }) => id === ids.maria);
  const openForm = () => page.getByRole("button", { name: "Edit" }).click();
  await openForm();
  const form = page.getByRole("dialog");
  const owner = form.getByLabel("Owner");
  const mark = form.getByRole("switch", { name: "Nobody may call back" });
  await expect.poll(() => owner.locator("option").allTextContents()).toContain("Omar Haddad");
  await owner.selectOption({ label: "Omar Haddad" });
  await mark.press("Space");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  expect(maria()).toMatchObject({ isDoNotCall: true, jobTitle: "Head of purchasing" });
  await page.getByRole("heading", { name: "María López" }).getByText("do not call").waitFor();
  await page.getByText("Omar Haddad").waitFor();

  // Who has left stays the owner until another is chosen.
  backend.world.agents = backend.world.agents.filter(({ name }) => name !== "Omar Haddad");
  await page.reload();
  await page.getByText("Somebody who takes no calls any more").waitFor();
  await openForm();
  await mark.press("Space");
  await owner.selectOption({ label: "Nobody" });
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  expect(maria()?.isDoNotCall).toBe(false);
  expect(maria()?.owner).toBeUndefined();
});
