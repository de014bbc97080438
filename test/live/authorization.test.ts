/** The same matrix as over HTTP: what a role may not do there it may not do here. */

import { expect, test } from "vitest";
import type { Role } from "#protocol/api/route.ts";
import { ask as askSchema, topic, type Ask } from "#protocol/up.ts";
import { agentId, startSite } from "#test/http/site.ts";
import { browse } from "./browser.ts";

const some = crypto.randomUUID();
const asks: readonly Ask[] = [
  { kind: "setPresence", presence: { kind: "notReady", reason: "lunch" } },
  { kind: "accept", reservation: some },
  { kind: "decline", reservation: some },
  { kind: "dial", number: "999" },
  { kind: "hangUp", interaction: some },
  { kind: "hold", interaction: some, isHeld: true },
  { kind: "mute", interaction: some, isMuted: true },
  { kind: "digits", interaction: some, digits: "1" },
  { kind: "transfer", interaction: some, to: { kind: "agent", agent: agentId(1) } },
  { kind: "attachContact", interaction: some, contact: some },
  { kind: "disposition", interaction: some, disposition: undefined, note: "" },
  { kind: "endWrapUp", interaction: some },
  { kind: "extendWrapUp", interaction: some },
  { kind: "passOnWork", interaction: some, to: { kind: "agent", agent: agentId(1) } },
  { kind: "requestWrapUp", interaction: some, isWanted: true },
  { kind: "closeWork", interaction: some },
];

const people: Readonly<Record<string, readonly Role[]>> = {
  nothing: [],
  agent: ["agent"],
  supervisor: ["supervisor"],
  admin: ["admin"],
  both: ["agent", "supervisor"],
};

test("[LV20] every topic × every role", async () => {
  await using site = await startSite();
  const found: Record<string, string> = {};
  for (const [who, roles] of Object.entries(people)) {
    await site.person(who, roles, who === "both" ? agentId(1) : who === "agent" ? agentId(0) : undefined);
    await using browser = await browse(site, await site.signIn(who));
    for (const each of topic.options) {
      browser.say({ kind: "subscribe", topic: each });
      browser.say({ kind: "ping", sentAt: 1 });
      await browser.next("pong");
      const heard = browser.heard.find((message) => "topic" in message && message.topic === each);
      found[`${who} ${each}`] = heard?.kind === "notSubscribed" ? heard.refused : (heard?.kind ?? "nothing");
    }
  }
  expect(found).toEqual({
    "nothing desk": "forbidden",
    "nothing board": "forbidden",
    "agent desk": "snapshot",
    "agent board": "forbidden",
    "supervisor desk": "forbidden",
    "supervisor board": "snapshot",
    "admin desk": "forbidden",
    "admin board": "snapshot",
    "both desk": "snapshot",
    "both board": "snapshot",
  });
});

test("[LV21] every ask × every role, for oneself and for another agent", async () => {
  await using site = await startSite();
  expect(asks.map(({ kind }) => kind).toSorted()).toEqual(
    askSchema.options.map(({ shape }) => shape.kind.value).toSorted(),
  );
  for (const [who, roles] of Object.entries(people)) {
    await site.person(who, roles, who === "both" ? agentId(1) : who === "agent" ? agentId(0) : undefined);
    await using browser = await browse(site, await site.signIn(who));
    for (const ask of asks) {
      const { refused } = await browser.ask(ask);
      const mayForSelf = roles.includes("agent");
      expect([who, ask.kind, refused === "forbidden"]).toEqual([who, ask.kind, !mayForSelf]);
    }
    for (const ask of [asks[0], asks[11]]) {
      if (ask?.kind !== "setPresence" && ask?.kind !== "endWrapUp") throw new Error("the two that may name an agent");
      const { refused } = await browser.ask({ ...ask, agent: agentId(2) });
      const mayForOthers = roles.includes("supervisor") || roles.includes("admin");
      expect([who, ask.kind, refused === "forbidden"]).toEqual([who, ask.kind, !mayForOthers]);
    }
  }
});

test("[LV22] a supervisor who sets another agent's presence is written down", async () => {
  await using site = await startSite();
  const vera = await site.person("vera", ["supervisor"]);
  await using browser = await browse(site, await site.signIn("vera"));
  expect(
    await browser.ask({ kind: "setPresence", presence: { kind: "notReady", reason: "training" }, agent: agentId(2) }),
  ).toMatchObject({ refused: undefined });
  expect(site.pump.state.agents.get(site.config.agents[2]?.id ?? unknownAgent())?.presence).toEqual({
    kind: "notReady",
    reason: "training",
  });
  await expect
    .poll(() =>
      site.db
        .selectFrom("sys.audit_log")
        .select(["actor_id", "action", "object_id"])
        .where("action", "=", "setPresence")
        .execute(),
    )
    .toEqual([{ actor_id: vera, action: "setPresence", object_id: agentId(2) }]);
});

test("[LV23] what is said of a call is acknowledged only when it is kept", async () => {
  const { promise: kept, resolve } = Promise.withResolvers<void>();
  await using site = await startSite({ durable: () => kept });
  await site.person("ana", ["agent"], agentId(1));
  await using ana = await browse(site, await site.signIn("ana"), { topics: ["desk"] });
  const interaction = await talk(site, ana, 1);
  let isAnswered = false;
  const asked = ana.ask({ kind: "disposition", interaction, disposition: "sold", note: "" }).then((answer) => {
    isAnswered = true;
    return answer;
  });
  await ana.desk((desk) => desk.call?.disposition === "sold");
  ana.say({ kind: "ping", sentAt: 1 });
  await ana.next("pong");
  expect(isAnswered).toBe(false);
  resolve();
  expect(await asked).toMatchObject({ refused: undefined });
});

test("[LV23] what cannot be kept in time is answered `notSaved`", async () => {
  await using site = await startSite({ durable: () => new Promise(() => undefined), live: { savedWithinMs: 20 } });
  await site.person("ana", ["agent"], agentId(1));
  await using ana = await browse(site, await site.signIn("ana"), { topics: ["desk"] });
  const interaction = await talk(site, ana, 1);
  expect(await ana.ask({ kind: "disposition", interaction, note: "hello" })).toMatchObject({ refused: "notSaved" });
});

test("[LV24] dialling answers with the new call", async () => {
  await using site = await startSite();
  await site.person("ana", ["agent"], agentId(1));
  await using ana = await browse(site, await site.signIn("ana"), { topics: ["desk"] });
  await ana.ask({ kind: "setPresence", presence: { kind: "ready" } });
  expect(await ana.ask({ kind: "dial", number: "44 20 7946 0000" })).toMatchObject({ refused: "numberNotAllowed" });
  const { refused, interaction } = await ana.ask({ kind: "dial", number: "34600333444" });
  expect(refused).toBeUndefined();
  const desk = await ana.desk((view) => view.call?.stage === "dialling");
  expect(desk.call).toMatchObject({ interaction, direction: "outbound", number: "34600333444" });
});

type Site = Awaited<ReturnType<typeof startSite>>;

async function talk(site: Site, ana: Awaited<ReturnType<typeof browse>>, n: number): Promise<string> {
  await ana.ask({ kind: "setPresence", presence: { kind: "ready" } });
  site.sim.newCaller({
    afterMs: 0,
    from: "+34600111222",
    fromName: undefined,
    to: "900200",
    presses: [],
    patienceMs: undefined,
    talkMs: undefined,
  });
  site.advance(2_000);
  const { call } = await ana.desk((desk) => desk.call?.stage === "alerting");
  await ana.ask({ kind: "accept", reservation: call?.reservation ?? "" });
  site.advance(2_000);
  await ana.desk((desk) => desk.call?.stage === "talking" && desk.agent === agentId(n));
  return call?.interaction ?? "";
}

function unknownAgent(): never {
  throw new Error("the site has fewer agents");
}
