/** What a supervisor reads about decisions: those that were made, and those that would be. */

import { expect, test } from "vitest";
import { id } from "./support/ids.ts";
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
