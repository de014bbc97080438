import { expect, test } from "vitest";
import { given, type Scene } from "./given.ts";

function ringing(): Scene {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.rings("leg1");
  scene.passes(4_000);
  return scene;
}

test("[RT45] answered, parked, bridge asked, bridged: only the last is connected", () => {
  const scene = ringing();
  expect(scene.answers("leg1")).toMatchInlineSnapshot(`"leg.answered leg=leg1 interaction=call1"`);
  expect(scene.parked("leg1")).toMatchInlineSnapshot(`
    "leg.parked leg=leg1 interaction=call1
    leg.bridgeAsked leg=caller1 other=leg1 interaction=call1 command=command6 attempt=1 until=+6000
    > leg.bridge survivor=caller1 other=leg1 id=command6"
  `);
  expect(scene.bridged("caller1", "leg1")).toMatchInlineSnapshot(`
    "leg.bridged leg=caller1 other=leg1 interaction=call1
    reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=accepted
    queue.left interaction=call1 queue=Sales outcome=answered waitMs=4000 flowOut=-
    interaction.connected interaction=call1 agent=ann leg=leg1"
  `);
});

test("[RT3] everything told twice, or late, changes nothing", () => {
  const scene = ringing();
  scene.parked("leg1");
  expect(scene.answers("leg1")).toMatchInlineSnapshot(
    `"input.ignored input=leg.answered reason=repeated interaction=call1"`,
  );
  expect(scene.rings("leg1")).toMatchInlineSnapshot(
    `"input.ignored input=leg.ringing reason=repeated interaction=call1"`,
  );
  expect(scene.parked("leg1")).toMatchInlineSnapshot(`"leg.parked leg=leg1 interaction=call1"`);
  scene.bridged("caller1", "leg1");
  expect(scene.bridged("caller1", "leg1")).toMatchInlineSnapshot(
    `"input.ignored input=leg.bridged reason=repeated interaction=call1"`,
  );
  expect(scene.bridged("leg1", "caller1")).toMatchInlineSnapshot(
    `"input.ignored input=leg.bridged reason=repeated interaction=call1"`,
  );
  scene.hangsUp("caller1");
  expect(scene.hangsUp("caller1")).toMatchInlineSnapshot(
    `"input.ignored input=leg.hungUp reason=legEnded interaction=-"`,
  );
  expect(scene.bridged("caller1", "leg1")).toMatchInlineSnapshot(
    `"input.ignored input=leg.bridged reason=legEnded interaction=-"`,
  );
  expect(scene.unbridged("caller1", "leg1")).toMatchInlineSnapshot(
    `"input.ignored input=leg.unbridged reason=legEnded interaction=-"`,
  );
});

test("[RT45] a bridge of legs that do not belong together is ignored by name", () => {
  const scene = given();
  scene.waits("900999");
  scene.waits("900999");
  expect(scene.bridged("caller1", "caller2")).toMatchInlineSnapshot(
    `"input.ignored input=leg.bridged reason=notOurs interaction=call1"`,
  );
});

test("[RT45] a park that is never told: the bridge is asked for after a second", () => {
  const scene = ringing();
  scene.answers("leg1");
  expect(scene.passes(999)).toBe("");
  expect(scene.passes(1)).toMatchInlineSnapshot(`
    "leg.parked leg=leg1 interaction=call1
    leg.bridgeAsked leg=caller1 other=leg1 interaction=call1 command=command6 attempt=1 until=+7000
    > leg.bridge survivor=caller1 other=leg1 id=command6"
  `);
});

test("[RT46] a bridge that is refused is asked for three times in all, then the agent is let go", () => {
  const scene = ringing();
  scene.parked("leg1");
  expect(scene.failed("command6")).toMatchInlineSnapshot(`
    "leg.bridgeAsked leg=caller1 other=leg1 interaction=call1 command=command7 attempt=2 until=+6000
    > leg.bridge survivor=caller1 other=leg1 id=command7"
  `);
  expect(scene.failed("command6")).toMatchInlineSnapshot(
    `"input.ignored input=command.failed reason=-ERR interaction=-"`,
  );
  scene.failed("command7");
  expect(scene.failed("command8")).toMatchInlineSnapshot(`
    "leg.bridgeGivenUp leg=caller1 interaction=call1
    reservation.ended reservation=reservation1 interaction=call1 agent=ann outcome=lost
    leg.hangUpAsked leg=leg1 interaction=call1
    agent.released agent=ann interaction=call1
    agent.presenceChanged agent=ann presence={kind=notReady reason=connectionLost} by=system
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command9"
  `);
  expect(scene.state.interactions.get(scene.call("call1"))?.stage.kind).toBe("waiting");
});

test("[RT46] a bridge that is not seen is asked for again after two seconds; a late one counts", () => {
  const scene = ringing();
  scene.parked("leg1");
  expect(scene.passes(1_999)).toBe("");
  expect(scene.passes(1)).toMatchInlineSnapshot(`
    "leg.bridgeAsked leg=caller1 other=leg1 interaction=call1 command=command7 attempt=2 until=+8000
    > leg.bridge survivor=caller1 other=leg1 id=command7"
  `);
  expect(scene.bridged("caller1", "leg1")).toContain("interaction.connected");
  expect(scene.failed("command7", "TIMEOUT")).toMatchInlineSnapshot(
    `"input.ignored input=command.failed reason=TIMEOUT interaction=-"`,
  );
  expect(scene.passes(60_000)).toBe("");
});

test("[RT8] a bridge that fails because the link is down is asked for again when it is back, and nobody is charged", () => {
  const scene = ringing();
  scene.parked("leg1");
  scene.linkLost();
  expect(scene.failed("command6", "LINK_DOWN")).toMatchInlineSnapshot(
    `"leg.bridgeGivenUp leg=caller1 interaction=call1"`,
  );
  expect(scene.passes(30_000)).toBe("");
  const marks = { queue: scene.queue("Sales"), joined: "1795424400000", priority: "0" };
  expect(scene.resynced({ caller1: { tags: marks }, leg1: {} })).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=first
    leg.bridgeAsked leg=caller1 other=leg1 interaction=call1 command=command7 attempt=1 until=+36000
    > leg.bridge survivor=caller1 other=leg1 id=command7"
  `);
});

test("[RT45] a caller who is parked again while he is being joined hears no music over the agent", () => {
  const scene = ringing();
  scene.parked("leg1");
  expect(scene.parked("caller1")).toMatchInlineSnapshot(`"leg.parked leg=caller1 interaction=call1"`);
});
