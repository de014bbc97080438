import { expect, test } from "vitest";
import type { RoutingConfig } from "#routing/config.ts";
import { queueFlow, queues, skills } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

const onlySales = { skills: [{ skill: skills.sales, proficiency: 3 as const }] };

/** ann has been idle for longest, then bea, then cid. */
function threeIdle(): Scene {
  const scene = given(site({ agents: [{}, {}, {}] }));
  for (const name of ["ann", "bea", "cid"]) {
    scene.signsIn(name);
    scene.passes(1_000);
  }
  return scene;
}

/** Somebody is on the floor but takes no calls, so that callers wait. */
function withBreak(config: RoutingConfig): Scene {
  const scene = given(config);
  for (const { name } of config.agents) {
    scene.signsIn(name);
    scene.presence(name, "notReady", "break");
  }
  return scene;
}

test("[RT41] the longest idle agent is rung, and the others are explained", () => {
  expect(threeIdle().waits()).toMatchInlineSnapshot(`
    "leg.answered leg=caller1 interaction=call1
    interaction.answered interaction=call1
    leg.parked leg=caller1 interaction=call1
    flow.advanced interaction=call1 cursor=answer:answered awaiting=- until=never pendingRecording=-
    flow.advanced interaction=call1 cursor=queue:queueLeft awaiting=- until=never pendingRecording=-
    flow.left interaction=call1 to=queue
    interaction.queued interaction=call1 queue=Sales needs={requirement=[{skill=sales proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- priority=0 enteredAt=+3000 overflowAt=never isReturn=false keys=[]
    reservation.made reservation=reservation1 interaction=call1 agent=ann queue=Sales leg=leg1 until=+18000 eligible=3 passedOver=[{agent=bea reason=idleShorter} {agent=cid reason=idleShorter}] rule=longestIdle order=- relaxedTo=-
    leg.opened leg=leg1 interaction=call1 node=switch-1 role=agent direction=outbound agent=ann target={kind=seat sipUser=ann} remote=ann
    > music.start leg=caller1 sound=music id=command3
    > leg.tag leg=caller1 tags={queue=Sales joined=1795424403000 priority=0} id=command4
    > leg.originate leg=leg1 interaction=call1 role=agent target={kind=seat sipUser=ann} callerNumber=34600111222 timeoutMs=20000 autoAnswer=false id=command5"
  `);
});

test("[RT41] agents who became idle in the same millisecond are taken in the order of their ids", () => {
  const scene = given();
  scene.signsIn("bea");
  scene.signsIn("ann");
  expect(scene.waits()).toContain("agent=ann queue=Sales");
});

test("[RT54] a caller who hangs up while the phone rings: the agent is free at once and keeps her place", () => {
  const scene = threeIdle();
  scene.waits();
  scene.rings("leg1");
  scene.passes(5_000);
  expect(scene.hangsUp("caller1")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=withdrawn
    leg.hangUpAsked leg=leg1 interaction=call1
    agent.released agent=ann interaction=call1
    queue.left interaction=call1 queue=Sales outcome=abandoned waitMs=5000 flowOut=-
    interaction.ended interaction=call1 reason=abandonedInQueue
    > leg.hangUp leg=leg1 cause=ORIGINATOR_CANCEL id=command6"
  `);
  expect(scene.hangsUp("leg1", "ORIGINATOR_CANCEL")).toBe(
    "leg.ended leg=leg1 interaction=call1 cause=ORIGINATOR_CANCEL sipStatus=-",
  );
  expect(scene.waits()).toContain("reservation=reservation2 interaction=call2 agent=ann");
});

test("[RT41] who missed a call, or talked, goes to the end of the idle", () => {
  const scene = threeIdle();
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  scene.when({ kind: "wrapUp.endRequested", agent: scene.agent("ann"), interaction: scene.call("call1") });
  expect(scene.waits()).toContain("agent=bea queue=Sales");
  expect(scene.waits()).toContain("agent=cid queue=Sales");
  expect(scene.waits()).toContain("agent=ann queue=Sales");
});

test("[RT43] priority first, then age, across queues, of what she can do", () => {
  const config = site({ agents: [{}, onlySales] });
  const urgent = config.queues.map((queue) => (queue.id === queues.support ? { ...queue, priority: 5 } : queue));
  const scene = withBreak({ ...config, queues: urgent });
  for (const number of ["900100", "900200", "900100", "900200"]) {
    scene.waits(number);
    scene.passes(1_000);
  }
  // bea knows sales only: the oldest of Sales although Support matters more. ann: the oldest of Support.
  expect(scene.presence("bea", "ready")).toContain("interaction=call1 agent=bea queue=Sales");
  expect(scene.presence("ann", "ready")).toContain("interaction=call2 agent=ann queue=Support");
});

test.each([queues.sales, queues.support])("[RT43] … whichever queue matters more (%s)", (important) => {
  const config = site({ agents: [{}] });
  const urgent = config.queues.map((queue) => (queue.id === important ? { ...queue, priority: 5 } : queue));
  const scene = withBreak({ ...config, queues: urgent });
  for (const number of ["900100", "900200", "900100", "900200"]) {
    scene.waits(number);
    scene.passes(1_000);
  }
  const first = important === queues.sales ? "call1" : "call2";
  expect(scene.presence("ann", "ready")).toContain(`interaction=${first} agent=ann`);
});

test.each(["900100", "900200"])("[RT43] … and in equal queues the one who came first (to %s)", (firstNumber) => {
  const scene = withBreak(site({ agents: [{}] }));
  scene.waits(firstNumber);
  scene.passes(1_000);
  scene.waits(firstNumber === "900100" ? "900200" : "900100");
  expect(scene.presence("ann", "ready")).toContain("interaction=call1 agent=ann");
});

test("[RT40] one who becomes ready takes one caller; the rest wait", () => {
  const scene = withBreak(site({}));
  scene.waits();
  scene.waits();
  expect(scene.presence("ann", "ready")).toMatchInlineSnapshot(`
    "agent.presenceChanged agent=ann presence={kind=ready} by=agent
    reservation.made reservation=reservation1 interaction=call1 agent=ann queue=Sales leg=leg1 until=+15000 eligible=1 passedOver=[] rule=onlyOne order=oldest relaxedTo=-
    leg.opened leg=leg1 interaction=call1 node=switch-1 role=agent direction=outbound agent=ann target={kind=seat sipUser=ann} remote=ann
    > leg.originate leg=leg1 interaction=call1 role=agent target={kind=seat sipUser=ann} callerNumber=34600111222 timeoutMs=20000 autoAnswer=false id=command9"
  `);
  expect(scene.presence("ann", "ready")).toBe("");
});

test("[RT40] a configuration that makes several agents able at once finds work for each of them", () => {
  const config = site({
    config: {
      flows: [
        { name: "To Sales", version: 1, flow: queueFlow("Sales") },
        { name: "To Billing", version: 1, flow: queueFlow("Billing") },
      ],
      numbers: [
        { dialled: "900100", flow: "To Sales" },
        { dialled: "900500", flow: "To Billing" },
      ],
    },
    queue: { leaveWhenNobodySignedIn: false },
  });
  const scene = given(config);
  scene.signsIn("ann");
  scene.passes(1_000);
  scene.signsIn("bea");
  // ann has been idle for longest, but became available last: her caller hung up while she was rung.
  scene.waits("900100");
  scene.hangsUp("caller1");
  scene.hangsUp("leg1", "ORIGINATOR_CANCEL");
  scene.waits("900500");
  scene.passes(1_000);
  scene.waits("900500");
  expect(scene.state.reservations.size).toBe(0);
  const agents = config.agents.map((each) => ({
    ...each,
    skills: [{ skill: skills.billing, proficiency: 3 as const }],
  }));
  const told = scene.when({ kind: "config.replaced", config: { ...config, agents } });
  expect(told).toContain("interaction=call2 agent=ann queue=Billing");
  expect(told).toContain("interaction=call3 agent=bea queue=Billing");
});

test("[RT40] … also when the first of them has none", () => {
  const config = site({ agents: [{ skills: [] }, { skills: [] }], queue: { leaveWhenNobodySignedIn: false } });
  const scene = given(config);
  scene.signsIn("ann");
  scene.signsIn("bea");
  scene.waits();
  const agents = config.agents.map((each) => (each.name === "bea" ? { ...each, ...onlySales } : each));
  expect(scene.when({ kind: "config.replaced", config: { ...config, agents } })).toContain("agent=bea queue=Sales");
});

test("[RT43] callers who can be served again all at once are served by priority, not by age", () => {
  const config = site({ agents: [{}] });
  const urgent = config.queues.map((queue) => (queue.id === queues.support ? { ...queue, priority: 5 } : queue));
  const scene = withBreak({ ...config, queues: urgent });
  scene.waits("900100");
  scene.passes(1_000);
  scene.waits("900200");
  scene.linkLost();
  expect(scene.presence("ann", "ready")).not.toContain("reservation");
  expect(scene.resynced({ caller1: {}, caller2: {} })).toContain("interaction=call2 agent=ann queue=Support");
});

test("[RT8] nobody is rung while the switch cannot be reached", () => {
  const scene = withBreak(site({}));
  scene.waits();
  scene.linkLost();
  expect(scene.presence("ann", "ready")).toMatchInlineSnapshot(
    `"agent.presenceChanged agent=ann presence={kind=ready} by=agent"`,
  );
  expect(scene.passes(60_000)).toBe("");
});
