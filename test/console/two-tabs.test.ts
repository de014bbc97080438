import { expect, test } from "vitest";
import { useStage } from "./support/stage.ts";
import { incomingCall } from "./support/incoming-call.ts";

const open = useStage();

test("[CON120] two tabs have one phone: the other one is a remote control, and inherits it", async () => {
  const { page, tab, backend } = await open(["agent"]);
  await page.goto("/desk");
  await page.getByRole("button", { name: "Start shift" }).click();
  await page.locator(".cb-presence").getByText("Ready").waitFor();
  const other = await tab();
  await other.goto("/desk");
  await other.getByRole("button", { name: "Start, not ready yet" }).click();
  await other.getByRole("button", { name: /^Connection/u }).click();
  await other.getByText("In another tab").waitFor();

  backend.change(({ desk }) => {
    desk.engagement = "reserved";
    desk.call = incomingCall(Date.now(), "known");
  });
  await expect.poll(() => page.title()).toMatch(/Incoming call/u);
  expect(await other.title()).toBe("Cordboard");
  await other.keyboard.press("Escape");
  await other.keyboard.press("Alt+a");
  await other.getByRole("button", { name: "Mute" }).waitFor();
  expect(backend.live.asks.filter(({ kind }) => kind === "accept")).toHaveLength(1);

  await page.close();
  backend.change(({ desk }) => {
    delete desk.call;
    desk.engagement = "idle";
  });
  await other.getByRole("region", { name: "Current call" }).waitFor({ state: "hidden" });
  backend.change(({ desk }) => {
    desk.engagement = "reserved";
    desk.call = incomingCall(Date.now(), "known");
  });
  await expect.poll(() => other.title(), { timeout: 5_000 }).toMatch(/Incoming call/u);
});
