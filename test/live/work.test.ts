/** Mail and chat at the desk: seen by the agent who has it, and done with by her alone. */

import { expect, test } from "vitest";
import type { CallerCandidate } from "#protocol/views/desk.ts";
import { contactId, interactionId, queueId } from "#routing/ids.ts";
import { agentId, startSite, type Site } from "#test/http/site.ts";
import { browse, type Browser } from "./browser.ts";

const mail = interactionId("3a110000-0000-4000-8000-000000000001");
const chat = interactionId("c4a70000-0000-4000-8000-000000000002");
const eva: CallerCandidate = { contact: crypto.randomUUID(), name: "Eva Gil", account: "Café Sur", level: "known" };

function offer(site: Site, id: typeof mail, medium: "mail" | "chat", contact?: string): void {
  site.pump.feed({
    kind: "work.offered",
    interaction: id,
    medium,
    queue: queueId(site.config.queues.find(({ name }) => name === "Sales")?.id ?? ""),
    from: "eva@example.org",
    subject: "Invoice 7",
    contact: contact === undefined ? undefined : contactId(contact),
    values: {},
    priority: 0,
    requirement: [],
    ref: "7",
  });
  site.advance(1_000);
}

async function readyAna(site: Site): Promise<Browser> {
  await site.person("ana", ["agent"], agentId(0));
  const ana = await browse(site, await site.signIn("ana"), { topics: ["desk"] });
  expect(await ana.ask({ kind: "setPresence", presence: { kind: "ready" } })).toMatchObject({ refused: undefined });
  return ana;
}

test("[LV5] a mail is on the desk from the offer to the close, with the contact that the source named", async () => {
  const numbers: string[] = [];
  const { promise: known, resolve } = Promise.withResolvers<CallerCandidate>();
  const pop = {
    findCaller: (number: string) => {
      numbers.push(number);
      return Promise.resolve({ match: "none" as const, candidates: [] });
    },
    candidate: () => known,
  };
  await using site = await startSite({ pop });
  await using ana = await readyAna(site);
  expect((await ana.desk((desk) => desk.presence.kind === "ready")).work).toBeUndefined();

  offer(site, mail, "mail", eva.contact);
  const offered = await ana.desk((desk) => desk.work?.[mail] !== undefined);
  const { since = 0, offer: asked } = offered.work?.[mail] ?? {};
  expect(offered.work).toEqual({
    [mail]: {
      interaction: mail,
      medium: "mail",
      from: "eva@example.org",
      subject: "Invoice 7",
      since,
      arrivedAt: since,
      queue: "Sales",
      offer: { reservation: asked?.reservation, until: expect.any(Number) },
    },
  });
  expect(asked?.until).toBeGreaterThan(since);
  expect(offered).toMatchObject({ engagement: "idle" });
  expect(offered.call).toBeUndefined();

  site.advance(3_000);
  expect(await ana.ask({ kind: "accept", reservation: asked?.reservation ?? "" })).toMatchObject({
    refused: undefined,
  });
  const open = await ana.desk((desk) => desk.work?.[mail]?.offer === undefined);
  expect(open.work?.[mail]).toMatchObject({ subject: "Invoice 7", arrivedAt: since });
  expect(open.work?.[mail]?.since).toBeGreaterThan(since);
  // The look-up takes its time; nothing waits for it.
  resolve(eva);
  const told = await ana.desk((desk) => desk.work?.[mail]?.contact !== undefined);
  expect(told.work?.[mail]?.contact).toEqual(eva);

  expect(await ana.ask({ kind: "closeWork", interaction: mail })).toMatchObject({ refused: undefined });
  await ana.desk((desk) => desk.work === undefined);
  expect(numbers).toEqual([]);
});

test("[LV5] what its source takes back leaves the desk at once, offered or open", async () => {
  await using site = await startSite();
  await using ana = await readyAna(site);
  offer(site, chat, "chat");
  const offered = await ana.desk((desk) => desk.work?.[chat] !== undefined);
  await ana.ask({ kind: "accept", reservation: offered.work?.[chat]?.offer?.reservation ?? "" });
  offer(site, mail, "mail");
  await ana.desk((desk) => Object.keys(desk.work ?? {}).length === 2);
  site.pump.feed({ kind: "work.withdrawn", interaction: mail });
  const one = await ana.desk((desk) => desk.work?.[mail] === undefined);
  expect(Object.keys(one.work ?? {})).toEqual([chat]);
  site.pump.feed({ kind: "work.withdrawn", interaction: chat });
  await ana.desk((desk) => desk.work === undefined);
});

test("[LV53] what is open is passed on to a queue or a colleague, with an outcome and a note that she reads", async () => {
  await using site = await startSite();
  await using ana = await readyAna(site);
  await site.person("ben", ["agent"], agentId(1));
  await using ben = await browse(site, await site.signIn("ben"), { topics: ["desk"] });
  offer(site, chat, "chat");
  const offered = await ana.desk((desk) => desk.work?.[chat]?.offer !== undefined);
  const reservation = offered.work?.[chat]?.offer?.reservation ?? "";
  const to = { kind: "agent", agent: agentId(1) } as const;
  expect(await ana.ask({ kind: "passOnWork", interaction: chat, to })).toMatchObject({ refused: "notConnected" });
  await ana.ask({ kind: "accept", reservation });
  const said = {
    kind: "disposition",
    interaction: chat,
    disposition: "question",
    note: "asks for an invoice",
  } as const;
  expect(await ana.ask(said)).toMatchObject({ refused: undefined });
  const written = await ana.desk((desk) => desk.work?.[chat]?.disposition !== undefined);
  expect(written.work?.[chat]).toMatchObject({ disposition: "question", note: "asks for an invoice" });
  expect(written.work?.[chat]?.owesDisposition).toBeUndefined();

  expect(await ana.ask({ kind: "passOnWork", interaction: chat, to })).toMatchObject({
    refused: "destinationNotReady",
  });
  expect(await ben.ask({ kind: "passOnWork", interaction: chat, to })).toMatchObject({ refused: "notYourInteraction" });
  await ben.ask({ kind: "setPresence", presence: { kind: "ready" } });
  expect(await ana.ask({ kind: "passOnWork", interaction: chat, to })).toMatchObject({ refused: undefined });
  const given = await ben.desk((desk) => desk.work?.[chat]?.offer !== undefined);
  expect(given.work?.[chat]).toMatchObject({ note: "asks for an invoice" });
  await ana.desk((desk) => desk.work === undefined);
  await ben.ask({ kind: "accept", reservation: given.work?.[chat]?.offer?.reservation ?? "" });
  const queue = site.config.queues.find(({ name }) => name === "Sales")?.id ?? "";
  await ana.ask({ kind: "setPresence", presence: { kind: "notReady", reason: "break" } });
  await ben.ask({ kind: "setPresence", presence: { kind: "notReady", reason: "break" } });
  expect(await ben.ask({ kind: "passOnWork", interaction: chat, to: { kind: "queue", queue } })).toMatchObject({
    refused: undefined,
  });
  await ben.desk((desk) => desk.work === undefined);
  expect(site.pump.state.interactions.get(chat)?.stage).toMatchObject({ kind: "waiting", queue });
});

test("[LV25] an offer is declined by its reservation; only who has it open closes it", async () => {
  await using site = await startSite();
  await using ana = await readyAna(site);
  await site.person("ben", ["agent"], agentId(1));
  await using ben = await browse(site, await site.signIn("ben"), { topics: ["desk"] });

  offer(site, chat, "chat");
  const offered = await ana.desk((desk) => desk.work?.[chat]?.offer !== undefined);
  const reservation = offered.work?.[chat]?.offer?.reservation ?? "";
  expect(await ana.ask({ kind: "closeWork", interaction: chat })).toMatchObject({ refused: "notConnected" });
  expect(await ben.ask({ kind: "accept", reservation })).toMatchObject({ refused: "unknownReservation" });
  expect(await ana.ask({ kind: "accept", reservation })).toMatchObject({ refused: undefined });
  expect(await ben.ask({ kind: "closeWork", interaction: chat })).toMatchObject({ refused: "notYourInteraction" });
  // Ids may come in capitals.
  expect(await ana.ask({ kind: "closeWork", interaction: chat.toUpperCase() })).toMatchObject({ refused: undefined });

  offer(site, mail, "mail");
  const second = await ana.desk((desk) => desk.work?.[mail]?.offer !== undefined);
  const declined = second.work?.[mail]?.offer?.reservation ?? "";
  expect(await ana.ask({ kind: "decline", reservation: declined })).toMatchObject({ refused: undefined });
  await ana.desk((desk) => desk.work?.[mail]?.offer?.reservation !== declined);
  expect(site.facts.findLast((fact) => fact.kind === "reservation.ended")).toMatchObject({ outcome: "declined" });
});
