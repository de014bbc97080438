import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Backend } from "./support/backend.ts";
import { ids } from "./support/ids.ts";
import { incomingCall } from "./support/incoming-call.ts";
import { useStage } from "./support/stage.ts";

const open = useStage();
/** As the server tells a wrap-up that no clock ends. */
const NEVER = Number.MAX_SAFE_INTEGER;

type WrapUp = NonNullable<Backend["world"]["desk"]["wrapUp"]>;

async function wrappingUp(wrapUp: Partial<WrapUp>): Promise<{ readonly page: Page; readonly backend: Backend }> {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  backend.change(({ desk }) => {
    desk.engagement = "wrapUp";
    desk.call = { ...incomingCall(Date.now() - 60_000, "known"), stage: "ended" };
    desk.wrapUp = { interaction: ids.call, until: Date.now() + 20_500, canExtend: true, ...wrapUp };
  });
  return { page, backend };
}
const kinds = (backend: Backend) => backend.live.asks.map(({ kind }) => kind);

test("[CON160] a wrap-up that only an outcome ends: no clock, and no way on before one is chosen", async () => {
  const { page, backend } = await wrappingUp({ until: NEVER, canExtend: false, mode: "mandatory", canEnd: false });
  const next = page.getByRole("button", { name: "Save and next" });
  await page.getByText("Choose an outcome to finish.").waitFor();
  expect(await next.isDisabled()).toBe(true);
  expect(await page.getByRole("timer", { name: "Wrap-up left" }).count()).toBe(0);
  await page.keyboard.press("Alt+Enter");
  await page.getByRole("button", { name: "Question answered" }).click();
  await next.click();
  await page.getByRole("heading", { name: "My tasks" }).waitFor();
  expect(kinds(backend).at(-1)).toBe("endWrapUp");
  expect(kinds(backend).filter((kind) => kind === "endWrapUp")).toHaveLength(1);
});

test("[CON161] a wrap-up by a clock that may not be cut short: what is written is saved, the clock ends it", async () => {
  const { page, backend } = await wrappingUp({ mode: "timed", canEnd: false, extensionMs: 45_000 });
  await page.getByText("Ends by the clock.").waitFor();
  await page.getByRole("button", { name: "+45 s" }).waitFor();
  await page.getByRole("textbox", { name: "Note" }).fill("Calls back on Monday");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect.poll(() => backend.world.desk.call?.note).toBe("Calls back on Monday");
  expect(kinds(backend)).not.toContain("endWrapUp");
});

test("[CON162] where a wrap-up has to be asked for, the agent does so while she talks, and can take it back", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  backend.change(({ desk }) => {
    desk.engagement = "talking";
    desk.call = { ...incomingCall(Date.now() - 60_000, "known"), stage: "talking", isWrapUpWanted: false };
  });
  const wanted = page.getByRole("switch", { name: "Wrap-up after this call" });
  await wanted.press("Space");
  await expect.poll(() => backend.world.desk.call?.isWrapUpWanted).toBe(true);
  await wanted.press("Space");
  await expect.poll(() => backend.world.desk.call?.isWrapUpWanted).toBe(false);
  // Pressed twice faster than the server can answer: the second takes the first one back.
  await wanted.evaluate((element: HTMLElement) => {
    element.click();
    element.click();
  });
  await expect
    .poll(() => backend.live.asks.flatMap((ask) => (ask.kind === "requestWrapUp" ? [ask.isWanted] : [])))
    .toEqual([true, false, true, false]);
  backend.change(({ desk }) => {
    if (desk.call !== undefined) delete desk.call.isWrapUpWanted;
  });
  await wanted.waitFor({ state: "hidden" });
});

test("[CON163] ready and yet not rung: the desk says why and for how long, and she can take calls at once", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  await page.getByRole("button", { name: "Start shift" }).click();
  await page.locator(".cb-presence").getByText("Ready").waitFor();
  backend.change(({ desk }) => {
    desk.backOff = { outcome: "busy", until: Date.now() + 30_000 };
  });
  await page.getByText(/Your phone was engaged. The next call may come in 00:(30|2\d)/u).waitFor();
  await page.getByRole("button", { name: "Take calls now" }).click();
  await page.getByText("Your phone was engaged").waitFor({ state: "hidden" });
  expect(backend.world.desk.backOff).toBeUndefined();
});

test("[CON163] the board says of whom it is so", async () => {
  const { page, backend } = await open(["supervisor"]);
  await page.goto("/board");
  backend.change(({ board }) => {
    const row = Object.values(board.agents)[0];
    if (row === undefined) throw new Error("the board shows nobody");
    const backOff = { outcome: "missed", until: Date.now() + 30_000 } as const;
    board.agents[row.id] = { ...row, engagement: "idle", presence: { kind: "ready" }, backOff };
  });
  await page.getByText(/^not rung for 00:(30|2\d)$/u).waitFor();
});

test("[CON164] ringing, what follows a call not taken, and wrap-up are set up for a queue", async () => {
  const { page, backend } = await open(["admin"]);
  await page.goto("/admin/queues");
  await page.getByRole("button", { name: "Sales", exact: true }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("tab", { name: "Ringing and wrap-up" }).click();
  await form.getByLabel("Phones at once").fill("3");
  const missed = form.getByRole("group", { name: "Missed" });
  await missed.getByLabel(/^Not ready after/u).fill("2");
  await missed.getByLabel("Otherwise not rung for").fill("20");
  await form.getByLabel("How it ends").selectOption({ label: "When an outcome is chosen" });
  expect(await form.getByLabel("Extensions").count()).toBe(0);
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  expect(backend.world.queues[0]).toMatchObject({
    ringAgents: 3,
    reservationPolicy: { missed: { notReadyAfter: 2, backOffMs: 20_000 }, busy: { notReadyAfter: 0 } },
    wrapUp: { mode: "mandatory", extensionsMax: 5, extensionMs: 30_000 },
  });
  expect(backend.world.queues[0]?.reservationPolicy.missed.reason).toBeUndefined();
});
