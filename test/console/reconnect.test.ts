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

test("[CON183] the board tells callers, callbacks, mail and chat apart, and nothing of it where there were only callers", async () => {
  const { page, backend } = await open(["supervisor"]);
  await page.goto("/board");
  const table = page.getByRole("region", { name: "Today by medium" });
  const cells = async (name: RegExp) => (await table.getByRole("row", { name }).innerText()).split("\t").slice(2);
  expect(await cells(/Mail.*Sales/u)).toEqual(["4", expect.stringMatching(/^26:0/u), "13 / 19", "2", "08:40"]);
  expect(await cells(/Chat.*Sales/u)).toEqual(["0", "–", "6 / 6", "0", "00:21"]);
  expect(await cells(/Callback.*Sales/u)).toEqual(["2", "–", "3 / 5", "1", "–"]);
  expect(await cells(/Calls.*Support/u)).toEqual(["0", "–", "40 / 40", "0", "00:06"]);
  await page.getByRole("region", { name: "Waiting callers" }).getByRole("row", { name: /Mail/u }).waitFor();
  backend.change(({ board }) => {
    for (const [queue, { mail: _, chat: __, promises: ___, callbacks: ____, ...row }] of Object.entries(board.queues))
      board.queues[queue] = row;
  });
  await table.waitFor({ state: "hidden" });
});
