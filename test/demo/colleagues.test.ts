import { expect, test } from "vitest";
import { seededRandom } from "#cti/simulated/random.ts";
import type { Fact } from "#routing/facts.ts";
import type { State } from "#routing/state.ts";
import { startColleagues } from "#src/demo/colleagues.ts";
import type { EdgeInput, Engine } from "#src/engine/port.ts";
import { given, type Scene } from "../routing/given.ts";

/** The demo begins over what was known before its start; `served` are those to whom a caller was sent. */
function demoOver(scene: Scene) {
  const timers: { at: number; act: () => void }[] = [];
  const listeners = new Set<(facts: readonly Fact[], state: State) => void>();
  const served: string[] = [];
  const submit = (input: EdgeInput) => {
    const before = scene.facts.length;
    scene.when(input);
    const facts = scene.facts.slice(before);
    for (const listener of listeners) listener(facts, scene.state);
    return { refusal: undefined, facts };
  };
  const engine: Engine = {
    state: scene.state,
    now: () => scene.now,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    submit,
    durable: async () => undefined,
  };
  startColleagues(scene.config.agents, {
    engine,
    random: seededRandom("demo"),
    after: (delayMs, act) => timers.push({ at: scene.now + delayMs, act }),
    setPhone: () => undefined,
    dispositions: ["solved"],
    breakReasons: ["lunch"],
    sendCaller: (agent) => served.push(agent.name),
  });
  return {
    served,
    submit,
    passes(ms: number) {
      const until = scene.now + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= until).toSorted((one, other) => one.at - other.at)[0];
        if (next === undefined) break;
        timers.splice(timers.indexOf(next), 1);
        scene.now = Math.max(scene.now, next.at);
        next.act();
      }
      scene.now = until;
    },
  };
}

const presenceOf = (scene: Scene, name: string) => scene.state.agents.get(scene.agent(name))?.presence;

test("[HT46] whoever becomes ready in the demo has a call soon", () => {
  const scene = given();
  const demo = demoOver(scene);
  demo.passes(10_000);
  demo.submit({ kind: "console.connected", agent: scene.agent("ann") });
  demo.passes(1_000);
  expect(presenceOf(scene, "ann")?.kind).toBe("notReady");
  demo.passes(60_000);
  expect(demo.served).toEqual([]);
  demo.submit({ kind: "agent.presenceRequested", agent: scene.agent("ann"), presence: { kind: "ready" } });
  demo.passes(5_000);
  expect(demo.served).toEqual(["ann"]);
});

test("[HT46] so has whoever was ready before a restart, and signs in before anybody plays her", () => {
  const scene = given();
  scene.presence("ann", "ready");
  const demo = demoOver(scene);
  demo.submit({ kind: "console.connected", agent: scene.agent("ann") });
  demo.passes(5_000);
  demo.submit({ kind: "agent.presenceRequested", agent: scene.agent("ann"), presence: { kind: "ready" } });
  demo.passes(5_000);
  expect(demo.served).toEqual(["ann"]);
  expect(presenceOf(scene, "bea")?.kind).toBe("ready");
});
