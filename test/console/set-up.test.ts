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

test("[CON146] the order of rules is changed by the keyboard; a new rule is made of rows", async () => {
  const { page, backend } = await open(["admin"]);
  await page.goto("/admin/rules");
  await page.getByText("Open complaint is yes").waitFor();
  await page.getByRole("button", { name: "Move Debt up" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => backend.world.rules.rules.map(({ name }) => name)).toEqual(["Debt", "Open complaint"]);
  await page.getByRole("button", { name: "New rule" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel(/^Rule/u).fill("Gold");
  await form.getByRole("button", { name: "Add a condition" }).click();
  await form.getByLabel("How condition 1 compares").selectOption("begins with");
  await form.getByLabel("What condition 1 compares with").fill("go");
  await form.getByLabel("To the queue").selectOption("Support");
  await form.getByLabel("Priority").selectOption("Add to the priority");
  await form.getByLabel("Add to the priority").fill("15");
  await form.getByRole("button", { name: "New rule" }).click();
  await form.waitFor({ state: "hidden" });
  expect(backend.world.rules.rules[2]).toMatchObject({
    name: "Gold",
    when: { all: [{ attribute: "contact.tier", is: "startingWith", value: "go" }] },
    outcome: { queue: backend.world.queues[1]?.id, priority: { kind: "add", value: 15 } },
  });
});

test("[CON148] groups, and the order of service with its tiers, are changed on the version that was read", async () => {
  const { page, backend } = await open(["admin"]);
  await page.goto("/admin/groups");
  await page.getByLabel("New group").fill("Bogotá");
  await page.getByRole("button", { name: "Create group" }).click();
  await expect.poll(() => backend.world.groups.map(({ name }) => name)).toEqual(["Madrid", "México", "Bogotá"]);
  await page.getByLabel("Name of group Madrid").fill("Sevilla");
  await page.getByLabel("Name of group Madrid").blur();
  await expect.poll(() => backend.world.groups[0]).toMatchObject({ name: "Sevilla", version: 2 });
  await page.goto("/admin/order");
  await page.getByRole("radio", { name: "Who has waited longest", exact: true }).check();
  await page.getByLabel("Weight of tier 1").fill("3");
  await page.getByRole("button", { name: "Save" }).click();
  await expect
    .poll(() => backend.world.routingSettings)
    .toMatchObject({
      version: 2,
      serviceOrder: "oldest",
      tiers: [
        { name: "gold", weight: 3 },
        { name: "platinum", weight: 4 },
      ],
      weightedWaitMaxMs: 600_000,
    });
});

test("[CON149] who can take a queue's calls is told in rows, ranges and groups of conditions", async () => {
  const { page, backend } = await open(["admin"]);
  await page.goto("/admin/queues");
  await page.getByRole("button", { name: "Sales", exact: true }).click();
  const form = page.getByRole("dialog");
  const asked = form.getByRole("group", { name: "Skills asked for" });
  await asked.getByLabel("Most proficiency in Sales").selectOption("≤ 4");
  await asked.getByRole("button", { name: "None of" }).click();
  await asked.getByLabel("Least proficiency in Sales").last().selectOption("≥ 5");
  await form.getByRole("tab", { name: "Who is chosen" }).click();
  await form.getByRole("button", { name: "Move México up" }).click();
  await form.getByLabel("Try the last agent for").fill("25");
  await form.getByRole("tab", { name: "While they wait" }).click();
  await form.getByLabel("Name of the step").fill("Everybody");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  const [madrid, mexico] = backend.world.groups.map(({ id }) => id);
  const skill = backend.world.skills[0]?.id;
  expect(backend.world.queues[0]).toMatchObject({
    requirement: [{ skill, proficiency: 2, proficiencyMax: 4 }, { noneOf: [{ skill, proficiency: 5 }] }],
    strategy: { kind: "topDown", groups: [mexico, madrid] },
    lastAgentMs: 25_000,
    relaxation: [{ name: "Everybody", groups: [] }],
  });
  expect(backend.world.queues[0]?.relaxation[0]).not.toHaveProperty("strategy");
});
