import { expect, test } from "vitest";
import { given, type Scene } from "./given.ts";

function talking(): Scene {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.passes(3_000);
  scene.talks("caller1", "leg1");
  scene.passes(10_000);
  return scene;
}

test("[RT31] the caller hangs up between answer and bridge: no wrap-up for a ghost, she is free at once", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.parked("leg1");
  expect(scene.hangsUp("caller1")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=withdrawn
    leg.hangUpAsked leg=leg1 interaction=call1
    agent.released agent=ann interaction=call1
    queue.left interaction=call1 queue=Sales outcome=abandoned waitMs=0 flowOut=-
    interaction.ended interaction=call1 reason=abandonedInQueue
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command7"
  `);
  expect(scene.failed("command6", "no such channel")).toMatchInlineSnapshot(
    `"input.ignored input=command.failed reason=no such channel interaction=-"`,
  );
  scene.hangsUp("leg1");
  expect(scene.state.available.has(scene.agent("ann"))).toBe(true);
});

test("[RT31] the caller ends the conversation", () => {
  const scene = talking();
  expect(scene.hangsUp("caller1")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    interaction.disconnected interaction=call1 agent=ann by=customer
    agent.wrapUpStarted agent=ann interaction=call1 until=+33000
    leg.hangUpAsked leg=leg1 interaction=call1
    interaction.ended interaction=call1 reason=completed
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command7"
  `);
  expect(scene.parked("leg1")).toMatchInlineSnapshot(`"leg.parked leg=leg1 interaction=call1"`);
  expect(scene.hangsUp("leg1")).toMatchInlineSnapshot(
    `"leg.ended leg=leg1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-"`,
  );
});

test("[RT32] the agent ends the conversation at her phone", () => {
  const scene = talking();
  expect(scene.parked("caller1")).toBe("leg.parked leg=caller1 interaction=call1");
  expect(scene.hangsUp("leg1")).toMatchInlineSnapshot(`
    "leg.ended leg=leg1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    interaction.disconnected interaction=call1 agent=ann by=agent
    agent.wrapUpStarted agent=ann interaction=call1 until=+33000
    interaction.ending interaction=call1 reason=completed
    leg.hangUpAsked leg=caller1 interaction=call1
    > leg.hangUp leg=caller1 cause=NORMAL_CLEARING id=command7"
  `);
  expect(scene.hangsUp("caller1")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    interaction.ended interaction=call1 reason=completed"
  `);
});

test("[RT24] the agent's phone is lost: the caller goes back with his place, she gets no more calls", () => {
  const scene = talking();
  scene.waits();
  expect(scene.hangsUp("leg1", "MEDIA_TIMEOUT")).toMatchInlineSnapshot(`
    "leg.ended leg=leg1 interaction=call1 cause=MEDIA_TIMEOUT sipStatus=-
    interaction.disconnected interaction=call1 agent=ann by=lost
    agent.wrapUpStarted agent=ann interaction=call1 until=+33000
    agent.nextPresenceChosen agent=ann presence={kind=notReady reason=connectionLost}
    interaction.queued interaction=call1 queue=Sales needs={requirement=[{skill=sales proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- priority=0 enteredAt=+0 overflowAt=never isReturn=true keys=[]"
  `);
  expect(scene.parked("caller1")).toMatchInlineSnapshot(`
    "leg.parked leg=caller1 interaction=call1
    > music.start leg=caller1 sound=music id=command11
    > leg.tag leg=caller1 tags={queue=Sales joined=1795424400000 priority=0} id=command12"
  `);
  scene.signsIn("bea");
  expect(scene.facts.filter((fact) => fact.kind === "reservation.made").at(-1)).toMatchObject({
    interaction: scene.call("call1"),
    agent: scene.agent("bea"),
  });
});

test("[RT32] the agent hangs up between her answer and the bridge: declined; her phone vanishes: lost", () => {
  for (const [cause, outcome] of [
    ["NORMAL_CLEARING", "declined"],
    ["ORIGINATOR_CANCEL", "lost"],
    ["DESTINATION_OUT_OF_ORDER", "lost"],
  ]) {
    const scene = given();
    scene.signsIn("ann");
    scene.waits();
    scene.parked("leg1");
    expect(scene.hangsUp("leg1", cause)).toContain(`outcome=${outcome}`);
    expect(scene.state.interactions.get(scene.call("call1"))?.stage.kind).toBe("waiting");
  }
});

test("[RT31] the switch dies under a conversation, leg by leg", () => {
  const scene = talking();
  expect(scene.hangsUp("caller1", "SYSTEM_SHUTDOWN")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=SYSTEM_SHUTDOWN sipStatus=-
    interaction.disconnected interaction=call1 agent=ann by=lost
    agent.wrapUpStarted agent=ann interaction=call1 until=+33000
    agent.nextPresenceChosen agent=ann presence={kind=notReady reason=connectionLost}
    leg.hangUpAsked leg=leg1 interaction=call1
    interaction.ended interaction=call1 reason=switchFailed
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command7"
  `);
});

test("[RT84] the agent ends the conversation at her console; a second time is refused", () => {
  const scene = talking();
  expect(scene.hangsUpBy("bea", "call1")).toBe("refused: notYourInteraction");
  expect(scene.hangsUpBy("ann", "call1")).toMatchInlineSnapshot(`
    "interaction.disconnected interaction=call1 agent=ann by=agent
    agent.wrapUpStarted agent=ann interaction=call1 until=+33000
    interaction.ending interaction=call1 reason=completed
    leg.hangUpAsked leg=caller1 interaction=call1
    leg.hangUpAsked leg=leg1 interaction=call1
    > leg.hangUp leg=caller1 cause=NORMAL_CLEARING id=command7
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command8"
  `);
  expect(scene.hangsUpBy("ann", "call1")).toBe("refused: alreadyEnded");
});

test("[RT24] the original moment is the one of entry, not of arrival", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.arrives("900100");
  scene.passes(1_500);
  scene.parked("caller1");
  scene.talks("caller1", "leg1");
  scene.passes(10_000);
  expect(scene.hangsUp("leg1", "MEDIA_TIMEOUT")).toContain("enteredAt=+1500 overflowAt=never isReturn=true");
});

test("[RT4] a failed command that nobody waits for any more is ignored by name", () => {
  const scene = talking();
  scene.hangsUp("caller1");
  expect(scene.failed("command7", "no such channel")).toBe(
    "input.ignored input=command.failed reason=no such channel interaction=-",
  );
});

test("[RT30] a leg ends once: told again, it is ignored by name and nobody is charged twice", () => {
  const scene = talking();
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  expect([scene.hangsUp("caller1"), scene.hangsUp("leg1")].map((told) => told.replace(/ interaction=.*/, ""))).toEqual([
    "input.ignored input=leg.hungUp reason=legEnded",
    "input.ignored input=leg.hungUp reason=legEnded",
  ]);
});
