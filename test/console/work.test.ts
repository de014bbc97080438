import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { WorkView } from "#protocol/views/desk.ts";
import type { Backend } from "./support/backend.ts";
import { axeViolations, desktop } from "./support/browser.ts";
import { id, ids } from "./support/ids.ts";
import { incomingCall } from "./support/incoming-call.ts";
import { layoutFaults } from "./support/layout.ts";
import { wishes } from "./support/screens.ts";
import { useStage } from "./support/stage.ts";

const open = useStage();
const mail = id(5, 201);
const chat = id(5, 202);

/** As the server shows it: offered with a reservation, open without. */
function arrives(backend: Backend, item: Partial<WorkView> = {}): void {
  const now = Date.now();
  backend.change(({ desk }) => {
    const interaction = item.interaction ?? mail;
    const plain: WorkView = {
      interaction,
      medium: "mail",
      from: "eva@example.org",
      subject: "Invoice 7",
      since: now,
      arrivedAt: now - 120_000,
      queue: "Sales",
    };
    desk.work = { ...desk.work, [interaction]: { ...plain, ...item } };
  });
}
const offer = () => ({ reservation: ids.reservation, until: Date.now() + 20_500 });
const asked = (backend: Backend) => backend.live.asks.map(({ kind }) => kind);
const focused = async (page: Page): Promise<string> =>
  await page.evaluate(() => document.activeElement?.textContent ?? "");

test("[CON170] mail and chat stand beside the call, and nothing of them without any", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  await page.getByRole("heading", { name: "My tasks" }).waitFor();
  const panel = page.locator("section", { has: page.getByRole("heading", { name: "Mail and chat" }) });
  expect(await panel.count()).toBe(0);
  const eva = { contact: ids.maria, name: "María López", level: "known" } as const;
  arrives(backend, { since: Date.now() - 65_000, contact: eva });
  arrives(backend, { interaction: chat, medium: "chat", subject: "", from: "web visitor", offer: offer() });
  const items = panel.getByRole("listitem");
  await expect.poll(() => items.count()).toBe(2);
  // What wants an answer comes first.
  expect(await items.nth(0).innerText()).toMatch(/Chat\s+No subject\s+web visitor/u);
  expect(await items.nth(1).innerText()).toMatch(/Mail\s+Invoice 7\s+María López · eva@example.org · Sales/u);
  expect(await items.nth(1).innerText()).toMatch(/open for 01:0\d/u);
  backend.change(({ desk }) => {
    desk.engagement = "talking";
    desk.call = { ...incomingCall(Date.now() - 60_000, "known"), stage: "talking" };
  });
  await page.getByRole("heading", { name: "Last calls" }).waitFor();
  expect(await items.count()).toBe(2);
  expect(await axeViolations(page)).toEqual([]);
});

test("[CON171] an offer counts down; it is accepted and declined by keyboard alone, and the focus is not lost", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  arrives(backend, { offer: offer() });
  await page.getByText(/00:(2[01]|1\d) until missed/u).waitFor();
  await page.getByRole("alert").getByText("New mail for you from eva@example.org: Invoice 7").waitFor({
    state: "attached",
  });
  await page.getByRole("button", { name: "Accept: Invoice 7" }).press("Enter");
  await page.getByRole("button", { name: "Close: Invoice 7" }).waitFor();
  await expect.poll(() => focused(page)).toBe("Invoice 7");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Close");

  arrives(backend, { interaction: chat, medium: "chat", subject: "Where is it?", offer: offer() });
  await page.getByRole("button", { name: "Decline: Where is it?" }).press("Enter");
  await page.getByRole("button", { name: "Accept: Where is it?" }).waitFor({ state: "hidden" });
  await expect.poll(() => focused(page)).toBe("Desk");
  expect(asked(backend)).toEqual(["accept", "decline"]);
  expect(Object.keys(backend.world.desk.work ?? {})).toEqual([mail]);
});

test("[CON172] closing is one click, and asked about right after accepting", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  arrives(backend, { since: Date.now() + 60_000 });
  const close = page.getByRole("button", { name: "Close: Invoice 7" });
  await close.click();
  await page.getByText("Close it already?").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Close it already?").waitFor({ state: "hidden" });
  expect(asked(backend)).toEqual([]);
  arrives(backend, { since: Date.now() - 10_000 });
  await page.getByText(/open for 00:1/u).waitFor();
  await close.click();
  await close.waitFor({ state: "hidden" });
  expect(backend.live.asks).toEqual([{ kind: "closeWork", interaction: mail }]);
  expect(await page.getByRole("heading", { name: "Mail and chat" }).count()).toBe(0);
});

test("[CON181] what is open is passed on to a queue or a colleague by keyboard alone; a refusal is said in words", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  arrives(backend, { since: Date.now() - 60_000 });
  await page.getByRole("button", { name: "Pass on: Invoice 7" }).press("Enter");
  const dialogue = page.getByRole("dialog");
  // There is no number to send a mail to.
  expect(await dialogue.getByRole("button", { name: "To this number" }).count()).toBe(0);
  const find = dialogue.getByLabel("Find a queue or a colleague");
  await expect.poll(() => find.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await axeViolations(page)).toEqual([]);
  await dialogue.getByRole("button", { name: "Mara Ruiz" }).press("Enter");
  await page
    .getByText(/not available|not ready/u)
    .first()
    .waitFor();
  expect(Object.keys(backend.world.desk.work ?? {})).toEqual([mail]);
  await find.fill("supp");
  await dialogue.getByRole("button", { name: "Support" }).press("Enter");
  await dialogue.waitFor({ state: "hidden" });
  expect(backend.live.asks.at(-1)).toEqual({
    kind: "passOnWork",
    interaction: mail,
    to: { kind: "queue", queue: ids.support },
  });
  await expect.poll(() => focused(page)).toBe("Desk");
});

test("[CON182] outcome and note are written while it is open; a queue that asks for an outcome gets it before it closes", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  arrives(backend, { since: Date.now() - 60_000, owesDisposition: true });
  await page.getByRole("button", { name: "Close: Invoice 7" }).press("Enter");
  const dialogue = page.getByRole("dialog", { name: "Outcome: Invoice 7" });
  const note = dialogue.getByLabel("Note");
  await note.fill("Sent it again.");
  const close = dialogue.getByRole("button", { name: "Save and close" });
  expect(await close.isDisabled()).toBe(true);
  await dialogue.getByText("Choose an outcome first").waitFor();
  await page.keyboard.press("Escape");
  await dialogue.waitFor({ state: "hidden" });
  expect(asked(backend)).toEqual([]);
  // What was typed is still there.
  await page.getByRole("button", { name: "Outcome: Invoice 7" }).press("Enter");
  expect(await note.inputValue()).toBe("Sent it again.");
  await dialogue.getByRole("button", { name: "Question answered" }).press("Enter");
  await expect.poll(() => backend.live.asks.at(-1)).toMatchObject({ disposition: "question", note: "Sent it again." });
  await dialogue.getByRole("button", { name: "Save", exact: true }).press("Enter");
  await dialogue.waitFor({ state: "hidden" });
  await page.getByText("Question answered · Sent it again.").waitFor();
  await page.getByRole("button", { name: "Close: Invoice 7" }).press("Enter");
  await expect.poll(() => backend.world.desk.work).toBeUndefined();
  expect(asked(backend)).toEqual(["disposition", "closeWork"]);
});

test.each(wishes)("[CON182] in $language at $width px mail, chat and their dialogues have room", async (wish) => {
  const { page, backend } = await open(["agent"], wish);
  await page.goto("/desk");
  arrives(backend, { since: Date.now() - 60_000, owesDisposition: true, note: "Sent it again.", disposition: "order" });
  arrives(backend, { interaction: chat, medium: "chat", subject: "Where is it?", offer: offer() });
  const open_ = page.locator("li", { has: page.getByRole("heading", { name: "Invoice 7" }) });
  await open_.waitFor();
  expect(await layoutFaults(page)).toEqual([]);
  for (const button of [1, 2]) {
    await open_.getByRole("button").nth(button).click();
    await page.getByRole("dialog").getByRole("textbox").waitFor();
    expect([...(await layoutFaults(page)), ...(await axeViolations(page))]).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }
});

test.each([
  { language: "en", accept: "Accept", title: "Mail and chat" },
  { language: "es", accept: "Aceptar", title: "Correo y chat" },
  { language: "zh", accept: "接受", title: "邮件和聊天" },
] as const)("[CON173] in $language an offer is a banner on other pages, with the same buttons", async (words) => {
  const { page, backend } = await open(["agent"], { ...desktop, width: 390, language: words.language });
  await page.goto("/contacts");
  arrives(backend, { offer: offer() });
  const accept = page.getByRole("button", { name: `${words.accept}: Invoice 7` });
  await accept.waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await accept.press("Enter");
  await accept.waitFor({ state: "hidden" });
  expect(asked(backend)).toEqual(["accept"]);
  await page.goto("/desk");
  await page.getByRole("heading", { name: words.title }).waitFor();
  expect(await axeViolations(page)).toEqual([]);
});
