import { expect, test } from "vitest";
import { queueFlow, skills } from "../simulation/site.ts";
import { given, site } from "./given.ts";

test("[RT20] into the queue: music, marks on the leg, the flow remembered", () => {
  const scene = given();
  scene.arrives("900200");
  expect(scene.parked("caller1")).toMatchInlineSnapshot(`
    "leg.answered leg=caller1 interaction=call1
    interaction.answered interaction=call1
    leg.parked leg=caller1 interaction=call1
    flow.advanced interaction=call1 cursor=answer:answered awaiting=- until=never pendingRecording=-
    flow.advanced interaction=call1 cursor=queue:queueLeft awaiting=- until=never pendingRecording=-
    flow.left interaction=call1 to=queue
    interaction.queued interaction=call1 queue=Support needs={requirement=[{skill=support proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- priority=0 enteredAt=+0 overflowAt=never isReturn=false keys=[]
    queue.left interaction=call1 queue=Support outcome=flowedOut waitMs=0 flowOut=nobodySignedIn
    flow.advanced interaction=call1 cursor=queue:end awaiting=- until=never pendingRecording=-
    flow.left interaction=call1 to=end
    interaction.ending interaction=call1 reason=flowEnded
    leg.hangUpAsked leg=caller1 interaction=call1
    > leg.hangUp leg=caller1 cause=NORMAL_CLEARING id=command3"
  `);
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  scene.arrives("900200");
  expect(scene.parked("caller2")).toMatchInlineSnapshot(`
    "leg.answered leg=caller2 interaction=call2
    interaction.answered interaction=call2
    leg.parked leg=caller2 interaction=call2
    flow.advanced interaction=call2 cursor=answer:answered awaiting=- until=never pendingRecording=-
    flow.advanced interaction=call2 cursor=queue:queueLeft awaiting=- until=never pendingRecording=-
    flow.left interaction=call2 to=queue
    interaction.queued interaction=call2 queue=Support needs={requirement=[{skill=support proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- priority=0 enteredAt=+0 overflowAt=+120000 isReturn=false keys=[]
    > music.start leg=caller2 sound=music id=command6
    > leg.tag leg=caller2 tags={queue=Support joined=1795424400000 priority=0} id=command7"
  `);
});

test("[RT20] a full queue refuses the next one, by the exit that says so; who waits keeps his place", () => {
  const scene = given(site({ queue: { waitingMax: 1 } }));
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  scene.waits();
  expect(scene.waits()).toMatchInlineSnapshot(`
    "leg.answered leg=caller2 interaction=call2
    interaction.answered interaction=call2
    leg.parked leg=caller2 interaction=call2
    flow.advanced interaction=call2 cursor=answer:answered awaiting=- until=never pendingRecording=-
    flow.advanced interaction=call2 cursor=queue:queueLeft awaiting=- until=never pendingRecording=-
    flow.left interaction=call2 to=queue
    interaction.queued interaction=call2 queue=Sales needs={requirement=[{skill=sales proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- priority=0 enteredAt=+0 overflowAt=never isReturn=false keys=[]
    queue.left interaction=call2 queue=Sales outcome=flowedOut waitMs=0 flowOut=full
    flow.advanced interaction=call2 cursor=queue:end awaiting=- until=never pendingRecording=-
    flow.left interaction=call2 to=end
    interaction.ending interaction=call2 reason=flowEnded
    leg.hangUpAsked leg=caller2 interaction=call2
    > leg.hangUp leg=caller2 cause=NORMAL_CLEARING id=command7"
  `);
  expect([...scene.state.lines.values()].map((line) => line.length)).toEqual([1, 0, 0]);
});

test("[RT20] a queue that nobody knows is left by the exit for nobody", () => {
  const scene = given(
    site({
      config: {
        flows: [{ name: "To Nowhere", version: 1, flow: queueFlow("Nowhere") }],
        numbers: [{ dialled: "900100", flow: "To Nowhere" }],
      },
    }),
  );
  scene.arrives("900100");
  expect(scene.parked("caller1")).toMatchInlineSnapshot(`
    "leg.answered leg=caller1 interaction=call1
    interaction.answered interaction=call1
    leg.parked leg=caller1 interaction=call1
    flow.advanced interaction=call1 cursor=answer:answered awaiting=- until=never pendingRecording=-
    flow.advanced interaction=call1 cursor=queue:queueLeft awaiting=- until=never pendingRecording=-
    flow.left interaction=call1 to=queue
    flow.advanced interaction=call1 cursor=queue:end awaiting=- until=never pendingRecording=-
    flow.left interaction=call1 to=end
    interaction.ending interaction=call1 reason=flowEnded
    leg.hangUpAsked leg=caller1 interaction=call1
    > leg.hangUp leg=caller1 cause=NORMAL_CLEARING id=command3"
  `);
});

test("[RT20] with nobody signed in, or nobody able, waiting is pointless; not ready is signed in", () => {
  const scene = given(site({ agents: [{}, { skills: [] }] }));
  scene.signsIn("bea");
  expect(scene.waits()).toContain("outcome=flowedOut waitMs=0 flowOut=nobodySignedIn");
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  expect(scene.waits()).not.toContain("queue.left");
  const patient = given(site({ queue: { leaveWhenNobodySignedIn: false } }));
  expect(patient.waits()).not.toContain("queue.left");
});

test("[RT20] somebody who will do after a relaxation step is somebody", () => {
  const easy = [{ skill: skills.sales, proficiency: 1 as const }];
  const hard = [{ skill: skills.sales, proficiency: 5 as const }];
  const relaxation = [
    { name: "easy", afterMs: 10_000, requirement: easy },
    { name: "hard", afterMs: 20_000, requirement: hard },
  ];
  const scene = given(site({ agents: [{ skills: easy }], queue: { relaxation } }));
  scene.signsIn("ann");
  expect(scene.waits()).not.toContain("queue.left");
});

test("[RT23] the last one signs out: whoever waits leaves; a break is no reason", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  scene.signsIn("bea");
  scene.presence("bea", "notReady", "break");
  scene.waits();
  expect(scene.presence("bea", "signedOut")).toMatchInlineSnapshot(
    `"agent.presenceChanged agent=bea presence={kind=signedOut} by=agent"`,
  );
  expect(scene.presence("ann", "signedOut")).toMatchInlineSnapshot(`
    "agent.presenceChanged agent=ann presence={kind=signedOut} by=agent
    queue.left interaction=call1 queue=Sales outcome=flowedOut waitMs=0 flowOut=nobodySignedIn
    flow.advanced interaction=call1 cursor=queue:end awaiting=- until=never pendingRecording=-
    flow.left interaction=call1 to=end
    interaction.ending interaction=call1 reason=flowEnded
    leg.hangUpAsked leg=caller1 interaction=call1
    > leg.hangUp leg=caller1 cause=NORMAL_CLEARING id=command5"
  `);
});

test("[RT26] overflow comes at its millisecond, not before", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  scene.waits("900200");
  expect(scene.passes(119_999)).toBe("");
  expect(scene.passes(1)).toMatchInlineSnapshot(`
    "queue.left interaction=call1 queue=Support outcome=flowedOut waitMs=120000 flowOut=timeout
    flow.advanced interaction=call1 cursor=queue:end awaiting=- until=never pendingRecording=-
    flow.left interaction=call1 to=end
    interaction.ending interaction=call1 reason=flowEnded
    leg.hangUpAsked leg=caller1 interaction=call1
    > leg.hangUp leg=caller1 cause=NORMAL_CLEARING id=command5"
  `);
});

test("[RT26] overflow lets a ringing agent go without charge; one who has picked up gets the caller", () => {
  const ringing = given(site({ queue: { alertMs: 300_000 } }));
  ringing.signsIn("ann");
  ringing.waits("900200");
  ringing.rings("leg1");
  expect(ringing.passes(120_000)).toMatchInlineSnapshot(`
    "reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=withdrawn
    leg.hangUpAsked leg=leg1 interaction=call1
    agent.released agent=ann interaction=call1
    queue.left interaction=call1 queue=Support outcome=flowedOut waitMs=120000 flowOut=timeout
    flow.advanced interaction=call1 cursor=queue:end awaiting=- until=never pendingRecording=-
    flow.left interaction=call1 to=end
    interaction.ending interaction=call1 reason=flowEnded
    leg.hangUpAsked leg=caller1 interaction=call1
    > leg.hangUp leg=leg1 cause=ORIGINATOR_CANCEL id=command6
    > leg.hangUp leg=caller1 cause=NORMAL_CLEARING id=command7"
  `);
  ringing.hangsUp("leg1", "ORIGINATOR_CANCEL");
  expect(ringing.state.available.has(ringing.agent("ann"))).toBe(true);

  const answered = given(site({ queue: { alertMs: 300_000 } }));
  answered.signsIn("ann");
  answered.waits("900200");
  answered.passes(119_500);
  answered.parked("leg1");
  expect(answered.passes(600)).toBe("");
  expect(answered.bridged("caller1", "leg1")).toContain("interaction.connected");
});

test("[RT26] an overflow that waited for an agent who was then lost happens at once", () => {
  const scene = given(site({ queue: { alertMs: 300_000 } }));
  scene.signsIn("ann");
  scene.waits("900200");
  scene.passes(119_500);
  scene.parked("leg1");
  scene.passes(1_000);
  expect(scene.hangsUp("leg1", "MEDIA_TIMEOUT")).toMatchInlineSnapshot(`
    "leg.ended leg=leg1 interaction=call1 cause=MEDIA_TIMEOUT sipStatus=-
    reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=lost
    agent.released agent=ann interaction=call1
    agent.presenceChanged agent=ann presence={kind=notReady reason=connectionLost} by=system
    queue.left interaction=call1 queue=Support outcome=flowedOut waitMs=120500 flowOut=timeout
    flow.advanced interaction=call1 cursor=queue:end awaiting=- until=never pendingRecording=-
    flow.left interaction=call1 to=end
    interaction.ending interaction=call1 reason=flowEnded
    leg.hangUpAsked leg=caller1 interaction=call1
    > leg.hangUp leg=caller1 cause=NORMAL_CLEARING id=command7"
  `);
});

test("[RT22] a key of the flow takes the caller out, also while an agent rings; other keys do not", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits("900400");
  scene.played("caller1", "command3");
  expect(scene.presses("caller1", "2")).toBe("");
  expect(scene.presses("caller1", "1")).toMatchInlineSnapshot(`
    "reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=withdrawn
    leg.hangUpAsked leg=leg1 interaction=call1
    agent.released agent=ann interaction=call1
    queue.left interaction=call1 queue=Support outcome=flowedOut waitMs=0 flowOut=key
    flow.advanced interaction=call1 cursor=message:recorded awaiting=command7 until=+120000 pendingRecording={box=Office maxMs=120000}
    > leg.hangUp leg=leg1 cause=ORIGINATOR_CANCEL id=command8
    > prompt.play leg=caller1 prompts=[leave-message beep] id=command7"
  `);
});

test("[RT22] a key that comes while the agent has picked up is too late", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits("900400");
  scene.played("caller1", "command3");
  scene.parked("leg1");
  expect(scene.presses("caller1", "1")).toMatchInlineSnapshot(
    `"input.ignored input=digit.pressed reason=agentAnswered interaction=call1"`,
  );
});

test("[RT21] the position is announced again and again, and moves up", () => {
  const scene = given(site({ queue: { announceEveryMs: 45_000 } }));
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  scene.waits();
  scene.waits();
  expect(scene.passes(45_000)).toMatchInlineSnapshot(`
    "interaction.announced interaction=call1 position=1 expectedMs=-
    interaction.announced interaction=call2 position=2 expectedMs=-
    > prompt.announce leg=caller1 prompts=[you-are-number 1 in-the-queue thank-you-for-waiting] id=command9
    > prompt.announce leg=caller2 prompts=[you-are-number 2 in-the-queue thank-you-for-waiting] id=command10"
  `);
  scene.hangsUp("caller1");
  expect(scene.passes(45_000)).toMatchInlineSnapshot(`
    "interaction.announced interaction=call2 position=1 expectedMs=-
    > prompt.announce leg=caller2 prompts=[you-are-number 1 in-the-queue thank-you-for-waiting] id=command11"
  `);
});

test("[RT31] a caller who hangs up in the queue has abandoned it", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  scene.waits();
  scene.passes(1_234);
  expect(scene.hangsUp("caller1")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    queue.left interaction=call1 queue=Sales outcome=abandoned waitMs=1234 flowOut=-
    interaction.ended interaction=call1 reason=abandonedInQueue"
  `);
});

test("[RT27] a leg that is parked again while it waits gets its music again", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  scene.waits();
  expect(scene.parked("caller1")).toMatchInlineSnapshot(`
    "leg.parked leg=caller1 interaction=call1
    > music.start leg=caller1 sound=music id=command5"
  `);
});
