import { expect, test } from "vitest";
import { useStage } from "./support/stage.ts";

const open = useStage();

test("[CON175] how a queue calls back is set up in minutes, hours and calling hours, and switched off", async () => {
  const { page, backend } = await open(["admin"]);
  await page.goto("/admin/queues");
  const openSection = async () => {
    await page.getByRole("button", { name: "Sales", exact: true }).click();
    await page.getByRole("dialog").getByRole("tab", { name: "Callbacks" }).click();
  };
  await openSection();
  const form = page.getByRole("dialog");
  const save = form.getByRole("button", { name: "Save" });
  await form.getByLabel("Who is rung first").selectOption({ label: "The customer" });
  await form.getByLabel("Try again after").fill("0");
  await save.click();
  await form.getByRole("img", { name: "something is not right here" }).waitFor();
  expect(await form.getByLabel("Try again after").getAttribute("aria-invalid")).toBe("true");
  await form.getByLabel("Try again after").fill("20");
  await form.getByLabel("Who gives up after").fill("45");
  await form.getByLabel("Add hours: Tuesday").press("Enter");
  await form.getByLabel("Closes: Tuesday").fill("14:30");
  await save.click();
  await form.waitFor({ state: "hidden" });
  expect(backend.world.queues[0]?.callback).toEqual({
    mode: "customerFirst",
    attemptsMax: 3,
    retryAfterMs: 1_200_000,
    expiresAfterMs: 86_400_000,
    windows: [
      { weekday: 1, opens: 540, closes: 1_080 },
      { weekday: 2, opens: 540, closes: 870 },
    ],
    timeZone: "Europe/Madrid",
    personalMs: 900_000,
    abandonedAfterMs: 45_000,
  });

  await openSection();
  await form.getByRole("switch", { name: "Call customers back" }).press("Space");
  expect(await form.getByLabel("Try again after").count()).toBe(0);
  await save.click();
  await form.waitFor({ state: "hidden" });
  expect(backend.world.queues[0]?.callback).toBeUndefined();
});
