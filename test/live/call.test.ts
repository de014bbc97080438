/** One call, seen from the desk and from the board. */

import { expect, test } from "vitest";
import type { CallerCandidate } from "#protocol/views/desk.ts";
import { agentId, startSite } from "#test/http/site.ts";
import { browse } from "./browser.ts";

const caller = {
  afterMs: 0,
  from: "+34600111222",
  fromName: undefined,
  presses: [],
  patienceMs: undefined,
  talkMs: undefined,
};
const maria: CallerCandidate = {
  contact: crypto.randomUUID(),
  name: "María López",
  account: "Café Sur",
  level: "known",
};
const pop = {
  findCaller: () => Promise.resolve({ match: "known" as const, candidates: [maria] }),
  lastCalls: () =>
    Promise.resolve([
      { interaction: crypto.randomUUID(), startedAt: 1, direction: "inbound" as const, note: "asked for a quote" },
    ]),
  openTasks: () =>
    Promise.resolve([
      { task: { id: crypto.randomUUID(), subject: "Send the quote", isOverdue: true }, privateTo: undefined },
      { task: { id: crypto.randomUUID(), subject: "Not for everybody", isOverdue: false }, privateTo: agentId(3) },
    ]),
};

test("[LV1] a call reaches the desk with who is calling, and leaves it with the paperwork done", async () => {
  await using site = await startSite({ pop });
  await site.person("ana", ["agent"], agentId(0));
  await using ana = await browse(site, await site.signIn("ana"), { topics: ["desk"] });
  await ana.desk((desk) => desk.presence.kind === "notReady");
  expect(await ana.ask({ kind: "setPresence", presence: { kind: "ready" } })).toEqual({
    refused: undefined,
    interaction: undefined,
  });
  await ana.desk((desk) => desk.presence.kind === "ready");

  site.sim.newCaller({ ...caller, to: "900100" });
  site.advance(2_000);
  const alerting = await ana.desk((desk) => desk.call?.stage === "alerting" && desk.call.pop.openTasks.length > 0);
  expect(alerting.call).toMatchObject({
    direction: "inbound",
    number: "+34600111222",
    dialled: "900100",
    queue: "Sales",
    pop: {
      candidates: [maria],
      lastCalls: [{ note: "asked for a quote" }],
      openTasks: [{ subject: "Send the quote" }],
    },
  });
  expect(alerting.engagement).toBe("reserved");

  const { interaction, reservation } = alerting.call ?? { interaction: "", reservation: undefined };
  expect(await ana.ask({ kind: "accept", reservation: reservation ?? "" })).toMatchObject({ refused: undefined });
  site.advance(2_000);
  const talking = await ana.desk((desk) => desk.call?.stage === "talking");

  await ana.ask({ kind: "hold", interaction, isHeld: true });
  site.advance(5_000);
  const held = await ana.desk((desk) => desk.call?.stage === "held");
  expect(held.call?.since).toBeGreaterThan(talking.call?.since ?? 0);
  expect(await ana.ask({ kind: "hold", interaction, isHeld: true })).toMatchObject({ refused: "alreadyOnHold" });

  await ana.ask({ kind: "disposition", interaction, disposition: "quote", note: "sent the quote" });
  const noted = await ana.desk((desk) => desk.call?.note !== "");
  expect(noted.call).toMatchObject({ disposition: "quote", note: "sent the quote" });
  await ana.ask({ kind: "hangUp", interaction });
  site.advance(2_000);
  await ana.desk((desk) => desk.call === undefined && desk.engagement === "idle");
});

test("[LV2] the board shows the same call to a supervisor, row by row", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  await site.person("vera", ["supervisor"]);
  await using ana = await browse(site, await site.signIn("ana"), { topics: ["desk"] });
  await using vera = await browse(site, await site.signIn("vera"), { topics: ["board"] });
  const sales = site.config.queues[0]?.id ?? "";
  await ana.ask({ kind: "setPresence", presence: { kind: "notReady", reason: "lunch" } });
  await vera.board(
    (board) => board.agents[agentId(0)]?.presence.kind === "notReady" && board.queues[sales]?.staffed === 1,
  );

  site.sim.newCaller({ ...caller, to: "900100" });
  site.advance(2_000);
  const waiting = await vera.board((board) => board.tiles.waiting === 1);
  expect(waiting.queues[sales]).toMatchObject({
    name: "Sales",
    waiting: 1,
    ready: 0,
    staffed: 1,
    counts: { offered: 1 },
  });
  const row = Object.values(waiting.waiting)[0];
  expect(row).toMatchObject({ queue: sales, number: "+34600111222", position: 1, priority: 0, alerting: [] });
  expect(row?.relaxedTo).toBeUndefined();
  site.advance(30_000);
  const relaxed = await vera.board((board) => Object.values(board.waiting)[0]?.relaxedTo !== undefined);
  expect(Object.values(relaxed.waiting)).toEqual([{ ...row, relaxedTo: "any proficiency" }]);

  await ana.ask({ kind: "setPresence", presence: { kind: "ready" } });
  site.advance(1_000);
  const reserved = await vera.board((board) => board.agents[agentId(0)]?.engagement === "reserved");
  expect(Object.values(reserved.waiting)).toMatchObject([{ alerting: ["Agent 0"] }]);
  expect(reserved.agents[agentId(0)]).toMatchObject({
    name: "Agent 0",
    queue: "Sales",
    number: "+34600111222",
    isHeld: false,
  });
  expect(reserved.nodes).toMatchObject({ "switch-1": { isUp: true } });
});

test("[LV3] a look-up that takes long holds nothing up: the call rings at once, the name comes after", async () => {
  const { promise: found, resolve } = Promise.withResolvers<{ match: "known"; candidates: CallerCandidate[] }>();
  await using site = await startSite({ pop: { findCaller: () => found } });
  await site.person("ana", ["agent"], agentId(0));
  await using ana = await browse(site, await site.signIn("ana"), { topics: ["desk"] });
  await ana.ask({ kind: "setPresence", presence: { kind: "ready" } });
  site.sim.newCaller({ ...caller, to: "900100" });
  site.advance(2_000);
  const before = await ana.desk((desk) => desk.call?.stage === "alerting");
  expect(before.call?.pop).toMatchObject({ candidates: [], lastCalls: [] });
  resolve({ match: "known", candidates: [maria] });
  const after = await ana.desk((desk) => desk.call?.pop.candidates.length === 1);
  expect(after.call?.pop.candidates).toEqual([maria]);
});

test("[LV4] colleagues who are signed in are on the desk, oneself is not", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(0));
  await site.person("ben", ["agent"], agentId(1));
  await using ana = await browse(site, await site.signIn("ana"), { topics: ["desk"] });
  await using ben = await browse(site, await site.signIn("ben"), { topics: ["desk"] });
  await ben.ask({ kind: "setPresence", presence: { kind: "ready" } });
  const view = await ana.desk((desk) => desk.colleagues[agentId(1)]?.presence.kind === "ready");
  expect(Object.keys(view.colleagues)).toEqual([agentId(1)]);
  expect(view.queues).toMatchObject({ [site.config.queues[1]?.id ?? ""]: { name: "Support", ready: 1 } });
  const other = await ben.desk((desk) => Object.keys(desk.colleagues).length > 0);
  expect(Object.keys(other.colleagues)).toEqual([agentId(0)]);
});
