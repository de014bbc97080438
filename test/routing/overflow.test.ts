import { expect, test } from "vitest";
import { OVERFLOWS_MAX } from "#routing/interaction/overflow.ts";
import { given } from "./given.ts";
import { emergency, rule, sales, siteWith, toQueue, visits, waited } from "./overflow-given.ts";

test("[RT130] rules are tried in order as somebody enters: the first that holds takes him on, offered and flowed out", () => {
  const scene = sales([
    rule({ kind: "length", ahead: 2 }, { kind: "voicemail", box: "Sales" }),
    rule({ kind: "length", ahead: 1 }, toQueue("support")),
  ]);
  expect(visits(scene.waits())).toMatchInlineSnapshot(
    `"interaction.queued interaction=call1 queue=Sales priority=0 enteredAt=+0 overflowAt=never isReturn=false"`,
  );
  expect(visits(scene.waits())).toMatchInlineSnapshot(`
    "interaction.queued interaction=call2 queue=Sales priority=0 enteredAt=+0 overflowAt=never isReturn=false
    interaction.overflowed interaction=call2 queue=Sales rule=1 when=length to={kind=queue queue=Support keepsPriority=false keepsTime=false} counts=true
    queue.left interaction=call2 queue=Sales outcome=flowedOut waitMs=0 flowOut=length
    interaction.queued interaction=call2 queue=Support priority=0 enteredAt=+0 overflowAt=never isReturn=false"
  `);
});

test("[RT131] waited: at its millisecond, counted from the beginning of the visit", () => {
  const scene = sales([rule(waited(60_000), toQueue("support", { keepsTime: true }))], {
    Support: { overflow: [rule(waited(30_000), { kind: "voicemail", box: "Sales" })] },
  });
  scene.waits();
  expect(scene.passes(59_999)).toBe("");
  expect(visits(scene.passes(1))).toContain("flowOut=waited\ninteraction.queued interaction=call1 queue=Support");
  expect(scene.passes(29_999)).toBe("");
  expect(visits(scene.passes(1))).toContain("queue=Support outcome=flowedOut waitMs=30000 flowOut=waited");
});

test("[RT131] who waits already is judged by the rules of a new configuration, from the beginning of his visit", () => {
  const scene = sales([]);
  scene.waits();
  scene.passes(20_000);
  const config = siteWith({ Sales: { overflow: [rule(waited(30_000))] } });
  expect(scene.when({ kind: "config.replaced", config })).not.toContain("queue.left");
  expect(scene.passes(9_999)).toBe("");
  expect(scene.passes(1)).toContain("flowOut=waited");
});

test("[RT132] length: whoever has so many before him leaves, the last in line first", () => {
  const config = siteWith({ Sales: { overflow: [rule({ kind: "length", ahead: 2 }, toQueue("support"))] } });
  const scene = given({ ...config, queues: config.queues.map((each) => ({ ...each, overflow: [] })) });
  for (let n = 0; n < 4; n += 1) {
    scene.waits();
    scene.passes(1_000);
  }
  expect(visits(scene.when({ kind: "config.replaced", config }))).toMatchInlineSnapshot(`
    "interaction.overflowed interaction=call4 queue=Sales rule=0 when=length to={kind=queue queue=Support keepsPriority=false keepsTime=false} counts=true
    queue.left interaction=call4 queue=Sales outcome=flowedOut waitMs=1000 flowOut=length
    interaction.queued interaction=call4 queue=Support priority=0 enteredAt=+4000 overflowAt=never isReturn=false
    interaction.overflowed interaction=call3 queue=Sales rule=0 when=length to={kind=queue queue=Support keepsPriority=false keepsTime=false} counts=true
    queue.left interaction=call3 queue=Sales outcome=flowedOut waitMs=2000 flowOut=length
    interaction.queued interaction=call3 queue=Support priority=0 enteredAt=+4000 overflowAt=never isReturn=false"
  `);
});

test("[RT132] agentsReady: who enters while an agent is ready stays, and leaves when she does not take him", () => {
  const scene = sales([rule({ kind: "agentsReady", below: 1 }, { kind: "voicemail", box: "Sales" })]);
  scene.presence("ann", "ready");
  expect(visits(scene.waits())).not.toContain("queue.left");
  scene.rings("leg1");
  expect(visits(scene.passes(15_000))).toContain("flowOut=agentsReady");
  expect(visits(scene.waits())).toContain("call2 queue=Sales outcome=flowedOut waitMs=0 flowOut=agentsReady");
});

test("[RT132] agentsReady: the other of two who compete for one agent leaves in the same step", () => {
  const scene = sales([rule({ kind: "agentsReady", below: 1 }, { kind: "voicemail", box: "Sales" })]);
  scene.presence("ann", "ready");
  scene.waits();
  const told = scene.waits();
  expect(visits(told)).toContain("call2 queue=Sales outcome=flowedOut waitMs=0 flowOut=agentsReady");
  expect(told).not.toContain("interaction=call1");
});

test("[RT132] agentsStaffed: the last but one signs out", () => {
  const scene = sales([rule({ kind: "agentsStaffed", below: 2 }, { kind: "voicemail", box: "Sales" })]);
  scene.signsIn("bea");
  scene.presence("bea", "notReady", "break");
  expect(visits(scene.waits())).not.toContain("queue.left");
  expect(visits(scene.presence("bea", "signedOut"))).toContain("waitMs=0 flowOut=agentsStaffed");
});

test("[RT132] agentsStaffed comes before nobodySignedIn, when the last one signs out and when somebody enters", () => {
  const toBox = [rule({ kind: "agentsStaffed", below: 1 }, { kind: "voicemail", box: "Sales" })];
  const scene = sales(toBox, { Sales: { leaveWhenNobodySignedIn: true } });
  scene.waits();
  expect(visits(scene.presence("ann", "signedOut"))).toContain("flowOut=agentsStaffed");
  expect(visits(scene.waits())).toContain("flowOut=agentsStaffed");
});

test("[RT132] ratio: more than so many for each agent who is signed in; only the last in line leave", () => {
  const scene = sales([rule({ kind: "ratio", above: 2 }, { kind: "voicemail", box: "Sales" })]);
  scene.waits();
  scene.passes(1_000);
  expect(visits(scene.waits())).not.toContain("queue.left");
  expect(visits(scene.waits())).toContain("call3 queue=Sales outcome=flowedOut waitMs=0 flowOut=ratio");
  scene.when({ kind: "console.connected", agent: scene.agent("bea") });
  for (let n = 0; n < 2; n += 1) {
    scene.passes(1_000);
    scene.waits();
  }
  const told = visits(scene.presence("bea", "signedOut"));
  expect(told.match(/queue\.left interaction=call\d/gu)).toEqual([
    "queue.left interaction=call5",
    "queue.left interaction=call4",
  ]);
});

test("[RT133] expectedWait: by what the queue has shown, and only for who enters; nothing shown, nobody moved", () => {
  const rules = [rule({ kind: "expectedWait", overMs: 150_000 }, { kind: "voicemail", box: "Sales" })];
  const silent = sales(rules);
  for (let n = 0; n < 5; n += 1) silent.waits();
  expect(silent.facts.some(({ kind }) => kind === "interaction.overflowed")).toBe(false);

  const scene = sales(rules);
  scene.presence("ann", "ready");
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.passes(80_000);
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  scene.passes(20_000);
  // One call has taken 100 s of the only agent: two in line have 200 s before them.
  scene.waits();
  scene.talks("caller2", "leg2");
  expect(visits(scene.waits())).not.toContain("queue.left");
  expect(visits(scene.waits())).toContain("call4 queue=Sales outcome=flowedOut waitMs=0 flowOut=expectedWait");
  expect(visits(scene.passes(600_000))).toBe("");
});

test("[RT135] a ringing agent is let go without charge; one who has picked up keeps him, and if she is lost he leaves", () => {
  const rules = [rule(waited(10_000), { kind: "voicemail", box: "Sales" })];
  const ringing = sales(rules);
  ringing.presence("ann", "ready");
  ringing.waits();
  ringing.rings("leg1");
  const told = ringing.passes(10_000);
  expect(told).toContain("agent=ann outcome=withdrawn");
  expect(told).not.toContain("agent.presenceChanged");
  expect(visits(told)).toContain("flowOut=waited");

  const answered = sales(rules);
  answered.presence("ann", "ready");
  answered.waits();
  answered.answers("leg1");
  answered.passes(500);
  answered.parked("leg1");
  answered.now += 9_500;
  expect(answered.when({ kind: "time.passed" })).not.toContain("queue.left");
  expect(visits(answered.hangsUp("leg1", "MEDIA_TIMEOUT"))).toContain("flowOut=waited");
});

test("[RT138] a target that cannot have him is passed over: full, unserved, gone, not to be dialled", () => {
  const to = (number: string) => ({ kind: "number", number }) as const;
  const scene = sales(
    [
      rule(waited(10_000), toQueue("support")),
      rule(waited(10_000), toQueue("billing")),
      rule(waited(10_000), { kind: "flow", flow: "No such flow" }),
      rule(waited(10_000), to("99123")),
      rule(waited(10_000), { kind: "callback" }),
      rule(waited(10_000), { kind: "voicemail", box: "Sales" }),
    ],
    { Support: { waitingMax: 1 }, Billing: { leaveWhenNobodySignedIn: true } },
  );
  scene.waits("900200");
  scene.waits();
  expect(visits(scene.passes(10_000))).toContain("rule=5 when=waited to={kind=voicemail box=Sales}");
});

test("[RT139] two queues that send to each other: after so many moves he stays where he is", () => {
  const scene = sales([rule(waited(10_000), toQueue("support"))], {
    Support: { overflow: [rule(waited(10_000), toQueue("sales"))] },
  });
  scene.waits();
  const told = scene.passes(3_600_000);
  expect(told.match(/interaction\.overflowed/gu)).toHaveLength(OVERFLOWS_MAX);
  expect(scene.state.interactions.get(scene.call("call1"))?.stage).toMatchObject({ queue: scene.queue("Support") });
});

test("[RT139] a rule that sends him back into the queue at once ends as well; one that lets him wait first does not", () => {
  const instant = sales([rule(emergency, { kind: "flow", flow: "To Sales" })]);
  instant.when({ kind: "emergency.switchRequested", queue: undefined, isOn: true, by: "boss" });
  const told = instant.waits();
  expect(told.match(/queue\.left/gu)).toHaveLength(OVERFLOWS_MAX);
  expect(instant.state.lines.get(instant.queue("Sales"))?.length).toBe(1);

  const patient = sales([rule(waited(10_000))]);
  patient.waits();
  expect(patient.passes(10_000)).toContain("counts=false");
});
