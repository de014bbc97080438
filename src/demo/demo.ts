/** The demo call centre: the simulated switch in real time, callers at a natural pace, colleagues who work. */

import { runInRealTime } from "#cti/simulated/real-time.ts";
import { startDemoWorld, type DemoCaller } from "#cti/simulated/demo-world.ts";
import { simulatedPort } from "#cti/simulated/port.ts";
import { createSimulatedSwitch } from "#cti/simulated/switch.ts";
import type { ScriptedPress } from "#cti/simulated/parties.ts";
import type { SwitchPort } from "#cti/port.ts";
import { nodeId } from "#routing/ids.ts";
import type { Clock } from "../engine/clock.ts";
import type { Engine } from "../engine/port.ts";
import { startColleagues } from "./colleagues.ts";

/** Name of the switch that does not exist. */
export const demoNode = "demo";

/** Calls a minute for a team of eight: most of them talk, some wrap up, now and then somebody waits. */
const CALLS_PER_MINUTE = 9;

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
      const { agents, numbers } = engine.state.config;
      stack.defer(
        startColleagues(agents, {
          engine,
          random: sim.fork("colleagues"),
          after,
          setPhone: sim.setPhone,
          dispositions,
          breakReasons,
        }),
      );
      stack.use(
        startDemoWorld(sim, {
          callsPerMinute: CALLS_PER_MINUTE,
          callers,
          lines: numbers.map(({ dialled }, index) => ({ number: dialled, weight: index === 0 ? 3 : 1, presses })),
          strangerEvery: 6,
          talkMsMean: 75_000,
          patienceMs: [25_000, 240_000],
        }),
      );
    },
    [Symbol.dispose]: () => stack.dispose(),
  };
}

/** What callers press when the prompts of the sample flows ask them; an unheard prompt presses nothing. */
const presses: readonly ScriptedPress[] = [
  { after: { kind: "prompt", name: "language-choice" }, delayMs: 2_500, digits: "1" },
  { after: { kind: "prompt", name: "main-menu" }, delayMs: 3_000, digits: "2" },
  { after: { kind: "prompt", name: "department-menu" }, delayMs: 3_500, digits: "1" },
  { after: { kind: "prompt", name: "enter-account" }, delayMs: 3_000, digits: "407183#" },
  { after: { kind: "prompt", name: "confirm-entry" }, delayMs: 2_000, digits: "1" },
  { after: { kind: "prompt", name: "message-offer" }, delayMs: 2_500, digits: "1" },
];
