/** The contract's world with the real adapter, a real TCP connection and the simulated switch behind it, in quick real time. */

import { connectFreeswitch } from "#cti/freeswitch/port.ts";
import type { EslTimers } from "#cti/esl/timers.ts";
import { serveEsl } from "#cti/simulated/esl-server.ts";
import { runInRealTime, runningClock } from "#cti/simulated/real-time.ts";
import { nodeId } from "#routing/ids.ts";
import type { SwitchObservation } from "#routing/inputs.ts";
import type { PortHarness } from "./harness.ts";
import { complaint, gateways, newSwitch, prompts, seats, worldOf } from "./simulated-harness.ts";

/** How much faster than life; more would make the machine's own delays look like the switch's. */
const SPEED = 4;
const password = "test-password";

const quickTimers: EslTimers = {
  nowMs: () => performance.now() * SPEED,
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs / SPEED);
    return () => {
      clearTimeout(timer);
    };
  },
};

interface Waiting {
  readonly look: () => void;
}

export async function adapterHarness(): Promise<PortHarness> {
  const sim = newSwitch(nodeId("sim-1"));
  const driver = runInRealTime(sim, runningClock(sim.now(), SPEED));
  const server = await serveEsl(sim, { port: 0, password, heartbeatMs: 5000 });
  const port = connectFreeswitch({
    node: "sim-1",
    host: "127.0.0.1",
    port: server.port,
    password,
    agentsProfile: "agents",
    agentsDomain: "cc.local",
    promptsFolder: "/prompts",
    recordingsFolder: "/recordings",
    musicPath: "local_stream://moh",
    wakeEveryMs: 0,
    commandConnections: 2,
    timers: quickTimers,
    random: () => 0.1,
  });
  const observations: SwitchObservation[] = [];
  const waiting = new Set<Waiting>();

  function waitFor<T>(
    what: string,
    pick: (seen: readonly SwitchObservation[]) => T | undefined,
    withinMs: number,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = quickTimers.after(withinMs, () => {
        waiting.delete(one);
        reject(complaint(what, observations));
      });
      const one: Waiting = {
        look: () => {
          const found = pick(observations);
          if (found === undefined) return;
          cancel();
          waiting.delete(one);
          resolve(found);
        },
      };
      waiting.add(one);
      one.look();
    });
  }

  port.start((observation) => {
    observations.push(observation);
    for (const one of waiting) one.look();
  });
  await waitFor("switch.resynced", (seen) => seen.find((o) => o.kind === "switch.resynced"), 10_000);
  return {
    ...worldOf(sim),
    port,
    observations,
    prompts,
    seats,
    gateways,
    dropLink: async (forMs) => server.drop(forMs),
    restart: async () => sim.restart({ isGraceful: true, downMs: 2000 }),
    waitFor,
    pass: (ms) => new Promise((resolve) => void quickTimers.after(ms, resolve)),
    [Symbol.asyncDispose]: async () => {
      await port[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      driver[Symbol.dispose]();
    },
  };
}
