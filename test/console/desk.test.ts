import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Backend } from "./support/backend.ts";
import { useStage } from "./support/stage.ts";
import { ids } from "./support/ids.ts";
import { incomingCall } from "./support/incoming-call.ts";

const open = useStage();

async function startShift(page: Page): Promise<void> {
  await page.goto("/desk");
  await page.getByRole("button", { name: "Start shift" }).click();
  await page.locator(".cb-presence").getByText("Ready").waitFor();
}

function ringFor(backend: Backend, match: "known" | "maybe" | "none" | "withheld"): void {
  backend.change(({ desk }) => {
    desk.engagement = "reserved";
    desk.engagementSince = Date.now();
    desk.call = incomingCall(Date.now(), match);
  });
}

const kinds = (backend: Backend) => backend.live.asks.map(({ kind }) => kind);

test("[CON90] a call by keyboard alone: answer, mute, hold, note, hang up, disposition, save and next", async () => {
  const { page, backend } = await open(["agent"]);
  await startShift(page);
  ringFor(backend, "known");
  await page.getByRole("alert", { name: "Incoming call: María López" }).waitFor();
  await page.keyboard.press("Alt+a");
  await page.getByRole("button", { name: "Mute", exact: true }).waitFor();
  backend.change(({ desk }) => {
    if (desk.call !== undefined) desk.call = { ...desk.call, since: Date.now() - 10_000 };
  });
  await page
    .getByText(/Talking 00:1/u)
    .first()
    .waitFor();
  await page.keyboard.press("Alt+m");
  await page.getByRole("button", { name: "Unmute" }).waitFor();
  await page.keyboard.press("Alt+h");
  await page.getByRole("button", { name: "Resume" }).waitFor();
  await page.keyboard.press("Alt+h");
  await page.getByRole("button", { name: "Hold" }).waitFor();
  await page.getByRole("textbox", { name: "Note" }).focus();
  await page.keyboard.type("Promised a call on Friday");
  await page.keyboard.press("Alt+x");
  await page.getByRole("timer", { name: "Wrap-up left" }).waitFor();
  await page.keyboard.press("Alt+2");
  await page.getByRole("button", { name: "Question answered", pressed: true }).waitFor();
  await page.keyboard.press("Alt+Enter");
  await page.getByRole("heading", { name: "My tasks" }).waitFor();
  // What she has chosen also saves itself when she pauses, so that it may have gone out once before.
  const asked = kinds(backend).filter((kind, at, all) => kind !== "disposition" || all[at - 1] !== kind);
  expect(asked).toEqual(["setPresence", "accept", "mute", "hold", "hold", "hangUp", "disposition", "endWrapUp"]);
  expect(backend.live.asks.find(({ kind }) => kind === "disposition")).toEqual({
    kind: "disposition",
    interaction: ids.call,
    disposition: "question",
    note: "Promised a call on Friday",
  });
});

test("[CON90] hanging up right after answering is asked about", async () => {
  const { page, backend } = await open(["agent"]);
  await startShift(page);
  ringFor(backend, "known");
  await page.getByRole("alert").getByRole("button", { name: "Answer" }).click();
  await page.getByRole("button", { name: "Mute" }).waitFor();
  await page.keyboard.press("Alt+x");
  const question = page.getByRole("dialog", { name: "Hang up already?" });
  await question.getByRole("button", { name: "Cancel" }).click();
  await question.waitFor({ state: "hidden" });
  expect(backend.world.desk.call?.stage).toBe("talking");
});

test("[CON103] the focus stays on the desk when the button under it goes: answer, save and next", async () => {
  const { page, backend } = await open(["agent"]);
  await startShift(page);
  const focused = () => page.evaluate(() => document.activeElement?.tagName);
  ringFor(backend, "known");
  await page.getByRole("alert").getByRole("button", { name: "Answer" }).press("Enter");
  await page.getByRole("button", { name: "Mute" }).waitFor();
  expect(await focused()).toBe("H1");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest(".cb-desk") !== null)).toBe(true);
  backend.change(({ desk }) => {
    if (desk.call !== undefined) desk.call = { ...desk.call, since: Date.now() - 10_000 };
  });
  await page
    .getByText(/Talking 00:1/u)
    .first()
    .waitFor();
  await page.getByRole("textbox", { name: "Note" }).focus();
  await page.keyboard.press("Alt+x");
  await page.getByRole("timer", { name: "Wrap-up left" }).waitFor();
  expect(await focused()).toBe("TEXTAREA");
  await page.keyboard.press("Alt+2");
  await page.getByRole("button", { name: "Question answered", pressed: true }).waitFor();
  await page.getByRole("button", { name: "Save and next" }).press("Enter");
  await page.getByRole("heading", { name: "My tasks" }).waitFor();
  expect(await focused()).toBe("H1");
});

test("[CON91] the pop before the call is answered: who, account, tier, last calls, overdue promise, path, values", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  await page.waitForSelector(".cb-tile");
  ringFor(backend, "known");
  for (const words of [
    "Acme México",
    "Gold",
    "Español › Ventas",
    "A-77812",
    "Wants the blue one, delivery before Friday.",
  ])
    await page.locator(".cb-desk").getByText(words).first().waitFor();
  const overdue = page.locator('.cb-desk [data-look="fault"]', { hasText: "Overdue" });
  await overdue.waitFor();
});

test("[CON92] several may be calling: one key links the right one", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  await page.waitForSelector(".cb-tile");
  ringFor(backend, "maybe");
  await page.getByText("Who is it? One key links the call.").waitFor();
  await page.keyboard.press("2");
  await page.locator(".cb-desk").getByText("Linked").waitFor();
  expect(backend.live.asks).toEqual([{ kind: "attachContact", interaction: ids.call, contact: ids.wang }]);
});

test("[CON92] a bare digit is a disposition only in wrap-up, and then outside of fields", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  backend.change(({ desk }) => {
    desk.engagement = "talking";
    desk.call = { ...incomingCall(Date.now() - 60_000, "known"), stage: "talking" };
  });
  await page.getByRole("button", { name: "Order taken" }).waitFor();
  await page.keyboard.press("1");
  backend.change(({ desk }) => {
    desk.engagement = "wrapUp";
    desk.call = { ...incomingCall(Date.now() - 60_000, "known"), stage: "ended" };
    desk.wrapUp = { interaction: ids.call, until: Date.now() + 30_000, canExtend: true };
  });
  await page.getByRole("timer").waitFor();
  await page.getByRole("textbox", { name: "Note" }).press("2");
  await page.getByRole("textbox", { name: "Note" }).blur();
  await page.keyboard.press("3");
  await page.getByRole("button", { name: "Complaint", pressed: true }).waitFor();
  expect(backend.live.asks).toEqual([
    { kind: "disposition", interaction: ids.call, disposition: "complaint", note: "2" },
  ]);
});

test("[CON93] an unknown caller becomes a contact only when the agent says so, and the call is linked to it", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  await page.waitForSelector(".cb-tile");
  ringFor(backend, "none");
  const before = backend.world.contacts.length;
  await page.getByRole("button", { name: "New contact" }).click();
  const form = page.getByRole("dialog");
  expect(await form.getByLabel("Entry 1", { exact: true }).inputValue()).toBe("+525512345678");
  expect(backend.world.contacts).toHaveLength(before);
  await form.getByLabel("Name").first().fill("Carlos Vega");
  await form.getByRole("button", { name: "Create and link" }).click();
  await page.locator(".cb-desk").getByRole("link", { name: "Carlos Vega" }).waitFor();
  expect(backend.world.contacts.at(-1)?.name).toBe("Carlos Vega");
});

test("[CON94] a note survives a reload, and goes to the server with the disposition", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  backend.change(({ desk }) => {
    desk.engagement = "talking";
    desk.call = { ...incomingCall(Date.now() - 60_000, "known"), stage: "talking" };
  });
  await page.getByRole("textbox", { name: "Note" }).fill("Half a sentence");
  await page.reload();
  await expect.poll(() => page.getByRole("textbox", { name: "Note" }).inputValue()).toBe("Half a sentence");
  await page.getByRole("button", { name: "Order taken" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  expect(backend.world.desk.call?.note).toBe("Half a sentence");
});

test("[CON94] what is typed during the call reaches the server by itself, once", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  backend.change(({ desk }) => {
    desk.engagement = "talking";
    desk.call = { ...incomingCall(Date.now() - 60_000, "known"), stage: "talking" };
  });
  await page.getByRole("textbox", { name: "Note" }).fill("Wants a call on Friday");
  await expect
    .poll(() => backend.world.desk.call?.note, { timeout: 15_000, interval: 200 })
    .toBe("Wants a call on Friday");
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.getByRole("textbox", { name: "Note" }).pressSequentially(", not before");
  expect(await page.getByRole("textbox", { name: "Note" }).inputValue()).toBe("Wants a call on Friday, not before");
  expect(backend.live.asks.filter(({ kind }) => kind === "disposition").length).toBe(1);
});

test.each([
  ["missed", "You missed a call"],
  ["declined", "You declined a call"],
  ["unreachable", "Your phone could not be reached"],
  ["connectionLost", "The connection was lost"],
])(
  "[CON102] set back by the system (%s), the agent reads why and becomes ready with one click",
  async (reason, words) => {
    const { page, backend } = await open(["agent"]);
    await startShift(page);
    await page.getByRole("link", { name: "Contacts" }).click();
    backend.change(({ desk }) => {
      desk.engagement = "idle";
      desk.presence = { kind: "notReady", reason };
    });
    await page.getByText(words).waitFor();
    await page.getByRole("button", { name: "Ready again" }).click();
    await expect.poll(() => backend.world.desk.presence.kind).toBe("ready");
    await page.getByText(words).waitFor({ state: "hidden" });
  },
);

test("[CON95] a promise becomes a task with a date, linked to call and contact", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  backend.change(({ desk }) => {
    desk.engagement = "talking";
    desk.call = { ...incomingCall(Date.now() - 60_000, "known"), stage: "talking" };
  });
  await page.getByLabel("What did you promise?").fill("Send the invoice");
  await page.getByRole("button", { name: "Tomorrow" }).click();
  await page.getByRole("button", { name: "Promise it" }).click();
  await page.getByText(/Task saved, due/u).waitFor();
  const task = backend.world.activities.at(-1);
  expect(task).toMatchObject({ kind: "task", subject: "Send the invoice", contact: ids.maria, interaction: ids.call });
  expect(task?.dueAt ?? 0).toBeGreaterThan(Date.now());
});

test("[CON96] a state chosen during a call is the next one", async () => {
  const { page, backend } = await open(["agent"]);
  await startShift(page);
  backend.change(({ desk }) => {
    desk.engagement = "talking";
    desk.call = { ...incomingCall(Date.now() - 60_000, "known"), stage: "talking" };
  });
  await page.locator(".cb-presence").getByText("Talking").click();
  await page.getByRole("menuitem", { name: "Lunch" }).click();
  await page.getByText("next: Lunch").waitFor();
});

test("[CON97] the wrap-up counts down and can be extended as often as the server allows", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  backend.change(({ desk }) => {
    desk.engagement = "wrapUp";
    desk.call = { ...incomingCall(Date.now() - 60_000, "known"), stage: "ended" };
    desk.wrapUp = { interaction: ids.call, until: Date.now() + 20_500, canExtend: true };
  });
  await page
    .getByRole("timer")
    .getByText(/^00:[12]\d$/u)
    .waitFor();
  await page.getByRole("button", { name: "+30 s" }).click();
  await page
    .getByRole("timer")
    .getByText(/^00:[45]\d$/u)
    .waitFor();
  expect(await page.getByRole("button", { name: "+30 s" }).isDisabled()).toBe(true);
});

test("[CON98] a refusal is said in words, and the call stays", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  backend.change(({ desk }) => {
    desk.engagement = "talking";
    desk.call = { ...incomingCall(Date.now() - 60_000, "known"), stage: "talking" };
  });
  await page.getByRole("button", { name: "Transfer" }).click();
  await page.getByLabel("Name or number").fill("0044123456");
  await page.getByRole("button", { name: "To this number" }).click();
  await page.getByText("Calls to this number are not allowed.").waitFor();
  expect(backend.world.desk.call?.stage).toBe("talking");
});

test("[CON99] a number dials wherever it shows, with the contact that it belongs to", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/contacts");
  await page.getByRole("button", { name: "Call +52 55 1234 5678" }).click();
  await page.getByRole("region", { name: "Current call" }).getByText("Dialling").waitFor();
  expect(backend.live.asks).toEqual([{ kind: "dial", number: "+525512345678", contact: ids.maria }]);
});

test("[CON100] the palette finds people and dials them", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/tasks");
  await page.getByRole("heading", { name: "My tasks" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByLabel("Find anything").fill("marí");
  await page.getByRole("button", { name: /María López.*\+52/u }).click();
  await expect.poll(() => kinds(backend)).toEqual(["dial"]);
});

test("[CON101] keys can be switched off, and Escape closes a panel but never the call", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  backend.change(({ desk }) => {
    desk.engagement = "talking";
    desk.call = { ...incomingCall(Date.now() - 60_000, "known"), stage: "talking" };
  });
  await page.getByRole("button", { name: "Mute" }).waitFor();
  await page.keyboard.press("Alt+k");
  await page.getByRole("dialog", { name: "Keypad" }).waitFor();
  await page.keyboard.press("5");
  await page.getByRole("dialog").getByRole("status").getByText("5").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.keyboard.press("?");
  await page.getByLabel("Keyboard shortcuts on").click();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.keyboard.press("Alt+m");
  await page.keyboard.press("Alt+x");
  expect(kinds(backend)).toEqual(["digits"]);
});
