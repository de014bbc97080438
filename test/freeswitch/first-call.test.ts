import { expect, test } from "vitest";
import { openCallCentre, testNumber } from "./support/call-centre.ts";
import { findFreeswitch } from "./support/switch.ts";

const binary = findFreeswitch();

test.skipIf(binary === undefined)(
  "[E2E1] a caller is answered, presses a key, waits, talks; the record tells it",
  async () => {
    await using centre = await openCallCentre(binary ?? "");
    await centre.startService();
    await using emma = await centre.agent("emma");
    emma.phone.answerWith({ kind: "answers", afterMs: 500 });
    await emma.browser().ask({ kind: "setPresence", presence: { kind: "ready" } });

    await using caller = await centre.caller();
    caller.call(testNumber, { user: "12025550206", host: "127.0.0.1", name: "Henry" });
    await centre.until("the caller is answered", async () => caller.isUp());
    await new Promise((r) => setTimeout(r, 1500));
    caller.line.press("1");
    const view = await emma.browser().desk((desk) => desk.call?.stage === "talking");
    expect(view.call?.pop.contact?.name).toBe("Henry Walsh");
    caller.hangUp();
    await emma.browser().desk((desk) => desk.engagement === "wrapUp");
    await centre.until("the record is closed", async () => {
      const rows = await centre.store.db.selectFrom("cc.interactions").selectAll().execute();
      return rows[0]?.end_reason === "completed";
    });
  },
  90_000,
);
