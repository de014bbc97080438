/** The top bar stands on every page, so whatever an agent's state is called, it must leave room for the buttons beside it. */

import { expect, test } from "vitest";
import type { DeskView } from "#protocol/views/desk.ts";
import type { PageWish } from "./support/browser.ts";
import { incomingCall } from "./support/incoming-call.ts";
import { layoutFaults } from "./support/layout.ts";
import { wishes } from "./support/screens.ts";
import { useStage } from "./support/stage.ts";

const open = useStage();

/** Everything that the top bar can say of an agent, at its longest. */
const stages = (now: number): readonly (readonly [name: string, part: Partial<DeskView>])[] => [
  ["signed out", { presence: { kind: "signedOut" } }],
  ["signed in", { presence: { kind: "notReady", reason: "signedIn" } }],
  ["unreachable", { presence: { kind: "notReady", reason: "unreachable" } }],
  ["connection lost", { presence: { kind: "notReady", reason: "connectionLost" } }],
  ["ready for hours", { presence: { kind: "ready" }, presenceSince: now - 5 * 3_600_000 }],
  ["ringing", { engagement: "reserved", call: incomingCall(now, "known") }],
  ["talking", { engagement: "talking", call: { ...incomingCall(now, "known"), stage: "talking" } }],
  ["held", { engagement: "talking", call: { ...incomingCall(now, "maybe"), stage: "held" } }],
];

const narrowAndWide: readonly PageWish[] = [...wishes, { language: "es", scheme: "dark", width: 320 }];

test.each(narrowAndWide)(
  "[CON82] the top bar in $language at $width px has room for every state of an agent",
  async (wish) => {
    const { page, backend } = await open(["agent"], wish);
    await page.goto("/desk");
    await page.waitForSelector(".cb-tile");
    const faults: string[] = [];
    for (const [name, part] of stages(Date.now())) {
      backend.change(({ desk }) => {
        delete desk.call;
        Object.assign(desk, { engagement: "idle", engagementSince: Date.now() - 4 * 3_600_000 }, part);
      });
      await page.waitForSelector(part.call === undefined ? ".cb-strip:not([data-look])" : ".cb-strip[data-look]", {
        state: "attached",
      });
      faults.push(...(await layoutFaults(page)).map((fault) => `${name}: ${fault}`));
    }
    expect(faults).toEqual([]);
  },
);
