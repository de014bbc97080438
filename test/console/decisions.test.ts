/** What a supervisor reads about decisions: those that were made, and those that would be. */

import { expect, test } from "vitest";
import { id, ids } from "./support/ids.ts";
import { useStage } from "./support/stage.ts";

const open = useStage();

test("[CON151] a call's page tells in sentences why this agent, why not the others, why this caller, and each step", async () => {
  const { page } = await open(["supervisor"]);
  await page.goto(`/calls/${id(5, 101)}`);
  const decision = page.getByRole("listitem").filter({ hasText: "Rung because" });
  const told = await decision.innerText();
  for (const sentence of [
    "Rung because: idle for longest, of 3 who were free and able.",
    "Chosen before other callers because: bigger priority.",
    "The requirement had come to the step “Any proficiency”.",
    "Mara Ruiz — idle for a shorter time",
    "Omar Haddad — lacks a skill",
  ]) {
    expect(told).toContain(sentence);
  }
  const visit = await page.getByRole("row").filter({ hasText: "Requirement relaxed" }).innerText();
  expect(visit).toContain("Priority 2 · Rules: VIP · First for Ana Sørensen (owns the contact)");
  expect(visit).toContain("+00:10 Requirement relaxed: Any proficiency");
  expect(visit).toContain("+00:15 Priority raised by waiting to 5");
});

test("[CON152] who would take a caller is asked by keyboard: queue, skills, priority; the answer ranks everybody", async () => {
  const { page, backend } = await open(["supervisor"]);
  await page.goto("/board");
  const queue = page.getByRole("link", { name: "Sales" });
  await queue.focus();
  await page.keyboard.press("Enter");
  await page.getByText("Choose a queue and ask").waitFor();
  await page.getByLabel("Queue", { exact: true }).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("7");
  await page.getByLabel("Add a skill").selectOption({ label: "Español" });
  await page.keyboard.press("Tab");
  const ask = page.getByRole("button", { name: "Who would take this?" });
  await ask.focus();
  await page.keyboard.press("Enter");
  await page.getByText("Lin Chen would be rung").waitFor();
  await page.getByText("Because: idle for longest, of 2 who are free and able.").waitFor();
  expect(backend.world.newcomers).toEqual([
    {
      queue: ids.sales,
      requirement: [{ skill: id(7, 2), proficiency: 1 }],
      preferred: [],
      priority: 7,
      particular: [],
    },
  ]);
  const told = await page.getByRole("table").innerText();
  for (const standing of [
    "would take it",
    "number 2: idle for a shorter time",
    "able, not free: talking · Sales · 03:00",
    "able, not free: Lunch",
    "able, not free: not rung for another 00:25",
    "able, signed out",
    "in no group that may take it",
    "does not meet: One of (Sales ≥ 2, Español 1–3)",
  ]) {
    expect(told.toLowerCase()).toContain(standing.toLowerCase());
  }
  await page.getByText("+01:00 Anybody: agents who become able: 2, signed in: 1").waitFor();
  await page.getByRole("button", { name: "Ask again" }).click();
  await expect.poll(() => backend.world.newcomers.length).toBe(2);
});

test("[CON153] the board lists who waits with place and step; from there to who would take him; one who has gone is told so", async () => {
  const { page, backend } = await open(["supervisor"]);
  await page.goto("/board");
  const list = page.getByRole("region", { name: "Waiting callers" });
  expect(await list.getByRole("row").nth(1).innerText()).toMatch(/Any proficiency/u);
  expect(await list.getByRole("row").nth(2).innerText()).toMatch(/first for Mara Ruiz/u);
  backend.change(({ board }) => {
    const [first] = Object.values(board.waiting);
    if (first !== undefined) board.waiting[first.id] = { ...first, alerting: ["Lin Chen"] };
  });
  await list.getByText("rings: Lin Chen").waitFor();
  await list.getByRole("link", { name: /Who would take \+34/u }).click();
  await page.getByText("Nobody who is able is free now").waitFor();
  await page.getByText("Rings already: Lin Chen").waitFor();
  await page.getByText("First for Mara Ruiz").waitFor();
  backend.change(({ board }) => {
    board.waiting = {};
  });
  await page.getByRole("button", { name: "Ask again" }).click();
  await page.getByRole("alert").getByText("This call does not wait any more.").waitFor();
  await page.goto("/board");
  await page.getByText("Nobody is waiting").waitFor();
});
