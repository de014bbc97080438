import { expect, test } from "vitest";
import { useStage } from "./support/stage.ts";
import { incomingCall } from "./support/incoming-call.ts";

const open = useStage();

test("[CON110] a lost connection is shown, leaves the call on screen, and heals by itself", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  backend.change(({ desk }) => {
    desk.engagement = "talking";
    desk.call = { ...incomingCall(Date.now() - 60_000, "known"), stage: "talking" };
  });
  const strip = page.getByRole("region", { name: "Current call" });
  await strip.getByText("Talking").waitFor();
  backend.live.cut(true);
  const banner = page.getByText(/Connection to the server lost; your call goes on/u);
  await banner.waitFor();
  expect(await strip.getByText("María López").isVisible()).toBe(true);
  await page.getByRole("button", { name: "Hold" }).click();
  await page.getByText("No answer from the server").waitFor();
  backend.world.desk.call = { ...incomingCall(Date.now() - 60_000, "known"), stage: "held" };
  backend.live.cut(false);
  await banner.waitFor({ state: "hidden" });
  await strip.getByText("On hold").waitFor();
});

test("[CON111] a gap in the numbers fetches the whole view again", async () => {
  const { page, backend } = await open(["agent"]);
  await page.goto("/desk");
  await page.getByText("17 answered today").waitFor();
  const before = backend.live.subscriptions();
  backend.live.skipNumber();
  backend.change(({ desk }) => {
    desk.today = { ...desk.today, answered: 42 };
  });
  await page.getByText("42 answered today").waitFor();
  expect(backend.live.subscriptions()).toBe(before + 1);
});

test("[CON112] the board follows the server's patches and sets an agent's state", async () => {
  const { page, backend } = await open(["supervisor"]);
  await page.goto("/board");
  const row = page.getByRole("row", { name: /Omar Haddad/u });
  await row.getByText("Lunch").waitFor();
  await row.getByRole("button", { name: "Actions for Omar Haddad" }).click();
  await page.getByRole("menuitem", { name: "Ready", exact: true }).click();
  await row.getByText("Ready").waitFor();
  backend.change(({ board }) => {
    board.isRecordStoreUp = false;
    board.tiles = { ...board.tiles, waiting: 9 };
  });
  await page.getByText(/The database is away/u).waitFor();
  await page.locator(".cb-tile").getByText("9", { exact: true }).waitFor();
});
