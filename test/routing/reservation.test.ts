import { expect, test } from "vitest";
import { given, type Scene } from "./given.ts";

/** ann's phone rings for the caller; nobody else is there. */
function ringing(): Scene {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  return scene;
}

test("[RT50] the phone rings: alerting, once", () => {
  const scene = ringing();
  expect(scene.rings("leg1")).toMatchInlineSnapshot(`
    "leg.rang leg=leg1 interaction=call1
    reservation.alerting reservation=reservation1 interaction=call1 agent=ann"
  `);
  expect(scene.rings("leg1")).toMatchInlineSnapshot(
    `"input.ignored input=leg.ringing reason=repeated interaction=call1"`,
  );
});

test("[RT50] rung out: missed at its millisecond, the agent not ready, the caller keeps his place", () => {
  const scene = ringing();
  scene.rings("leg1");
  expect(scene.passes(14_999)).toBe("");
  expect(scene.passes(1)).toMatchInlineSnapshot(`
    "reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=missed
    leg.hangUpAsked leg=leg1 interaction=call1
    agent.released agent=ann interaction=call1
    agent.presenceChanged agent=ann presence={kind=notReady reason=missed} by=system
    > leg.hangUp leg=leg1 cause=ORIGINATOR_CANCEL id=command6"
  `);
  expect(scene.hangsUp("leg1", "ORIGINATOR_CANCEL")).toMatchInlineSnapshot(
    `"leg.ended leg=leg1 interaction=call1 cause=ORIGINATOR_CANCEL sipStatus=-"`,
  );
  scene.passes(5_000);
  expect(scene.presence("ann", "ready")).toContain("interaction=call1 agent=ann queue=Sales");
  scene.talks("caller1", "leg2");
  expect(scene.facts.filter((fact) => fact.kind === "queue.left")).toMatchObject([
    { outcome: "answered", waitMs: 20_000 },
  ]);
});

test("[RT53] an answer that comes after the reservation was missed is too late", () => {
  const scene = ringing();
  scene.passes(15_000);
  expect(scene.answers("leg1")).toBe("leg.answered leg=leg1 interaction=call1");
  expect(scene.parked("leg1")).toBe("leg.parked leg=leg1 interaction=call1");
  expect(scene.passes(60_000)).toBe("");
  expect(scene.bridged("caller1", "leg1")).toMatchInlineSnapshot(`
    "leg.bridged leg=caller1 other=leg1 interaction=call1
    input.ignored input=leg.bridged reason=unexpected interaction=call1"
  `);
});

test("[RT50] an answer just before the end counts: the bridge has its own time", () => {
  const scene = ringing();
  scene.passes(14_999);
  scene.parked("leg1");
  expect(scene.passes(500)).toBe("");
  expect(scene.bridged("caller1", "leg1")).toContain("interaction.connected");
});

test.each([
  ["CALL_REJECTED", 603, "declined", "declined"],
  ["NO_ANSWER", undefined, "missed", "missed"],
  ["NO_USER_RESPONSE", 480, "missed", "missed"],
  ["NORMAL_TEMPORARY_FAILURE", 503, "unreachable", "unreachable"],
  ["SYSTEM_SHUTDOWN", undefined, "lost", "connectionLost"],
])(
  "[RT50] a phone that ends with %s %s: %s, not ready (%s), and the caller waits on",
  (cause, sip, outcome, reason) => {
    const scene = ringing();
    expect(scene.hangsUp("leg1", cause, sip)).toBe(
      [
        `leg.ended leg=leg1 interaction=call1 cause=${cause} sipStatus=${sip ?? "-"}`,
        `reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=${outcome}`,
        "agent.released agent=ann interaction=call1",
        `agent.presenceChanged agent=ann presence={kind=notReady reason=${reason}} by=system`,
      ].join("\n"),
    );
  },
);

test.each(["USER_NOT_REGISTERED", "SUBSCRIBER_ABSENT"])("[RT50] %s makes no leg at all: unreachable", (cause) => {
  const scene = ringing();
  expect(scene.notCreated("leg1", cause)).toContain("outcome=unreachable");
  expect(scene.notCreated("leg1", cause)).toBe("input.ignored input=leg.notCreated reason=legEnded interaction=-");
});

test("[RT50] the next one is tried at once", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.signsIn("bea");
  scene.waits();
  expect(scene.hangsUp("leg1", "CALL_REJECTED")).toContain("interaction=call1 agent=bea queue=Sales");
});

test("[RT52] declined at the console", () => {
  const scene = ringing();
  const decline = { kind: "reservation.declineRequested", reservation: scene.reservation("reservation1") } as const;
  expect(scene.when({ ...decline, agent: scene.agent("bea") })).toBe("refused: unknownReservation");
  expect(scene.when({ ...decline, agent: scene.agent("ann") })).toMatchInlineSnapshot(`
    "reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=declined
    leg.hangUpAsked leg=leg1 interaction=call1
    agent.released agent=ann interaction=call1
    agent.presenceChanged agent=ann presence={kind=notReady reason=declined} by=system
    > leg.hangUp leg=leg1 cause=ORIGINATOR_CANCEL id=command6"
  `);
  expect(scene.when({ ...decline, agent: scene.agent("ann") })).toBe("refused: unknownReservation");
});

test("[RT52] hanging up while it rings is declining", () => {
  expect(ringing().hangsUpBy("ann", "call1")).toContain("outcome=declined");
});

test("[RT51] accepted at the console: the phone that the server controls is answered", () => {
  const scene = ringing();
  const accept = { kind: "reservation.acceptRequested", reservation: scene.reservation("reservation1") } as const;
  expect(scene.when({ ...accept, agent: scene.agent("bea") })).toBe("refused: unknownReservation");
  expect(scene.when({ ...accept, agent: scene.agent("ann") })).toMatchInlineSnapshot(`
    "reservation.alerting reservation=reservation1 interaction=call1 agent=ann
    reservation.acceptAsked reservation=reservation1 interaction=call1 agent=ann
    > leg.answer leg=leg1 id=command6"
  `);
  scene.parked("leg1");
  expect(scene.when({ ...accept, agent: scene.agent("ann") })).toBe("");
  scene.bridged("caller1", "leg1");
  expect(scene.when({ ...accept, agent: scene.agent("ann") })).toBe("refused: unknownReservation");
});

test("[RT61] what she chose while it rang comes before what the system would make her", () => {
  const scene = ringing();
  scene.presence("ann", "notReady", "lunch");
  expect(scene.passes(15_000)).toContain(
    "agent.presenceChanged agent=ann presence={kind=notReady reason=lunch} by=agent",
  );
  expect(
    scene.facts.some((fact) => fact.kind === "agent.presenceChanged" && JSON.stringify(fact).includes("missed")),
  ).toBe(false);
});

test("[RT8] a phone that rings on unseen is judged when it is seen: picked up, she has the caller", () => {
  const scene = ringing();
  scene.linkLost();
  expect(scene.passes(60_000)).toBe("");
  expect(scene.resynced({ caller1: {}, leg1: {} })).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=first
    leg.answered leg=leg1 interaction=call1
    leg.parked leg=leg1 interaction=call1
    leg.bridgeAsked leg=caller1 other=leg1 interaction=call1 command=command6 attempt=1 until=+62000
    > leg.bridge survivor=caller1 other=leg1 id=command6"
  `);
});

test("[RT8] a phone that rings on unseen and still rings was missed", () => {
  const scene = ringing();
  scene.linkLost();
  scene.passes(60_000);
  expect(scene.resynced({ caller1: {}, leg1: { isAnswered: false } })).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=first
    leg.parked leg=caller1 interaction=call1
    reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=missed
    leg.hangUpAsked leg=leg1 interaction=call1
    agent.released agent=ann interaction=call1
    agent.presenceChanged agent=ann presence={kind=notReady reason=missed} by=system
    > music.start leg=caller1 sound=music id=command6
    > leg.tag leg=caller1 tags={queue=Sales joined=1795424400000 priority=0} id=command7
    > leg.hangUp leg=leg1 cause=ORIGINATOR_CANCEL id=command8"
  `);
});

test("[RT8] a phone that stopped ringing unseen costs her nothing", () => {
  const scene = ringing();
  scene.linkLost();
  scene.passes(60_000);
  expect(scene.resynced({ caller1: {} })).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=first
    leg.ended leg=leg1 interaction=call1 cause=LOST sipStatus=-
    reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=withdrawn
    agent.released agent=ann interaction=call1
    leg.parked leg=caller1 interaction=call1
    reservation.made reservation=reservation2 interaction=call1 agent=ann queue=Sales leg=leg2 until=+75000 eligible=1 passedOver=[] rule=onlyOne order=onlyOne relaxedTo=-
    leg.opened leg=leg2 interaction=call1 node=switch-1 role=agent direction=outbound agent=ann target={kind=seat sipUser=ann} remote=ann
    > music.start leg=caller1 sound=music id=command6
    > leg.tag leg=caller1 tags={queue=Sales joined=1795424400000 priority=0} id=command7
    > leg.originate leg=leg2 interaction=call1 role=agent target={kind=seat sipUser=ann} callerNumber=34600111222 timeoutMs=20000 autoAnswer=false id=command8"
  `);
  expect(scene.state.agents.get(scene.agent("ann"))?.presence.kind).toBe("ready");
});

test("[RT41] an agent is not rung while a leg to her phone is being taken back, and at once when it is gone", () => {
  const scene = ringing();
  scene.hangsUp("caller1");
  expect(scene.waits()).not.toContain("reservation.made");
  expect(scene.hangsUp("leg1", "ORIGINATOR_CANCEL")).toContain("reservation.made reservation=reservation2");
});

test("[RT8] an originate that never left because of the link costs her nothing", () => {
  const scene = ringing();
  scene.linkLost();
  expect(scene.notCreated("leg1", "LINK_DOWN")).toContain("outcome=withdrawn");
});
