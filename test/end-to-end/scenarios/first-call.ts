/** The smallest whole story: answered, a key, music, a voice, a record. */

import { expect } from "vitest";
import { closedCalls } from "../support/records.ts";
import { until } from "../support/until.ts";
import type { World } from "../support/world.ts";

export async function firstCall(world: World): Promise<void> {
  await world.service.start();
  await using emma = await world.agent("emma");
  await using caller = await world.caller({ from: "12025550206", name: "Henry" });
  await until("the caller is answered", () => caller.isUp());
  await until("the menu talks", () => caller.hears() === "prompt");
  await caller.press("1");
  await until("music while nobody is ready", () => caller.hears() === "music");
  await emma.ready();
  const alerting = await emma.desk("a call", (desk) => desk.call !== undefined);
  expect(alerting.call).toMatchObject({ callerName: "Henry", dialled: "12025550199", queue: "Sales", path: ["Sales"] });
  await emma.desk("the pop", (desk) => desk.call?.pop.contact?.name === "Henry Walsh");
  await emma.desk("they talk", (desk) => desk.call?.stage === "talking");
  await until("he hears her", () => caller.hears() === "voice of emma");
  await until("she hears him", () => emma.phone.hears() === "voice of 12025550206");
  caller.hangUp();
  const { call } = await emma.desk("paperwork", (desk) => desk.engagement === "wrapUp");
  const interaction = call?.interaction ?? "";
  await emma.ask({ kind: "disposition", interaction, disposition: "sale", note: "Wants two." });
  await emma.ask({ kind: "endWrapUp", interaction });
  const [record] = await closedCalls(world, 1);
  expect(record).toMatchObject({
    endReason: "completed",
    agent: emma.id,
    from: "12025550206",
    disposition: "sale",
    note: "Wants two.",
  });
}
