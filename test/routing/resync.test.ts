import { expect, test } from "vitest";
import { id } from "../simulation/site.ts";
import { given, site, startAt, type Scene } from "./given.ts";

/** Nobody takes calls: the caller waits, since `startAt`. */
function waiting(): Scene {
  const scene = given();
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  scene.waits();
  return scene;
}
function talking(): Scene {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  return scene;
}
const marks = (scene: Scene) => ({ queue: scene.queue("Sales"), joined: String(startAt), priority: "0" });
const stranger = (scene: Scene, n = 1) => scene.names.call(id("0", n), `stranger${n}`);

test("[RT100] an audit that finds what we believe changes nothing", () => {
  const wait = waiting();
  expect(wait.resynced({ caller1: { tags: marks(wait) } })).toBe("");
  const talk = talking();
  const legs = { caller1: { bridgedTo: talk.leg("leg1") }, leg1: { bridgedTo: talk.leg("caller1") } };
  expect(talk.resynced(legs)).toBe("");
});

test("[RT100] a cut leaves conversations alone", () => {
  const scene = talking();
  expect(scene.linkLost()).toBe("switch.wentDown node=switch-1 cause=cut");
  expect(scene.passes(30_000)).toBe("");
  const legs = { caller1: { bridgedTo: scene.leg("leg1") }, leg1: { bridgedTo: scene.leg("caller1") } };
  expect(scene.resynced(legs)).toBe("switch.wentUp node=switch-1 incarnation=first");
});

test("[RT100] who hung up during the cut is gone, caller or agent", () => {
  const caller = talking();
  caller.linkLost();
  expect(caller.resynced({ leg1: {} })).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=first
    leg.ended leg=caller1 interaction=call1 cause=LOST sipStatus=-
    interaction.disconnected interaction=call1 agent=ann by=customer
    agent.wrapUpStarted agent=ann interaction=call1 until=+20000
    leg.hangUpAsked leg=leg1 interaction=call1
    interaction.ended interaction=call1 reason=completed
    leg.hangUpAsked leg=leg1 interaction=call1
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command7
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command8"
  `);
  const agent = talking();
  agent.linkLost();
  expect(agent.resynced({ caller1: {} })).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=first
    leg.ended leg=leg1 interaction=call1 cause=LOST sipStatus=-
    interaction.disconnected interaction=call1 agent=ann by=lost
    agent.wrapUpStarted agent=ann interaction=call1 until=+20000
    interaction.queued interaction=call1 queue=Sales needs={requirement=[{skill=sales proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- priority=0 enteredAt=+0 overflowAt=never isReturn=true keys=[]
    leg.parked leg=caller1 interaction=call1
    > music.start leg=caller1 sound=music id=command7
    > leg.tag leg=caller1 tags={queue=Sales joined=1795424400000 priority=0} id=command8"
  `);
});

test("[RT100] an answer and a bridge that happened unseen count", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.linkLost();
  const bridged = { caller1: { bridgedTo: scene.leg("leg1") }, leg1: { bridgedTo: scene.leg("caller1") } };
  expect(scene.resynced(bridged)).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=first
    leg.answered leg=leg1 interaction=call1
    leg.bridged leg=caller1 other=leg1 interaction=call1
    reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=accepted
    queue.left interaction=call1 queue=Sales outcome=answered waitMs=0 flowOut=-
    interaction.connected interaction=call1 agent=ann leg=leg1"
  `);
});

test("[RT100] a restarted switch has lost everything: calls end as failed, agents are free again", () => {
  const scene = talking();
  scene.waits();
  expect(scene.resynced({}, "second")).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=second
    leg.ended leg=caller1 interaction=call1 cause=SWITCH_RESTARTED sipStatus=-
    interaction.disconnected interaction=call1 agent=ann by=lost
    agent.wrapUpStarted agent=ann interaction=call1 until=+20000
    agent.nextPresenceChosen agent=ann presence={kind=notReady reason=connectionLost}
    leg.hangUpAsked leg=leg1 interaction=call1
    interaction.ended interaction=call1 reason=switchFailed
    leg.ended leg=caller2 interaction=call2 cause=SWITCH_RESTARTED sipStatus=-
    queue.left interaction=call2 queue=Sales outcome=lost waitMs=0 flowOut=-
    interaction.ended interaction=call2 reason=switchFailed
    leg.ended leg=leg1 interaction=call1 cause=SWITCH_RESTARTED sipStatus=-
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command11"
  `);
  expect([scene.state.legs.size, scene.state.reservations.size]).toEqual([0, 0]);
});

test("[RT102] a phone that was asked to ring just now may not be on the list yet; later it is gone", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.passes(5_000);
  expect(scene.resynced({ caller1: { tags: marks(scene) } })).toBe("");
  scene.passes(1);
  expect(scene.resynced({ caller1: { tags: marks(scene) } })).toContain("agent=ann outcome=missed");
});

test("[RT102] after a cut a phone that is not on the list costs its agent nothing, and rings again", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.passes(5_001);
  scene.linkLost();
  expect(scene.resynced({ caller1: { tags: marks(scene) } })).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=first
    leg.ended leg=leg1 interaction=call1 cause=LOST sipStatus=-
    reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=withdrawn
    agent.released agent=ann interaction=call1
    reservation.made reservation=reservation2 interaction=call1 agent=ann queue=Sales leg=leg2 until=+20001 eligible=1 passedOver=[] rule=onlyOne order=onlyOne relaxedTo=-
    leg.opened leg=leg2 interaction=call1 node=switch-1 role=agent direction=outbound agent=ann target={kind=seat sipUser=ann} remote=ann
    > leg.originate leg=leg2 interaction=call1 role=agent target={kind=seat sipUser=ann} callerNumber=34600111222 timeoutMs=20000 autoAnswer=false id=command6"
  `);
});

test("[RT103] a hang-up that was lost is asked for again", () => {
  const scene = talking();
  scene.hangsUpBy("ann", "call1");
  expect(scene.resynced({ caller1: {}, leg1: {} })).toMatchInlineSnapshot(`
    "leg.hangUpAsked leg=leg1 interaction=call1
    leg.hangUpAsked leg=caller1 interaction=call1
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command9
    > leg.hangUp leg=caller1 cause=NORMAL_CLEARING id=command10"
  `);
});

test("[RT104] music and marks that were lost with the link are sent again, once", () => {
  const scene = waiting();
  scene.linkLost();
  expect(scene.resynced({ caller1: { tags: { queue: "other" } } })).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=first
    leg.parked leg=caller1 interaction=call1
    > music.start leg=caller1 sound=music id=command5
    > leg.tag leg=caller1 tags={queue=Sales joined=1795424400000 priority=0} id=command6"
  `);
  expect(scene.resynced({ caller1: { tags: marks(scene) } })).toBe("");
});

test("[RT104] a caller whose park was never told is known to be parked", () => {
  const scene = talking();
  scene.hangsUp("leg1", "MEDIA_TIMEOUT");
  expect(scene.resynced({ caller1: { tags: marks(scene) } })).toMatchInlineSnapshot(`
    "leg.parked leg=caller1 interaction=call1
    > music.start leg=caller1 sound=music id=command7
    > leg.tag leg=caller1 tags={queue=Sales joined=1795424400000 priority=0} id=command8"
  `);
});

test("[RT105] a claim that was lost with the link is made again; one that arrived lets the flow begin", () => {
  const lost = given();
  lost.arrives("900100");
  lost.linkLost();
  expect(lost.resynced({ caller1: { isAnswered: false, tags: { entry: "trunk" } } })).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=first
    > leg.claim leg=caller1 interaction=call1 answer=true id=command3"
  `);
  const made = given();
  made.arrives("900100");
  made.linkLost();
  expect(made.passes(10_000)).toBe("");
  expect(made.resynced({ caller1: { tags: { call: made.call("call1") } } })).toContain("leg.parked leg=caller1");
});

test("[RT105] … and an audit does not claim twice", () => {
  const scene = given();
  scene.arrives("900100");
  expect(scene.resynced({ caller1: { isAnswered: false, tags: { entry: "trunk" } } })).toBe("");
});

test("[RT101] a caller at the door whom nobody told us of arrives", () => {
  const scene = given();
  stranger(scene);
  expect(
    scene.resynced({ stranger1: { direction: "inbound", isAnswered: false, tags: { entry: "trunk" } } }),
  ).toContain("interaction.arrived interaction=call1");
  expect(scene.resynced({ stranger1: { direction: "inbound", isAnswered: false, tags: { entry: "trunk" } } })).toBe("");
});

test("[RT101] what is not ours is left alone: no mark, a mark that is no id, two who talk", () => {
  const scene = given();
  stranger(scene);
  stranger(scene, 2);
  expect(scene.resynced({ stranger1: { direction: "inbound" } })).toBe("");
  expect(scene.resynced({ stranger1: { direction: "inbound", tags: { call: "x" } } })).toBe("");
  const call = { call: id("ca", 1) };
  expect(
    scene.resynced({
      stranger1: { direction: "inbound", tags: call, bridgedTo: scene.leg("stranger2") },
      stranger2: { tags: call, bridgedTo: scene.leg("stranger1") },
    }),
  ).toMatchInlineSnapshot(`
    "input.ignored input=switch.resynced reason=strangersTalk interaction=call1
    input.ignored input=switch.resynced reason=strangersTalk interaction=call1"
  `);
});

test("[RT101] an agent's leg that nobody knows is hung up", () => {
  const scene = given();
  stranger(scene);
  expect(scene.resynced({ stranger1: { direction: "outbound", tags: { call: id("ca", 1) } } })).toMatchInlineSnapshot(`
    "leg.hangUpAsked leg=stranger1 interaction=call1
    > leg.hangUp leg=stranger1 cause=NORMAL_CLEARING id=command1"
  `);
});

test("[RT106] a caller whose facts are lost is taken over with his queue, priority and waiting time", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  scene.waits();
  scene.passes(1_000);
  stranger(scene);
  const tags = { call: id("ca", 1), queue: scene.queue("Sales"), joined: String(startAt - 60_000), priority: "7" };
  expect(scene.resynced({ caller1: { tags: marks(scene) }, stranger1: { direction: "inbound", tags } }))
    .toMatchInlineSnapshot(`
      "interaction.adopted interaction=call2 node=switch-1 leg=stranger1 from=34600111222 to=900100 startedAt=+0
      leg.opened leg=stranger1 interaction=call2 node=switch-1 role=customer direction=inbound agent=- target=- remote=34600111222
      leg.answered leg=stranger1 interaction=call2
      interaction.answered interaction=call2
      leg.parked leg=stranger1 interaction=call2
      interaction.queued interaction=call2 queue=Sales needs={requirement=[{skill=sales proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- priority=7 enteredAt=+-60000 overflowAt=never isReturn=true keys=[]
      > contact.find id=command5 interaction=call2 number=34600111222
      > music.start leg=stranger1 sound=music id=command6
      > leg.tag leg=stranger1 tags={queue=Sales joined=1795424340000 priority=7} id=command7"
    `);
  expect(scene.presence("ann", "ready")).toContain("interaction=call2 agent=ann");
});

test("[RT106] … without a queue he begins the flow of his number again; without a number he is let go", () => {
  const scene = given();
  stranger(scene);
  const tags = { call: id("ca", 1) };
  expect(scene.resynced({ stranger1: { direction: "inbound", tags } })).toMatchInlineSnapshot(`
    "interaction.adopted interaction=call1 node=switch-1 leg=stranger1 from=34600111222 to=900100 startedAt=+0
    leg.opened leg=stranger1 interaction=call1 node=switch-1 role=customer direction=inbound agent=- target=- remote=34600111222
    leg.answered leg=stranger1 interaction=call1
    interaction.answered interaction=call1
    leg.parked leg=stranger1 interaction=call1
    flow.entered interaction=call1 flow=To Sales version=1
    > contact.find id=command1 interaction=call1 number=34600111222
    > leg.claim leg=stranger1 interaction=call1 answer=false id=command2"
  `);
  const other = given();
  stranger(other);
  expect(other.resynced({ stranger1: { direction: "inbound", to: "1", tags } })).toContain("NORMAL_TEMPORARY_FAILURE");
  expect(other.hangsUp("stranger1")).toContain("interaction.ended");
});

test("[RT8] overflow waits for the link, and happens when it is back", () => {
  const scene = given(site({ queue: { overflowAfterMs: 10_000 } }));
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  scene.waits();
  scene.linkLost();
  expect(scene.passes(20_000)).toBe("");
  expect(scene.resynced({ caller1: { tags: marks(scene) } })).toContain(
    "outcome=flowedOut waitMs=20000 flowOut=timeout",
  );
});
