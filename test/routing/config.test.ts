import { expect, test } from "vitest";
import { queues } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

const without = (scene: Scene, name: string) => ({
  ...scene.config,
  agents: scene.config.agents.filter((each) => each.name !== name),
});
const replace = (scene: Scene, config = scene.config) => scene.when({ kind: "config.replaced", config });

test("[RT64] an idle agent who is removed is signed out and forgotten", () => {
  const scene = given();
  scene.signsIn("ann");
  expect(replace(scene, without(scene, "ann"))).toMatchInlineSnapshot(`
    "agent.presenceChanged agent=ann presence={kind=signedOut} by=system
    config.adopted config=v1"
  `);
  expect(scene.state.agents.has(scene.agent("ann"))).toBe(false);
  expect(scene.presence("ann", "ready")).toBe("refused: unknownAgent");
});

test("[RT64] an agent who is removed in a call finishes it, cannot come back, and is forgotten", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  expect(replace(scene, without(scene, "ann"))).toMatchInlineSnapshot(`
    "agent.nextPresenceChosen agent=ann presence={kind=signedOut}
    config.adopted config=v1"
  `);
  expect(replace(scene, without(scene, "ann"))).not.toContain("nextPresence");
  expect(scene.presence("ann", "ready")).toBe("refused: unknownAgent");
  expect(scene.holds("ann", "call1", true)).toContain("interaction.held");
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  expect(scene.passes(20_000)).toMatchInlineSnapshot(`
    "agent.wrapUpEnded agent=ann interaction=call1 by=timeout
    agent.presenceChanged agent=ann presence={kind=signedOut} by=system"
  `);
  expect(scene.state.agents.has(scene.agent("ann"))).toBe(false);
});

test("[RT64] an agent who is removed while her phone rings: the caller is not lost", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.signsIn("bea");
  replace(scene, without(scene, "ann"));
  expect(scene.hangsUp("leg1", "NO_ANSWER")).toContain("interaction=call1 agent=bea queue=Sales");
  expect(scene.state.agents.has(scene.agent("ann"))).toBe(false);
});

test("[RT23] the last agent is removed: whoever waits leaves by the flow", () => {
  const scene = given(site({ agents: [{}] }));
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  scene.waits();
  expect(replace(scene, without(scene, "ann"))).toContain("outcome=flowedOut waitMs=0 flowOut=nobodySignedIn");
});

test("[RT23] a queue is removed while somebody waits: he is served all the same, or leaves if nobody can", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  scene.waits();
  scene.waits();
  const config = { ...scene.config, queues: scene.config.queues.filter((queue) => queue.id !== queues.sales) };
  expect(replace(scene, config)).toBe("config.adopted config=v1");
  expect(scene.presence("ann", "ready")).toContain("interaction=call1 agent=ann queue=Sales");
  scene.talks("caller1", "leg1");
  scene.presence("ann", "signedOut");
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  expect(scene.passes(30_000)).toContain("outcome=flowedOut waitMs=30000 flowOut=unknownQueue");
});

test("[RT24] a queue is removed while its caller talks, then the agent is lost: he leaves by his flow", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits("900400");
  scene.played("caller1", "command3");
  scene.talks("caller1", "leg1");
  const config = { ...scene.config, queues: scene.config.queues.filter((queue) => queue.id !== queues.support) };
  replace(scene, config);
  expect(scene.hangsUp("leg1", "MEDIA_TIMEOUT")).toContain("cursor=busy:played");
});

test("[RT19] a running call stays on the version of the flow that it began with", () => {
  const scene = given(
    site({ config: { schedules: [{ name: "Office hours", timeZone: "UTC", weekly: [], exceptions: [] }] } }),
  );
  scene.waits("900400");
  const flows = scene.config.flows.map((each) => ({
    ...each,
    version: 2,
    flow: scene.config.flows[0]?.flow ?? each.flow,
  }));
  replace(scene, { ...scene.config, version: 2, flows });
  expect(scene.played("caller1", "command3")).toContain("cursor=offer:collected");
});
