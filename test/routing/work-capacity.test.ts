/** How much an agent takes at once of which medium, what interrupts what, and what becomes of it when she leaves. */

import { expect, test } from "vitest";
import { evolve, emptyState } from "#routing/evolve.ts";
import { breaches } from "#routing/invariants.ts";
import { PLAIN_CAPACITY } from "#routing/work/capacity.ts";
import type { Scene } from "./given.ts";
import { accepts, closes, deskOf, desks, offers } from "./work-given.ts";

const engagement = (scene: Scene, name: string) => scene.state.agents.get(scene.agent(name))?.engagement.kind;

/** Callers wait although nobody is there. */
const patient = { queue: { leaveWhenNobodySignedIn: false } };

function takes(scene: Scene, name: string, ...work: readonly string[]): void {
  for (const each of work) {
    offers(scene, each);
    accepts(scene, name);
  }
}

test("[RT240] so many of each medium at once, one offer at a time", () => {
  const scene = desks({ chat: 2, mail: 1, total: 9 });
  offers(scene, "chat1");
  offers(scene, "chat2");
  offers(scene, "chat3");
  expect(deskOf(scene, "ann")).toEqual(["chat1?"]);
  accepts(scene, "ann");
  expect(deskOf(scene, "ann")).toEqual(["chat1", "chat2?"]);
  accepts(scene, "ann");
  offers(scene, "mail1");
  expect(deskOf(scene, "ann")).toEqual(["chat1", "chat2", "mail1?"]);
  accepts(scene, "ann");
  closes(scene, "ann", "chat1");
  expect(deskOf(scene, "ann")).toEqual(["chat2", "mail1", "chat3?"]);
});

test("[RT240] no more of everything together than in total, and none of what she does not take", () => {
  const scene = desks({ chat: 5, mail: 5, total: 3 });
  takes(scene, "ann", "chat1", "mail1", "mail2");
  offers(scene, "chat2");
  expect(deskOf(scene, "ann")).toEqual(["chat1", "mail1", "mail2"]);
  const none = desks({ chat: 0 });
  offers(none, "chat1");
  expect(deskOf(none, "ann")).toEqual([]);
});

test("[RT240] her own profile counts before the site's; a changed one takes nothing away", () => {
  const own = { ...PLAIN_CAPACITY, mail: 3 };
  const scene = desks({ mail: 0 }, ["ann", "bea"], { agents: [{ capacity: own }, {}] });
  takes(scene, "ann", "mail1", "mail2");
  const { config } = scene.state;
  const agents = config.agents.map((each) => ({ ...each, capacity: { ...own, mail: 1 } }));
  scene.when({ kind: "config.replaced", config: { ...config, version: 2, agents } });
  expect(deskOf(scene, "ann")).toEqual(["mail1", "mail2"]);
  offers(scene, "mail3");
  expect(deskOf(scene, "bea")).toEqual(["mail3?"]);
});

test("[RT240] on the phone nothing new comes, unless the profile says so", () => {
  const scene = desks({ duringVoice: 0 });
  scene.waits();
  scene.talks("caller1", "leg1");
  offers(scene, "mail1");
  expect(deskOf(scene, "ann")).toEqual([]);

  const busy = desks({ duringVoice: 1, chat: 3, total: 9 });
  busy.waits();
  busy.talks("caller1", "leg1");
  takes(busy, "ann", "chat1");
  offers(busy, "chat2");
  expect(deskOf(busy, "ann")).toEqual(["chat1"]);
});

test("[RT240] the call counts in the total", () => {
  const scene = desks({ duringVoice: 5, chat: 5, total: 2 });
  scene.waits();
  scene.talks("caller1", "leg1");
  takes(scene, "ann", "chat1");
  offers(scene, "chat2");
  expect(deskOf(scene, "ann")).toEqual(["chat1"]);
});

test("[RT240] while she wraps up, as much as the profile says", () => {
  for (const [whileWrappingUp, desk] of [
    [0, []],
    [1, ["mail1?"]],
  ] as const) {
    const scene = desks({ whileWrappingUp });
    scene.waits();
    scene.talks("caller1", "leg1");
    offers(scene, "mail1");
    scene.hangsUp("caller1");
    expect(engagement(scene, "ann")).toBe("wrapUp");
    expect(deskOf(scene, "ann")).toEqual(desk);
    scene.hangsUp("leg1");
    scene.when({ kind: "wrapUp.endRequested", agent: scene.agent("ann"), interaction: scene.call("call1") });
    expect(deskOf(scene, "ann")).toEqual(["mail1?"]);
  }
});

test("[RT241] an open mail does not keep a call away, an open chat does", () => {
  const scene = desks();
  takes(scene, "ann", "mail1");
  scene.waits();
  expect(engagement(scene, "ann")).toBe("reserved");
  expect(deskOf(scene, "ann")).toEqual(["mail1"]);

  const chatting = desks();
  takes(chatting, "ann", "chat1");
  chatting.waits();
  expect(engagement(chatting, "ann")).toBe("idle");
  expect(closes(chatting, "ann", "chat1")).toContain("reservation.made");
  expect(engagement(chatting, "ann")).toBe("reserved");
});

test("[RT241] nobody without a phone in her profile is rung", () => {
  const scene = desks({ voice: 0 });
  scene.waits();
  expect(engagement(scene, "ann")).toBe("idle");
  offers(scene, "mail1");
  expect(deskOf(scene, "ann")).toEqual(["mail1?"]);
});

test("[RT242] a call before a chat before a mail of equal priority, whatever came first", () => {
  const scene = desks({ chat: 1, mail: 1 }, [], patient);
  offers(scene, "mail1");
  offers(scene, "chat1");
  scene.waits();
  scene.signsIn("ann");
  expect(engagement(scene, "ann")).toBe("reserved");
  expect(deskOf(scene, "ann")).toEqual([]);
  const made = scene.facts.findLast((fact) => fact.kind === "reservation.made");
  expect(made).toMatchObject({ order: "medium" });
  scene.talks("caller1", "leg1");
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  scene.passes(20_000);
  expect(deskOf(scene, "ann")).toEqual(["chat1?"]);
  accepts(scene, "ann");
  expect(deskOf(scene, "ann")).toEqual(["chat1", "mail1?"]);
});

test("[RT242] bigger priority goes before the medium", () => {
  const scene = desks({}, [], patient);
  scene.waits();
  offers(scene, "mail1", { priority: 1 });
  scene.signsIn("ann");
  const first = scene.facts.find((fact) => fact.kind === "reservation.made");
  expect(first).toMatchObject({ interaction: scene.call("mail1"), order: "priority" });
});

test("[RT243] a call goes to whoever has nothing open, a mail to whoever has less", () => {
  const scene = desks({ mail: 3, total: 9 }, ["ann", "bea"]);
  scene.passes(1_000);
  takes(scene, "ann", "mail1");
  offers(scene, "mail2");
  expect(deskOf(scene, "bea")).toEqual(["mail2?"]);
  closes(scene, "ann", "mail1");
  accepts(scene, "bea");
  scene.waits();
  expect(engagement(scene, "ann")).toBe("reserved");
  expect(scene.facts.findLast((fact) => fact.kind === "reservation.made")).toMatchObject({
    passedOver: [{ agent: scene.agent("bea"), reason: "moreOpenWork" }],
  });
});

test("[RT244] a call takes back what she was only offered, and a colleague gets that", () => {
  const scene = desks();
  offers(scene, "mail1");
  expect(scene.waits()).toContain("outcome=withdrawn");
  expect(engagement(scene, "ann")).toBe("reserved");
  expect(deskOf(scene, "ann")).toEqual([]);
  scene.signsIn("bea");
  expect(deskOf(scene, "bea")).toEqual(["mail1?"]);
  expect(scene.dials("bea", "34600111333")).toContain("outcome=withdrawn");
  expect(deskOf(scene, "bea")).toEqual([]);
});

test("[RT245] busy time with two things at once counts once", () => {
  const scene = desks({ mail: 2, total: 9, duringVoice: 2 });
  scene.passes(10_000);
  takes(scene, "ann", "mail1");
  scene.passes(10_000);
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.passes(10_000);
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  scene.passes(20_000);
  closes(scene, "ann", "mail1");
  scene.passes(10_000);
  scene.presence("ann", "notReady", "break");
  const shift = scene.state.agents.get(scene.agent("ann"))?.shift;
  expect(shift).toMatchObject({ staffedMs: 60_000, busyMs: 40_000, handled: 2 });
});

test("[RT252] not ready: what is open stays, what is offered goes back, nothing comes", () => {
  const scene = desks({ mail: 2, total: 9 });
  takes(scene, "ann", "mail1");
  offers(scene, "mail2");
  scene.presence("ann", "notReady", "break");
  expect(deskOf(scene, "ann")).toEqual(["mail1"]);
  scene.presence("ann", "ready");
  expect(deskOf(scene, "ann")).toEqual(["mail1", "mail2?"]);
});

test("[RT252] [RT253] who signs out leaves it all: back to its place", () => {
  const scene = desks();
  takes(scene, "ann", "mail1");
  scene.passes(60_000);
  expect(scene.presence("ann", "signedOut")).toMatchInlineSnapshot(`
    "agent.presenceChanged agent=ann presence={kind=signedOut} by=agent
    interaction.disconnected interaction=mail1 agent=ann by=lost
    interaction.queued interaction=mail1 queue=Sales priority=0 needs={requirement=[{skill=sales proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- enteredAt=+0 overflowAt=never isReturn=true keys=[]"
  `);
  expect(deskOf(scene, "ann")).toEqual([]);
});

test("[RT252] gone without a word: chats go back after the grace, mail when she is signed out", () => {
  const scene = desks({ mail: 1, chat: 1, total: 9 });
  takes(scene, "ann", "mail1", "chat1");
  scene.when({ kind: "console.disconnected", agent: scene.agent("ann") });
  scene.passes(14_999);
  expect(deskOf(scene, "ann")).toEqual(["mail1", "chat1"]);
  scene.passes(1);
  expect(deskOf(scene, "ann")).toEqual(["mail1"]);
  scene.passes(15 * 60_000);
  expect(deskOf(scene, "ann")).toEqual([]);
  expect(scene.state.interactions.get(scene.call("mail1"))?.stage.kind).toBe("waiting");
});

test("[RT252] an agent who is removed leaves her desk and is forgotten", () => {
  const scene = desks({}, ["ann", "bea"]);
  takes(scene, "ann", "mail1");
  const { config } = scene.state;
  const agents = config.agents.filter((each) => each.id !== scene.agent("ann"));
  scene.when({ kind: "config.replaced", config: { ...config, version: 2, agents } });
  expect(scene.state.agents.has(scene.agent("ann"))).toBe(false);
  expect(deskOf(scene, "bea")).toEqual(["mail1?"]);
});

test("[RT253] it waits for somebody even if its queue is gone", () => {
  const scene = desks();
  takes(scene, "ann", "mail1");
  const { config } = scene.state;
  scene.when({ kind: "config.replaced", config: { ...config, version: 2, queues: [] } });
  scene.presence("ann", "signedOut");
  expect(scene.state.interactions.get(scene.call("mail1"))?.stage.kind).toBe("waiting");
  scene.signsIn("ann");
  expect(deskOf(scene, "ann")).toEqual(["mail1?"]);
});

test("[RT254] a new process goes on with what was open and offers anew what was not", () => {
  const scene = desks({ mail: 2, total: 9 });
  takes(scene, "ann", "mail1");
  offers(scene, "mail2");
  const state = emptyState();
  for (const fact of scene.facts) evolve(state, fact);
  scene.state = state;
  const told = scene.when({ kind: "engine.started", epoch: 2, seed: "again" });
  expect(told).toContain("outcome=withdrawn");
  expect(told).toContain("reservation.made");
  expect(deskOf(scene, "ann")).toEqual(["mail1", "mail2?"]);
  expect(breaches(state)).toEqual([]);
  scene.linkLost();
  scene.resynced({});
  expect(deskOf(scene, "ann")).toEqual(["mail1", "mail2?"]);
});
