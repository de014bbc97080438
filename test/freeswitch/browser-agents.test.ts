import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { expectSwitchAgrees } from "#test/end-to-end/scenarios/hundred-calls.ts";
import { closedCalls, expectWholeJournal, report } from "#test/end-to-end/support/records.ts";
import { menuNumber } from "#test/end-to-end/support/site.ts";
import { doubleOffers } from "#test/end-to-end/support/spy.ts";
import { until } from "#test/end-to-end/support/until.ts";
import { browserHertz, findChromium, launchAgents, type BrowserAgent } from "./support/browser-agent.ts";
import { openFreeswitchWorld, type FreeswitchWorld } from "./support/freeswitch-world.ts";
import { freePort, outsideAddress } from "./support/ports.ts";
import { openEndpoint } from "./support/sip/endpoint.ts";
import { findSipp, startSipp } from "./support/sipp.ts";
import { findFreeswitch } from "./support/switch.ts";

const binary = findFreeswitch();
const sipp = findSipp();
const isPossible = binary !== undefined && sipp !== undefined && findChromium() !== undefined;

const logins = ["emma", "james", "lucia", "mateo", "noah"] as const;
const SIPP_CALLS = 50;
const OWN_CALLS = 50;
const trunk = (world: FreeswitchWorld) => ({ address: "127.0.0.1", port: world.freeswitch.ports.trunk });

type Outcome = "leftMenu" | "leftQueue" | "talked";

/** Of ten: one leaves in the menu, one as soon as he hears music, eight stay until they have talked. */
async function ownCaller(world: FreeswitchWorld, n: number): Promise<Outcome> {
  await using caller = await openEndpoint(trunk(world), 600);
  caller.call(menuNumber, { user: `1202556${String(n).padStart(4, "0")}`, host: "127.0.0.1", name: undefined });
  await until(`caller ${n} is answered`, () => caller.isUp(), 30_000);
  await delay(700);
  if (n % 10 === 0) {
    caller.hangUp();
    return "leftMenu";
  }
  await caller.line.press(n % 2 === 0 ? "1" : "2");
  const heard = await until(`caller ${n} hears somebody`, () => heardBy(caller, n), 180_000);
  if (heard === "music") {
    caller.hangUp();
    return "leftQueue";
  }
  await delay(1_500);
  caller.hangUp();
  await delay(300);
  return "talked";
}

function heardBy(caller: Awaited<ReturnType<typeof openEndpoint>>, n: number): "music" | "agent" | undefined {
  const pitch = caller.line.hears([440, browserHertz]);
  if (pitch === browserHertz) return "agent";
  return n % 10 === 5 && pitch === 440 ? "music" : undefined;
}

test.skipIf(!isPossible)(
  "[E2E11] a hundred callers, fifty of them SIPp's, and five agents in Chromium: one record and one end each, as the switch tells it",
  { timeout: 600_000 },
  async () => {
    await using world = await openFreeswitchWorld(binary ?? "", { mediaAddress: outsideAddress() });
    await world.service.start();
    await using agents = await launchAgents();
    const team: BrowserAgent[] = [];
    for (const login of logins) team.push(await agents.open(world.service.url, login));
    const work = team.map((agent) => agent.work());

    await using foreign = startSipp(sipp ?? "", {
      scenario: "menu-caller",
      target: trunk(world),
      localPort: await freePort("127.0.0.1"),
      service: menuNumber,
      calls: SIPP_CALLS,
      callsPerSecond: 1,
      pauseMs: 14_000,
      timeoutS: 400,
    });
    const outcomes: Outcome[] = [];
    let next = 0;
    const callOneAfterAnother = async (): Promise<void> => {
      for (let n = next++; n < OWN_CALLS; n = next++) outcomes.push(await ownCaller(world, n));
    };
    await Promise.all(Array.from({ length: 5 }, callOneAfterAnother));
    const { code, said } = await foreign.ended;
    expect(code, said).toBe(0);

    const calls = await closedCalls(world, SIPP_CALLS + OWN_CALLS, 60_000);
    await Promise.all(work.map((each) => each.stop()));
    expect(calls.length).toBe(SIPP_CALLS + OWN_CALLS);
    const reasons = Object.entries(Object.groupBy(calls, (call) => call.endReason ?? "open")).map(
      ([reason, of]) => `${of?.length ?? 0} ${reason}`,
    );
    const talked = outcomes.filter((outcome) => outcome === "talked").length;
    expect(talked, "own callers who heard an agent's voice").toBeGreaterThanOrEqual(OWN_CALLS * 0.7);
    for (const agent of team) {
      const { audioEnergy, packetsReceived, packetsSent } = await agent.audio();
      expect(audioEnergy, `${agent.login} heard somebody`).toBeGreaterThan(0.001);
      expect(Math.min(packetsReceived, packetsSent), `${agent.login}: packets both ways`).toBeGreaterThan(100);
      expect(agent.faults).toEqual([]);
    }
    expect(doubleOffers(world.spy)).toEqual([]);
    const facts = await expectWholeJournal(world);
    const figures = await expectSwitchAgrees(world, calls.length);
    const answered = work.map((each) => each.answered());
    report(
      world,
      "E2E11",
      `${calls.length} calls (${reasons.join(", ")}), answered in Chromium ${answered.join("+")}, ${facts} facts; ${figures}`,
    );
  },
);
