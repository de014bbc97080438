import { expect, test } from "vitest";
import { ids } from "./support/ids.ts";
import { useStage } from "./support/stage.ts";

const open = useStage();

test("[RT143] overflow rules are added, filled in, moved and saved, in seconds on screen", async () => {
  const { page, backend } = await open(["admin"]);
  await page.goto("/admin/queues");
  await page.getByRole("button", { name: "Sales", exact: true }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("tab", { name: "When it takes too long" }).click();
  await form.getByRole("button", { name: "Add a rule" }).click();
  const rule = form.getByRole("group", { name: "Rule 2" });
  await rule.getByLabel("Time").fill("90");
  await rule.getByLabel("Then").selectOption("to another queue");
  await rule.getByLabel("Queue", { exact: true }).selectOption("Support");
  await rule.getByLabel("Keeps its priority").uncheck();
  await form.getByRole("button", { name: "Move up: rule 2" }).press("Enter");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  expect(backend.world.queues[0]?.overflow).toEqual([
    {
      when: { kind: "waited", afterMs: 90_000 },
      to: { kind: "queue", queue: ids.support, keepsPriority: false, keepsTime: true },
    },
    { when: { kind: "emergency" }, to: { kind: "voicemail", box: "Sales" } },
  ]);
});

test("[RT134] the board's emergency switch asks before it switches, for a queue and for the site", async () => {
  const { page, backend } = await open(["supervisor"]);
  await page.goto("/board");
  await page.getByRole("button", { name: "Switch the emergency on: Sales" }).click();
  expect(backend.world.board.queues[ids.sales]?.isEmergency).toBeUndefined();
  const asked = page.getByRole("dialog");
  await asked.getByRole("button", { name: "Switch", exact: true }).click();
  await asked.waitFor({ state: "hidden" });
  await expect.poll(() => backend.world.board.queues[ids.sales]?.isEmergency).toBe(true);
  await page.getByRole("button", { name: "Switch the emergency on: the whole site" }).click();
  await asked.getByRole("button", { name: "Switch", exact: true }).click();
  await expect.poll(() => backend.world.board.isEmergency).toBe(true);
  expect(await page.getByRole("button", { name: "Switch the emergency on: Support" }).count()).toBe(0);
});
