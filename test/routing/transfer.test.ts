import { expect, test } from "vitest";
import { flowSchema } from "#ivr-flows/schema.ts";
import { queues } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

/** ann talks, bea is idle. */
function talking(config = site({})): Scene {
  const scene = given(config);
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.signsIn("bea");
  scene.passes(10_000);
  return scene;
}

const toSupport = { kind: "queue", queue: queues.support } as const;
const number = { kind: "number", number: "+34 911 222 333" } as const;

test("[RT90] to a queue: she wraps up, he waits there from now on", () => {
  const scene = talking(site({ agents: [{}, { skills: [] }] }));
  expect(scene.transfers("ann", "call1", toSupport)).toMatchInlineSnapshot(`
    "interaction.transferred interaction=call1 agent=ann to={kind=queue queue=Support}
    interaction.disconnected interaction=call1 agent=ann by=transfer
    agent.wrapUpStarted agent=ann interaction=call1 until=+30000
    interaction.queued interaction=call1 queue=Support needs={requirement=[{skill=support proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- priority=0 enteredAt=+10000 overflowAt=never isReturn=false keys=[]
    leg.hangUpAsked leg=leg1 interaction=call1
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command7"
  `);
  expect(scene.parked("caller1")).toMatchInlineSnapshot(`
    "leg.parked leg=caller1 interaction=call1
    > music.start leg=caller1 sound=music id=command8
    > leg.tag leg=caller1 tags={queue=Support joined=1795424410000 priority=0} id=command9"
  `);
  expect(scene.hangsUp("leg1")).toMatchInlineSnapshot(
    `"leg.ended leg=leg1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-"`,
  );
});

test("[RT90] a refused transfer leaves the call as it is", () => {
  const scene = talking(site({ config: { trunks: [] } }));
  expect(scene.transfers("bea", "call1", toSupport)).toBe("refused: notYourInteraction");
  expect(scene.transfers("ann", "call1", { kind: "agent", agent: scene.agent("ann") })).toBe(
    "refused: destinationNotReady",
  );
  scene.presence("bea", "notReady", "break");
  expect(scene.transfers("ann", "call1", { kind: "agent", agent: scene.agent("bea") })).toBe(
    "refused: destinationNotReady",
  );
  expect(scene.transfers("ann", "call1", number)).toBe("refused: noTrunk");
  expect(scene.transfers("ann", "call1", { kind: "number", number: "99123" })).toBe("refused: numberNotAllowed");
  expect(scene.transfers("ann", "call1", { kind: "number", number: "34;x" })).toBe("refused: numberMalformed");
  const nobody = talking(site({ agents: [{}, {}] }));
  expect(nobody.transfers("ann", "call1", { kind: "queue", queue: queues.billing })).toBe(
    "refused: destinationNotReady",
  );
  expect(nobody.holds("ann", "call1", true)).toContain("interaction.held");
});

test("[RT90] to a colleague who is free: she rings, with the call's number", () => {
  const scene = talking();
  expect(scene.transfers("ann", "call1", { kind: "agent", agent: scene.agent("bea") })).toMatchInlineSnapshot(`
    "interaction.transferred interaction=call1 agent=ann to={kind=agent agent=bea}
    interaction.disconnected interaction=call1 agent=ann by=transfer
    agent.wrapUpStarted agent=ann interaction=call1 until=+30000
    reservation.made reservation=reservation2 interaction=call1 agent=bea queue=- leg=leg2 until=+30000 eligible=1 passedOver=[] rule=transfer order=- relaxedTo=-
    leg.opened leg=leg2 interaction=call1 node=switch-1 role=agent direction=outbound agent=bea target={kind=seat sipUser=bea} remote=bea
    leg.hangUpAsked leg=leg1 interaction=call1
    > leg.originate leg=leg2 interaction=call1 role=agent target={kind=seat sipUser=bea} callerNumber=34600111222 timeoutMs=25000 autoAnswer=false id=command7
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command8"
  `);
  scene.hangsUp("leg1");
  expect(scene.parked("caller1")).toContain("music.start");
  scene.parked("leg2");
  expect(scene.bridged("caller1", "leg2")).toMatchInlineSnapshot(`
    "leg.bridged leg=caller1 other=leg2 interaction=call1
    reservation.ended reservation=reservation2 interaction=call1 agent=bea outcome=accepted
    interaction.connected interaction=call1 agent=bea leg=leg2"
  `);
});

test("[RT90] a colleague who is quicker than the end of the first leg takes the caller out of its bridge", () => {
  const scene = talking();
  scene.transfers("ann", "call1", { kind: "agent", agent: scene.agent("bea") });
  scene.parked("leg2");
  expect(scene.bridged("caller1", "leg2")).toContain("interaction.connected interaction=call1 agent=bea leg=leg2");
  expect(scene.state.legs.get(scene.leg("leg1"))?.bridgedTo).toBeUndefined();
  expect(scene.hangsUp("leg1")).toBe("leg.ended leg=leg1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-");
  expect(scene.state.legs.get(scene.leg("caller1"))?.bridgedTo).toBe(scene.leg("leg2"));
});

test("[RT92] the colleague does not take it: he goes back to the front of the queue that he came from", () => {
  const scene = talking();
  scene.transfers("ann", "call1", { kind: "agent", agent: scene.agent("bea") });
  scene.hangsUp("leg1");
  scene.parked("caller1");
  expect(scene.passes(20_000)).toMatchInlineSnapshot(`
    "reservation.ended reservation=reservation2 interaction=call1 agent=bea outcome=missed
    leg.hangUpAsked leg=leg2 interaction=call1
    agent.released agent=bea interaction=call1
    agent.presenceChanged agent=bea presence={kind=notReady reason=missed} by=system
    interaction.queued interaction=call1 queue=Sales needs={requirement=[{skill=sales proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- priority=0 enteredAt=+0 overflowAt=never isReturn=true keys=[]
    agent.wrapUpEnded agent=ann interaction=call1 by=timeout
    reservation.made reservation=reservation3 interaction=call1 agent=ann queue=Sales leg=leg3 until=+45000 eligible=1 passedOver=[] rule=onlyOne order=onlyOne relaxedTo=-
    leg.opened leg=leg3 interaction=call1 node=switch-1 role=agent direction=outbound agent=ann target={kind=seat sipUser=ann} remote=ann
    > leg.hangUp leg=leg2 cause=ORIGINATOR_CANCEL id=command10
    > music.start leg=caller1 sound=music id=command11
    > leg.tag leg=caller1 tags={queue=Sales joined=1795424400000 priority=0} id=command12
    > leg.originate leg=leg3 interaction=call1 role=agent target={kind=seat sipUser=ann} callerNumber=34600111222 timeoutMs=20000 autoAnswer=false id=command13"
  `);
});

test("[RT92] nobody takes it and there is no queue to go back to: the call ends as a failed transfer", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.signsIn("bea");
  scene.dials("ann", "34911222333");
  scene.parked("leg1");
  scene.parked("leg2");
  scene.bridged("leg2", "leg1");
  scene.transfers("ann", "call1", { kind: "agent", agent: scene.agent("bea") });
  expect(scene.hangsUp("leg3", "CALL_REJECTED")).toContain(
    "interaction.ending interaction=call1 reason=transferFailed",
  );
  expect(scene.hangsUp("leg2")).toContain("interaction.ended interaction=call1 reason=transferFailed");
});

test("[RT93] to a number: over the first trunk, after its 503 over the second, and the reason stays on the leg", () => {
  const scene = talking();
  expect(scene.transfers("ann", "call1", number)).toMatchInlineSnapshot(`
    "interaction.transferred interaction=call1 agent=ann to={kind=number number=+34911222333}
    interaction.disconnected interaction=call1 agent=ann by=transfer
    agent.wrapUpStarted agent=ann interaction=call1 until=+30000
    interaction.dialling interaction=call1 agent=- leg=leg2 trunk=0 number=+34911222333 until=+55000
    leg.opened leg=leg2 interaction=call1 node=switch-1 role=external direction=outbound agent=- target={kind=trunk gateway=carrier number=+34911222333} remote=+34911222333
    leg.hangUpAsked leg=leg1 interaction=call1
    > leg.originate leg=leg2 interaction=call1 role=external target={kind=trunk gateway=carrier number=+34911222333} callerNumber=5550100 timeoutMs=50000 autoAnswer=false id=command7
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command8"
  `);
  scene.hangsUp("leg1");
  scene.parked("caller1");
  expect(scene.hangsUp("leg2", "NORMAL_TEMPORARY_FAILURE", 503)).toMatchInlineSnapshot(`
    "leg.ended leg=leg2 interaction=call1 cause=NORMAL_TEMPORARY_FAILURE sipStatus=503
    interaction.dialling interaction=call1 agent=- leg=leg3 trunk=1 number=+34911222333 until=+55000
    leg.opened leg=leg3 interaction=call1 node=switch-1 role=external direction=outbound agent=- target={kind=trunk gateway=spare number=+34911222333} remote=+34911222333
    > leg.originate leg=leg3 interaction=call1 role=external target={kind=trunk gateway=spare number=+34911222333} callerNumber=5550101 timeoutMs=50000 autoAnswer=false id=command10"
  `);
  scene.rings("leg3");
  expect(scene.parked("leg3")).toMatchInlineSnapshot(`
    "leg.answered leg=leg3 interaction=call1
    leg.parked leg=leg3 interaction=call1
    leg.bridgeAsked leg=caller1 other=leg3 interaction=call1 command=command11 attempt=1 until=+12000
    > leg.bridge survivor=caller1 other=leg3 id=command11"
  `);
  expect(scene.parked("leg3")).toBe("leg.parked leg=leg3 interaction=call1");
  expect(scene.bridged("caller1", "leg3")).toMatchInlineSnapshot(`
    "leg.bridged leg=caller1 other=leg3 interaction=call1
    interaction.joined interaction=call1 leg=leg3"
  `);
  expect(scene.hangsUp("leg3")).toMatchInlineSnapshot(`
    "leg.ended leg=leg3 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    interaction.ending interaction=call1 reason=completed
    leg.hangUpAsked leg=caller1 interaction=call1
    > leg.hangUp leg=caller1 cause=NORMAL_CLEARING id=command12"
  `);
  expect(scene.hangsUp("caller1")).toContain("interaction.ended interaction=call1 reason=completed");
});

test.each(["GATEWAY_DOWN", "RECOVERY_ON_TIMER_EXPIRE", "NO_USER_RESPONSE", "NORMAL_TEMPORARY_FAILURE"])(
  "[RT93] all trunks fail with %s: he is back in his queue",
  (cause) => {
    const scene = talking(site({ agents: [{}, { skills: [] }] }));
    scene.transfers("ann", "call1", number);
    scene.hangsUp("leg1");
    scene.notCreated("leg2", cause);
    const told = scene.hangsUp("leg3", cause);
    expect(told).toContain("interaction.queued interaction=call1 queue=Sales");
    expect(told).toContain("enteredAt=+0 overflowAt=never isReturn=true");
    expect(told).not.toContain("leg.originate");
  },
);

test.each([
  ["UNALLOCATED_NUMBER", 404],
  ["USER_BUSY", 486],
  ["CALL_REJECTED", 603],
])("[RT93] %s %i is about the number: no other trunk is tried", (cause, sipStatus) => {
  const scene = talking(site({ agents: [{}, { skills: [] }] }));
  scene.transfers("ann", "call1", number);
  scene.hangsUp("leg1");
  const told = scene.hangsUp("leg2", cause, sipStatus);
  expect(told).toContain("isReturn=true");
  expect(told).not.toContain("leg.originate");
});

test("[RT93] a far end that picked up and was lost before the bridge is not called twice", () => {
  const scene = talking(site({ agents: [{}, { skills: [] }] }));
  scene.transfers("ann", "call1", number);
  scene.hangsUp("leg1");
  scene.parked("leg2");
  expect(scene.hangsUp("leg2", "NORMAL_TEMPORARY_FAILURE")).not.toContain("leg.originate");
});

test("[RT93] the far end does not answer: back after 45 seconds", () => {
  const scene = talking(site({ agents: [{}, { skills: [] }] }));
  scene.transfers("ann", "call1", number);
  scene.hangsUp("leg1");
  scene.parked("caller1");
  expect(scene.passes(44_999)).not.toContain("NO_ANSWER");
  expect(scene.passes(1)).toMatchInlineSnapshot(`
    "leg.hangUpAsked leg=leg2 interaction=call1
    interaction.queued interaction=call1 queue=Sales needs={requirement=[{skill=sales proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- priority=0 enteredAt=+0 overflowAt=never isReturn=true keys=[]
    reservation.made reservation=reservation2 interaction=call1 agent=ann queue=Sales leg=leg3 until=+70000 eligible=1 passedOver=[{agent=bea reason=lacksSkill}] rule=onlyOne order=- relaxedTo=-
    leg.opened leg=leg3 interaction=call1 node=switch-1 role=agent direction=outbound agent=ann target={kind=seat sipUser=ann} remote=ann
    > leg.hangUp leg=leg2 cause=NO_ANSWER id=command10
    > music.start leg=caller1 sound=music id=command11
    > leg.tag leg=caller1 tags={queue=Sales joined=1795424400000 priority=0} id=command12
    > leg.originate leg=leg3 interaction=call1 role=agent target={kind=seat sipUser=ann} callerNumber=34600111222 timeoutMs=20000 autoAnswer=false id=command13"
  `);
});

test("[RT31] he hangs up on the way: completed after a conversation, abandoned in the flow without one", () => {
  const after = talking();
  after.transfers("ann", "call1", number);
  expect(after.hangsUp("caller1")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    leg.hangUpAsked leg=leg2 interaction=call1
    interaction.ended interaction=call1 reason=completed
    > leg.hangUp leg=leg2 cause=ORIGINATOR_CANCEL id=command9"
  `);
  const connecting = talking();
  connecting.transfers("ann", "call1", { kind: "agent", agent: connecting.agent("bea") });
  expect(connecting.hangsUp("caller1")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    reservation.ended reservation=reservation2 interaction=call1 agent=bea outcome=withdrawn
    leg.hangUpAsked leg=leg2 interaction=call1
    agent.released agent=bea interaction=call1
    interaction.ended interaction=call1 reason=completed
    > leg.hangUp leg=leg2 cause=ORIGINATOR_CANCEL id=command9"
  `);
  const inFlow = passedOn();
  expect(inFlow.hangsUp("caller1")).toContain("reason=abandonedInFlow");
});

/** A flow that passes its caller on to a number, and says so if that does not work. */
function passedOn(): Scene {
  const flow = flowSchema.parse({
    formatVersion: 1,
    id: "on",
    name: "On",
    type: "voice",
    entry: "answer",
    languages: ["en"],
    nodes: {
      answer: { type: "answer", config: {}, exits: { next: "on" } },
      on: { type: "transfer", config: { to: "34911222333" }, exits: { failed: "sorry" } },
      sorry: { type: "play", config: { prompts: [{ name: "goodbye" }] }, exits: { next: "end" } },
      end: { type: "hangUp", config: {}, exits: {} },
    },
  });
  const scene = given(
    site({ config: { flows: [{ name: "On", version: 1, flow }], numbers: [{ dialled: "900100", flow: "On" }] } }),
  );
  scene.waits();
  return scene;
}

test("[RT91] a flow passes its caller on; if nobody is there he leaves by its exit", () => {
  const scene = passedOn();
  expect(scene.hangsUp("leg1", "USER_BUSY", 486)).toMatchInlineSnapshot(`
    "leg.ended leg=leg1 interaction=call1 cause=USER_BUSY sipStatus=486
    flow.advanced interaction=call1 cursor=sorry:played awaiting=command5 until=+120000 pendingRecording=-
    > prompt.play leg=caller1 prompts=[goodbye] id=command5"
  `);
});

test("[RT91] … also when the two cannot be joined", () => {
  const scene = passedOn();
  scene.parked("leg1");
  expect(scene.passes(6_000)).toContain("cursor=sorry:played");
});

test("[RT91] a flow may not dial what an agent may not", () => {
  const scene = given(site({ config: { dialPrefixes: [] } }));
  const other = passedOn();
  scene.when({ kind: "config.replaced", config: { ...other.config, dialPrefixes: [] } });
  expect(scene.waits()).toContain("cursor=sorry:played");
});
