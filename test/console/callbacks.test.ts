import { expect, test } from "vitest";
import { id, ids } from "./support/ids.ts";
import { useStage, type Stage } from "./support/stage.ts";

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

const callbackOf = ({ world }: Stage["backend"], name: string) => world.callbacks.find((each) => each.name === name);

test("[CON176] the page lists what is promised and what has ended, by queue, and says when there is nothing", async () => {
  const { page, backend } = await open(["supervisor"]);
  await page.goto("/board");
  await page.getByRole("link", { name: "Callbacks" }).click();
  const table = page.getByRole("region", { name: "Callbacks" });
  const row = table.getByRole("row", { name: "María López" });
  for (const text of ["Sales", "to be tried again", "kept his place"]) await row.getByText(text).waitFor();
  expect(await row.getByRole("link", { name: "María López" }).getAttribute("href")).toContain("/contacts/");
  await table.getByRole("row", { name: "Eva Prieto" }).getByText("planned").waitFor();
  expect(await table.getByRole("row").count()).toBe(4);

  await page.getByRole("combobox", { name: "Queue" }).selectOption({ label: "Support" });
  await row.waitFor({ state: "hidden" });
  await expect.poll(() => table.getByRole("row").count()).toBe(2);
  await page.getByText("Ended", { exact: true }).click();
  await page.getByText("No callback has ended yet").waitFor();
  await page.getByRole("combobox", { name: "Queue" }).selectOption({ label: "All queues" });
  await table.getByText("not reached").waitFor();
  expect(new URL(page.url()).search).toBe("?state=ended");

  backend.broken.add("/api/callbacks");
  await page.goto("/callbacks");
  await page.getByRole("alert").getByText("Something broke on the server").waitFor();
  backend.broken.clear();
  await page.getByRole("button", { name: "Try again" }).click();
  await row.waitFor();
});

test("[CON180] callbacks come a page at a time, and what is promised elsewhere shows without being asked for", async () => {
  const { page, backend } = await open(["supervisor"]);
  const [first] = backend.world.callbacks;
  if (first === undefined) throw new Error("the world has callbacks");
  const one = (number: number, name: string) => ({
    ...first,
    id: id(5, number),
    name,
    dueAt: Date.parse("2098-01-01") + number * 60_000,
  });
  backend.world.callbacks = Array.from({ length: 60 }, (_, index) => one(300 + index, `Customer ${index}`));
  await page.goto("/callbacks");
  const row = (name: string) => page.getByRole("row").filter({ has: page.getByText(name, { exact: true }) });
  await row("Customer 49").waitFor();
  expect(await row("Customer 50").count()).toBe(0);
  await page.getByRole("button", { name: "Show more" }).press("Enter");
  await row("Customer 59").waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Show more" }).count()).toBe(0);

  backend.world.callbacks.push(one(299, "Somebody new"));
  backend.live.tell({ kind: "callbacksChanged" });
  await row("Somebody new").waitFor();
  await row("Customer 59").waitFor();
});

test("[CON177] a callback is booked for a time in her own time zone and for herself; what is wrong is said at its field", async () => {
  const { page, backend } = await open(["agent"]);
  const [sales, support] = backend.world.queues;
  if (sales === undefined || support === undefined) throw new Error("the world has two queues");
  backend.world.queues = [sales, { ...support, callback: undefined }];
  await page.goto("/callbacks");
  await page.getByRole("button", { name: "Book a callback" }).press("Enter");
  const form = page.getByRole("dialog");
  const queue = form.getByLabel("Queue");
  const number = form.getByLabel("Number");
  const book = form.getByRole("button", { name: "Book a callback" });
  await queue.waitFor();
  await expect.poll(() => queue.locator("option").allTextContents()).toEqual(["", "Sales"]);
  const before = backend.world.callbacks.length;
  await book.click();
  await form.getByText("Choose a queue.").waitFor();
  expect(await number.getAttribute("aria-invalid")).toBe("true");
  await queue.selectOption({ label: "Sales" });
  await number.fill("99123456");
  await form.getByLabel("Due", { exact: true }).fill("2098-07-01T10:30");
  await form.getByLabel("Who calls").selectOption({ label: "Me" });
  await form.getByLabel("Name").fill("Nora Vidal");
  await form.getByLabel("Note of the callback").fill("About the lease");
  await book.click();
  await form.getByText("Calls to this number are not allowed.").waitFor();
  expect(backend.world.callbacks).toHaveLength(before);
  await number.fill("+34600111222");
  await book.press("Enter");
  await form.waitFor({ state: "hidden" });
  expect(callbackOf(backend, "Nora Vidal")).toMatchObject({
    origin: "scheduled",
    queue: ids.sales,
    number: "+34600111222",
    agent: ids.lin,
    note: "About the lease",
    dueAt: Date.parse("2098-07-01T10:30+02:00"),
  });
  await page.getByRole("row", { name: "Nora Vidal" }).getByText("planned").waitFor();

  await page.getByRole("button", { name: "Book a callback" }).click();
  await queue.selectOption({ label: "Sales" });
  await number.fill("+34600111222");
  await book.click();
  await page.getByText("This number has a callback in this queue already").waitFor();
});

test("[CON178] by keyboard: an agent moves and cancels what is hers, after being asked, and is offered nothing else", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/callbacks");
  await page.getByRole("row", { name: "María López" }).waitFor();
  expect(await page.getByRole("button", { name: /^Cancel the callback of/u }).count()).toBe(1);
  await page.getByRole("button", { name: "Move the callback of Eva Prieto" }).press("Enter");
  const asked = page.getByRole("dialog");
  await asked.getByLabel("Due", { exact: true }).fill("2098-01-15T09:00");
  await asked.getByRole("button", { name: "Move", exact: true }).press("Enter");
  await asked.waitFor({ state: "hidden" });
  expect(callbackOf(backend, "Eva Prieto")).toMatchObject({
    dueAt: Date.parse("2098-01-15T09:00+01:00"),
    agent: ids.lin,
  });
  await page.getByRole("row", { name: "Eva Prieto" }).getByText("15 Jan, 09:00").waitFor();

  const cancel = page.getByRole("button", { name: "Cancel the callback of Eva Prieto" });
  await cancel.press("Enter");
  await asked.getByRole("button", { name: "Cancel", exact: true }).press("Enter");
  await asked.waitFor({ state: "hidden" });
  expect(callbackOf(backend, "Eva Prieto")?.outcome).toBeUndefined();
  await cancel.press("Enter");
  await asked.getByRole("button", { name: "Cancel the callback" }).press("Enter");
  await page.getByRole("row", { name: "Eva Prieto" }).waitFor({ state: "hidden" });
  expect(callbackOf(backend, "Eva Prieto")?.outcome).toBe("cancelled");
});

test("[CON178] who watches moves a callback that is another's, and it stays hers", async () => {
  const { page, backend } = await open(["supervisor"]);
  backend.world.callbacks = backend.world.callbacks.map((each) =>
    each.name === "Eva Prieto" ? { ...each, agent: ids.mara, agentName: "Mara Ruiz", bookedBy: undefined } : each,
  );
  await page.goto("/callbacks");
  await page.getByRole("button", { name: "Move the callback of Eva Prieto" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "In a week" }).click();
  await form.getByRole("button", { name: "Move", exact: true }).click();
  await form.waitFor({ state: "hidden" });
  const moved = callbackOf(backend, "Eva Prieto");
  expect(moved?.agent).toBe(ids.mara);
  expect(moved?.dueAt).toBeGreaterThan(Date.now() + 5 * 86_400_000);
});

test("[CON179] the board counts callbacks in the line and accepted ones for each queue", async () => {
  const { page } = await open(["supervisor"]);
  await page.goto("/board");
  const header = page.getByRole("columnheader", { name: "Callbacks" });
  await header.waitFor();
  const at = await header.evaluate((cell) => (cell instanceof HTMLTableCellElement ? cell.cellIndex : -1));
  const cells = (name: string) => page.getByRole("row", { name }).first().locator("td").nth(at).innerText();
  expect(await cells("Sales")).toBe("2 / 3");
  expect(await cells("Support")).toBe("0 / 0");
});
