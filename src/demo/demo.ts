/** The demo call centre: the simulated switch in real time, callers at a natural pace, colleagues who work. */

import { runInRealTime } from "#cti/simulated/real-time.ts";
import { startDemoWorld, type DemoCaller } from "#cti/simulated/demo-world.ts";
import { simulatedPort } from "#cti/simulated/port.ts";
import { createSimulatedSwitch } from "#cti/simulated/switch.ts";
import type { SwitchPort } from "#cti/port.ts";
import type { AgentConfig } from "#routing/config.ts";
import { nodeId } from "#routing/ids.ts";
import type { Clock } from "../engine/clock.ts";
import type { Engine } from "../engine/port.ts";
import { callersOf, languages, linesFor, linesIn, type Language } from "./callers.ts";
import { startColleagues } from "./colleagues.ts";

/** Name of the switch that does not exist. */
export const demoNode = "demo";

/** Calls a minute for a team of nine: most of them talk, some wrap up, now and then somebody waits. */
const CALLS_PER_MINUTE: Readonly<Record<Language, number>> = { en: 2.2, es: 1.4, zh: 0.9 };

export interface Demo extends Disposable {
  readonly port: SwitchPort;
  /** People begin to call and to work; the engine must have its configuration. */
  begin(parts: {
    readonly engine: Engine;
    readonly callers: readonly DemoCaller[];
    readonly dispositions: readonly string[];
    readonly breakReasons: readonly string[];
  }): void;
}

export function createDemo(clock: Clock, seed: string): Demo {
  const sim = createSimulatedSwitch({ node: nodeId(demoNode), seed, startAt: clock.now() });
  const stack = new DisposableStack();
  stack.use(
    runInRealTime(sim, {
      now: () => clock.now(),
      after: (delayMs, act) => clock.at(clock.now() + delayMs, act),
    }),
  );
  sim.setGateway("demo", {
    isUp: true,
    numbers: {},
    otherwise: { kind: "answers", afterMs: 4_000, talkMs: 60_000, hasEarlyMedia: false },
  });
  const timers = new Set<() => void>();
  const after = (delayMs: number, act: () => void): void => {
    const cancel = clock.at(clock.now() + delayMs, () => {
      timers.delete(cancel);
      act();
    });
    timers.add(cancel);
  };
  stack.defer(() => {
    for (const cancel of timers) cancel();
  });

  return {
    port: simulatedPort(sim),
    begin: ({ engine, callers, dispositions, breakReasons }) => {
      const { agents, numbers, skills } = engine.state.config;
      const worlds = languages.flatMap((language) => {
        const lines = linesIn(language, numbers);
        if (lines.length === 0) return [];
        const world = startDemoWorld(sim, {
          name: language,
          callsPerMinute: CALLS_PER_MINUTE[language],
          ...callersOf(language, callers),
          lines,
          strangerEvery: 6,
          talkMsMean: 70_000,
          patienceMs: [13_000, 170_000],
        });
        return [{ language, world: stack.use(world) }];
      });
      const random = sim.fork("callers for people");
      const sendCaller = (agent: AgentConfig): void => {
        const levelOf = (name: string): number => {
          const id = skills.find((skill) => skill.name === name)?.id;
          return agent.skills.find(({ skill }) => skill === id)?.proficiency ?? 0;
        };
        const fitting = worlds.flatMap(({ language, world }) =>
          linesFor(language, numbers, levelOf).map((line) => ({ world, line })),
        );
        if (fitting.length === 0) return;
        const { world, line } = random.pick(fitting);
        world.send(line);
      };
      stack.defer(
        startColleagues(agents, {
          engine,
          random: sim.fork("colleagues"),
          after,
          setPhone: sim.setPhone,
          dispositions,
          breakReasons,
          sendCaller,
        }),
      );
    },
    [Symbol.dispose]: () => stack.dispose(),
  };
}
