import { expect, test } from "vitest";
import { useStage } from "./support/stage.ts";
import { ids } from "./support/ids.ts";
import type { World } from "./support/world.ts";

const open = useStage();

function somebodyElseSaves(world: World, part: Partial<World["contacts"][number]>): void {
  world.contacts = world.contacts.map((contact) =>
    contact.id === ids.maria ? { ...contact, ...part, version: contact.version + 1 } : contact,
  );
}

test("[CON130] a stale save loses nothing: what only one changed is merged, the rest is asked", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto(`/contacts/${ids.maria}`);
  await page.getByRole("button", { name: "Edit" }).click();
  const form = page.getByRole("dialog", { name: "Edit contact" });
  await form.getByLabel("Job title").fill("Director");
  await form.getByLabel("Name").first().fill("María López Díaz");
  somebodyElseSaves(backend.world, { jobTitle: "Chief buyer", tier: "platinum" });
  await form.getByRole("button", { name: "Save" }).click();
  const conflict = form.getByRole("alert");
  await conflict.getByText("Somebody else saved this meanwhile").waitFor();
  expect(await conflict.getByRole("radiogroup").count()).toBe(1);
  expect(await form.getByLabel("Job title").last().inputValue()).toBe("Director");
  await conflict.getByLabel("Theirs: Chief buyer").click();
  await form.getByRole("button", { name: "Save both" }).click();
  await form.waitFor({ state: "hidden" });
  expect(backend.world.contacts[0]).toMatchObject({
    name: "María López Díaz",
    jobTitle: "Chief buyer",
    tier: "platinum",
  });
});

test("[CON131] a form says what is wrong with a field and sends nothing", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/contacts");
  await page.getByRole("button", { name: "New contact" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "Add another" }).click();
  await form.getByRole("button", { name: "New contact" }).click();
  await form
    .getByText(/Too small|at least/iu)
    .first()
    .waitFor();
  expect(backend.world.contacts).toHaveLength(2);
});

test("[CON132] search and filters are in the address", async () => {
  const { page } = await open(["agent"]);
  await page.goto("/contacts?q=wang-nobody");
  await page.getByText("No contacts found").waitFor();
  await page.getByRole("searchbox").fill("王");
  await page.getByRole("link", { name: "王小明" }).waitFor();
  expect(new URL(page.url()).searchParams.get("q")).toContain("王");
});

test("[CON133] the history is filtered by kind", async () => {
  const { page } = await open(["agent"]);
  await page.goto(`/contacts/${ids.maria}`);
  await page.locator("ol li").nth(2).waitFor();
  await page.getByLabel("Show").selectOption({ label: "Promise" });
  await expect.poll(() => page.locator("ol li").count()).toBe(1);
});

test("[CON134] a task is done with one click, and open again with another", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/tasks");
  await page.getByLabel("Done: Send the new price list").click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => backend.world.activities.every(({ doneAt }) => doneAt === undefined)).toBe(true);
  await page.getByLabel("Done: Send the new price list").waitFor();
});
