import { expect, test } from "vitest";
import { emptyState, evolve } from "#routing/evolve.ts";
import { comparable } from "../simulation/comparable.ts";
import { given, site, startAt, type Scene } from "./given.ts";

function replayed(scene: Scene) {
  const state = emptyState();
  // As the journal keeps them: through JSON.
  for (const fact of scene.facts) evolve(state, JSON.parse(JSON.stringify(fact)) as typeof fact);
  return comparable(state);
}

/** A bit of everything, up to `steps` of it. */
function day(steps: number): Scene {
  const scene = given(site({ agents: [{}, { wrapUpMs: 0 }, {}] }));
  const script: (() => void)[] = [
    () => scene.signsIn("ann"),
    () => scene.arrives("900100"),
    () => scene.parked("caller1"),
    () => scene.rings("leg1"),
    () => scene.parked("leg1"),
    () => scene.bridged("caller1", "leg1"),
    () => scene.holds("ann", "call1", true),
    () => scene.parked("caller1"),
    () => scene.holds("ann", "call1", false),
    () => scene.bridged("caller1", "leg1"),
    () => scene.signsIn("bea"),
    () => scene.transfers("ann", "call1", { kind: "agent", agent: scene.agent("bea") }),
    () => scene.hangsUp("leg1"),
    () => scene.passes(20_000),
    () => scene.presence("bea", "ready"),
    () => scene.linkLost(),
    () => scene.presence("ann", "notReady", "lunch"),
    () => scene.resynced({ caller1: {} }),
    () => scene.waits("900400"),
    () => scene.signsIn("cid"),
    () => scene.dials("cid", "34911222333"),
    () => scene.hangsUp("caller1"),
    () => scene.when({ kind: "config.replaced", config: site({ agents: [{}, {}] }) }),
    () => scene.passes(120_000),
    () => scene.hangsUp("caller2"),
    () => scene.passes(1_000_000),
  ];
  for (const act of script.slice(0, steps)) act();
  return scene;
}

test("[RT5] folding the facts gives the living state, after every step", () => {
  for (let steps = 0; steps <= 26; steps += 1) {
    const scene = day(steps);
    expect({ steps, state: replayed(scene) }).toEqual({ steps, state: comparable(scene.state) });
  }
});

test("[RT5] facts are numbered without gaps and never go back in time", () => {
  const { facts } = day(26);
  expect(facts.map((fact) => fact.n)).toEqual(facts.map((_, index) => index + 1));
  for (const [index, fact] of facts.entries()) expect(fact.at).toBeGreaterThanOrEqual(facts[index - 1]?.at ?? 0);
});

test("[RT7] a clock that goes back does not take the core with it", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.passes(10_000);
  scene.presence("ann", "notReady", "lunch");
  scene.now = startAt;
  scene.presence("ann", "notReady", "break");
  expect(scene.facts.at(-1)).toMatchObject({ kind: "agent.presenceChanged", at: startAt + 10_000 });
});
