import { expect, test } from "vitest";
import { given, site, type Scene } from "./given.ts";

function signedIn(): Scene {
  const scene = given();
  scene.signsIn("ann");
  return scene;
}

/** ann's phone has answered, the far end is rung. */
function ringingFar(): Scene {
  const scene = signedIn();
  scene.dials("ann", "34911222333");
  scene.parked("leg1");
  return scene;
}

test("[RT81] her own phone first, then the far end, then the bridge", () => {
  const scene = signedIn();
  expect(scene.dials("ann", "+34 (911) 222-333")).toMatchInlineSnapshot(`
    "interaction.dialled interaction=call1 node=switch-1 agent=ann leg=leg1 until=+20000 to=+34911222333 contact=-
    leg.opened leg=leg1 interaction=call1 node=switch-1 role=agent direction=outbound agent=ann target={kind=seat sipUser=ann} remote=ann
    > leg.originate leg=leg1 interaction=call1 role=agent target={kind=seat sipUser=ann} callerNumber=34911222333 timeoutMs=25000 autoAnswer=true id=command1
    > contact.find id=command2 interaction=call1 number=+34911222333"
  `);
  expect(scene.parked("leg1")).toMatchInlineSnapshot(`
    "leg.answered leg=leg1 interaction=call1
    leg.parked leg=leg1 interaction=call1
    interaction.dialling interaction=call1 agent=ann leg=leg2 trunk=0 number=+34911222333 until=+45000
    leg.opened leg=leg2 interaction=call1 node=switch-1 role=customer direction=outbound agent=- target={kind=trunk gateway=carrier number=+34911222333} remote=+34911222333
    > leg.originate leg=leg2 interaction=call1 role=customer target={kind=trunk gateway=carrier number=+34911222333} callerNumber=5550100 timeoutMs=50000 autoAnswer=false id=command3
    > music.start leg=leg1 sound=ringback id=command4"
  `);
  expect(scene.parked("leg1")).toBe("leg.parked leg=leg1 interaction=call1");
  scene.rings("leg2");
  expect(scene.parked("leg2")).toMatchInlineSnapshot(`
    "leg.answered leg=leg2 interaction=call1
    interaction.answered interaction=call1
    leg.parked leg=leg2 interaction=call1
    leg.bridgeAsked leg=leg2 other=leg1 interaction=call1 command=command5 attempt=1 until=+2000
    > leg.bridge survivor=leg2 other=leg1 id=command5"
  `);
  expect(scene.parked("leg2")).toBe("leg.parked leg=leg2 interaction=call1");
  expect(scene.bridged("leg2", "leg1")).toMatchInlineSnapshot(`
    "leg.bridged leg=leg2 other=leg1 interaction=call1
    interaction.connected interaction=call1 agent=ann leg=leg1"
  `);
  expect(scene.hangsUp("leg2")).toMatchInlineSnapshot(`
    "leg.ended leg=leg2 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    interaction.disconnected interaction=call1 agent=ann by=customer
    agent.wrapUpStarted agent=ann interaction=call1 until=+30000
    leg.hangUpAsked leg=leg1 interaction=call1
    interaction.ended interaction=call1 reason=completed
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command6"
  `);
});

test("[RT80] only what is allowed, by who is free and signed in, over a switch that is there", () => {
  const scene = signedIn();
  expect(scene.dials("bea", "34911222333")).toBe("refused: notSignedIn");
  for (const bad of ["", "abc", "34911;x", "3", "3".repeat(21)])
    expect(scene.dials("ann", bad)).toBe("refused: numberMalformed");
  expect(scene.dials("ann", "99123456")).toBe("refused: numberNotAllowed");
  scene.linkLost();
  expect(scene.dials("ann", "34911222333")).toBe("refused: switchDown");
  scene.resynced({});
  scene.dials("ann", "34911222333");
  expect(scene.dials("ann", "34911222333")).toBe("refused: busy");
  const shut = given(site({ config: { dialPrefixes: [] } }));
  shut.signsIn("ann");
  expect(shut.dials("ann", "34911222333")).toBe("refused: numberNotAllowed");
  const trunkless = given(site({ config: { trunks: [] } }));
  trunkless.signsIn("ann");
  expect(trunkless.dials("ann", "34911222333")).toBe("refused: noTrunk");
});

test("[RT81] her own phone cannot be reached: nobody outside is called", () => {
  const scene = signedIn();
  scene.dials("ann", "34911222333");
  expect(scene.notCreated("leg1", "USER_NOT_REGISTERED")).toMatchInlineSnapshot(`
    "leg.ended leg=leg1 interaction=call1 cause=USER_NOT_REGISTERED sipStatus=-
    agent.released agent=ann interaction=call1
    interaction.ending interaction=call1 reason=agentUnreachable
    interaction.ended interaction=call1 reason=agentUnreachable"
  `);
  const silent = signedIn();
  silent.dials("ann", "34911222333");
  expect(silent.passes(19_999)).toBe("");
  expect(silent.passes(1)).toMatchInlineSnapshot(`
    "leg.hangUpAsked leg=leg1 interaction=call1
    agent.released agent=ann interaction=call1
    interaction.ending interaction=call1 reason=agentUnreachable
    interaction.ended interaction=call1 reason=agentUnreachable
    > leg.hangUp leg=leg1 cause=NO_ANSWER id=command3"
  `);
});

test("[RT84] she gives up while it rings", () => {
  const scene = ringingFar();
  expect(scene.hangsUpBy("ann", "call1")).toMatchInlineSnapshot(`
    "agent.released agent=ann interaction=call1
    interaction.ending interaction=call1 reason=cancelled
    leg.hangUpAsked leg=leg1 interaction=call1
    leg.hangUpAsked leg=leg2 interaction=call1
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command5
    > leg.hangUp leg=leg2 cause=NORMAL_CLEARING id=command6"
  `);
  expect(scene.hangsUp("leg2", "ORIGINATOR_CANCEL")).toContain("interaction.ended interaction=call1 reason=cancelled");
});

test("[RT82] she hangs up her phone while it rings: cancelled", () => {
  const scene = ringingFar();
  const told = scene.hangsUp("leg1");
  expect(told).toContain("agent.released agent=ann interaction=call1");
  expect(told).toContain("interaction.ending interaction=call1 reason=cancelled");
});

test("[RT82] 503 of the first trunk goes on to the second; busy ends it", () => {
  const scene = ringingFar();
  expect(scene.hangsUp("leg2", "NORMAL_TEMPORARY_FAILURE", 503)).toMatchInlineSnapshot(`
    "leg.ended leg=leg2 interaction=call1 cause=NORMAL_TEMPORARY_FAILURE sipStatus=503
    interaction.dialling interaction=call1 agent=ann leg=leg3 trunk=1 number=34911222333 until=+45000
    leg.opened leg=leg3 interaction=call1 node=switch-1 role=customer direction=outbound agent=- target={kind=trunk gateway=spare number=34911222333} remote=34911222333
    > leg.originate leg=leg3 interaction=call1 role=customer target={kind=trunk gateway=spare number=34911222333} callerNumber=5550101 timeoutMs=50000 autoAnswer=false id=command5"
  `);
  expect(scene.hangsUp("leg3", "USER_BUSY", 486)).toMatchInlineSnapshot(`
    "leg.ended leg=leg3 interaction=call1 cause=USER_BUSY sipStatus=486
    agent.wrapUpStarted agent=ann interaction=call1 until=+30000
    interaction.ending interaction=call1 reason=notAnswered
    leg.hangUpAsked leg=leg1 interaction=call1
    interaction.ended interaction=call1 reason=notAnswered
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command6"
  `);
  expect(scene.hangsUp("leg1")).toBe("leg.ended leg=leg1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-");
});

test("[RT83] nobody answers for 45 seconds", () => {
  const scene = ringingFar();
  expect(scene.passes(44_999)).toBe("");
  expect(scene.passes(1)).toMatchInlineSnapshot(`
    "leg.hangUpAsked leg=leg2 interaction=call1
    agent.wrapUpStarted agent=ann interaction=call1 until=+75000
    interaction.ending interaction=call1 reason=notAnswered
    leg.hangUpAsked leg=leg1 interaction=call1
    > leg.hangUp leg=leg2 cause=NO_ANSWER id=command5
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command6"
  `);
});

test("[RT83] an answer at the last moment is not cut off", () => {
  const scene = ringingFar();
  scene.passes(44_500);
  scene.parked("leg2");
  expect(scene.passes(600)).toBe("");
  expect(scene.bridged("leg2", "leg1")).toContain("interaction.connected");
});

test("[RT46] the two cannot be joined: the call fails, and she is free", () => {
  const scene = ringingFar();
  scene.parked("leg2");
  expect(scene.passes(6_000)).toMatchInlineSnapshot(`
    "leg.bridgeAsked leg=leg2 other=leg1 interaction=call1 command=command6 attempt=2 until=+4000
    > leg.bridge survivor=leg2 other=leg1 id=command6
    leg.bridgeAsked leg=leg2 other=leg1 interaction=call1 command=command7 attempt=3 until=+6000
    > leg.bridge survivor=leg2 other=leg1 id=command7
    leg.bridgeGivenUp leg=leg2 interaction=call1
    leg.hangUpAsked leg=leg1 interaction=call1
    agent.released agent=ann interaction=call1
    interaction.ending interaction=call1 reason=switchFailed
    leg.hangUpAsked leg=leg2 interaction=call1
    > leg.hangUp leg=leg1 cause=NORMAL_TEMPORARY_FAILURE id=command8
    > leg.hangUp leg=leg2 cause=NORMAL_CLEARING id=command9"
  `);
  scene.hangsUp("leg2");
  scene.hangsUp("leg1");
  expect(scene.state.interactions.size).toBe(0);
  expect(scene.state.available.has(scene.agent("ann"))).toBe(true);
});

test("[RT82] the switch loses the call in the making: nobody is to blame, she is free", () => {
  const scene = ringingFar();
  expect(scene.resynced({}, "second")).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=second
    leg.ended leg=leg2 interaction=call1 cause=SWITCH_RESTARTED sipStatus=-
    agent.released agent=ann interaction=call1
    interaction.ending interaction=call1 reason=switchFailed
    leg.hangUpAsked leg=leg1 interaction=call1
    interaction.ended interaction=call1 reason=switchFailed
    leg.ended leg=leg1 interaction=call1 cause=SWITCH_RESTARTED sipStatus=-
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command5"
  `);
  expect(scene.state.interactions.size).toBe(0);
});

test("[RT8] a call in the making waits for a link that is down, and ends with it if its legs are gone", () => {
  const scene = signedIn();
  scene.dials("ann", "34911222333");
  scene.linkLost();
  expect(scene.passes(60_000)).toBe("");
  expect(scene.resynced({})).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=first
    leg.ended leg=leg1 interaction=call1 cause=LOST sipStatus=-
    agent.released agent=ann interaction=call1
    interaction.ending interaction=call1 reason=switchFailed
    interaction.ended interaction=call1 reason=switchFailed"
  `);
});

test("[RT8] two who picked up during a cut are joined after it", () => {
  const scene = ringingFar();
  scene.linkLost();
  scene.passes(10_000);
  expect(scene.resynced({ leg1: {}, leg2: {} })).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=first
    leg.answered leg=leg2 interaction=call1
    interaction.answered interaction=call1
    leg.parked leg=leg2 interaction=call1
    leg.bridgeAsked leg=leg2 other=leg1 interaction=call1 command=command5 attempt=1 until=+12000
    > leg.bridge survivor=leg2 other=leg1 id=command5"
  `);
});
