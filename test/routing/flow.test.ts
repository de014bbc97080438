import { expect, test } from "vitest";
import { flowSchema } from "#ivr-flows/schema.ts";
import { node } from "../simulation/site.ts";
import { given, site } from "./given.ts";

const menu = flowSchema.parse({
  formatVersion: 1,
  id: "menu",
  name: "Menu",
  type: "voice",
  entry: "early",
  languages: ["en"],
  nodes: {
    early: { type: "play", config: { prompts: [{ name: "welcome" }] }, exits: { next: "answer" } },
    answer: { type: "answer", config: {}, exits: { next: "again" } },
    again: { type: "answer", config: {}, exits: { next: "caller" } },
    caller: {
      type: "lookUpContact",
      config: { by: "callerNumber" },
      exits: { known: "ask", maybe: "ask", none: "ask" },
    },
    ask: {
      type: "menu",
      config: { label: "Department", variable: "department", prompts: [{ name: "main-menu" }], keys: { 1: "Sales" } },
      exits: { 1: "queue", timeout: "bye", invalid: "bye" },
    },
    queue: {
      type: "enqueue",
      config: { queue: "Sales", overflowAfterMs: 60_000 },
      exits: { overflow: "bye", nobodySignedIn: "bye", full: "bye" },
    },
    bye: { type: "hangUp", config: { cause: "busy" }, exits: {} },
  },
});
const withMenu = () =>
  site({
    config: {
      flows: [{ name: "Menu", version: 3, flow: menu }],
      numbers: [{ dialled: "900100", flow: "Menu" }],
    },
  });
const found = { match: "known", contact: undefined, values: {} } as const;

test("[RT10] a flow that speaks before it answers is claimed without an answer", () => {
  const scene = given(withMenu());
  expect(scene.arrives("900100").split("\n").at(-1)).toMatchInlineSnapshot(
    `"> leg.claim leg=caller1 interaction=call1 answer=false id=command2"`,
  );
  expect(scene.parked("caller1", false)).toMatchInlineSnapshot(`
    "leg.parked leg=caller1 interaction=call1
    flow.advanced interaction=call1 cursor=early:played awaiting=command3 until=+120000 pendingRecording=-
    > prompt.play leg=caller1 prompts=[welcome] id=command3"
  `);
});

test("[RT11] the steps of a flow follow each other; a leg that has been answered is not answered again", () => {
  const scene = given(withMenu());
  scene.arrives("900100");
  scene.parked("caller1", false);
  expect(scene.played("caller1", "command3")).toMatchInlineSnapshot(`
    "flow.advanced interaction=call1 cursor=answer:answered awaiting=command4 until=+5000 pendingRecording=-
    > leg.answer leg=caller1 id=command4"
  `);
  expect(scene.answers("caller1")).toMatchInlineSnapshot(`
    "leg.answered leg=caller1 interaction=call1
    interaction.answered interaction=call1
    flow.advanced interaction=call1 cursor=again:answered awaiting=- until=never pendingRecording=-
    flow.advanced interaction=call1 cursor=caller:contactFound awaiting=command5 until=+3000 pendingRecording=-
    > contact.find id=command5 interaction=call1 number=34600111222"
  `);
  const contact = {
    kind: "contact.found",
    command: scene.command("command5"),
    interaction: scene.call("call1"),
  } as const;
  expect(scene.when({ ...contact, ...found })).toMatchInlineSnapshot(`
    "contact.identified interaction=call1 match=known contact=- values={}
    flow.advanced interaction=call1 cursor=ask:collected awaiting=command6 until=+128000 pendingRecording=-
    > digits.collect leg=caller1 prompts=[main-menu] min=1 max=1 terminator=- accept=[1] timeoutMs=5000 digitTimeoutMs=3000 isSensitive=false id=command6"
  `);
  expect(scene.collected("caller1", "command6", undefined, "7")).toMatchInlineSnapshot(`
    "flow.advanced interaction=call1 cursor=ask:collected awaiting=command7 until=+128000 pendingRecording=-
    > digits.collect leg=caller1 prompts=[invalid main-menu] min=1 max=1 terminator=- accept=[1] timeoutMs=5000 digitTimeoutMs=3000 isSensitive=false id=command7"
  `);
  expect(scene.collected("caller1", "command7", "1")).toMatchInlineSnapshot(`
    "value.collected interaction=call1 name=department label=Department value=Sales isSensitive=false
    flow.advanced interaction=call1 cursor=queue:queueLeft awaiting=- until=never pendingRecording=-
    flow.left interaction=call1 to=queue
    interaction.queued interaction=call1 queue=Sales needs={requirement=[{skill=sales proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- priority=0 enteredAt=+0 overflowAt=never isReturn=false keys=[]
    queue.left interaction=call1 queue=Sales outcome=flowedOut waitMs=0 flowOut=nobodySignedIn
    flow.advanced interaction=call1 cursor=queue:end awaiting=- until=never pendingRecording=-
    flow.left interaction=call1 to=end
    interaction.ending interaction=call1 reason=flowEnded
    leg.hangUpAsked leg=caller1 interaction=call1
    > leg.hangUp leg=caller1 cause=USER_BUSY id=command8"
  `);
});

test("[RT3] an answer to an older question, or twice, is ignored by name", () => {
  const scene = given(withMenu());
  scene.arrives("900100");
  scene.parked("caller1", false);
  scene.played("caller1", "command3");
  expect(scene.played("caller1", "command3")).toMatchInlineSnapshot(
    `"input.ignored input=prompt.played reason=notAwaited interaction=call1"`,
  );
  expect(scene.collected("caller1", "command2", "1")).toMatchInlineSnapshot(
    `"input.ignored input=digits.collected reason=notAwaited interaction=call1"`,
  );
  scene.answers("caller1");
  expect(scene.answers("caller1")).toMatchInlineSnapshot(
    `"input.ignored input=leg.answered reason=repeated interaction=call1"`,
  );
});

test("[RT12] a prompt that never ends is played again, and only its own end counts", () => {
  const scene = given(withMenu());
  scene.arrives("900100");
  scene.parked("caller1", false);
  expect(scene.passes(119_999)).toBe("");
  expect(scene.passes(1)).toMatchInlineSnapshot(`
    "flow.advanced interaction=call1 cursor=early:played awaiting=command4 until=+240000 pendingRecording=-
    > prompt.play leg=caller1 prompts=[welcome] id=command4"
  `);
  expect(scene.played("caller1", "command3")).toMatchInlineSnapshot(
    `"input.ignored input=prompt.played reason=notAwaited interaction=call1"`,
  );
});

test("[RT13] a step that the switch refuses takes the flow on", () => {
  const scene = given(withMenu());
  scene.arrives("900100");
  scene.parked("caller1", false);
  expect(scene.failed("command3", "no such file")).toMatchInlineSnapshot(`
    "flow.advanced interaction=call1 cursor=answer:answered awaiting=command4 until=+5000 pendingRecording=-
    > leg.answer leg=caller1 id=command4"
  `);
  expect(scene.failed("command3", "no such file")).toMatchInlineSnapshot(
    `"input.ignored input=command.failed reason=no such file interaction=-"`,
  );
});

test("[RT13] a step that finds the caller gone waits for the word of his end", () => {
  const scene = given(withMenu());
  scene.arrives("900100");
  scene.parked("caller1", false);
  expect(scene.failed("command3", "LEG_GONE")).toMatchInlineSnapshot(
    `"input.ignored input=command.failed reason=legGone interaction=call1"`,
  );
  expect(scene.hangsUp("caller1")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    interaction.ended interaction=call1 reason=abandonedInFlow"
  `);
});

test("[RT8] a step that fails because the link is down waits for the link, and is asked for again after it", () => {
  const scene = given(withMenu());
  scene.arrives("900100");
  scene.parked("caller1", false);
  scene.linkLost();
  expect(scene.failed("command3", "LINK_DOWN")).toMatchInlineSnapshot(
    `"input.ignored input=command.failed reason=switchDown interaction=call1"`,
  );
  expect(scene.passes(600_000)).toBe("");
  expect(scene.resynced({ caller1: { isAnswered: false, tags: { call: scene.call("call1") } } })).toMatchInlineSnapshot(
    `"switch.wentUp node=switch-1 incarnation=first"`,
  );
  expect(scene.passes(7_999)).toBe("");
  expect(scene.passes(1)).toMatchInlineSnapshot(`
    "flow.advanced interaction=call1 cursor=early:played awaiting=command4 until=+728000 pendingRecording=-
    > prompt.play leg=caller1 prompts=[welcome] id=command4"
  `);
});

test("[RT14] a caller is identified once; the answer for an interaction that is over is ignored by name", () => {
  const scene = given();
  scene.arrives("900100");
  const contact = {
    kind: "contact.found",
    command: scene.command("command1"),
    interaction: scene.call("call1"),
  } as const;
  expect(scene.when({ ...contact, ...found })).toMatchInlineSnapshot(
    `"contact.identified interaction=call1 match=known contact=- values={}"`,
  );
  expect(scene.when({ ...contact, ...found, match: "none" })).toBe("");
  scene.hangsUp("caller1");
  expect(scene.when({ ...contact, ...found })).toMatchInlineSnapshot(
    `"input.ignored input=contact.found reason=unknownInteraction interaction=call1"`,
  );
});

test("[RT11] a flow that hangs up ends the interaction when the leg is down, with the flow's cause", () => {
  const scene = given(withMenu());
  scene.arrives("900100");
  scene.parked("caller1", false);
  scene.played("caller1", "command3");
  scene.answers("caller1");
  const contact = {
    kind: "contact.found",
    command: scene.command("command5"),
    interaction: scene.call("call1"),
  } as const;
  scene.when({ ...contact, ...found });
  scene.collected("caller1", "command6", undefined);
  scene.collected("caller1", "command7", undefined);
  expect(scene.collected("caller1", "command8", undefined)).toMatchInlineSnapshot(`
    "flow.advanced interaction=call1 cursor=ask:end awaiting=- until=never pendingRecording=-
    flow.left interaction=call1 to=end
    interaction.ending interaction=call1 reason=flowEnded
    leg.hangUpAsked leg=caller1 interaction=call1
    > leg.hangUp leg=caller1 cause=USER_BUSY id=command9"
  `);
  expect(scene.hangsUp("caller1", "USER_BUSY")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=USER_BUSY sipStatus=-
    interaction.ended interaction=call1 reason=flowEnded"
  `);
});

test("[RT31] who hangs up in a flow has abandoned it", () => {
  const scene = given(withMenu());
  scene.arrives("900100");
  scene.parked("caller1", false);
  expect(scene.hangsUp("caller1")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    interaction.ended interaction=call1 reason=abandonedInFlow"
  `);
  expect(scene.played("caller1", "command3")).toMatchInlineSnapshot(
    `"input.ignored input=prompt.played reason=legEnded interaction=-"`,
  );
  expect(scene.presses("caller1", "1")).toMatchInlineSnapshot(
    `"input.ignored input=digit.pressed reason=legEnded interaction=-"`,
  );
});

test("[RT3] what is said of a leg that was never ours is ignored by name", () => {
  const scene = given();
  scene.names.call("00000000-0000-4000-8000-000000000001", "stranger");
  expect(scene.hangsUp("stranger")).toMatchInlineSnapshot(
    `"input.ignored input=leg.hungUp reason=legUnknown interaction=-"`,
  );
  expect(scene.when({ kind: "switch.lost", node, cause: "cut" })).toMatchInlineSnapshot(
    `"switch.wentDown node=switch-1 cause=cut"`,
  );
  expect(scene.when({ kind: "switch.lost", node, cause: "cut" })).toMatchInlineSnapshot(
    `"input.ignored input=switch.lost reason=repeated interaction=-"`,
  );
});
