import { expect, test } from "vitest";
import { axeViolations } from "./support/browser.ts";
import { useStage } from "./support/stage.ts";

const open = useStage();

test("[CON184] how much is taken at once is set for the site by keyboard; a profile without anything is warned of", async () => {
  const { page, backend } = await open(["admin"]);
  await page.goto("/admin/capacity");
  const chats = page.getByLabel("Chats at once");
  await chats.fill("5");
  await page.getByLabel("New work during a call").fill("2");
  await page.getByRole("checkbox", { name: "Mail" }).press("Space");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await page.getByText("Saved").waitFor();
  const before = { voice: 1, mail: 1, chat: 5, total: 4, interruptible: [], duringVoice: 2, whileWrappingUp: 0 };
  expect(backend.world.capacity).toEqual(before);

  await page.getByRole("switch", { name: "Takes calls and callbacks" }).press("Space");
  await page.getByLabel("Everything at once").fill("0");
  await page.getByRole("alert").getByText("nothing comes at all").waitFor();
  expect(await axeViolations(page)).toEqual([]);
  backend.broken.add("/api/capacity");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Something broke on the server").waitFor();
  expect(backend.world.capacity).toEqual(before);
});

test("[CON184] an agent gets a profile of her own, beginning as the site's, and gives it back", async () => {
  const { page, backend } = await open(["admin"]);
  await page.goto("/admin/agents");
  const form = page.getByRole("dialog");
  const own = form.getByRole("switch", { name: "A profile of her own" });
  const openHers = async () => {
    await page.getByRole("button", { name: "Omar Haddad", exact: true }).click();
    await own.waitFor();
  };
  await openHers();
  expect(await form.getByLabel("Mails at once").count()).toBe(0);
  await own.press("Space");
  expect(await form.getByLabel("Chats at once").inputValue()).toBe("3");
  await form.getByLabel("Mails at once").fill("4");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  const omar = () => backend.world.agents.find(({ name }) => name === "Omar Haddad");
  expect(omar()?.capacity).toMatchObject({ mail: 4, chat: 3 });
  await openHers();
  expect(await own.isChecked()).toBe(true);
  await own.press("Space");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  expect(omar()?.capacity).toBeUndefined();
});
