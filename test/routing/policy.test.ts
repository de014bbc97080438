import { expect, test } from "vitest";
import type { Fact } from "#routing/facts.ts";
import { PLAIN_RESERVATION_POLICY, type CountedOutcome, type OutcomePolicy } from "#routing/reservation/policy.ts";
import { given, site, startAt, type Scene } from "./given.ts";

/** One queue policy for the outcome under test; the others as they are shipped. */
function floor(outcome: CountedOutcome, policy: Partial<OutcomePolicy>, agents = 2): Scene {
  const before = PLAIN_RESERVATION_POLICY;
  const reservationPolicy = { ...before, [outcome]: { ...before[outcome], ...policy } };
  return given(site({ agents: Array.from({ length: agents }, () => ({})), queue: { reservationPolicy } }));
}
const spared = { notReadyAfter: 0, backOffMs: 10_000 };
const made = (scene: Scene): readonly string[] =>
  scene.facts.flatMap((fact: Fact) =>
    fact.kind === "reservation.made"
      ? scene.config.agents.filter(({ id }) => id === fact.agent).map(({ name }) => name)
      : [],
  );
const isFree = (scene: Scene, name: string): boolean => scene.state.available.has(scene.agent(name));

/** How each outcome comes about on the leg. */
const ends: Readonly<Record<CountedOutcome, (scene: Scene, leg: string) => void>> = {
  missed: (scene, leg) => {
    scene.passes(15_000);
    scene.hangsUp(leg, "ORIGINATOR_CANCEL");
  },
  declined: (scene, leg) => scene.hangsUp(leg, "CALL_REJECTED", 603),
  busy: (scene, leg) => scene.hangsUp(leg, "USER_BUSY", 486),
  unreachable: (scene, leg) => scene.notCreated(leg, "USER_NOT_REGISTERED"),
};
const outcomes = ["missed", "declined", "busy", "unreachable"] as const;

test("[RT110] a phone that says busy without having rung is engaged; she is spared, not made not ready", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  expect(scene.hangsUp("leg1", "USER_BUSY", 486)).toMatchInlineSnapshot(`
    "leg.ended leg=leg1 interaction=call1 cause=USER_BUSY sipStatus=486
    reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=busy
    agent.released agent=ann interaction=call1
    agent.backedOff agent=ann outcome=busy until=+15000"
  `);
  expect(scene.state.agents.get(scene.agent("ann"))?.presence).toEqual({ kind: "ready" });
});

test("[RT110] busy after it has rung: she pushed it away, that is declining", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.rings("leg1");
  expect(scene.hangsUp("leg1", "USER_BUSY", 486)).toContain("outcome=declined");
});

test.each(outcomes)("[RT111] %s so many times in a row: not ready with the queue's reason", (outcome) => {
  const scene = floor(outcome, { notReadyAfter: 3, reason: "away", backOffMs: 1_000 });
  scene.signsIn("ann");
  scene.waits();
  for (const leg of ["leg1", "leg2"]) {
    ends[outcome](scene, leg);
    expect(scene.state.agents.get(scene.agent("ann"))?.presence).toEqual({ kind: "ready" });
    scene.passes(1_000);
  }
  ends[outcome](scene, "leg3");
  expect(scene.state.agents.get(scene.agent("ann"))?.presence).toEqual({ kind: "notReady", reason: "away" });
  scene.passes(60_000);
  expect(made(scene)).toEqual(["ann", "ann", "ann"]);
});

test.each(outcomes)("[RT111] %s with no reason of the queue's: its own name", (outcome) => {
  const scene = floor(outcome, { notReadyAfter: 1 });
  scene.signsIn("ann");
  scene.waits();
  ends[outcome](scene, "leg1");
  expect(scene.state.agents.get(scene.agent("ann"))?.presence).toEqual({ kind: "notReady", reason: outcome });
});

test("[RT111] an accepted call begins the count anew", () => {
  const scene = floor("declined", { notReadyAfter: 2, backOffMs: 1_000 });
  scene.signsIn("ann");
  scene.waits();
  ends.declined(scene, "leg1");
  scene.passes(1_000);
  scene.talks("caller1", "leg2");
  expect(scene.state.agents.get(scene.agent("ann"))?.inARow.declined).toBe(0);
});

test("[RT111] so does her own change of presence, but not the system's", () => {
  const scene = floor("declined", { notReadyAfter: 3, backOffMs: 1_000 });
  const ann = scene.agent("ann");
  scene.signsIn("ann");
  scene.waits();
  ends.declined(scene, "leg1");
  scene.when({ kind: "console.disconnected", agent: ann });
  scene.passes(14_000);
  ends.declined(scene, "leg2");
  scene.passes(1_000);
  expect(scene.state.agents.get(ann)).toMatchObject({
    presence: { reason: "connectionLost" },
    inARow: { declined: 2 },
  });
  scene.when({ kind: "console.connected", agent: ann });
  scene.presence("ann", "ready");
  expect(scene.state.agents.get(ann)?.inARow).toEqual({ missed: 0, declined: 0, busy: 0, unreachable: 0 });
});

test("[RT111] each outcome is counted for itself; a withdrawn reservation counts for nothing", () => {
  const scene = floor("declined", { notReadyAfter: 2, backOffMs: 1_000 });
  scene.signsIn("ann");
  scene.waits();
  ends.declined(scene, "leg1");
  scene.passes(1_000);
  ends.busy(scene, "leg2");
  scene.passes(15_000);
  scene.hangsUp("caller1");
  scene.hangsUp("leg3");
  expect(scene.state.agents.get(scene.agent("ann"))).toMatchObject({
    presence: { kind: "ready" },
    inARow: { missed: 0, declined: 1, busy: 1, unreachable: 0 },
  });
  expect(isFree(scene, "ann")).toBe(true);
});

test.each(outcomes)(
  "[RT112] %s: ready and not rung, to the millisecond; then what waits is hers at once",
  (outcome) => {
    const scene = floor(outcome, spared);
    scene.signsIn("ann");
    scene.waits();
    ends[outcome](scene, "leg1");
    expect(isFree(scene, "ann")).toBe(false);
    expect(scene.passes(9_999)).toBe("");
    expect(scene.passes(1)).toContain(
      "agent.backOffEnded agent=ann by=timeout\nreservation.made reservation=reservation2",
    );
  },
);

test("[RT112] never less than a second, so that a phone that refuses at once is not rung without end", () => {
  const scene = floor("unreachable", { notReadyAfter: 0, backOffMs: 0 });
  scene.signsIn("ann");
  scene.waits();
  ends.unreachable(scene, "leg1");
  expect(scene.passes(999)).toBe("");
  expect(scene.passes(1)).toContain("reservation.made");
});

test("[RT112] saying that she is ready ends it; another presence does too, without a call", () => {
  const scene = floor("missed", spared);
  scene.signsIn("ann");
  scene.waits();
  ends.missed(scene, "leg1");
  expect(scene.presence("ann", "ready")).toContain("agent.backOffEnded agent=ann by=agent\nreservation.made");
  ends.missed(scene, "leg2");
  expect(scene.presence("ann", "notReady", "lunch")).not.toContain("reservation.made");
  expect(scene.passes(60_000)).toBe("");
  expect(scene.presence("ann", "ready")).toContain("reservation.made");
});

test("[RT112] while she is spared a transfer to her is refused, and she may dial", () => {
  const scene = floor("missed", spared);
  scene.signsIn("bea");
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.signsIn("ann");
  scene.waits();
  ends.missed(scene, "leg2");
  expect(scene.transfers("bea", "call1", { kind: "agent", agent: scene.agent("ann") })).toBe(
    "refused: destinationNotReady",
  );
  expect(scene.dials("ann", "34600111222")).toContain("interaction.dialled");
});

test("[RT112] whoever did not take a call is at the end of the idle, behind everybody who was there", () => {
  const scene = floor("declined", { notReadyAfter: 0, backOffMs: 1_000 }, 3);
  for (const name of ["ann", "bea"]) {
    scene.signsIn(name);
    scene.passes(1_000);
  }
  scene.waits();
  ends.declined(scene, "leg1");
  scene.talks("caller1", "leg2");
  scene.signsIn("cid");
  scene.passes(1_000);
  scene.waits();
  expect(made(scene)).toEqual(["ann", "bea", "ann"]);
});

test("[RT112] also behind one who was rung after her and let go again", () => {
  const scene = floor("declined", { notReadyAfter: 0, backOffMs: 1_000 });
  for (const name of ["ann", "bea"]) {
    scene.signsIn(name);
    scene.passes(1_000);
  }
  scene.waits();
  ends.declined(scene, "leg1");
  scene.hangsUp("caller1");
  scene.hangsUp("leg2");
  scene.passes(1_000);
  scene.waits();
  expect(made(scene)).toEqual(["ann", "bea", "bea"]);
});

test.each(outcomes)("[RT113] %s: the caller is first again, with his moment of entry, however many fail", (outcome) => {
  const scene = floor(outcome, spared, 3);
  scene.signsIn("ann");
  scene.waits();
  scene.passes(500);
  scene.waits();
  ends[outcome](scene, "leg1");
  const line = scene.state.lines.get(scene.queue("Sales"));
  expect([...(line ?? [])].map((place) => place.interaction)).toEqual([scene.call("call1"), scene.call("call2")]);
  expect(line?.first()?.enteredAt).toBe(startAt);
  expect(scene.signsIn("bea")).toContain("interaction=call1 agent=bea");
  expect(scene.signsIn("cid")).toContain("interaction=call2 agent=cid");
  expect(scene.facts.filter((fact) => fact.kind === "interaction.queued")).toHaveLength(2);
});

test("[RT114] the policy is that of the queue that rang; the count goes over all of them", () => {
  const strict = { ...PLAIN_RESERVATION_POLICY, declined: { notReadyAfter: 2, reason: "strict", backOffMs: 1_000 } };
  const base = site({});
  const mild = { ...PLAIN_RESERVATION_POLICY, declined: { notReadyAfter: 0, reason: undefined, backOffMs: 1_000 } };
  const queues = base.queues.map((each) => ({ ...each, reservationPolicy: each.name === "Sales" ? strict : mild }));
  const scene = given({ ...base, queues });
  scene.signsIn("ann");
  scene.waits("900200");
  ends.declined(scene, "leg1");
  scene.hangsUp("caller1");
  scene.passes(1_000);
  scene.waits("900200");
  ends.declined(scene, "leg2");
  scene.hangsUp("caller2");
  scene.passes(1_000);
  expect(isFree(scene, "ann")).toBe(true);
  scene.waits("900100");
  ends.declined(scene, "leg3");
  expect(scene.state.agents.get(scene.agent("ann"))?.presence).toEqual({ kind: "notReady", reason: "strict" });
});

test("[RT114] a colleague's transfer comes from no queue: as it is shipped", () => {
  const scene = floor("declined", spared);
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.signsIn("bea");
  scene.transfers("ann", "call1", { kind: "agent", agent: scene.agent("bea") });
  expect(scene.hangsUp("leg2", "CALL_REJECTED")).toContain("presence={kind=notReady reason=declined} by=system");
});

test("[RT110] nobody is charged for what was not seen: neither counted nor spared", () => {
  const scene = floor("busy", spared);
  scene.signsIn("ann");
  scene.waits();
  scene.linkLost();
  scene.passes(6_000);
  scene.resynced({ caller1: {} });
  expect(scene.state.agents.get(scene.agent("ann"))).toMatchObject({
    backOff: undefined,
    inARow: { missed: 0, declined: 0, busy: 0, unreachable: 0 },
  });
});
