import { expect, test } from "vitest";
import { given, site, type Scene } from "./given.ts";

const closed = [{ name: "Office hours", timeZone: "UTC", weekly: [], exceptions: [] }];

/** A caller outside office hours who hears the greeting of the box. */
function greeted(): Scene {
  const scene = given(site({ config: { schedules: closed } }));
  scene.waits("900400");
  scene.played("caller1", "command3");
  scene.collected("caller1", "command4", "1");
  return scene;
}

/** … and has heard the beep. */
function recording(): Scene {
  const scene = greeted();
  scene.played("caller1", "command5");
  return scene;
}

test("[RT16] the greeting first, then the recording", () => {
  const scene = given(site({ config: { schedules: closed } }));
  expect(scene.waits("900400")).toMatchInlineSnapshot(`
    "leg.answered leg=caller1 interaction=call1
    interaction.answered interaction=call1
    leg.parked leg=caller1 interaction=call1
    flow.advanced interaction=call1 cursor=answer:answered awaiting=- until=never pendingRecording=-
    flow.advanced interaction=call1 cursor=closed:played awaiting=command3 until=+120000 pendingRecording=-
    > prompt.play leg=caller1 prompts=[welcome closed] id=command3"
  `);
  scene.played("caller1", "command3");
  expect(scene.collected("caller1", "command4", "1")).toMatchInlineSnapshot(`
    "value.collected interaction=call1 name=offer label=Leave a message value=Yes isSensitive=false
    flow.advanced interaction=call1 cursor=message:recorded awaiting=command5 until=+120000 pendingRecording={box=Office maxMs=120000}
    > prompt.play leg=caller1 prompts=[leave-message beep] id=command5"
  `);
  expect(scene.played("caller1", "command5")).toMatchInlineSnapshot(`
    "voicemail.started interaction=call1 box=Office recording=command6
    > recording.start leg=caller1 interaction=call1 maxMs=120000 id=command6"
  `);
});

test("[RT16] # ends the message; the switch says how long it is", () => {
  const scene = recording();
  expect(scene.presses("caller1", "5")).toBe("");
  expect(scene.presses("caller1", "#")).toMatchInlineSnapshot(`
    "voicemail.stopAsked interaction=call1
    > recording.stop leg=caller1 interaction=call1 recording=command6 id=command7"
  `);
  expect(scene.recorded("caller1", "command6", 7_900)).toMatchInlineSnapshot(`
    "voicemail.left interaction=call1 box=Office recording=command6 durationMs=7900
    flow.advanced interaction=call1 cursor=saved:played awaiting=command8 until=+120000 pendingRecording=-
    > prompt.play leg=caller1 prompts=[message-saved] id=command8"
  `);
  expect(scene.recorded("caller1", "command6", 7_900)).toMatchInlineSnapshot(
    `"input.ignored input=recording.stopped reason=notAwaited interaction=call1"`,
  );
});

test("[RT17] who hangs up while it records has left a message", () => {
  const scene = recording();
  scene.passes(1_000);
  expect(scene.hangsUp("caller1")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    voicemail.left interaction=call1 box=Office recording=command6 durationMs=1000
    interaction.ended interaction=call1 reason=voicemailLeft"
  `);
});

test("[RT17] less than a second is no message", () => {
  const scene = recording();
  scene.passes(999);
  expect(scene.hangsUp("caller1")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    interaction.ended interaction=call1 reason=abandonedInFlow"
  `);
  const other = recording();
  expect(other.recorded("caller1", "command6", 999)).toMatchInlineSnapshot(`
    "flow.advanced interaction=call1 cursor=message:recorded awaiting=command7 until=+120000 pendingRecording={box=Office maxMs=120000}
    > prompt.play leg=caller1 prompts=[leave-message beep] id=command7"
  `);
});

test("[RT17] a caller who hangs up during the greeting has left nothing", () => {
  const scene = greeted();
  scene.passes(5_000);
  expect(scene.hangsUp("caller1")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    interaction.ended interaction=call1 reason=abandonedInFlow"
  `);
});

test("[RT16] a message as long as the box allows is not talked over", () => {
  const scene = greeted();
  scene.passes(30_000);
  scene.played("caller1", "command5");
  expect(scene.passes(120_000)).toBe("");
  expect(scene.recorded("caller1", "command6", 120_000)).toContain(
    "voicemail.left interaction=call1 box=Office recording=command6 durationMs=120000",
  );
});

test("[RT16] a recording whose end is never told is a message, and the flow goes on", () => {
  const scene = recording();
  expect(scene.passes(124_999)).toBe("");
  expect(scene.passes(1)).toMatchInlineSnapshot(`
    "voicemail.left interaction=call1 box=Office recording=command6 durationMs=125000
    flow.advanced interaction=call1 cursor=saved:played awaiting=command7 until=+245000 pendingRecording=-
    > prompt.play leg=caller1 prompts=[message-saved] id=command7"
  `);
});

test("[RT16] a cut of the link during a recording loses nothing: it goes on, and its end counts", () => {
  const scene = recording();
  scene.passes(3_000);
  scene.linkLost();
  scene.passes(10_000);
  expect(scene.resynced({ caller1: {} })).toMatchInlineSnapshot(`"switch.wentUp node=switch-1 incarnation=first"`);
  expect(scene.passes(20_000)).toBe("");
  expect(scene.recorded("caller1", "command6", 33_000)).toContain("voicemail.left");
});

test("[RT17] a caller who left his message during a cut has left it", () => {
  const scene = recording();
  scene.linkLost();
  scene.passes(10_000);
  expect(scene.resynced({})).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=first
    leg.ended leg=caller1 interaction=call1 cause=LOST sipStatus=-
    voicemail.left interaction=call1 box=Office recording=command6 durationMs=10000
    interaction.ended interaction=call1 reason=voicemailLeft"
  `);
});
