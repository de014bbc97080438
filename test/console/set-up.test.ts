import { expect, test } from "vitest";
import { useStage } from "./support/stage.ts";

const open = useStage();

test("[CON140] creating a person shows her seat; a taken login is said at the field", async () => {
  const { page, backend } = await open(["admin"]);
  await page.goto("/admin/agents");
  await page.getByRole("button", { name: "New person" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name").fill("Noor Haan");
  await form.getByLabel("Login").fill("mara");
  await form.getByLabel(/^Password/u).fill("a long password");
  await form.getByRole("button", { name: "New person" }).click();
  await form.getByText("This login is taken").waitFor();
  await form.getByLabel("Login").fill("noor");
  await form.getByRole("button", { name: "New person" }).click();
  await form.getByText("seat-noor").waitFor();
  expect(backend.world.agents.at(-1)).toMatchObject({ login: "noor", roles: ["agent"] });
});

test("[CON141] a queue's seconds and percent travel as milliseconds and share", async () => {
  const { page, backend } = await open(["admin"]);
  await page.goto("/admin/queues");
  await page.getByRole("button", { name: "Sales", exact: true }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("tab", { name: "How it is measured" }).click();
  await form.getByLabel("Answer within").fill("30");
  await form.getByLabel("Goal", { exact: true }).fill("90");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  expect(backend.world.queues[0]).toMatchObject({ answerWithinMs: 30_000, serviceLevelGoal: 0.9 });
  expect(backend.world.queues[0]?.overflowAfterMs).toBeUndefined();
});

test("[CON142] a flow with errors cannot be published; findings follow the typing", async () => {
  const { page } = await open(["admin"]);
  await page.goto("/admin/flows/welcome");
  await page.getByText("The entry node does not exist.").waitFor();
  expect(await page.getByRole("button", { name: "Publish" }).isDisabled()).toBe(true);
  await page.getByLabel("Flow file (JSON)").fill('{ "nodes": { "answer": {} } }');
  await page.getByText("No findings: the flow is sound").waitFor();
  expect(await page.getByRole("button", { name: "Publish" }).isEnabled()).toBe(true);
});

test("[CON143] opening hours: a day gets a span, midnight is the end of the day", async () => {
  const { page, backend } = await open(["admin"]);
  await page.goto("/admin/schedules");
  await page.getByRole("button", { name: "Edit" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "Add hours: Saturday" }).click();
  await form.getByLabel("Closes: Saturday").fill("00:00");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  expect(backend.world.schedules[0]?.weekly.at(-1)).toEqual({ weekday: 6, opens: 540, closes: 1_440 });
});

test("[CON144] deleting asks first, and a refusal is said in words", async () => {
  const { page } = await open(["admin"]);
  await page.goto("/admin/skills");
  await page.getByRole("button", { name: "Delete skill Sales" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("It is in use and cannot be deleted.").waitFor();
});

test("[CON145] a mistake in a section that is not open opens it and marks it", async () => {
  const { page, backend } = await open(["admin"]);
  await page.goto("/admin/queues");
  await page.getByRole("button", { name: "Sales", exact: true }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("tab", { name: "Ringing and wrap-up" }).click();
  await form.getByLabel("Ring an agent for").fill("1");
  await form.getByRole("tab", { name: "Who can take it" }).click();
  await form.getByRole("button", { name: "Save" }).click();
  await form.getByLabel("Ring an agent for").waitFor();
  await form.getByRole("tab", { name: "Ringing and wrap-up something is not right here", selected: true }).waitFor();
  expect(backend.world.queues[0]?.alertMs).not.toBe(1_000);
});
