import { expect, test } from "vitest";
import { given, site, type Scene } from "./given.ts";

function wrappingUp(wrapUpMs?: number, queueMs = 20_000): Scene {
  const scene = given(site({ agents: [{ wrapUpMs }, {}], queue: { wrapUpMs: queueMs } }));
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  return scene;
}
const request = (scene: Scene, kind: "wrapUp.endRequested" | "wrapUp.extendRequested", name = "ann") =>
  scene.when({ kind, agent: scene.agent(name), interaction: scene.call("call1") });

test("[RT70] the queue's time, to the millisecond; then she is free", () => {
  const scene = wrappingUp();
  expect(scene.passes(19_999)).toBe("");
  expect(scene.passes(1)).toBe("agent.wrapUpEnded agent=ann interaction=call1 by=timeout");
  expect(scene.state.available.has(scene.agent("ann"))).toBe(true);
  expect(scene.state.interactions.size).toBe(0);
});

test("[RT70] her own time comes before the queue's; none at all frees her at once", () => {
  const scene = wrappingUp(5_000);
  expect(scene.passes(4_999)).toBe("");
  expect(scene.passes(1)).toContain("agent.wrapUpEnded");
  for (const none of [wrappingUp(0), wrappingUp(undefined, 0)]) {
    expect(none.facts.some((fact) => fact.kind === "agent.wrapUpStarted")).toBe(false);
    expect(none.state.available.has(none.agent("ann"))).toBe(true);
  }
});

test("[RT70] nobody is rung for a caller while she wraps up; the one who waits is hers when it ends", () => {
  const scene = wrappingUp();
  expect(scene.waits()).not.toContain("reservation.made");
  expect(request(scene, "wrapUp.endRequested")).toMatchInlineSnapshot(`
    "agent.wrapUpEnded agent=ann interaction=call1 by=agent
    reservation.made reservation=reservation2 interaction=call2 agent=ann queue=Sales leg=leg2 until=+15000 eligible=1 passedOver=[] rule=onlyOne order=onlyOne relaxedTo=-
    leg.opened leg=leg2 interaction=call2 node=switch-1 role=agent direction=outbound agent=ann target={kind=seat sipUser=ann} remote=ann
    > leg.originate leg=leg2 interaction=call2 role=agent target={kind=seat sipUser=ann} callerNumber=34600111222 timeoutMs=20000 autoAnswer=false id=command12"
  `);
  expect(request(scene, "wrapUp.endRequested")).toBe("refused: notInWrapUp");
});

test("[RT71] five times thirty seconds more, then no more", () => {
  const scene = wrappingUp();
  expect(request(scene, "wrapUp.extendRequested", "bea")).toBe("refused: notInWrapUp");
  expect(request(scene, "wrapUp.extendRequested")).toBe(
    "agent.wrapUpExtended agent=ann interaction=call1 until=+50000",
  );
  for (let n = 0; n < 4; n += 1) request(scene, "wrapUp.extendRequested");
  expect(request(scene, "wrapUp.extendRequested")).toBe("refused: wrapUpAtLimit");
  expect(scene.passes(169_999)).toBe("");
  expect(scene.passes(1)).toContain("by=timeout");
});

test("[RT61] what she chose for afterwards applies when the wrap-up ends", () => {
  const scene = wrappingUp();
  expect(scene.presence("ann", "notReady", "lunch")).toMatchInlineSnapshot(
    `"agent.nextPresenceChosen agent=ann presence={kind=notReady reason=lunch}"`,
  );
  expect(scene.passes(20_000)).toMatchInlineSnapshot(`
    "agent.wrapUpEnded agent=ann interaction=call1 by=timeout
    agent.presenceChanged agent=ann presence={kind=notReady reason=lunch} by=agent"
  `);
  expect(scene.state.available.size).toBe(0);
});

test("[RT61] a choice can be taken back", () => {
  const scene = wrappingUp();
  scene.presence("ann", "notReady", "lunch");
  expect(scene.presence("ann", "ready")).toBe("agent.nextPresenceChosen agent=ann presence=-");
  expect(scene.presence("ann", "ready")).toBe("");
  scene.passes(20_000);
  expect(scene.state.available.has(scene.agent("ann"))).toBe(true);
});

test("[RT63] the console is lost during the wrap-up: it ends by the clock, and she takes no more calls", () => {
  const scene = wrappingUp();
  scene.when({ kind: "console.disconnected", agent: scene.agent("ann") });
  expect(scene.passes(20_000)).toMatchInlineSnapshot(`
    "agent.nextPresenceChosen agent=ann presence={kind=notReady reason=connectionLost}
    agent.wrapUpEnded agent=ann interaction=call1 by=timeout
    agent.presenceChanged agent=ann presence={kind=notReady reason=connectionLost} by=system"
  `);
});
