/** Mail and chat from the door to the end: offered, waiting, taken, closed, taken back, passed on. */

import { expect, test } from "vitest";
import { skills } from "../simulation/site.ts";
import { accepts, closes, declines, deskOf, desks, NO_QUEUE, offers, passesOn, withdraws } from "./work-given.ts";

test("[RT246] mail comes in, waits, and is offered without a leg", () => {
  const scene = desks();
  expect(offers(scene, "mail1")).toMatchInlineSnapshot(`
    "work.arrived interaction=mail1 medium=mail from=eva@example.org subject=Invoice contact=- ref=mail1
    interaction.queued interaction=mail1 queue=Sales priority=0 needs={requirement=[{skill=sales proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- enteredAt=+0 overflowAt=never isReturn=false keys=[]
    reservation.made reservation=reservation1 interaction=mail1 agent=ann queue=Sales leg=- until=+15000 eligible=1 passedOver=[] rule=onlyOne order=- relaxedTo=-"
  `);
  expect(deskOf(scene, "ann")).toEqual(["mail1?"]);
});

test("[RT246] the same id again is ignored by name, and an unknown queue is refused before anything happens", () => {
  const scene = desks({}, []);
  offers(scene, "mail1");
  expect(offers(scene, "mail1")).toBe("input.ignored input=work.offered reason=repeated interaction=mail1");
  expect(offers(scene, "mail2", { queue: NO_QUEUE })).toBe("refused: unknownDestination");
  expect(scene.state.interactions.size).toBe(1);
});

test("[RT246] what has just ended is not brought back by a source that repeats itself", () => {
  const scene = desks({}, []);
  offers(scene, "mail1");
  withdraws(scene, "mail1");
  expect(offers(scene, "mail1")).toBe("input.ignored input=work.offered reason=ended interaction=mail1");
  expect(scene.state.interactions.size).toBe(0);
  scene.passes(600_001);
  offers(scene, "mail2");
  withdraws(scene, "mail2");
  expect(scene.state.endedWork.size).toBe(1);
});

test("[RT249] accepting is the answer", () => {
  const scene = desks();
  offers(scene, "mail1");
  scene.passes(4_000);
  expect(accepts(scene, "ann")).toMatchInlineSnapshot(`
    "reservation.ended reservation=reservation1 interaction=mail1 agent=ann outcome=accepted
    queue.left interaction=mail1 queue=Sales outcome=answered waitMs=4000 flowOut=-
    interaction.connected interaction=mail1 agent=ann leg=-"
  `);
  expect(deskOf(scene, "ann")).toEqual(["mail1"]);
});

test("[RT249] not accepted in time it is missed, and keeps its place", () => {
  const scene = desks();
  offers(scene, "mail1");
  expect(scene.passes(14_999)).toBe("");
  expect(scene.passes(1)).toMatchInlineSnapshot(`
    "reservation.ended reservation=reservation1 interaction=mail1 agent=ann outcome=missed
    agent.presenceChanged agent=ann presence={kind=notReady reason=missed} by=system"
  `);
  expect(deskOf(scene, "ann")).toEqual([]);
  expect(scene.presence("ann", "ready")).toContain("reservation.made");
  accepts(scene, "ann");
  expect(scene.facts.filter((fact) => fact.kind === "queue.left")).toMatchObject([{ waitMs: 15_000 }]);
});

test("[RT249] declined: the policy of the queue, and a colleague gets it", () => {
  const scene = desks({}, ["ann", "bea"]);
  offers(scene, "mail1");
  expect(declines(scene, "ann")).toContain("outcome=declined");
  expect(deskOf(scene, "ann")).toEqual([]);
  expect(deskOf(scene, "bea")).toEqual(["mail1?"]);
});

test("[RT249] missed on the phone: not ready after the call, which goes on", () => {
  const scene = desks({ duringVoice: 1, chat: 1, mail: 1 });
  scene.waits();
  scene.talks("caller1", "leg1");
  offers(scene, "mail1");
  expect(deskOf(scene, "ann")).toEqual(["mail1?"]);
  expect(scene.passes(15_000)).toContain("agent.nextPresenceChosen agent=ann presence={kind=notReady reason=missed}");
  expect(scene.state.agents.get(scene.agent("ann"))?.engagement.kind).toBe("talking");
});

test("[RT250] whoever has it closes it, without wrap-up; the next one comes at once", () => {
  const scene = desks();
  offers(scene, "mail1");
  accepts(scene, "ann");
  offers(scene, "mail2");
  expect(deskOf(scene, "ann")).toEqual(["mail1"]);
  expect(closes(scene, "bea", "mail1")).toBe("refused: notYourInteraction");
  expect(closes(scene, "ann", "mail1")).toMatchInlineSnapshot(`
    "interaction.disconnected interaction=mail1 agent=ann by=agent
    interaction.ending interaction=mail1 reason=completed
    interaction.ended interaction=mail1 reason=completed
    reservation.made reservation=reservation2 interaction=mail2 agent=ann queue=Sales leg=- until=+15000 eligible=1 passedOver=[] rule=onlyOne order=onlyOne relaxedTo=-"
  `);
  expect(closes(scene, "ann", "mail1")).toBe("refused: unknownInteraction");
  expect(closes(scene, "ann", "mail2")).toBe("refused: notConnected");
});

test("[RT250] a disposition is set while it is open, by whoever has it", () => {
  const scene = desks();
  offers(scene, "mail1");
  accepts(scene, "ann");
  const interaction = scene.call("mail1");
  const set = (name: string) =>
    scene.when({
      kind: "disposition.setRequested",
      agent: scene.agent(name),
      interaction,
      disposition: "done",
      note: "",
    });
  expect(set("bea")).toBe("refused: notYourInteraction");
  expect(set("ann")).toContain("interaction.dispositioned interaction=mail1 agent=ann disposition=done");
});

test("[RT248] taken back from the line, from an offer, from a desk", () => {
  const scene = desks({}, []);
  offers(scene, "mail1");
  expect(withdraws(scene, "mail1")).toMatchInlineSnapshot(`
    "queue.left interaction=mail1 queue=Sales outcome=abandoned waitMs=0 flowOut=-
    interaction.ending interaction=mail1 reason=withdrawn
    interaction.ended interaction=mail1 reason=withdrawn"
  `);
  expect(withdraws(scene, "mail1")).toBe("refused: unknownInteraction");
  scene.signsIn("ann");
  offers(scene, "mail2");
  expect(withdraws(scene, "mail2")).toContain("outcome=withdrawn");
  expect(deskOf(scene, "ann")).toEqual([]);
  expect(scene.state.agents.get(scene.agent("ann"))?.presence.kind).toBe("ready");
  offers(scene, "mail3");
  accepts(scene, "ann");
  expect(withdraws(scene, "mail3")).toMatchInlineSnapshot(`
    "interaction.disconnected interaction=mail3 agent=ann by=customer
    interaction.ending interaction=mail3 reason=withdrawn
    interaction.ended interaction=mail3 reason=withdrawn"
  `);
  expect(deskOf(scene, "ann")).toEqual([]);
});

test("[RT248] taken back while it is offered to the colleague to whom it was passed on: her desk is empty", () => {
  const scene = desks({}, ["ann"]);
  offers(scene, "mail1");
  accepts(scene, "ann");
  scene.signsIn("bea");
  passesOn(scene, "ann", "mail1", { kind: "agent", agent: scene.agent("bea") });
  expect(deskOf(scene, "bea")).toEqual(["mail1?"]);
  expect(withdraws(scene, "mail1")).toMatchInlineSnapshot(`
    "interaction.ending interaction=mail1 reason=withdrawn
    reservation.ended reservation=reservation2 interaction=mail1 agent=bea outcome=withdrawn
    interaction.ended interaction=mail1 reason=withdrawn"
  `);
  expect([deskOf(scene, "bea"), scene.state.reservations.size, scene.state.interactions.size]).toEqual([[], 0, 0]);
  expect(scene.state.agents.get(scene.agent("bea"))?.presence.kind).toBe("ready");
});

test("[RT248] a call is not work: nobody takes it back", () => {
  const scene = desks({}, []);
  scene.waits();
  expect(withdraws(scene, "call1")).toBe("refused: unknownInteraction");
});

test("[RT247] skills, steps and ageing count, limits and overflow do not", () => {
  const queue = {
    waitingMax: 0,
    overflowAfterMs: 1_000,
    announceEveryMs: 1_000,
    leaveWhenNobodySignedIn: true,
    ageing: [{ afterMs: 60_000, priority: 5 }],
    relaxation: [{ name: "anybody", afterMs: 30_000, requirement: [] }],
  };
  const unskilled = [{ skills: [] }];
  const scene = desks({}, ["ann"], { agents: unskilled, queue });
  offers(scene, "mail1", { requirement: [{ skill: skills.billing, proficiency: 2 }] });
  expect(deskOf(scene, "ann")).toEqual([]);
  expect(scene.passes(29_999)).toBe("");
  expect(scene.passes(1)).toContain("name=anybody");
  expect(deskOf(scene, "ann")).toEqual(["mail1?"]);
  scene.presence("ann", "signedOut");
  expect(scene.passes(30_000)).toContain("priority.raised interaction=mail1 band=0 priority=5");
  expect(scene.state.interactions.get(scene.call("mail1"))?.stage.kind).toBe("waiting");
});

test("[RT251] passed on to a queue: at its end, with its needs", () => {
  const scene = desks();
  offers(scene, "mail1");
  accepts(scene, "ann");
  const to = { kind: "queue", queue: scene.queue("Support") } as const;
  expect(passesOn(scene, "bea", "mail1", to)).toBe("refused: notYourInteraction");
  expect(passesOn(scene, "ann", "mail1", { kind: "queue", queue: NO_QUEUE })).toBe("refused: unknownDestination");
  expect(passesOn(scene, "ann", "mail1", to)).toMatchInlineSnapshot(`
    "interaction.transferred interaction=mail1 agent=ann to={kind=queue queue=Support}
    interaction.disconnected interaction=mail1 agent=ann by=transfer
    interaction.queued interaction=mail1 queue=Support priority=0 needs={requirement=[{skill=support proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- enteredAt=+0 overflowAt=never isReturn=false keys=[]
    reservation.made reservation=reservation2 interaction=mail1 agent=ann queue=Support leg=- until=+15000 eligible=1 passedOver=[] rule=onlyOne order=onlyOne relaxedTo=-"
  `);
});

test("[RT251] passed on to a colleague who has room; not taken, it goes back to its place", () => {
  const scene = desks({}, ["ann", "bea"]);
  offers(scene, "mail1");
  accepts(scene, "ann");
  scene.passes(60_000);
  const to = { kind: "agent", agent: scene.agent("bea") } as const;
  expect(passesOn(scene, "ann", "mail1", to)).toContain("rule=transfer");
  expect(deskOf(scene, "bea")).toEqual(["mail1?"]);
  expect(declines(scene, "bea")).toMatchInlineSnapshot(`
    "reservation.ended reservation=reservation2 interaction=mail1 agent=bea outcome=declined
    agent.presenceChanged agent=bea presence={kind=notReady reason=declined} by=system
    interaction.queued interaction=mail1 queue=Sales priority=0 needs={requirement=[{skill=sales proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- enteredAt=+0 overflowAt=never isReturn=true keys=[]
    reservation.made reservation=reservation3 interaction=mail1 agent=ann queue=Sales leg=- until=+75000 eligible=1 passedOver=[] rule=onlyOne order=- relaxedTo=-"
  `);
  expect(deskOf(scene, "ann")).toEqual(["mail1?"]);
});

test("[RT251] a colleague without room is not asked", () => {
  const scene = desks({}, ["ann", "bea"]);
  offers(scene, "mail1");
  accepts(scene, "ann");
  offers(scene, "mail2");
  accepts(scene, "bea");
  const to = { kind: "agent", agent: scene.agent("bea") } as const;
  expect(passesOn(scene, "ann", "mail1", to)).toBe("refused: destinationNotReady");
  expect(deskOf(scene, "ann")).toEqual(["mail1"]);
});

test("[RT330] where the queue asks for an outcome, it is closed by who has chosen one, and passed on without", () => {
  const mandatory = { wrapUp: { mode: "mandatory", canEndEarly: true, extensionsMax: 0, extensionMs: 0 } } as const;
  const scene = desks({}, ["ann", "bea"], { queue: mandatory });
  offers(scene, "mail1");
  accepts(scene, "ann");
  const sets = (name: string, disposition: string | undefined) =>
    scene.when({
      kind: "disposition.setRequested",
      agent: scene.agent(name),
      interaction: scene.call("mail1"),
      disposition,
      note: "read",
    });
  expect(closes(scene, "ann", "mail1")).toBe("refused: dispositionMissing");
  sets("ann", undefined);
  expect(closes(scene, "ann", "mail1")).toBe("refused: dispositionMissing");
  sets("ann", "done");
  expect(passesOn(scene, "ann", "mail1", { kind: "agent", agent: scene.agent("bea") })).toContain("agent=bea");
  accepts(scene, "bea");
  // What a colleague chose before is not her word.
  expect(closes(scene, "bea", "mail1")).toBe("refused: dispositionMissing");
  sets("bea", "done");
  expect(closes(scene, "bea", "mail1")).toContain("interaction.ended interaction=mail1 reason=completed");
  expect(scene.state.agents.get(scene.agent("bea"))?.engagement.kind).toBe("idle");
});
