import { expect, test } from "vitest";
import { node } from "../simulation/site.ts";
import { given } from "./given.ts";

test("[RT1] a caller at the door gets an interaction, is looked up and claimed", () => {
  expect(given().arrives("900100")).toMatchInlineSnapshot(`
    "interaction.arrived interaction=call1 node=switch-1 leg=caller1 from=34600111222 fromName=- to=900100
    leg.opened leg=caller1 interaction=call1 node=switch-1 role=customer direction=inbound agent=- target=- remote=34600111222
    flow.entered interaction=call1 flow=To Sales version=1
    > contact.find id=command1 interaction=call1 number=34600111222
    > leg.claim leg=caller1 interaction=call1 answer=true id=command2"
  `);
});

test("[RT1] an arrival that is told twice, or after its end, changes nothing", () => {
  const scene = given();
  scene.arrives("900100");
  const leg = scene.leg("caller1");
  const again = { kind: "leg.arrived", node, leg, from: "1", fromName: undefined, to: "900100" } as const;
  expect(scene.when(again)).toMatchInlineSnapshot(
    `"input.ignored input=leg.arrived reason=repeated interaction=call1"`,
  );
  scene.hangsUp("caller1");
  expect(scene.when(again)).toMatchInlineSnapshot(`"input.ignored input=leg.arrived reason=legEnded interaction=-"`);
  expect(scene.state.interactions.size).toBe(0);
});

test("[RT2] a number with + is the same number", () => {
  expect(given().arrives("+900100")).toContain("flow.entered interaction=call1 flow=To Sales version=1");
});

test.each(["900999", "", "abc", "+", "9001000", "constructor", "900100;drop"])(
  "[RT2] %j is no number of ours: hung up, and ended when the switch has",
  (to) => {
    const scene = given();
    expect(scene.arrives(to).replace(`to=${to}`, "to=…")).toBe(
      [
        "interaction.arrived interaction=call1 node=switch-1 leg=caller1 from=34600111222 fromName=- to=…",
        "leg.opened leg=caller1 interaction=call1 node=switch-1 role=customer direction=inbound agent=- target=- remote=34600111222",
        "interaction.ending interaction=call1 reason=unknownNumber",
        "leg.hangUpAsked leg=caller1 interaction=call1",
        "> leg.hangUp leg=caller1 cause=UNALLOCATED_NUMBER id=command1",
      ].join("\n"),
    );
    expect(scene.hangsUp("caller1", "UNALLOCATED_NUMBER")).toBe(
      [
        "leg.ended leg=caller1 interaction=call1 cause=UNALLOCATED_NUMBER sipStatus=-",
        "interaction.ended interaction=call1 reason=unknownNumber",
      ].join("\n"),
    );
    expect(scene.state.interactions.size).toBe(0);
  },
);

test("[RT1] a caller who gives up at the door", () => {
  const scene = given();
  scene.arrives("900100");
  expect(scene.hangsUp("caller1", "ORIGINATOR_CANCEL")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=ORIGINATOR_CANCEL sipStatus=-
    interaction.ended interaction=call1 reason=abandonedInFlow"
  `);
});

test("[RT15] a claim whose end is not seen: the flow begins by itself after five seconds, once", () => {
  const scene = given();
  scene.arrives("900100");
  expect(scene.passes(4_999)).toBe("");
  expect(scene.passes(1)).toMatchInlineSnapshot(`
    "flow.advanced interaction=call1 cursor=answer:answered awaiting=command3 until=+10000 pendingRecording=-
    > leg.answer leg=caller1 id=command3"
  `);
  expect(scene.parked("caller1")).toMatchInlineSnapshot(`
    "leg.answered leg=caller1 interaction=call1
    interaction.answered interaction=call1
    flow.advanced interaction=call1 cursor=queue:queueLeft awaiting=- until=never pendingRecording=-
    flow.left interaction=call1 to=queue
    interaction.queued interaction=call1 queue=Sales needs={requirement=[{skill=sales proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- priority=0 enteredAt=+5000 overflowAt=never isReturn=false keys=[]
    queue.left interaction=call1 queue=Sales outcome=flowedOut waitMs=0 flowOut=nobodySignedIn
    flow.advanced interaction=call1 cursor=queue:end awaiting=- until=never pendingRecording=-
    flow.left interaction=call1 to=end
    interaction.ending interaction=call1 reason=flowEnded
    leg.hangUpAsked leg=caller1 interaction=call1
    leg.parked leg=caller1 interaction=call1
    > leg.hangUp leg=caller1 cause=NORMAL_CLEARING id=command4"
  `);
});
