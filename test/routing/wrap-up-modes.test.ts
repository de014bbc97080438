import { expect, test } from "vitest";
import { PLAIN_WRAP_UP, type WrapUpPolicy } from "#routing/agent/wrap-up-policy.ts";
import type { AgentConfig } from "#routing/config.ts";
import { agentId } from "#routing/ids.ts";
import { given, site, type Scene } from "./given.ts";

/** ann talks with the first caller of a queue that wraps up like this. */
function talking(wrapUp: Partial<WrapUpPolicy>, ann: Partial<AgentConfig> = {}): Scene {
  const scene = given(site({ agents: [ann, {}], queue: { wrapUp: { ...PLAIN_WRAP_UP, ...wrapUp } } }));
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  return scene;
}
/** The caller has hung up. */
function over(scene: Scene): Scene {
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  return scene;
}
const ends = (scene: Scene, name = "ann") =>
  scene.when({ kind: "wrapUp.endRequested", agent: scene.agent(name), interaction: scene.call("call1") });
const prolongs = (scene: Scene) =>
  scene.when({ kind: "wrapUp.extendRequested", agent: scene.agent("ann"), interaction: scene.call("call1") });
const wants = (scene: Scene, isWanted: boolean) =>
  scene.when({ kind: "wrapUp.requested", agent: scene.agent("ann"), interaction: scene.call("call1"), isWanted });
const chooses = (scene: Scene, disposition: string | undefined, name = "ann") =>
  scene.when({
    kind: "disposition.setRequested",
    agent: scene.agent(name),
    interaction: scene.call("call1"),
    disposition,
    note: "",
  });
const isFree = (scene: Scene, name = "ann") => scene.state.available.has(scene.agent(name));

test("[RT115] none: free at once", () => {
  const scene = over(talking({ mode: "none" }));
  expect(isFree(scene)).toBe(true);
  expect(ends(scene)).toBe("refused: notInWrapUp");
});

test("[RT115] optional: no clock ends it, she does whenever she likes", () => {
  const scene = over(talking({ mode: "optional" }));
  expect(scene.passes(10 * 3_600_000)).toBe("");
  expect(isFree(scene)).toBe(false);
  expect(prolongs(scene)).toBe("refused: wrapUpAtLimit");
  expect(ends(scene)).toBe("agent.wrapUpEnded agent=ann interaction=call1 by=agent");
  expect(isFree(scene)).toBe(true);
});

test("[RT115] the way is that of the moment when the talk ended", () => {
  const scene = over(talking({ mode: "mandatory" }));
  scene.when({ kind: "config.replaced", config: site({ queue: { wrapUp: { ...PLAIN_WRAP_UP, mode: "none" } } }) });
  expect(ends(scene)).toBe("refused: dispositionMissing");
  scene.when({ kind: "config.replaced", config: { ...site({}), queues: [] } });
  expect(ends(scene)).toBe("refused: dispositionMissing");
});

test("[RT115] extended as often and by as much as the queue allows", () => {
  const scene = over(talking({ extensionsMax: 1, extensionMs: 7_000 }));
  expect(prolongs(scene)).toContain("until=+27000");
  expect(prolongs(scene)).toBe("refused: wrapUpAtLimit");
  expect(scene.passes(26_999)).toBe("");
  expect(scene.passes(1)).toContain("by=timeout");
});

test("[RT116] a clock that may not be cut short", () => {
  const scene = over(talking({ canEndEarly: false }));
  expect(ends(scene)).toBe("refused: wrapUpNotOver");
  expect(ends(scene, "bea")).toBe("refused: notInWrapUp");
  expect(scene.passes(19_999)).toBe("");
  expect(scene.passes(1)).toBe("agent.wrapUpEnded agent=ann interaction=call1 by=timeout");
});

test("[RT117] mandatory: ends only with a disposition, by nobody's clock", () => {
  const scene = over(talking({ mode: "mandatory" }));
  expect(scene.passes(3_600_000)).toBe("");
  expect(ends(scene)).toBe("refused: dispositionMissing");
  chooses(scene, undefined);
  expect(ends(scene)).toBe("refused: dispositionMissing");
  chooses(scene, "sold");
  expect(isFree(scene)).toBe(false);
  expect(ends(scene)).toBe("agent.wrapUpEnded agent=ann interaction=call1 by=agent");
});

test("[RT117] a disposition that was chosen during the talk will do; a colleague's before a transfer will not", () => {
  const early = talking({ mode: "mandatory" });
  chooses(early, "sold");
  expect(ends(over(early))).toContain("by=agent");
  const scene = talking({ mode: "mandatory" });
  chooses(scene, "sold");
  scene.signsIn("bea");
  scene.transfers("ann", "call1", { kind: "agent", agent: scene.agent("bea") });
  scene.hangsUp("leg1");
  scene.talks("caller1", "leg2");
  scene.hangsUp("caller1");
  expect(ends(scene, "bea")).toBe("refused: dispositionMissing");
});

test("[RT118] on request: without one she is free at once", () => {
  expect(isFree(over(talking({ mode: "onRequest" })))).toBe(true);
  const takenBack = talking({ mode: "onRequest" });
  wants(takenBack, true);
  expect(wants(takenBack, false)).toBe("agent.wrapUpRequested agent=ann interaction=call1 isWanted=false");
  expect(isFree(over(takenBack))).toBe(true);
});

test("[RT118] asked for while she talks, also on hold: the queue's time, once", () => {
  const scene = talking({ mode: "onRequest" });
  scene.holds("ann", "call1", true);
  expect(wants(scene, true)).toBe("agent.wrapUpRequested agent=ann interaction=call1 isWanted=true");
  expect(wants(scene, true)).toBe("");
  over(scene);
  expect(wants(scene, true)).toBe("refused: alreadyEnded");
  expect(scene.passes(19_999)).toBe("");
  expect(scene.passes(1)).toContain("by=timeout");
  scene.waits();
  scene.talks("caller2", "leg2");
  scene.hangsUp("caller2");
  scene.hangsUp("leg2");
  expect(isFree(scene)).toBe(true);
});

test.each(["none", "optional", "mandatory", "timed"] as const)("[RT118] %s: it need not be asked for", (mode) => {
  expect(wants(talking({ mode }), true)).toBe("refused: wrapUpNotOnRequest");
});

test("[RT118] only on her own conversation", () => {
  const scene = talking({ mode: "onRequest" });
  const asked = { kind: "wrapUp.requested", interaction: scene.call("call1"), isWanted: true } as const;
  expect(scene.when({ ...asked, agent: scene.agent("bea") })).toBe("refused: notYourInteraction");
});

test.each(["optional", "mandatory"] as const)(
  "[RT119] %s: the console stays away, and 15 minutes after it was given up it ends by itself",
  (mode) => {
    const scene = over(talking({ mode }));
    scene.when({ kind: "console.disconnected", agent: scene.agent("ann") });
    expect(scene.passes(15_000)).toBe(
      "agent.nextPresenceChosen agent=ann presence={kind=notReady reason=connectionLost}",
    );
    expect(scene.passes(15 * 60_000 - 1)).toBe("");
    expect(scene.passes(1)).toMatchInlineSnapshot(`
      "agent.wrapUpEnded agent=ann interaction=call1 by=system
      agent.presenceChanged agent=ann presence={kind=notReady reason=connectionLost} by=system"
    `);
    expect(scene.passes(15 * 60_000)).toContain("presence={kind=signedOut} by=system");
    expect(scene.state.interactions.size).toBe(0);
  },
);

test("[RT119] a console that comes back finds it as it was", () => {
  const scene = over(talking({ mode: "mandatory" }));
  scene.when({ kind: "console.disconnected", agent: scene.agent("ann") });
  scene.passes(10 * 60_000);
  scene.when({ kind: "console.connected", agent: scene.agent("ann") });
  expect(scene.passes(3_600_000)).toBe("");
  expect(ends(scene)).toBe("refused: dispositionMissing");
});

test("[RT119] the console was given up during the talk: it ends when that is 15 minutes ago", () => {
  const scene = talking({ mode: "optional" });
  scene.when({ kind: "console.disconnected", agent: scene.agent("ann") });
  scene.passes(15_000 + 60_000);
  over(scene);
  expect(scene.passes(14 * 60_000 - 1)).toBe("");
  expect(scene.passes(1)).toContain("agent.wrapUpEnded agent=ann interaction=call1 by=system");
  const later = talking({ mode: "optional" });
  later.when({ kind: "console.disconnected", agent: later.agent("ann") });
  later.passes(3_600_000);
  expect(later.hangsUp("caller1")).toContain("agent.wrapUpEnded agent=ann interaction=call1 by=system");
});

test("[RT119] whoever wanted to be signed out and has left is not waited for", () => {
  const scene = over(talking({ mode: "mandatory" }));
  scene.presence("ann", "signedOut");
  scene.when({ kind: "console.disconnected", agent: scene.agent("ann") });
  expect(scene.passes(14_999)).toBe("");
  expect(scene.passes(1)).toMatchInlineSnapshot(`
    "agent.wrapUpEnded agent=ann interaction=call1 by=system
    agent.presenceChanged agent=ann presence={kind=signedOut} by=agent"
  `);
});

test("[RT120] while she wraps up for one queue, no other rings her", () => {
  const scene = over(talking({ mode: "timed" }));
  expect(scene.waits("900200")).not.toContain("reservation.made");
  expect(scene.passes(20_000)).toContain("reservation.made");
});

test("[RT120] her own time before the queue's, timed and on request; none of her own is none", () => {
  const timed = over(talking({ mode: "timed" }, { wrapUpMs: 5_000 }));
  expect(timed.passes(5_000)).toContain("by=timeout");
  const asked = talking({ mode: "onRequest" }, { wrapUpMs: 5_000 });
  wants(asked, true);
  expect(over(asked).passes(5_000)).toContain("by=timeout");
  expect(isFree(over(talking({ mode: "timed" }, { wrapUpMs: 0 })))).toBe(true);
});

test("[RT120] without a clock her own time says nothing", () => {
  const scene = over(talking({ mode: "mandatory" }, { wrapUpMs: 0 }));
  expect(ends(scene)).toBe("refused: dispositionMissing");
});

test.each([
  ["lunch", (scene: Scene) => scene.presence("ann", "notReady", "lunch"), { kind: "notReady", reason: "lunch" }],
  ["signing out", (scene: Scene) => scene.presence("ann", "signedOut"), { kind: "signedOut" }],
] as const)("[RT121] %s chosen within a wrap-up of any mode applies when it ends", (_, choose, presence) => {
  for (const mode of ["optional", "mandatory", "timed"] as const) {
    const scene = over(talking({ mode }));
    choose(scene);
    expect(scene.state.agents.get(scene.agent("ann"))?.presence).toEqual({ kind: "ready" });
    chooses(scene, "sold");
    ends(scene);
    expect(scene.state.agents.get(scene.agent("ann"))?.presence).toEqual(presence);
    expect(isFree(scene)).toBe(false);
  }
  const none = talking({ mode: "none" });
  choose(none);
  over(none);
  expect(none.state.agents.get(none.agent("ann"))?.presence).toEqual(presence);
});

test.each([
  ["missed", (scene: Scene) => scene.passes(15_000)],
  ["declined", (scene: Scene) => scene.hangsUp("leg1", "CALL_REJECTED")],
  ["busy", (scene: Scene) => scene.hangsUp("leg1", "USER_BUSY")],
  ["withdrawn", (scene: Scene) => scene.hangsUp("caller1")],
] as const)("[RT121] signing out chosen while it rings applies when the call is %s", (_, end) => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.presence("ann", "signedOut");
  end(scene);
  expect(scene.state.agents.get(scene.agent("ann"))).toMatchObject({
    presence: { kind: "signedOut" },
    nextPresence: undefined,
    backOff: undefined,
  });
});

test("[RT122] a second console changes nothing, whatever she is doing", () => {
  const scene = talking({ mode: "mandatory" });
  const again = { kind: "console.connected", agent: scene.agent("ann") } as const;
  expect(scene.when(again)).toBe("");
  over(scene);
  expect(scene.when(again)).toBe("");
  expect(scene.state.agents.get(scene.agent("ann"))?.engagement.kind).toBe("wrapUp");
});

test("[RT122] somebody who is not set up: every request is refused by name, nothing moves", () => {
  const scene = talking({});
  const stranger = agentId("00000000-0000-4000-8000-00000000dead");
  const facts = scene.facts.length;
  expect(scene.when({ kind: "console.connected", agent: stranger })).toBe("refused: unknownAgent");
  expect(scene.when({ kind: "console.disconnected", agent: stranger })).toBe("refused: unknownAgent");
  expect(scene.when({ kind: "agent.presenceRequested", agent: stranger, presence: { kind: "ready" } })).toBe(
    "refused: unknownAgent",
  );
  const interaction = scene.call("call1");
  expect(scene.when({ kind: "wrapUp.requested", agent: stranger, interaction, isWanted: true })).toBe(
    "refused: notYourInteraction",
  );
  expect(scene.when({ kind: "wrapUp.endRequested", agent: stranger, interaction })).toBe("refused: notInWrapUp");
  expect(scene.facts).toHaveLength(facts);
});
